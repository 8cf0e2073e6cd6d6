# %% right: loops
import math


def one_z(a, n, b, m):
    if not n or not m:
        return 0.0
    p = (a + b) / (n + m)
    error = math.sqrt(p * (1 - p) * (1 / n + 1 / m))
    return (a / n - b / m) / error if error else 0.0


def z_of_two(wrong_new, new, wrong_old, old):
    if np.ndim(new) == 0:
        return one_z(wrong_new, new, wrong_old, old)
    return np.array([one_z(*four) for four in zip(wrong_new, new, wrong_old, old)])


def labels_by_day(log, version, days):
    rows = [{"day": day, "new": 0, "wrong_new": 0, "old": 0, "wrong_old": 0} for day in range(1, days + 1)]
    for name, declined, fraud, came in zip(log["version"], log["declined"], log["fraud"], log["label_day"]):
        if declined is pd.NA or fraud is pd.NA:
            continue
        side = "new" if name == version else "old"
        for row in rows:
            if row["day"] >= came:
                row[side] += 1
                row["wrong_" + side] += int(declined != fraud)
    for row in rows:
        row["z"] = float(z_of_two(row["wrong_new"], row["new"], row["wrong_old"], row["old"]))
    return pd.DataFrame(rows)

# %% right: arrays
def z_of_two(wrong_new, new, wrong_old, old):
    counts = np.array([np.asarray(part, dtype=float) for part in (wrong_new, new, wrong_old, old)])
    a, n, b, m = counts
    n1, m1 = np.maximum(n, 1), np.maximum(m, 1)
    p = (a + b) / np.maximum(n + m, 1)
    error = np.sqrt(p * (1 - p) * (1 / n1 + 1 / m1))
    usable = (n > 0) & (m > 0) & (error > 0)
    return np.where(usable, (a / n1 - b / m1) / np.where(usable, error, 1), 0)


def labels_by_day(log, version, days):
    declined, fraud, came = (
        log[name].to_numpy(dtype=float, na_value=np.nan) for name in ("declined", "fraud", "label_day")
    )
    keep = ~np.isnan(declined) & ~np.isnan(fraud)
    day = came[keep].astype(int)
    mine = (log["version"] == version).to_numpy()[keep]
    wrong = declined[keep] != fraud[keep]
    columns = {"day": np.arange(1, days + 1)}
    for name, rows in {"new": mine, "wrong_new": mine & wrong, "old": ~mine, "wrong_old": ~mine & wrong}.items():
        columns[name] = np.bincount(day[rows], minlength=days + 1).cumsum()[1 : days + 1]
    columns["z"] = z_of_two(columns["wrong_new"], columns["new"], columns["wrong_old"], columns["old"])
    return pd.DataFrame(columns)

# %% right: frames
def z_of_two(wrong_new, new, wrong_old, old):
    table = pd.DataFrame(
        {"a": np.atleast_1d(wrong_new), "n": np.atleast_1d(new), "b": np.atleast_1d(wrong_old), "m": np.atleast_1d(old)}
    ).astype(float)
    n, m = table["n"].where(table["n"] > 0), table["m"].where(table["m"] > 0)
    p = (table["a"] + table["b"]) / (n + m)
    error = (p * (1 - p) * (1 / n + 1 / m)) ** 0.5
    z = ((table["a"] / n - table["b"] / m) / error.where(error > 0)).fillna(0.0)
    return z.iloc[0] if np.ndim(new) == 0 else z


def labels_by_day(log, version, days):
    known = log.loc[log["declined"].notna() & log["fraud"].notna()].reset_index(drop=True)
    known["wrong"] = known["declined"].ne(known["fraud"]).astype(int)
    known["side"] = np.where(known["version"] == version, "new", "old")
    sums = known.groupby(["side", "label_day"])["wrong"].agg(["size", "sum"])
    table = pd.DataFrame({"day": np.arange(1, days + 1)})
    for side in ("new", "old"):
        mine = sums.loc[side] if side in sums.index.get_level_values(0) else sums.iloc[:0].droplevel(0)
        mine = mine.reindex(range(1, days + 1), fill_value=0).cumsum()
        table[side] = mine["size"].to_numpy()
        table["wrong_" + side] = mine["sum"].to_numpy()
    table["z"] = z_of_two(table["wrong_new"], table["new"], table["wrong_old"], table["old"])
    return table

# %% wrong: Takes the old version's share away from nothing: the sign is turned round.
# says: 30 of 300 against 50 of 1,000
# edits: official
# -         z = (a / n - b / m) / np.sqrt(p * (1 - p) * (1 / n + 1 / m))
# +         z = (b / m - a / n) / np.sqrt(p * (1 - p) * (1 / n + 1 / m))

# %% wrong: Returns the distance without its sign.
# says: a better version has a z below 0
# edits: official
# -         z = (a / n - b / m) / np.sqrt(p * (1 - p) * (1 / n + 1 / m))
# +         z = np.abs(a / n - b / m) / np.sqrt(p * (1 - p) * (1 / n + 1 / m))

# %% wrong: Does not pool the shares.
# says: 30 of 300 against 50 of 1,000
# edits: official
# -         z = (a / n - b / m) / np.sqrt(p * (1 - p) * (1 / n + 1 / m))
# +         z = (a / n - b / m) / np.sqrt(a / n * (1 - a / n) / n + b / m * (1 - b / m) / m)

# %% wrong: Takes the mean of the two shares for the pooled share.
# says: 30 of 300 against 50 of 1,000
# edits: official
# -         p = (a + b) / (n + m)
# +         p = (a / n + b / m) / 2

# %% wrong: Forgets the root.
# says: 30 of 300 against 50 of 1,000
# edits: official
# -         z = (a / n - b / m) / np.sqrt(p * (1 - p) * (1 / n + 1 / m))
# +         z = (a / n - b / m) / (p * (1 - p) * (1 / n + 1 / m))

# %% wrong: Divides by the number of all decisions instead of each version's.
# says: 30 of 300 against 50 of 1,000
# edits: official
# -         z = (a / n - b / m) / np.sqrt(p * (1 - p) * (1 / n + 1 / m))
# +         z = (a / n - b / m) / np.sqrt(p * (1 - p) / (n + m))

# %% wrong: Leaves z missing where nothing is known.
# says: z is 0 where there are no decisions
# edits: official
# -     return np.where(np.isfinite(z), z, 0.0)
# +     return z

# %% wrong: Lets division by zero warn.
# says: z_of_two prints a warning
# edits: official
# -     with np.errstate(all="ignore"):
# +     if True:

# %% wrong: Takes numbers only.
# says: The truth value of an array
# edits: loops
# -     if np.ndim(new) == 0:
# -         return one_z(wrong_new, new, wrong_old, old)
# -     return np.array([one_z(*four) for four in zip(wrong_new, new, wrong_old, old)])
# +     return one_z(wrong_new, new, wrong_old, old)

# %% wrong: Fails on a version without decisions.
# says: z is 0 where there are no decisions
# edits: loops
# -     if not n or not m:
# -         return 0.0
# ...
# -     return (a / n - b / m) / error if error else 0.0
# +     return (a / n - b / m) / error

# %% wrong: Counts the labels of each day alone.
# says: and stay known
# edits: official
# -         table[name] = [int((rows & (came <= day)).sum()) for day in table["day"]]
# +         table[name] = [int((rows & (came == day)).sum()) for day in table["day"]]

# %% wrong: Learns of a label a day late.
# says: labels of v9 come on days 4 and 5
# edits: official
# -         table[name] = [int((rows & (came <= day)).sum()) for day in table["day"]]
# +         table[name] = [int((rows & (came < day)).sum()) for day in table["day"]]

# %% wrong: Knows every label from the first day.
# says: labels of v9 come on days 4 and 5
# edits: official
# -         table[name] = [int((rows & (came <= day)).sum()) for day in table["day"]]
# +         table[name] = [int(rows.sum()) for day in table["day"]]

# %% wrong: Takes a payment without an answer for a decision.
# says: a payment without an answer is not a decision
# edits: official
# -     known = log.dropna(subset=["declined", "fraud"])
# +     known = log.dropna(subset=["fraud"]).fillna({"declined": 0})

# %% wrong: Compares with all versions, the new one included.
# says: v7 and v8 are both old
# edits: official
# -     for name, rows in [("new", mine), ("wrong_new", mine & wrong), ("old", ~mine), ("wrong_old", ~mine & wrong)]:
# +     for name, rows in [("new", mine), ("wrong_new", mine & wrong), ("old", mine | True), ("wrong_old", wrong)]:

# %% wrong: Compares with one other version alone.
# says: v7 and v8 are both old
# edits: official
# -     known = log.dropna(subset=["declined", "fraud"])
# +     known = log.dropna(subset=["declined", "fraud"])
# +     known = known[known["version"].isin([version, max(set(known["version"]) - {version})])]

# %% wrong: Counts a declined payment as wrong.
# says: v7 let one fraud through
# edits: official
# -     wrong = (known["declined"] != known["fraud"]).to_numpy(bool)
# +     wrong = (known["declined"] == 1).to_numpy(bool)

# %% wrong: Counts only frauds that were let through.
# says: v9 declined one payment that was not fraud
# edits: official
# -     wrong = (known["declined"] != known["fraud"]).to_numpy(bool)
# +     wrong = (known["declined"] < known["fraud"]).to_numpy(bool)

# %% wrong: Counts right decisions.
# says: v9 declined one payment that was not fraud
# edits: official
# -     wrong = (known["declined"] != known["fraud"]).to_numpy(bool)
# +     wrong = (known["declined"] == known["fraud"]).to_numpy(bool)

# %% wrong: Has rows only for days on which a label came.
# says: a row for each day from 1 to 6
# edits: official
# -     table = pd.DataFrame({"day": range(1, days + 1)})
# +     table = pd.DataFrame({"day": sorted({int(day) for day in came if day <= days})})

# %% wrong: Counts days from 0.
# says: a row for each day from 1 to 6
# edits: official
# -     table = pd.DataFrame({"day": range(1, days + 1)})
# +     table = pd.DataFrame({"day": range(days)})

# %% wrong: Adds its columns to the log that it was given.
# says: the frame that was handed in has been changed
# edits: frames
# -     known = log.loc[log["declined"].notna() & log["fraud"].notna()].reset_index(drop=True)
# +     log["wrong"] = log["declined"].ne(log["fraud"])
# +     known = log.loc[log["declined"].notna() & log["fraud"].notna()].reset_index(drop=True)

# %% wrong: Works out one z, from all labels.
# says: z compares the counts of the same row
# edits: official
# -     table["z"] = z_of_two(table["wrong_new"], table["new"], table["wrong_old"], table["old"])
# +     table["z"] = float(z_of_two(*table.iloc[-1][["wrong_new", "new", "wrong_old", "old"]]))

# %% wrong: Takes only versions with an earlier name for old.
# says: also those with a later name
# edits: official
# -     for name, rows in [("new", mine), ("wrong_new", mine & wrong), ("old", ~mine), ("wrong_old", ~mine & wrong)]:
# +     older = (known["version"] < version).to_numpy(bool)
# +     for name, rows in [("new", mine), ("wrong_new", mine & wrong), ("old", older), ("wrong_old", older & wrong)]:

# %% wrong: Lets pandas match the rows of four Series by their index.
# says: whatever their index
# edits: official
# -     a, n, b, m = (np.asarray(part, dtype=float) for part in (wrong_new, new, wrong_old, old))
# +     a, n, b, m = (part * 1.0 for part in (wrong_new, new, wrong_old, old))
