# %% right: loops
def verdicts(days, bearable=0.08):
    orders, contacts = uplift(days), uplift(days, count="contacts")
    week1, week4 = uplift(days, "orders", 1, 7), uplift(days, "orders", 22, 28)
    said = {}
    for test in orders.index:
        fall = week1["change"][test] - week4["change"][test]
        luck = 1.96 * math.hypot(week1["error"][test], week4["error"][test])
        if abs(orders["arms_z"][test]) > 4:
            said[test] = "repair"
        elif orders["low"][test] <= 0:
            said[test] = "not shown"
        elif contacts["high"][test] >= bearable:
            said[test] = "guardrail"
        elif fall > luck:
            said[test] = "fades"
        else:
            said[test] = "launch"
    return pd.Series(said)

# %% right: masks
def verdicts(days, bearable=0.08):
    orders = uplift(days)
    said = pd.Series("launch", index=orders.index)
    early, late = uplift(days, last=7), uplift(days, first=22)
    z = (early["change"] - late["change"]) / (early["error"] ** 2 + late["error"] ** 2) ** 0.5
    said[z > 1.96] = "fades"
    said[uplift(days, "contacts")["high"] >= bearable] = "guardrail"
    said[orders["low"] <= 0] = "not shown"
    said[orders["arms_z"] ** 2 > 16] = "repair"
    return said

# %% right: by experiment
def verdicts(days, bearable=0.08):
    def verdict(rows):
        whole, desk, early, late = (
            uplift(rows, *what).iloc[0]
            for what in [("orders",), ("contacts",), ("orders", 1, 7), ("orders", 22, 28)]
        )
        if not -4 <= whole["arms_z"] <= 4:
            return "repair"
        if not whole["low"] > 0:
            return "not shown"
        if not desk["high"] < bearable:
            return "guardrail"
        luck = 1.96 * np.sqrt(early["error"] ** 2 + late["error"] ** 2)
        return "fades" if early["change"] > late["change"] + luck else "launch"

    names = sorted(set(days["test"]))
    return pd.Series([verdict(days[(days["test"] == name).to_numpy()]) for name in names], index=names)

# %% wrong: Never looks at the sizes of the arms.
# says: arms_z is −10.7
# edits: official
# -         "repair": orders["arms_z"].abs() > 4,

# %% wrong: Sees only arms that lost users.
# says: arms_z is 10.5
# edits: official
# -         "repair": orders["arms_z"].abs() > 4,
# +         "repair": orders["arms_z"] < -4,

# %% wrong: Sees only arms that gained users.
# says: arms_z is −10.7
# edits: official
# -         "repair": orders["arms_z"].abs() > 4,
# +         "repair": orders["arms_z"] > 4,

# %% wrong: Takes 1.96 as the limit of the arms.
# says: arms_z is −2.9
# edits: official
# -         "repair": orders["arms_z"].abs() > 4,
# +         "repair": orders["arms_z"].abs() > 1.96,

# %% wrong: Takes any rise for a gain.
# says: low is below 0
# edits: official
# -         "not shown": orders["low"] <= 0,
# +         "not shown": orders["change"] <= 0,

# %% wrong: Takes a clear loss for a clear result.
# says: orders are down by 4%
# edits: official
# -         "not shown": orders["low"] <= 0,
# +         "not shown": (orders["low"] <= 0) & (orders["high"] >= 0),

# %% wrong: Asks whether high is above 0.
# says: low is below 0
# edits: official
# -         "not shown": orders["low"] <= 0,
# +         "not shown": orders["high"] <= 0,

# %% wrong: Has no guardrail.
# says: contacts are up by 15%
# edits: official
# -         "guardrail": contacts["high"] >= bearable,

# %% wrong: Breaks the guardrail only where the change itself is too large.
# says: high is above 8%
# edits: official
# -         "guardrail": contacts["high"] >= bearable,
# +         "guardrail": contacts["change"] >= bearable,

# %% wrong: Breaks the guardrail only where too large a rise is certain.
# says: high is above 8%
# edits: official
# -         "guardrail": contacts["high"] >= bearable,
# +         "guardrail": contacts["low"] >= bearable,

# %% wrong: Breaks the guardrail at every clear rise.
# says: clearly up, but high is below 8%
# edits: official
# -         "guardrail": contacts["high"] >= bearable,
# +         "guardrail": contacts["low"] > 0,

# %% wrong: Breaks the guardrail where contacts fell.
# says: expected 'launch'
# edits: official
# -         "guardrail": contacts["high"] >= bearable,
# +         "guardrail": contacts["high"] <= bearable,

# %% wrong: Always bears 8%.
# says: with bearable=0.1
# edits: official
# -         "guardrail": contacts["high"] >= bearable,
# +         "guardrail": contacts["high"] >= 0.08,

# %% wrong: Looks at orders for the guardrail too.
# says: expected 'launch'
# edits: official
# -         "guardrail": contacts["high"] >= bearable,
# +         "guardrail": orders["high"] >= bearable / 2,

# %% wrong: Never compares the weeks.
# says: from 9% in week 1 to 0.5% in week 4
# edits: official
# -         "fades": early["change"] - late["change"] > luck,

# %% wrong: Takes any fall for curiosity.
# says: falls by 3%, and luck explains
# edits: official
# -         "fades": early["change"] - late["change"] > luck,
# +         "fades": early["change"] > late["change"],

# %% wrong: Takes a rise for curiosity as well.
# says: only a fall is curiosity
# edits: official
# -         "fades": early["change"] - late["change"] > luck,
# +         "fades": (early["change"] - late["change"]).abs() > luck,

# %% wrong: Asks whether week 4 alone is clearly up.
# says: falls by 3%, and luck explains
# edits: official
# -         "fades": early["change"] - late["change"] > luck,
# +         "fades": late["low"] <= 0,

# %% wrong: Compares the first half with the second.
# says: compare week 1 with week 4 only
# edits: official
# -     early, late = uplift(days, last=7), uplift(days, first=22)
# +     early, late = uplift(days, last=14), uplift(days, first=15)

# %% wrong: Compares week 1 with week 3.
# says: compare week 1 with week 4 only
# edits: official
# -     early, late = uplift(days, last=7), uplift(days, first=22)
# +     early, late = uplift(days, last=7), uplift(days, first=15, last=21)

# %% wrong: Compares week 2 with week 4.
# says: luck explains 4.2%
# edits: official
# -     early, late = uplift(days, last=7), uplift(days, first=22)
# +     early, late = uplift(days, first=8, last=14), uplift(days, first=22)

# %% wrong: Compares week 1 with all days.
# says: week 4 is 5% below week 1
# edits: official
# -     early, late = uplift(days, last=7), uplift(days, first=22)
# +     early, late = uplift(days, last=7), uplift(days)

# %% wrong: Forgets 1.96 in the luck of two weeks.
# says: falls by 3%, and luck explains
# edits: official
# -     luck = 1.96 * np.sqrt(early["error"] ** 2 + late["error"] ** 2)
# +     luck = np.sqrt(early["error"] ** 2 + late["error"] ** 2)

# %% wrong: Asks for the gain before the arms.
# says: the first verdict that applies counts
# edits: official
# -         "repair": orders["arms_z"].abs() > 4,
# -         "not shown": orders["low"] <= 0,
# +         "not shown": orders["low"] <= 0,
# +         "repair": orders["arms_z"].abs() > 4,

# %% wrong: Asks for the guardrail before the gain.
# says: the first verdict that applies counts
# edits: official
# -         "not shown": orders["low"] <= 0,
# -         "guardrail": contacts["high"] >= bearable,
# +         "guardrail": contacts["high"] >= bearable,
# +         "not shown": orders["low"] <= 0,

# %% wrong: Asks for curiosity before the guardrail.
# says: the first verdict that applies counts
# edits: official
# -         "guardrail": contacts["high"] >= bearable,
# -         "fades": early["change"] - late["change"] > luck,
# +         "fades": early["change"] - late["change"] > luck,
# +         "guardrail": contacts["high"] >= bearable,

# %% wrong: Returns an array.
# says: return a Series
# edits: official
# -     return pd.Series(np.select(list(rules.values()), list(rules), "launch"), index=orders.index)
# +     return np.select(list(rules.values()), list(rules), "launch")

# %% wrong: Launches whatever orders alone allow.
# says: contacts are up by 15%
# edits: official
# -     return pd.Series(np.select(list(rules.values()), list(rules), "launch"), index=orders.index)
# +     return pd.Series(np.where(rules["not shown"], "not shown", "launch"), index=orders.index)

# %% wrong: Takes 3 as the limit of the arms.
# says: arms_z is −3.5
# edits: official
# -         "repair": orders["arms_z"].abs() > 4,
# +         "repair": orders["arms_z"].abs() > 3,

# %% wrong: Looks at the arms of week 1 only.
# says: arms_z over all days is −5.3
# edits: official
# -         "repair": orders["arms_z"].abs() > 4,
# +         "repair": early["arms_z"].abs() > 4,

# %% wrong: Asks one-sidedly whether the weeks differ, with 1.645.
# says: falls by 3.8%, and luck explains 4.2%
# edits: official
# -     luck = 1.96 * np.sqrt(early["error"] ** 2 + late["error"] ** 2)
# +     luck = 1.645 * np.sqrt(early["error"] ** 2 + late["error"] ** 2)

# %% wrong: Ends week 1 on day 8.
# says: week 1 ends on day 7
# edits: official
# -     early, late = uplift(days, last=7), uplift(days, first=22)
# +     early, late = uplift(days, last=8), uplift(days, first=22)

# %% wrong: Begins week 4 on day 21.
# says: week 4 begins on day 22
# edits: official
# -     early, late = uplift(days, last=7), uplift(days, first=22)
# +     early, late = uplift(days, last=7), uplift(days, first=21)

# %% wrong: Takes 5 as the limit of the arms.
# says: arms_z is −4.5
# edits: official
# -         "repair": orders["arms_z"].abs() > 4,
# +         "repair": orders["arms_z"].abs() > 5,

# %% wrong: Ends week 4 on day 27.
# says: week 4 ends on day 28
# edits: official
# -     early, late = uplift(days, last=7), uplift(days, first=22)
# +     early, late = uplift(days, last=7), uplift(days, first=22, last=27)
