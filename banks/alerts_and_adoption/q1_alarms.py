# %% right: loops
import math


def alarm_table(windows, threshold):
    counts = {}
    for line, score, failed in zip(windows["line"], windows["score"], windows["failed"]):
        entry = counts.setdefault(line, {"failures": 0, "alarms": 0, "real": 0})
        entry["failures"] += int(failed)
        if score >= threshold:
            entry["alarms"] += 1
            entry["real"] += int(failed)
    rows = []
    for line in sorted(counts):
        n, k, failures = counts[line]["alarms"], counts[line]["real"], counts[line]["failures"]
        row = {"line": line, **counts[line], "share_real": math.nan, "low": math.nan, "high": math.nan}
        row["found"] = k / failures if failures else math.nan
        if n:
            z = 1.96
            half = z * math.sqrt(k * (n - k) / n + z * z / 4)
            row["share_real"] = k / n
            row["low"] = (k + z * z / 2 - half) / (n + z * z)
            row["high"] = (k + z * z / 2 + half) / (n + z * z)
        rows.append(row)
    return pd.DataFrame(rows)

# %% right: arrays
from scipy.stats import binomtest


def alarm_table(windows, threshold):
    names, where = np.unique(windows["line"].to_numpy(str), return_inverse=True)
    failed = windows["failed"].to_numpy() == 1
    alarm = windows["score"].to_numpy(float) >= threshold
    failures, alarms, real = (
        np.bincount(where[mask], minlength=len(names)) for mask in (failed, alarm, alarm & failed)
    )
    nothing = np.full(len(names), np.nan)
    share = np.divide(real, alarms, out=nothing.copy(), where=alarms > 0)
    found = np.divide(real, failures, out=nothing.copy(), where=failures > 0)
    ends = np.full((len(names), 2), np.nan)
    for place in np.flatnonzero(alarms):
        test = binomtest(int(real[place]), int(alarms[place]))
        ends[place] = test.proportion_ci(0.95, method="wilson")
    return pd.DataFrame(
        {
            "line": names,
            "failures": failures,
            "alarms": alarms,
            "real": real,
            "share_real": share,
            "low": ends[:, 0],
            "high": ends[:, 1],
            "found": found,
        }
    )

# %% right: frames
def alarm_table(windows, threshold):
    frame = windows.reset_index(drop=True)
    frame["alarm"] = frame["score"].ge(threshold)
    frame["hit"] = frame["alarm"] * frame["failed"]
    table = frame.groupby("line").agg(
        failures=("failed", "sum"), alarms=("alarm", "sum"), real=("hit", "sum")
    )
    table["share_real"] = frame[frame["alarm"]].groupby("line")["failed"].mean()
    table["found"] = frame[frame["failed"] == 1].groupby("line")["alarm"].mean().astype(float)
    p, n = table["share_real"], table["alarms"]
    middle = (p + 1.96**2 / (2 * n)) / (1 + 1.96**2 / n)
    half = 1.96 / (1 + 1.96**2 / n) * (p * (1 - p) / n + 1.96**2 / (4 * n**2)).pow(0.5)
    return table.assign(low=middle - half, high=middle + half).reset_index()

# %% wrong: Alarms only above the threshold.
# says: a score of exactly 0.6 alarms
# edits: official
# -     alarm = windows["score"] >= threshold
# +     alarm = windows["score"] > threshold

# %% wrong: Takes a missing score for an alarm.
# says: a missing one does not
# edits: official
# -     alarm = windows["score"] >= threshold
# +     alarm = ~(windows["score"] < threshold)

# %% wrong: Drops machines without a score, and their failures with them.
# says: its failure counts all the same
# edits: frames
# -     frame = windows.reset_index(drop=True)
# +     frame = windows.dropna(subset=["score"]).reset_index(drop=True)

# %% wrong: Groups the alarms alone, so that a quiet line has no row.
# says: drills, which never alarm
# edits: official
# -     table = marks.groupby("line", as_index=False).sum()
# +     table = marks[marks["alarms"] == 1].groupby("line", as_index=False).sum()

# %% wrong: Takes the share of failures found for the share of alarms that are real.
# says: of four alarms of the saws one is real
# edits: official
# -     table["share_real"] = k / n.where(n > 0)
# +     table["share_real"] = k / table["failures"].where(table["failures"] > 0)

# %% wrong: Divides what was found by the alarms.
# says: of three failures of the saws one alarmed
# edits: official
# -     table["found"] = k / table["failures"].where(table["failures"] > 0)
# +     table["found"] = k / n

# %% wrong: Compares model and truth: quiet healthy machines count as right.
# says: one of the four alarms of the saws came
# edits: official
# -             "real": (alarm & (windows["failed"] == 1)).astype(int).to_numpy(),
# +             "real": (alarm == (windows["failed"] == 1)).astype(int).to_numpy(),

# %% wrong: Puts 0 where there is no alarm.
# says: drills have neither alarms nor failures
# edits: official
# -     return table
# +     return table.fillna(0)

# %% wrong: Gives a quiet line the interval from 0 to 1.
# says: drills have neither alarms nor failures
# edits: official
# -     return table
# +     return table.fillna({"low": 0.0, "high": 1.0})

# %% wrong: Takes the normal interval, which is too narrow for few alarms.
# says: Wilson's interval is 0.046 to 0.699 around one of four
# edits: loops
# -             row["low"] = (k + z * z / 2 - half) / (n + z * z)
# -             row["high"] = (k + z * z / 2 + half) / (n + z * z)
# +             half = z * math.sqrt(k * (n - k) / n) / n
# +             row["low"], row["high"] = k / n - half, k / n + half

# %% wrong: Takes Wilson's interval at 90%.
# says: Wilson's interval is 0.046 to 0.699 around one of four
# edits: arrays
# -         ends[place] = test.proportion_ci(0.95, method="wilson")
# +         ends[place] = test.proportion_ci(0.90, method="wilson")

# %% wrong: Takes scipy's exact interval.
# says: Wilson's interval is 0.046 to 0.699 around one of four
# edits: arrays
# -         ends[place] = test.proportion_ci(0.95, method="wilson")
# +         ends[place] = test.proportion_ci(0.95)

# %% wrong: Puts the interval around the share of failures among all rows of a line.
# says: Wilson's interval is 0.046 to 0.699 around one of four
# edits: frames
# -     p, n = table["share_real"], table["alarms"]
# +     p, n = table["failures"] / frame.groupby("line").size(), frame.groupby("line").size()
# +     p, n = p.where(table["alarms"] > 0), n.where(table["alarms"] > 0)

# %% wrong: Rounds shares to two decimals.
# says: do not round
# edits: official
# -     return table
# +     return table.round(2)

# %% wrong: Leaves the line in the index.
# says: a column 'line' is missing
# edits: official
# -     table = marks.groupby("line", as_index=False).sum()
# +     table = marks.groupby("line").sum()

# %% wrong: Adds its columns to the frame that it was given.
# says: the frame that was handed in has been changed
# edits: frames
# -     frame = windows.reset_index(drop=True)
# +     frame = windows

# %% wrong: Keeps lines in the order in which they appear.
# says: expected a row for drills
# edits: official
# -     table = marks.groupby("line", as_index=False).sum()
# +     table = marks.groupby("line", as_index=False, sort=False).sum()

# %% wrong: Sorts lines by their share of real alarms.
# says: expected a fresh index
# edits: official
# -     return table
# +     return table.sort_values("share_real", na_position="first").set_index(np.arange(len(table))[::-1])

# %% wrong: Leaves a line without failures at 0 found instead of missing.
# says: drills have neither alarms nor failures
# edits: loops
# -         row["found"] = k / failures if failures else math.nan
# +         row["found"] = k / max(failures, 1)

# %% wrong: Adds 2 real and 4 alarms to every count, as a rule of thumb for intervals has it.
# says: of four alarms of the saws one is real
# edits: official
# -     table["share_real"] = k / n.where(n > 0)
# +     table["share_real"] = (k + 2) / (n + 4)

# %% wrong: Leaves found missing wherever nothing alarmed.
# says: of one of the mills none
# edits: official
# -     table["found"] = k / table["failures"].where(table["failures"] > 0)
# +     table["found"] = k / table["failures"].where((table["failures"] > 0) & (n > 0))

# %% wrong: Leaves the share missing wherever nothing failed.
# says: of one of the planes none
# edits: official
# -     table["share_real"] = k / n.where(n > 0)
# +     table["share_real"] = k / n.where((n > 0) & (table["failures"] > 0))

# %% wrong: Leaves the interval missing wherever nothing failed.
# says: 0 to 0.793 around none of one
# edits: official
# -     table["low"], table["high"] = wilson(k, n)
# +     table["low"], table["high"] = wilson(k, n.where(table["failures"] > 0))

# %% wrong: Puts the interval around the share of failures found.
# says: around one of four
# edits: official
# -     table["low"], table["high"] = wilson(k, n)
# +     table["low"], table["high"] = wilson(k, table["failures"])

# %% wrong: Swaps the ends of the interval.
# says: around one of four
# edits: official
# -     table["low"], table["high"] = wilson(k, n)
# +     table["high"], table["low"] = wilson(k, n)

# %% wrong: Turns its counts into fractions.
# says: counts are whole numbers
# edits: official
# -     n, k = table["alarms"], table["real"]
# +     table["alarms"] = table["alarms"].astype(float)
# +     n, k = table["alarms"], table["real"]

# %% wrong: Rounds the share of real alarms alone.
# says: one of three alarms is real; do not round
# edits: official
# -     table["share_real"] = k / n.where(n > 0)
# +     table["share_real"] = (k / n.where(n > 0)).round(2)

# %% wrong: Rounds the scores to one decimal.
# says: compare the scores as they are
# edits: official
# -     alarm = windows["score"] >= threshold
# +     alarm = windows["score"].round(1) >= threshold

# %% wrong: Drops rows in which any column is missing.
# says: that its oil sample was lost doesn't matter here
# edits: official
# -     alarm = windows["score"] >= threshold
# +     windows = windows.dropna(subset=[name for name in windows if name != "score"])
# +     alarm = windows["score"] >= threshold

# %% wrong: Fills missing scores with 0, which alarms at a threshold of 0.
# says: a missing one still doesn't
# edits: official
# -     alarm = windows["score"] >= threshold
# +     alarm = windows["score"].fillna(0) >= threshold
