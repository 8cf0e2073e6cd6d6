# %% right: loops
def peek(days, looks):
    end = int(days["day"].max())
    at = {look: uplift(days, last=look) for look in looks}
    rows = {}
    for test in sorted(set(days["test"])):
        wins = [look for look in looks if at[look]["low"][test] > 0]
        if not wins:
            rows[test] = (0, math.nan, math.nan)
            continue
        first, after = min(wins), math.nan
        if first < end:
            after = uplift(days[(days["test"] == test).to_numpy()], first=first + 1, last=end)["change"][test]
        rows[test] = (first, at[first]["change"][test], after)
    return pd.DataFrame.from_dict(rows, orient="index", columns=["declared", "claimed", "after"])

# %% right: sums
def peek(days, looks):
    sums = days.pivot_table(index=["test", "day"], columns="arm", values=["users", "orders"], aggfunc="sum")
    total = sums.groupby(level="test").transform("sum")
    upto = sums.groupby(level="test").cumsum()

    def compare(table):
        n, k = table["users"], table["orders"]
        p = k.sum(axis=1) / n.sum(axis=1)
        change = k["treatment"] / n["treatment"] / (k["control"] / n["control"]) - 1
        return change, ((1 - p) / p * (1 / n).sum(axis=1)) ** 0.5

    change, error = compare(upto)
    frame = pd.DataFrame({"claimed": change, "after": compare(total - upto)[0], "z": change / error}).reset_index()
    won = frame[frame["day"].isin(looks) & (frame["z"] > 1.96)].groupby("test").first()
    table = won.reindex(sorted(set(days["test"]))).rename(columns={"day": "declared"})
    return table[["declared", "claimed", "after"]].fillna({"declared": 0}).astype({"declared": int})

# %% right: backwards
def peek(days, looks):
    names, end = sorted(set(days["test"])), days["day"].max()
    table = pd.DataFrame({"declared": 0, "claimed": np.nan, "after": np.nan}, index=names)
    for look in sorted(looks, reverse=True):
        now = uplift(days, last=look).loc[names]
        wins = now.index[now["low"] > 0]
        table.loc[wins, "declared"] = int(look)
        table.loc[wins, "claimed"] = now.loc[wins, "change"]
        table.loc[wins, "after"] = uplift(days, first=look + 1, last=end).loc[wins, "change"] if look < end else np.nan
    return table

# %% wrong: Takes the looks in the order given.
# says: T6, declared: 5% is within luck on day 1
# edits: official
# -     for look in sorted(looks):
# +     for look in looks:

# %% wrong: Looks every day.
# says: nobody looks on day 2
# edits: official
# -     for look in sorted(looks):
# +     for look in range(1, max(looks) + 1):

# %% wrong: Looks only at the end.
# says: on day 1 it is up by 7%
# edits: official
# -     for look in sorted(looks):
# +     for look in [max(looks)]:

# %% wrong: Leaves out the last look.
# says: only the sum of four days is clearly up
# edits: official
# -     for look in sorted(looks):
# +     for look in sorted(looks)[:-1]:

# %% wrong: Looks at the day alone, not at all days so far.
# says: T2, declared
# edits: official
# -         now = uplift(days, last=look)
# +         now = uplift(days, first=look, last=look)

# %% wrong: Leaves out the day of the look.
# says: T2, declared: only the sum of four days
# edits: official
# -         now = uplift(days, last=look)
# +         now = uplift(days, last=max(look - 1, 1))

# %% wrong: Takes any rise for a win.
# says: T2, declared
# edits: official
# -         wins = (now["low"] > 0) & (table["declared"] == 0)
# +         wins = (now["change"] > 0) & (table["declared"] == 0)

# %% wrong: Takes a clear loss for a win.
# says: a loss is not a win
# edits: official
# -         wins = (now["low"] > 0) & (table["declared"] == 0)
# +         wins = ((now["low"] > 0) | (now["high"] < 0)) & (table["declared"] == 0)

# %% wrong: Declares again at every later look with a rise.
# says: T5, declared
# edits: official
# -         wins = (now["low"] > 0) & (table["declared"] == 0)
# +         wins = (now["change"] > 0) & ((table["declared"] > 0) | (now["low"] > 0))

# %% wrong: Lets the last win count.
# says: T6, declared
# edits: official
# -         wins = (now["low"] > 0) & (table["declared"] == 0)
# +         wins = now["low"] > 0

# %% wrong: Asks for two errors and a half.
# says: T2, declared
# edits: official
# -         wins = (now["low"] > 0) & (table["declared"] == 0)
# +         wins = (now["change"] > 2.5 * now["error"]) & (table["declared"] == 0)

# %% wrong: Asks one-sidedly, with 1.645.
# says: T6, declared
# edits: official
# -         wins = (now["low"] > 0) & (table["declared"] == 0)
# +         wins = (now["change"] > 1.645 * now["error"]) & (table["declared"] == 0)

# %% wrong: Counts looks in place of days.
# says: T2, declared
# edits: official
# -         table.loc[wins, "declared"] = look
# +         table.loc[wins, "declared"] = sorted(looks).index(look) + 1

# %% wrong: Claims the low end.
# says: T5, claimed
# edits: official
# -         table.loc[wins, "claimed"] = now["change"]
# +         table.loc[wins, "claimed"] = now["low"]

# %% wrong: Claims the change of all days.
# says: T5, claimed
# edits: official
# -         table.loc[wins, "claimed"] = now["change"]
# +         table.loc[wins, "claimed"] = uplift(days)["change"]

# %% wrong: Claims something for every experiment.
# says: T3, claimed
# edits: official
# -     return table
# +     return table.assign(claimed=table["claimed"].fillna(uplift(days)["change"]))

# %% wrong: Puts 0 where nothing was claimed.
# says: T3, claimed
# edits: official
# -     return table
# +     return table.assign(claimed=table["claimed"].fillna(0))

# %% wrong: Puts 0 where no day is left.
# says: no day is left after it
# edits: official
# -     return table
# +     return table.fillna({"after": 0})

# %% wrong: Counts the lucky day among those after it.
# says: after that it has 5950 orders
# edits: official
# -             table.loc[wins, "after"] = uplift(days, first=look + 1, last=end)["change"]
# +             table.loc[wins, "after"] = uplift(days, first=look, last=end)["change"]

# %% wrong: Takes all days for those after.
# says: after that it has 5950 orders
# edits: official
# -             table.loc[wins, "after"] = uplift(days, first=look + 1, last=end)["change"]
# +             table.loc[wins, "after"] = uplift(days, last=end)["change"]

# %% wrong: Takes only the next day.
# says: after that it has 5950 orders
# edits: official
# -             table.loc[wins, "after"] = uplift(days, first=look + 1, last=end)["change"]
# +             table.loc[wins, "after"] = uplift(days, first=look + 1, last=look + 1)["change"]

# %% wrong: Follows up to the last look, not to the last day.
# says: up to day 4 and not to the last look
# edits: official
# -     end = days["day"].max()
# +     end = max(looks)

# %% wrong: Stops at the first experiment that wins.
# says: T2, declared
# edits: official
# -             table.loc[wins, "after"] = uplift(days, first=look + 1, last=end)["change"]
# +             table.loc[wins, "after"] = uplift(days, first=look + 1, last=end)["change"]
# +         if wins.any():
# +             break

# %% wrong: Returns winners only.
# says: expected all six experiments
# edits: official
# -     return table
# +     return table[table["declared"] > 0]

# %% wrong: Leaves days as fractions.
# says: days are whole numbers
# edits: official
# -     return table
# +     return table.astype(float)

# %% wrong: Sorts the learner's list of looks in place.
# says: the list of looks has been changed
# edits: official
# -     end = days["day"].max()
# +     end = days["day"].max()
# +     looks.sort()

# %% wrong: Follows for seven days only.
# says: days 2 to 30 have 60000 orders against 58000
# edits: official
# -             table.loc[wins, "after"] = uplift(days, first=look + 1, last=end)["change"]
# +             table.loc[wins, "after"] = uplift(days, first=look + 1, last=look + 7)["change"]

# %% wrong: Follows up to day 28, whatever the last day is.
# says: days 2 to 30 have 60000 orders against 58000
# edits: official
# -             table.loc[wins, "after"] = uplift(days, first=look + 1, last=end)["change"]
# +             table.loc[wins, "after"] = uplift(days, first=look + 1)["change"]

# %% wrong: Looks at the last seven days, not at all days so far.
# says: all of days 1 to 28 have 58200 orders against 56000
# edits: official
# -         now = uplift(days, last=look)
# +         now = uplift(days, first=max(look - 6, 1), last=look)
