# %% right: library
from sklearn.metrics import accuracy_score


def accuracy_by_month(applications):
    rows = []
    for month, group in applications.dropna(subset="defaulted").groupby("month"):
        outcome = group["defaulted"].astype(int)
        share = accuracy_score(outcome, group["predicted_default"])
        test = stats.binomtest(round(share * len(group)), len(group))
        interval = test.proportion_ci(confidence_level=0.95, method="wilson")
        rows.append((interval.high, interval.low, share, len(group), month))
    return pd.DataFrame(rows, columns=["high", "low", "accuracy", "n", "month"])

# %% right: loops
import math


def accuracy_by_month(applications):
    counts = {}
    for month, guess, outcome in zip(
        applications["month"], applications["predicted_default"], applications["defaulted"]
    ):
        if outcome != outcome:
            continue
        n, right = counts.get(month, (0, 0))
        counts[month] = (n + 1, right + (guess == outcome))
    rows = []
    for month in sorted(counts):
        n, right = counts[month]
        p, z = right / n, 1.959963984540054
        centre = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        rows.append({"month": month, "n": n, "accuracy": p, "low": centre - half, "high": centre + half})
    return pd.DataFrame(rows)

# %% right: vectorised
def accuracy_by_month(applications):
    known = applications.loc[applications["defaulted"].notna(), ["month", "predicted_default", "defaulted"]]
    table = (
        known.assign(right=known["predicted_default"].eq(known["defaulted"]))
        .groupby("month", as_index=False)
        .agg(n=("right", "size"), right=("right", "sum"))
    )
    z2 = 1.96**2
    x, n = table["right"].to_numpy(float), table["n"].to_numpy(float)
    root = 1.96 * np.sqrt(x * (n - x) / n + z2 / 4)
    table["accuracy"] = x / n
    table["low"] = (x + z2 / 2 - root) / (n + z2)
    table["high"] = (x + z2 / 2 + root) / (n + z2)
    return table.drop(columns="right")

# %% wrong: Applications with unknown outcome stay in and count as wrong decisions.
# says: expected n = 10 and 4
def accuracy_by_month(applications):
    df = applications.copy()
    df["right"] = (df["predicted_default"] == df["defaulted"]).astype(int)
    out = df.groupby("month").agg(n=("right", "size"), accuracy=("right", "mean")).reset_index()
    z = 1.96
    n, p = out["n"], out["accuracy"]
    c = (p + z**2 / (2 * n)) / (1 + z**2 / n)
    h = z / (1 + z**2 / n) * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    out["low"] = c - h
    out["high"] = c + h
    return out

# %% wrong: Fills unknown outcomes with 0, so a pending application counts as repaid.
# says: expected n = 10 and 4
def wilson(x, n):
    z = 1.96
    p = x / n
    c = (p + z**2 / (2 * n)) / (1 + z**2 / n)
    h = z / (1 + z**2 / n) * (p * (1 - p) / n + z**2 / (4 * n**2)) ** 0.5
    return c - h, c + h


def accuracy_by_month(applications):
    filled = applications.assign(defaulted=applications["defaulted"].fillna(0).astype(int))
    rows = []
    for month, part in filled.groupby("month"):
        x = (part["predicted_default"] == part["defaulted"]).sum()
        low, high = wilson(x, len(part))
        rows.append([month, len(part), x / len(part), low, high])
    return pd.DataFrame(rows, columns=["month", "n", "accuracy", "low", "high"])

# %% wrong: Uses the textbook normal interval p +- z * sqrt(p (1 - p) / n), cut at 0 and 1, not Wilson's.
# says: expected lower ends 0.4902 and 0.3006
def accuracy_by_month(applications):
    known = applications[applications["defaulted"].notna()]
    right = known["predicted_default"] == known["defaulted"]
    table = right.groupby(known["month"]).agg(["size", "mean"]).reset_index()
    table.columns = ["month", "n", "accuracy"]
    error = np.sqrt(table["accuracy"] * (1 - table["accuracy"]) / table["n"])
    table["low"] = (table["accuracy"] - 1.96 * error).clip(lower=0)
    table["high"] = (table["accuracy"] + 1.96 * error).clip(upper=1)
    return table

# %% wrong: Takes scipy's default (exact, Clopper-Pearson) interval and never asks for Wilson's.
# says: expected lower ends 0.4902 and 0.3006
def accuracy_by_month(applications):
    known = applications.dropna(subset=["defaulted"])
    result = []
    for month in sorted(known["month"].unique()):
        part = known[known["month"] == month]
        k = int((part["predicted_default"] == part["defaulted"]).sum())
        ci = stats.binomtest(k, len(part)).proportion_ci(0.95)
        result.append(
            {"month": month, "n": len(part), "accuracy": k / len(part), "low": ci.low, "high": ci.high}
        )
    return pd.DataFrame(result)

# %% wrong: Takes z at the 95% point of one tail (1.645), which makes a 90% interval.
# says: expected lower ends 0.4902 and 0.3006
def accuracy_by_month(applications):
    known = applications.dropna(subset=["defaulted"])
    z = stats.norm.ppf(0.95)
    hit = known["predicted_default"].eq(known["defaulted"]).astype(int)
    table = hit.groupby(known["month"]).agg(n="count", accuracy="mean").reset_index()
    n, p = table["n"], table["accuracy"]
    centre = (p + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    return table.assign(low=centre - half, high=centre + half)

# %% wrong: Lists the months in the order in which they first appear, which is only sorted by luck.
# says: the rows are not one for each month, earliest first
def accuracy_by_month(applications):
    z = 1.96
    data = {"month": [], "n": [], "accuracy": [], "low": [], "high": []}
    for m in applications["month"].unique():
        sub = applications[(applications["month"] == m) & applications["defaulted"].notnull()]
        n = len(sub)
        if n == 0:
            continue
        p = (sub["predicted_default"] == sub["defaulted"]).sum() / n
        c = (p + z**2 / (2 * n)) / (1 + z**2 / n)
        h = z / (1 + z**2 / n) * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
        data["month"].append(m)
        data["n"].append(n)
        data["accuracy"].append(p)
        data["low"].append(c - h)
        data["high"].append(c + h)
    return pd.DataFrame(data)

# %% wrong: Accuracy is over known outcomes, but n (and so the interval) counts all applications of a month.
# says: expected n = 10 and 4
def accuracy_by_month(applications):
    known = applications.dropna(subset=["defaulted"])
    accuracy = (known["predicted_default"] == known["defaulted"]).groupby(known["month"]).mean()
    n = applications.groupby("month").size().reindex(accuracy.index)
    z = 1.96
    middle = (accuracy + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * np.sqrt(accuracy * (1 - accuracy) / n + z**2 / (4 * n**2))
    return pd.DataFrame(
        {
            "month": accuracy.index,
            "n": n.to_numpy(),
            "accuracy": accuracy.to_numpy(),
            "low": (middle - half).to_numpy(),
            "high": (middle + half).to_numpy(),
        }
    )

# %% wrong: Leaves the month in the index instead of in a column.
# says: a column 'month' is missing
def accuracy_by_month(applications):
    z = 1.96
    known = applications.dropna(subset=["defaulted"])
    right = (known["predicted_default"] == known["defaulted"]).astype(float)
    table = right.groupby(known["month"]).agg(n="size", accuracy="mean")
    c = (table["accuracy"] + z**2 / (2 * table["n"])) / (1 + z**2 / table["n"])
    h = (z / (1 + z**2 / table["n"])) * np.sqrt(
        table["accuracy"] * (1 - table["accuracy"]) / table["n"] + z**2 / (4 * table["n"] ** 2)
    )
    table["low"], table["high"] = c - h, c + h
    return table

# %% wrong: Makes a row for every month from first to last, also for those of which nothing is known.
# says: a month without any known outcome should have no row
def accuracy_by_month(applications):
    z = 1.96
    known = applications[~applications["defaulted"].isna()]
    rows = []
    for month in range(applications["month"].min(), applications["month"].max() + 1):
        part = known[known["month"] == month]
        n = len(part)
        if n == 0:
            rows.append({"month": month, "n": 0, "accuracy": np.nan, "low": np.nan, "high": np.nan})
            continue
        p = np.mean(part["predicted_default"] == part["defaulted"])
        c = (p + z**2 / (2 * n)) / (1 + z**2 / n)
        h = z / (1 + z**2 / n) * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
        rows.append({"month": month, "n": n, "accuracy": p, "low": c - h, "high": c + h})
    return pd.DataFrame(rows)

# %% wrong: Adds a helper column to the frame that was handed in instead of to a copy.
# says: the frame that was handed in has been changed
def accuracy_by_month(applications):
    applications["right"] = applications["predicted_default"] == applications["defaulted"]
    known = applications[applications["defaulted"].notna()]
    table = known.groupby("month")["right"].agg(n="size", accuracy="mean").reset_index()
    z, n, p = 1.96, table["n"], table["accuracy"]
    c = (p + z**2 / (2 * n)) / (1 + z**2 / n)
    h = z / (1 + z**2 / n) * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    table["low"] = c - h
    table["high"] = c + h
    return table

# %% wrong: Forgets to divide the centre by 1 + z^2 / n.
# says: expected lower ends 0.4902 and 0.3006
def accuracy_by_month(applications):
    known = applications.dropna(subset=["defaulted"])
    months, n = np.unique(known["month"], return_counts=True)
    right = (known["predicted_default"] == known["defaulted"]).to_numpy()
    x = np.array([right[(known["month"] == m).to_numpy()].sum() for m in months])
    p = x / n
    z = 1.96
    c = p + z**2 / (2 * n)
    h = z / (1 + z**2 / n) * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    return pd.DataFrame({"month": months, "n": n, "accuracy": p, "low": c - h, "high": c + h})

# %% wrong: Types z**2 / 2 * n for z squared over 2n, which multiplies by n.
# says: expected lower ends 0.4902 and 0.3006
def accuracy_by_month(applications):
    known = applications.dropna(subset=["defaulted"])
    out = []
    for month, g in known.groupby("month"):
        n = len(g)
        p = (g["predicted_default"] == g["defaulted"]).mean()
        z = 1.96
        c = (p + z**2 / 2 * n) / (1 + z**2 / n)
        h = z / (1 + z**2 / n) * np.sqrt(p * (1 - p) / n + z**2 / 4 * n**2)
        out.append((month, n, p, c - h, c + h))
    return pd.DataFrame(out, columns=["month", "n", "accuracy", "low", "high"])

# %% wrong: Groups neighbouring rows with itertools.groupby without sorting first, so a month comes many times.
# says: the rows are not one for each month, earliest first
from itertools import groupby


def accuracy_by_month(applications):
    z = 1.96
    records = applications[["month", "predicted_default", "defaulted"]].to_numpy().tolist()
    records = [r for r in records if not np.isnan(r[2])]
    rows = []
    for month, group in groupby(records, key=lambda r: r[0]):
        right = [r[1] == r[2] for r in group]
        n = len(right)
        p = sum(right) / n
        c = (p + z**2 / (2 * n)) / (1 + z**2 / n)
        h = z / (1 + z**2 / n) * (p * (1 - p) / n + z**2 / (4 * n**2)) ** 0.5
        rows.append([int(month), n, p, c - h, c + h])
    return pd.DataFrame(rows, columns=["month", "n", "accuracy", "low", "high"])

# %% wrong: Wraps the right decisions in a Series with a fresh index and lets pandas align it with the old one.
# says: the accuracy is not right decisions divided by known outcomes
def accuracy_by_month(applications):
    known = applications.dropna(subset=["defaulted"])
    guess = known["predicted_default"].to_numpy()
    truth = known["defaulted"].to_numpy()
    right = pd.Series((guess == truth).astype(float))
    table = right.groupby(known["month"]).agg(["size", "mean"]).reset_index()
    table.columns = ["month", "n", "accuracy"]
    table["month"] = table["month"].astype(int)
    z = 1.96
    n, p = table["n"], table["accuracy"]
    c = (p + z**2 / (2 * n)) / (1 + z**2 / n)
    h = z / (1 + z**2 / n) * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    return table.assign(low=c - h, high=c + h)

# %% wrong: Takes the standard deviation of single decisions, not the standard error of their mean.
# says: expected lower ends 0.4902 and 0.3006
def accuracy_by_month(applications):
    known = applications.dropna(subset=["defaulted"])
    right = (known["predicted_default"] == known["defaulted"]).astype(float)
    grouped = right.groupby(known["month"])
    table = pd.DataFrame({"n": grouped.size(), "accuracy": grouped.mean(), "sd": grouped.std()})
    table["low"] = table["accuracy"] - 1.96 * table["sd"].fillna(0)
    table["high"] = table["accuracy"] + 1.96 * table["sd"].fillna(0)
    return table.reset_index()[["month", "n", "accuracy", "low", "high"]]

# %% wrong: Rounds every figure to two decimals, as a report would, and loses the precision.
# says: expected lower ends 0.4902 and 0.3006
# edits: official
# -     return table.assign(low=middle - half, high=middle + half)
# +     return table.assign(low=middle - half, high=middle + half).round(2)

# %% wrong: Keys the months by text and sorts those, so that month 10 comes before month 9.
# says: expected a row for each month with a known outcome
def accuracy_by_month(applications):
    counts = {}
    for row in applications.itertuples():
        if pd.isna(row.defaulted):
            continue
        key = str(row.month)
        counts.setdefault(key, []).append(row.predicted_default == row.defaulted)
    z = 1.96
    table = []
    for key in sorted(counts):
        n = len(counts[key])
        p = sum(counts[key]) / n
        c = (p + z**2 / (2 * n)) / (1 + z**2 / n)
        h = z / (1 + z**2 / n) * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
        table.append({"month": int(key), "n": n, "accuracy": p, "low": c - h, "high": c + h})
    return pd.DataFrame(table)

# %% wrong: Accumulates: each row is the accuracy from the first month up to this one.
# says: expected n = 10 and 4
def accuracy_by_month(applications):
    known = applications.dropna(subset=["defaulted"])
    right = (known["predicted_default"] == known["defaulted"]).astype(int)
    table = right.groupby(known["month"]).agg(["sum", "size"]).sort_index().cumsum()
    x, n, z = table["sum"], table["size"], 1.96
    p = x / n
    c = (p + z**2 / (2 * n)) / (1 + z**2 / n)
    h = z / (1 + z**2 / n) * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    answer = pd.DataFrame({"n": n, "accuracy": p, "low": c - h, "high": c + h})
    return answer.reset_index()

# %% wrong: Takes the share of defaulters that the model found (recall) for accuracy.
# says: expected accuracies 0.8 and 0.75
def accuracy_by_month(applications):
    known = applications.dropna(subset=["defaulted"])
    rows = []
    for month, g in known.groupby("month"):
        bad = g[g["defaulted"] == 1]
        n, z = len(g), 1.96
        p = (bad["predicted_default"] == 1).sum() / max(len(bad), 1)
        c = (p + z**2 / (2 * n)) / (1 + z**2 / n)
        h = z / (1 + z**2 / n) * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
        rows.append((month, n, p, c - h, c + h))
    return pd.DataFrame(rows, columns=["month", "n", "accuracy", "low", "high"])

# %% wrong: Drops every row with any missing value, also where only a feature is missing and the outcome is known.
# says: expected n = 10 and 4
# edits: official
# -     known = applications.dropna(subset=["defaulted"])
# +     known = applications.dropna()

# %% wrong: Goes through months 1 to 24, Meridian's, so a later month of another lender has no row.
# says: expected a row for each month with a known outcome
def accuracy_by_month(applications):
    z = 1.96
    rows = []
    for month in range(1, 25):
        g = applications[(applications["month"] == month) & applications["defaulted"].notna()]
        if not len(g):
            continue
        n = len(g)
        p = (g["predicted_default"] == g["defaulted"]).mean()
        c = (p + z**2 / (2 * n)) / (1 + z**2 / n)
        h = z / (1 + z**2 / n) * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
        rows.append((month, n, p, c - h, c + h))
    return pd.DataFrame(rows, columns=["month", "n", "accuracy", "low", "high"])

# %% wrong: Looks rows up by their index label, which picks too many when labels repeat.
# says: a month without any known outcome should have no row
# edits: official
# -     known = applications.dropna(subset=["defaulted"])
# +     known = applications.loc[applications["defaulted"].dropna().index]
