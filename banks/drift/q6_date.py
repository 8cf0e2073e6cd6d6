# %% right: library
def date_the_fall(applications):
    known = applications.dropna(subset=["defaulted"])
    right = known["predicted_default"] == known["defaulted"].astype(int)
    baseline = right[known["month"] <= 12].mean()
    months = sorted(month for month in known["month"].unique() if month > 12)
    # The exact binomial test in place of two standard errors: 2.3% on one side.
    low = {
        month: stats.binomtest(
            int(right[known["month"] == month].sum()),
            int((known["month"] == month).sum()),
            baseline,
            alternative="less",
        ).pvalue
        < stats.norm.sf(2)
        for month in months
    }
    for month in months:
        if low[month] and low.get(month + 1, False):
            return int(month)
    return None

# %% right: loops
import math


def date_the_fall(applications):
    n, right = {}, {}
    for month, guess, outcome in zip(
        applications["month"], applications["predicted_default"], applications["defaulted"]
    ):
        if outcome == outcome:
            n[month] = n.get(month, 0) + 1
            right[month] = right.get(month, 0) + int(guess == outcome)
    reference = [month for month in n if month <= 12]
    p = sum(right[month] for month in reference) / sum(n[month] for month in reference)

    def is_low(month):
        if month not in n:
            return False
        return right[month] / n[month] < p - 2 * math.sqrt(p * (1 - p) / n[month])

    for month in sorted(n):
        if month > 12 and is_low(month) and is_low(month + 1):
            return month
    return None

# %% right: vectorised
def date_the_fall(applications):
    known = applications[applications["defaulted"].notna()]
    right = known["predicted_default"].eq(known["defaulted"]).groupby(known["month"]).agg(["sum", "size"])
    reference = right[right.index <= 12].sum()
    p = reference["sum"] / reference["size"]
    live = right[right.index > 12]
    live = live.reindex(range(13, int(right.index.max()) + 1))
    z = (live["sum"] / live["size"] - p) / np.sqrt(p * (1 - p) / live["size"])
    start = (z < -2) & (z < -2).shift(-1, fill_value=False)
    return int(start.idxmax()) if start.any() else None

# %% wrong: Takes the first low month without waiting for the next one to confirm it.
# says: is not; the fall is in month
def date_the_fall(applications):
    known = applications.dropna(subset=["defaulted"])
    right = known["predicted_default"] == known["defaulted"]
    p = right[known["month"] <= 12].mean()
    for month, group in right[known["month"] > 12].groupby(known["month"]):
        if group.mean() < p - 2 * np.sqrt(p * (1 - p) / len(group)):
            return int(month)
    return None

# %% wrong: Counts a clear rise as a fall: looks at the distance from the baseline, not at its sign.
# says: accuracy rises: expected None
def date_the_fall(applications):
    known = applications.dropna(subset=["defaulted"])
    right = (known["predicted_default"] == known["defaulted"]).astype(float)
    baseline = right[known["month"] <= 12].mean()
    table = right[known["month"] > 12].groupby(known["month"]).agg(["mean", "size"])
    z = (table["mean"] - baseline).abs() / np.sqrt(baseline * (1 - baseline) / table["size"])
    unusual = set(table.index[z > 2])
    dates = [int(month) for month in sorted(unusual) if month + 1 in unusual]
    return dates[0] if dates else None

# %% wrong: Calls a month low when it is five points below the baseline, however many applications it has.
# says: accuracy falls from 90% to 85% in month 15 for
def date_the_fall(applications):
    table = accuracy_by_month(applications).set_index("month")
    reference = table[table.index <= 12]
    p = (reference["accuracy"] * reference["n"]).sum() / reference["n"].sum()
    low = table["accuracy"] < p - 0.05
    for month in table.index:
        if month > 12 and low[month] and low.get(month + 1, False):
            return int(month)
    return None

# %% wrong: Knows Meridian's baseline of 88% by heart.
# says: months 13 and 15 are low, and month 14
def date_the_fall(applications):
    table = accuracy_by_month(applications)
    live = table[table["month"] > 12].reset_index(drop=True)
    p = 0.88
    low = live["accuracy"] < p - 2 * (p * (1 - p) / live["n"]) ** 0.5
    for i in range(len(live) - 1):
        if low[i] and low[i + 1]:
            return int(live["month"][i])
    return None

# %% wrong: Counts an unknown outcome as a wrong decision, because nothing equals a missing value.
# says: a fall where some outcomes are unknown
def date_the_fall(applications):
    right = applications["predicted_default"] == applications["defaulted"]
    month = applications["month"]
    p = right[month <= 12].mean()
    by_month = right.groupby(month).agg(["mean", "size"])
    se = np.sqrt(p * (1 - p) / by_month["size"])
    low = by_month["mean"] < p - 2 * se
    for m in by_month.index[by_month.index > 12]:
        if low[m] and m + 1 in low.index and low[m + 1]:
            return int(m)
    return None

# %% wrong: Fills an unknown outcome with 0, as if every open loan had been repaid.
# says: a fall where some outcomes are unknown
def date_the_fall(applications):
    filled = applications.fillna({"defaulted": 0})
    right = (filled["predicted_default"] == filled["defaulted"]).astype(int)
    reference = right[filled["month"] <= 12]
    p = reference.sum() / len(reference)
    low = []
    for month in sorted(filled["month"].unique()):
        mine = right[filled["month"] == month]
        if month > 12 and mine.mean() < p - 2 * np.sqrt(p * (1 - p) / len(mine)):
            low.append(int(month))
    return next((month for month in low if month + 1 in low), None)

# %% wrong: Takes all months for the baseline, the fallen ones too.
# says: accuracy falls from 90% to 85% in month 15 for
def date_the_fall(applications):
    known = applications[applications["defaulted"].notna()]
    right = (known["predicted_default"] == known["defaulted"]).astype(float)
    p = right.mean()
    n = right.groupby(known["month"]).size()
    accuracy = right.groupby(known["month"]).mean()
    is_low = accuracy < p - 2 * np.sqrt(p * (1 - p) / n)
    for month in accuracy.index:
        if month > 12 and is_low[month] and is_low.get(month + 1, False):
            return int(month)
    return None

# %% wrong: Returns the month of the largest drop from the month before, and never None.
# says: is not; the fall is in month
def date_the_fall(applications):
    known = applications.dropna(subset=["defaulted"])
    accuracy = (known["predicted_default"] == known["defaulted"]).groupby(known["month"]).mean()
    steps = accuracy.diff()
    return int(steps[steps.index > 12].idxmin())

# %% wrong: Forgets the square root: takes the variance for the standard error.
# says: 85 of 100 are right, less than 2 standard
# edits: official
# -     error = np.sqrt(baseline * (1 - baseline) / live["size"])
# +     error = baseline * (1 - baseline) / live["size"]
#       low = set(live.index[live["mean"] < baseline - 2 * error])
# -     return min((int(month) for month in low if month + 1 in low), default=None)
# +     return min((int(m) for m in low if m + 1 in low), default=None)

# %% wrong: Counts the months from the go-live on, not from January 2024.
# says: accuracy falls from 90% to 75% in month 18
def date_the_fall(applications):
    table = accuracy_by_month(applications)
    reference, live = table[table["month"] <= 12], table[table["month"] > 12]
    p = np.average(reference["accuracy"], weights=reference["n"])
    low = (live["accuracy"] < p - 2 * np.sqrt(p * (1 - p) / live["n"])).tolist()
    for number in range(1, len(low)):
        if low[number - 1] and low[number]:
            return number
    return None

# %% wrong: Looks for the fall in the reference year as well.
# says: months 13 and 15 are low, and month 14
def date_the_fall(applications):
    known = applications.dropna(subset=["defaulted"]).copy()
    known["right"] = (known["predicted_default"] == known["defaulted"]).astype(float)
    p = known.loc[known["month"] <= 12, "right"].mean()
    table = known.groupby("month")["right"].agg(["mean", "count"])
    table["low"] = table["mean"] < p - 2 * np.sqrt(p * (1 - p) / table["count"])
    table["confirmed"] = table["low"] & table["low"].shift(-1, fill_value=False)
    starts = table.index[table["confirmed"]]
    return int(starts[0]) if len(starts) else None

# %% wrong: Takes two low months for a fall although they do not follow each other.
# says: is not; the fall is in month
def date_the_fall(applications):
    known = applications.dropna(subset=["defaulted"])
    right = (known["predicted_default"] == known["defaulted"]).astype(float)
    p = right[known["month"] <= 12].mean()
    live = right[known["month"] > 12].groupby(known["month"]).agg(["mean", "size"])
    low = live[live["mean"] < p - 2 * np.sqrt(p * (1 - p) / live["size"])]
    if len(low) < 2:
        return None
    return int(low.index.min())

# %% wrong: Accepts the last month although no later month can confirm it.
# says: months 13 and 15 are low, and month 14
def date_the_fall(applications):
    known = applications.dropna(subset=["defaulted"])
    right = (known["predicted_default"] == known["defaulted"]).astype(float)
    p = right[known["month"] <= 12].mean()
    live = right[known["month"] > 12].groupby(known["month"]).agg(["mean", "size"])
    low = live["mean"] < p - 2 * np.sqrt(p * (1 - p) / live["size"])
    for month in low.index:
        if low[month] and low.get(month + 1, True):
            return int(month)
    return None

# %% wrong: Returns -1 where accuracy does not fall, and not None.
# says: accuracy stays at 90%: expected None
def date_the_fall(applications):
    known = applications.dropna(subset=["defaulted"])
    right = (known["predicted_default"] == known["defaulted"]).astype(float)
    p = right[known["month"] <= 12].mean()
    live = right[known["month"] > 12].groupby(known["month"]).agg(["mean", "size"])
    low = live.index[live["mean"] < p - 2 * np.sqrt(p * (1 - p) / live["size"])]
    fall = -1
    for month in reversed(low):
        if month + 1 in low:
            fall = int(month)
    return fall

# %% wrong: Adds a column to the frame that was handed in.
# says: months 13 and 15 are low, and month 14
def date_the_fall(applications):
    applications["right"] = np.where(
        applications["defaulted"].isna(),
        np.nan,
        applications["predicted_default"] == applications["defaulted"],
    )
    p = applications.loc[applications["month"] <= 12, "right"].mean()
    live = applications[applications["month"] > 12].groupby("month")["right"].agg(["mean", "count"])
    low = live["mean"] < p - 2 * np.sqrt(p * (1 - p) / live["count"])
    both = low & low.shift(-1, fill_value=False)
    return int(both.idxmax()) if both.any() else None

# %% wrong: Watches the share of defaults, not the share of right decisions.
# says: a sudden fall: it is missed
def date_the_fall(applications):
    known = applications.dropna(subset=["defaulted"])
    rate = known.groupby("month")["defaulted"].agg(["mean", "size"])
    p = known.loc[known["month"] <= 12, "defaulted"].mean()
    live = rate[rate.index > 12]
    high = live.index[live["mean"] > p + 2 * np.sqrt(p * (1 - p) / live["size"])]
    for month in high:
        if month + 1 in high:
            return int(month)
    return None

# %% wrong: Takes the months in the order in which the rows come, so that the next row need not be the next month.
# says: months 13 and 15 are low, and month 14
def date_the_fall(applications):
    known = applications.dropna(subset=["defaulted"])
    right = (known["predicted_default"] == known["defaulted"]).astype(float)
    p = right[known["month"] <= 12].mean()
    live = right[known["month"] > 12].groupby(known["month"], sort=False).agg(["mean", "size"])
    low = (live["mean"] < p - 2 * np.sqrt(p * (1 - p) / live["size"])).to_numpy()
    months = live.index.to_numpy()
    for i in range(len(months) - 1):
        if low[i] and low[i + 1]:
            return int(months[i])
    return None

# %% wrong: Drops unknown outcomes of live months only: in the baseline they count as wrong decisions.
# says: a reference year with unknown outcomes: the fall is missed
def date_the_fall(applications):
    reference = applications[applications["month"] <= 12]
    p = (reference["predicted_default"] == reference["defaulted"]).mean()
    live = accuracy_by_month(applications[applications["month"] > 12])
    live["low"] = live["accuracy"] < p - 2 * np.sqrt(p * (1 - p) / live["n"])
    low = live.loc[live["low"], "month"].tolist()
    for month in low:
        if month + 1 in low:
            return int(month)
    return None

# %% wrong: Ends the loop one step early, so that the last two months are never compared.
# says: a fall in the last two months
def date_the_fall(applications):
    known = applications.dropna(subset=["defaulted"])
    right = (known["predicted_default"] == known["defaulted"]).astype(float)
    p = right[known["month"] <= 12].mean()

    def low(month):
        mine = right[known["month"] == month]
        return mine.mean() < p - 2 * np.sqrt(p * (1 - p) / len(mine))

    last = int(known["month"].max())
    for month in range(13, last - 1):
        if low(month) and low(month + 1):
            return month
    return None

# %% wrong: Averages the twelve monthly accuracies, where a month with few applications counts as much as one with many.
# says: p counts every known outcome of months 1 to
def date_the_fall(applications):
    table = accuracy_by_month(applications).set_index("month")
    p = table.loc[table.index <= 12, "accuracy"].mean()
    live = table[table.index > 12]
    low = set(live.index[live["accuracy"] < p - 2 * np.sqrt(p * (1 - p) / live["n"])])
    return min((int(m) for m in low if m + 1 in low), default=None)

# %% wrong: Divides by all applications of a month, the unknown outcomes too, so that the standard error is too small.
# says: chance only, among few known outcomes and many unknown ones
def date_the_fall(applications):
    month = applications["month"]
    right = (applications["predicted_default"] == applications["defaulted"]).astype(float)
    right = right.where(applications["defaulted"].notna())
    p = right[month <= 12].mean()
    accuracy = right[month > 12].groupby(month).mean()
    n = applications[month > 12].groupby("month").size()
    low = set(accuracy.index[accuracy < p - 2 * np.sqrt(p * (1 - p) / n)])
    return min((int(m) for m in low if m + 1 in low), default=None)

# %% wrong: Skips month 13, the first live month.
# says: a fall in the first live month
def date_the_fall(applications):
    known = applications.dropna(subset=["defaulted"])
    right = (known["predicted_default"] == known["defaulted"]).astype(float)
    p = right[known["month"] <= 12].mean()
    live = right[known["month"] > 13].groupby(known["month"]).agg(["mean", "size"])
    low = set(live.index[live["mean"] < p - 2 * np.sqrt(p * (1 - p) / live["size"])])
    return min((int(m) for m in low if m + 1 in low), default=None)

# %% wrong: Asks for two more low months after the first, so that a fall in the last two months is missed.
# says: a fall in the last two months
def date_the_fall(applications):
    table = accuracy_by_month(applications).set_index("month")
    known = applications.dropna(subset=["defaulted"])
    year = known[known["month"] <= 12]
    p = (year["predicted_default"] == year["defaulted"]).mean()
    live = table[table.index > 12]
    low = set(live.index[live["accuracy"] < p - 2 * np.sqrt(p * (1 - p) / live["n"])])
    return min((int(m) for m in low if m + 1 in low and m + 2 in low), default=None)

# %% wrong: Returns the month that confirms the fall, not the one in which it starts.
# says: the month that confirms the fall
# edits: official
# -     return min((int(month) for month in low if month + 1 in low), default=None)
# +     return min((int(month) + 1 for month in low if month + 1 in low), default=None)
