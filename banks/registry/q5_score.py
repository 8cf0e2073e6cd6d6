# %% right: halves
def half_points(how, recorded):
    """Return what a test gives, in half points."""
    if how == "automated":
        return 2
    return 1 if how == "by hand" and recorded else 0


def best_plan(tests, hours):
    """For each number of half points, keep the cheapest plan of each section."""
    cheapest = {section: {0: (0, [])} for section in SECTIONS}
    for row in tests.to_dict("records"):
        has = half_points(row["how"], row["recorded"])
        ways = [(has, 0, [])]
        if row["how"] != "automated":
            ways.append((2, row["hours"], [row["test"]]))
        new = {}
        for reached, (cost, names) in cheapest[row["section"]].items():
            for gain, price, name in ways:
                key, value = reached + gain, (cost + price, names + name)
                if key not in new or value[0] < new[key][0]:
                    new[key] = value
        cheapest[row["section"]] = new
    best = []
    for level in range(15):
        parts = []
        for section in SECTIONS:
            able = [value for reached, value in cheapest[section].items() if reached >= level]
            parts.append(min(able) if able else (hours + 1, []))
        if sum(cost for cost, _ in parts) <= hours:
            best = [name for _, names in parts for name in names]
    return best

# %% right: frames
def cheapest_rise(rows, wanted):
    """Return hours and names of the cheapest automation that reaches the points, or None."""
    best = None
    for size in range(len(rows) + 1):
        for places in combinations(range(len(rows)), size):
            some = [rows[place] for place in places]
            if sum(gain for gain, _, _ in some) >= wanted:
                hours = sum(cost for _, cost, _ in some)
                if best is None or hours < best[0]:
                    best = hours, [name for _, _, name in some]
    return best


def best_plan(tests, hours):
    now = readiness(tests)
    best, level = [], now["score"]
    while True:
        names, cost = [], 0
        for section in SECTIONS:
            rows = tests.query("section == @section and how != 'automated'")
            gains = 1 - 0.5 * ((rows["how"] == "by hand") & rows["recorded"])
            found = cheapest_rise(list(zip(gains, rows["hours"], rows["test"])), level - now[section])
            if found is None:
                return best
            cost, names = cost + found[0], names + found[1]
        if cost > hours:
            return best
        best, level = names, level + 0.5

# %% right: arrays
def best_plan(tests, hours):
    sets = []
    for name in SECTIONS:
        mine = tests[(tests["section"] == name).to_numpy()].reset_index(drop=True)
        done = (mine["how"] == "automated").to_numpy()
        start = np.where(done, 1, np.where((mine["how"] == "by hand") & mine["recorded"], 0.5, 0))
        chosen = (np.arange(2 ** len(mine))[:, None] >> np.arange(len(mine))) & 1 == 1
        chosen = chosen[~(chosen & done).any(axis=1)]
        sets.append((mine["test"].to_numpy(object), chosen, np.where(chosen, 1, start).sum(axis=1), chosen @ mine["hours"].to_numpy()))
    for level in np.arange(7, -0.5, -0.5):
        plan, cost = [], 0
        for names, chosen, points, price in sets:
            price = np.where(points >= level, price, 10**9)
            cost += price.min()
            plan += names[chosen[price.argmin()]].tolist()
        if cost <= hours:
            return plan
    return []

# %% wrong: Automates nothing.
# says: alert on age takes 8 hours
# edits: official
# -     return best
# +     return []

# %% wrong: Automates the cheapest tests of all.
# says: too few hours would be left
# edits: official
# -     best = []
# -     for level in np.arange(0, 7.5, 0.5):
# -         picks = [min((one for one in choices[section] if one[1] >= level), default=None) for section in SECTIONS]
# -         if None not in picks and sum(pick[0] for pick in picks) <= hours:
# -             best = [test for pick in picks for test in pick[2]]
# -     return best
# +     best = []
# +     for row in tests[tests["how"] != "automated"].sort_values("hours").itertuples():
# +         if row.hours <= hours:
# +             best.append(row.test)
# +             hours -= row.hours
# +     return best

# %% wrong: Spends all on the section that is weakest today.
# says: come to 49 hours
# edits: official
# -     best = []
# -     for level in np.arange(0, 7.5, 0.5):
# -         picks = [min((one for one in choices[section] if one[1] >= level), default=None) for section in SECTIONS]
# -         if None not in picks and sum(pick[0] for pick in picks) <= hours:
# -             best = [test for pick in picks for test in pick[2]]
# -     return best
# +     weakest = min(SECTIONS, key=lambda section: readiness(tests)[section])
# +     payable = [one for one in choices[weakest] if one[0] <= hours]
# +     return max(payable, key=lambda one: one[1])[2]

# %% wrong: Takes the cheapest test of the weakest section, again and again.
# says: too few hours would be left
# edits: official
# -     best = []
# -     for level in np.arange(0, 7.5, 0.5):
# -         picks = [min((one for one in choices[section] if one[1] >= level), default=None) for section in SECTIONS]
# -         if None not in picks and sum(pick[0] for pick in picks) <= hours:
# -             best = [test for pick in picks for test in pick[2]]
# -     return best
# +     best, now = [], tests.copy()
# +     while True:
# +         weakest = min(SECTIONS, key=lambda section: readiness(now)[section])
# +         rows = now[(now["section"] == weakest) & (now["how"] != "automated") & (now["hours"] <= hours)]
# +         if rows.empty:
# +             return best
# +         test = rows.sort_values("hours")["test"].iloc[0]
# +         hours -= rows["hours"].min()
# +         now["how"] = now["how"].mask(now["test"] == test, "automated")
# +         best.append(test)

# %% wrong: Takes the test with the most points an hour of the weakest section, again and again.
# says: too few hours would be left
# edits: official
# -     best = []
# -     for level in np.arange(0, 7.5, 0.5):
# -         picks = [min((one for one in choices[section] if one[1] >= level), default=None) for section in SECTIONS]
# -         if None not in picks and sum(pick[0] for pick in picks) <= hours:
# -             best = [test for pick in picks for test in pick[2]]
# -     return best
# +     best, now = [], tests.reset_index(drop=True)
# +     while True:
# +         weakest = min(SECTIONS, key=lambda section: readiness(now)[section])
# +         rows = now[(now["section"] == weakest) & (now["how"] != "automated") & (now["hours"] <= hours)]
# +         if rows.empty:
# +             return best
# +         gain = 1 - 0.5 * ((rows["how"] == "by hand") & rows["recorded"])
# +         row = rows.loc[(gain / rows["hours"]).idxmax()]
# +         hours -= row["hours"]
# +         now.loc[row.name, "how"] = "automated"
# +         best.append(row["test"])

# %% wrong: Spends the hours on the highest sum of points.
# says: gives a whole point
# edits: official
# -     best = []
# -     for level in np.arange(0, 7.5, 0.5):
# -         picks = [min((one for one in choices[section] if one[1] >= level), default=None) for section in SECTIONS]
# -         if None not in picks and sum(pick[0] for pick in picks) <= hours:
# -             best = [test for pick in picks for test in pick[2]]
# -     return best
# +     open_tests = tests[tests["how"] != "automated"]
# +     gains = np.where((open_tests["how"] == "by hand") & open_tests["recorded"], 0.5, 1.0)
# +     kept = {0: (0.0, [])}
# +     for gain, price, test in zip(gains, open_tests["hours"], open_tests["test"]):
# +         for cost, (value, names) in sorted(kept.items(), reverse=True):
# +             if cost + price <= hours and value + gain > kept.get(cost + price, (0.0, []))[0]:
# +                 kept[cost + price] = value + gain, [*names, test]
# +     return max(kept.values(), key=lambda one: one[0])[1]

# %% wrong: Spends more hours than there are, by one section.
# says: hours
# edits: official
# -         if None not in picks and sum(pick[0] for pick in picks) <= hours:
# +         if None not in picks and max(pick[0] for pick in picks) <= hours:

# %% wrong: Takes a test by hand for one that gains a whole point.
# says: gives a whole point
# edits: official
# -         gains = [0.5 if how == "by hand" and noted else 1 for how, noted in zip(rows["how"], rows["recorded"])]
# +         gains = [1 for how in rows["how"]]

# %% wrong: Takes a test without a record for one that gains half a point.
# says: gives a whole point, since it has no record
# edits: official
# -         gains = [0.5 if how == "by hand" and noted else 1 for how, noted in zip(rows["how"], rows["recorded"])]
# +         gains = [0.5 if how == "by hand" else 1 for how in rows["how"]]

# %% wrong: Looks at whole points only.
# says: gives a whole point
# edits: official
# -     for level in np.arange(0, 7.5, 0.5):
# +     for level in np.arange(0, 8):

# %% wrong: Automates what is automated already.
# says: has a test that is automated already
# edits: official
# -     return best
# +     return [*best, *tests.loc[tests["how"] == "automated", "test"]]

# %% wrong: Gives one long text.
# says: return a list of names of tests
# edits: official
# -     return best
# +     return ", ".join(best)

# %% wrong: Spends ten hours too many.
# says: takes more than
# edits: official
# -         if None not in picks and sum(pick[0] for pick in picks) <= hours:
# +         if None not in picks and sum(pick[0] for pick in picks) <= hours + 10:

# %% wrong: Takes whatever is recorded for half done.
# says: inputs is not done here
# edits: official
# -         gains = [0.5 if how == "by hand" and noted else 1 for how, noted in zip(rows["how"], rows["recorded"])]
# +         gains = [0.5 if noted else 1 for noted in rows["recorded"]]

# %% wrong: Spends less than all hours.
# says: alert on age takes 8 hours
# edits: official
# -         if None not in picks and sum(pick[0] for pick in picks) <= hours:
# +         if None not in picks and sum(pick[0] for pick in picks) < hours:

# %% wrong: Takes the fewest tests instead of the fewest hours.
# says: come to 49 hours
# edits: official
# -         picks = [min((one for one in choices[section] if one[1] >= level), default=None) for section in SECTIONS]
# +         picks = [next((one for one in choices[section] if one[1] >= level), None) for section in SECTIONS]

# %% wrong: Gives each section a quarter of the hours.
# says: alert on age takes 8 hours
# edits: official
# -         if None not in picks and sum(pick[0] for pick in picks) <= hours:
# +         if None not in picks and max(pick[0] for pick in picks) <= hours / 4:

# %% wrong: Stops at a score of 3.
# says: another plan within the hours
# edits: official
# -     for level in np.arange(0, 7.5, 0.5):
# +     for level in np.arange(0, 3.5, 0.5):
