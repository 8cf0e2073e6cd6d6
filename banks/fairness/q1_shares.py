# %% right: loops
def shares(rows, decision, measure):
    table = {}
    for group in ["A", "B"]:
        n = k = 0
        for who, hired, good in zip(rows["group"], rows[decision], rows["good"]):
            if measure == "hired, of all":
                inside, yes = True, hired
            elif measure == "hired, of the good":
                inside, yes = good, hired
            else:
                inside, yes = hired, good
            if who == group and inside:
                n += 1
                k += int(yes)
        table[group] = [n, math.nan, math.nan, math.nan]
        if n:
            p, z = k / n, 1.96
            h = z * math.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
            under = 1 + z**2 / n
            middle = p + z**2 / (2 * n)
            table[group] = [n, p, (middle - h) / under, (middle + h) / under]
    return pd.DataFrame.from_dict(table, orient="index", columns=["people", "share", "low", "high"])


def difference(rows, decision, measure):
    table = shares(rows, decision, measure).to_dict("index")
    if not table["A"]["people"] or not table["B"]["people"]:
        return math.nan, math.nan
    total = sum(one["share"] * (1 - one["share"]) / one["people"] for one in table.values())
    return table["B"]["share"] - table["A"]["share"], 1.96 * math.sqrt(total)

# %% right: arrays
def shares(rows, decision, measure):
    group = rows["group"].to_numpy(str)
    hired, good = (rows[name].to_numpy(float) for name in (decision, "good"))
    of, yes = {
        "hired, of all": (np.ones(len(rows)), hired),
        "hired, of the good": (good, hired),
        "good, of the hired": (hired, good),
    }[measure]
    n = np.array([of[group == one].sum() for one in "AB"])
    k = np.array([(of * yes)[group == one].sum() for one in "AB"])
    with np.errstate(invalid="ignore", divide="ignore"):
        p, extra = k / n, 1.96**2 / n
        half = 1.96 * np.sqrt(p * (1 - p) / n + extra / (4 * n))
        low, high = (p + extra / 2 - half) / (1 + extra), (p + extra / 2 + half) / (1 + extra)
    return pd.DataFrame({"high": high, "low": low, "share": p, "people": n}, index=["A", "B"])


def difference(rows, decision, measure):
    table = shares(rows, decision, measure)
    n, p = table["people"].to_numpy(float), table["share"].to_numpy(float)
    if (n == 0).any():
        return float("nan"), float("nan")
    return float(p[1] - p[0]), float(1.96 * np.sqrt((p * (1 - p) / n).sum()))

# %% right: groups apart
def shares(rows, decision, measure):
    found = []
    for group in "AB":
        part = rows[(rows["group"] == group).to_numpy()]
        part = part.assign(hired_now=part[decision], good_now=part["good"])
        if measure == "hired, of the good":
            part = part.query("good_now == 1")
        if measure == "good, of the hired":
            part = part.query("hired_now == 1")
        share = part["good_now" if measure == "good, of the hired" else "hired_now"].mean()
        found.append({"people": len(part), "share": share})
    table = pd.DataFrame(found, index=list("AB"))
    n, p = table["people"], table["share"]
    half = (p * (1 - p) / n + 0.9604 / n**2) ** 0.5 * 1.96
    table["low"] = (p + 1.9208 / n - half) / (1 + 3.8416 / n)
    table["high"] = (p + 1.9208 / n + half) / (1 + 3.8416 / n)
    return table


def difference(rows, decision, measure):
    (n1, p1), (n2, p2) = shares(rows, decision, measure)[["people", "share"]].to_numpy(float)
    if n1 * n2 == 0:
        return math.nan, math.nan
    return float(p2 - p1), float(1.96 * math.hypot(math.sqrt(p1 * (1 - p1) / n1), math.sqrt(p2 * (1 - p2) / n2)))

# %% wrong: Takes the hired of the good for the good of the hired.
# says: 12 of the 20 invited in A
# edits: official
# -         "good, of the hired": (hired, good),
# +         "good, of the hired": (good, hired),

# %% wrong: Divides by all people in every measure.
# says: 12 of the 18 good in A
# edits: official
# -         "hired, of the good": (good, hired),
# +         "hired, of the good": (everybody, hired & good),

# %% wrong: Counts a right decision as a hire of the good.
# says: 12 of the 18 good in A
# edits: official
# -         "hired, of the good": (good, hired),
# +         "hired, of the good": (everybody, hired == good),

# %% wrong: Always looks at the column hired.
# says: 20 of 40 in A and 12 of 30 in B are invited
# edits: official
# -     hired, good = rows[decision] == 1, rows["good"] == 1
# +     hired, good = rows["hired"] == 1, rows["good"] == 1

# %% wrong: Counts both groups together.
# says: expected A and B as the index
# edits: official
# -     counts = pd.DataFrame({"people": counted, "found": counted & found}).groupby(rows["group"].to_numpy()).sum()
# +     counts = pd.DataFrame({"people": counted, "found": counted & found}).sum().to_frame("all").T

# %% wrong: Leaves out a group of which nobody counts.
# says: B still has a row
# edits: official
# -     n, p = counts["people"], counts["found"] / counts["people"]
# +     counts = counts[counts["people"] > 0]
# +     n, p = counts["people"], counts["found"] / counts["people"]

# %% wrong: Takes 0 for the share of nobody.
# says: share, low and high of B are missing
# edits: official
# -     return pd.DataFrame({"people": n, "share": p, "low": low, "high": high})
# +     return pd.DataFrame({"people": n, "share": p, "low": low, "high": high}).fillna(0)

# %% wrong: Takes the plain interval, p give or take 1.96 errors.
# says: Wilson's low end
# edits: official
# -     low, high = ((p + 1.96**2 / (2 * n) + side * half) / (1 + 1.96**2 / n) for side in (-1, 1))
# +     low, high = (p + side * 1.96 * np.sqrt(p * (1 - p) / n) for side in (-1, 1))

# %% wrong: Forgets to divide by 1 + z²/n.
# says: Wilson's low end
# edits: official
# -     low, high = ((p + 1.96**2 / (2 * n) + side * half) / (1 + 1.96**2 / n) for side in (-1, 1))
# +     low, high = (p + 1.96**2 / (2 * n) + side * half for side in (-1, 1))

# %% wrong: Leaves the middle of the interval at p.
# says: Wilson's low end
# edits: official
# -     low, high = ((p + 1.96**2 / (2 * n) + side * half) / (1 + 1.96**2 / n) for side in (-1, 1))
# +     low, high = ((p + side * half) / (1 + 1.96**2 / n) for side in (-1, 1))

# %% wrong: Reads z²/(2n) as z² / 2 × n.
# says: Wilson's low end
# edits: official
# -     low, high = ((p + 1.96**2 / (2 * n) + side * half) / (1 + 1.96**2 / n) for side in (-1, 1))
# +     low, high = ((p + 1.96**2 / 2 * n + side * half) / (1 + 1.96**2 / n) for side in (-1, 1))

# %% wrong: Divides by 4n in the root, not by 4n².
# says: Wilson's low end
# edits: official
# -     half = 1.96 * np.sqrt(p * (1 - p) / n + 1.96**2 / (4 * n**2))
# +     half = 1.96 * np.sqrt(p * (1 - p) / n + 1.96**2 / (4 * n))

# %% wrong: Forgets the factor z before the root.
# says: Wilson's low end
# edits: official
# -     half = 1.96 * np.sqrt(p * (1 - p) / n + 1.96**2 / (4 * n**2))
# +     half = np.sqrt(p * (1 - p) / n + 1.96**2 / (4 * n**2))

# %% wrong: Takes a 90% interval.
# says: Wilson's low end
# edits: official
# -     half = 1.96 * np.sqrt(p * (1 - p) / n + 1.96**2 / (4 * n**2))
# +     half = 1.645 * np.sqrt(p * (1 - p) / n + 1.96**2 / (4 * n**2))

# %% wrong: Takes the people of both groups for n in the interval.
# says: Wilson's low end
# edits: official
# -     half = 1.96 * np.sqrt(p * (1 - p) / n + 1.96**2 / (4 * n**2))
# +     half = 1.96 * np.sqrt(p * (1 - p) / n.sum() + 1.96**2 / (4 * n**2))

# %% wrong: Gives shares in percent.
# says: 20 of 40 in A and 12 of 30 in B are invited
# edits: official
# -     return pd.DataFrame({"people": n, "share": p, "low": low, "high": high})
# +     return pd.DataFrame({"people": n, "share": 100 * p, "low": 100 * low, "high": 100 * high})

# %% wrong: Rounds to a thousandth.
# says: not rounded
# edits: official
# -     return pd.DataFrame({"people": n, "share": p, "low": low, "high": high})
# +     return pd.DataFrame({"people": n, "share": p, "low": low.round(3), "high": high.round(3)})

# %% wrong: Gives the number found as people.
# says: people: 20 of 40 in A
# edits: official
# -     return pd.DataFrame({"people": n, "share": p, "low": low, "high": high})
# +     return pd.DataFrame({"people": counts["found"], "share": p, "low": low, "high": high})

# %% wrong: Keeps the group as a column.
# says: expected A and B as the index
# edits: official
# -     return pd.DataFrame({"people": n, "share": p, "low": low, "high": high})
# +     return pd.DataFrame({"people": n, "share": p, "low": low, "high": high}).reset_index()

# %% wrong: Writes its own column into the learner's frame.
# says: the frame that was handed in has been changed
# edits: official
# -     hired, good = rows[decision] == 1, rows["good"] == 1
# +     rows["chosen"] = rows[decision]
# +     hired, good = rows["chosen"] == 1, rows["good"] == 1

# %% wrong: Takes B from A.
# says: B less A is -0.1
# edits: official
# -     return float(p["B"] - p["A"]), float(1.96 * math.sqrt(variance["A"] + variance["B"]))
# +     return float(p["A"] - p["B"]), float(1.96 * math.sqrt(variance["A"] + variance["B"]))

# %% wrong: Divides instead of taking the difference.
# says: B less A is -0.1
# edits: official
# -     return float(p["B"] - p["A"]), float(1.96 * math.sqrt(variance["A"] + variance["B"]))
# +     return float(p["B"] / p["A"] - 1), float(1.96 * math.sqrt(variance["A"] + variance["B"]))

# %% wrong: Adds the errors, not their squares.
# says: give or take is
# edits: official
# -     return float(p["B"] - p["A"]), float(1.96 * math.sqrt(variance["A"] + variance["B"]))
# +     return float(p["B"] - p["A"]), float(1.96 * (math.sqrt(variance["A"]) + math.sqrt(variance["B"])))

# %% wrong: Subtracts the variances, as the shares are subtracted.
# says: give or take is
# edits: official
# -     return float(p["B"] - p["A"]), float(1.96 * math.sqrt(variance["A"] + variance["B"]))
# +     return float(p["B"] - p["A"]), float(1.96 * math.sqrt(abs(variance["A"] - variance["B"])))

# %% wrong: Gives one standard error.
# says: give or take is
# edits: official
# -     return float(p["B"] - p["A"]), float(1.96 * math.sqrt(variance["A"] + variance["B"]))
# +     return float(p["B"] - p["A"]), float(math.sqrt(variance["A"] + variance["B"]))

# %% wrong: Takes half the widths of the two intervals together.
# says: give or take is
# edits: official
# -     return float(p["B"] - p["A"]), float(1.96 * math.sqrt(variance["A"] + variance["B"]))
# +     return float(p["B"] - p["A"]), float((table["high"] - table["low"]).sum() / 2)

# %% wrong: Skips the group without people in give or take.
# says: both numbers of difference are missing
# edits: official
# -     return float(p["B"] - p["A"]), float(1.96 * math.sqrt(variance["A"] + variance["B"]))
# +     return float(p["B"] - p["A"]), float(1.96 * math.sqrt(variance.sum()))

# %% wrong: Takes the normal curve's own number for 1.96.
# says: with z = 1.96
# edits: official
# -     half = 1.96 * np.sqrt(p * (1 - p) / n + 1.96**2 / (4 * n**2))
# -     low, high = ((p + 1.96**2 / (2 * n) + side * half) / (1 + 1.96**2 / n) for side in (-1, 1))
# +     from scipy.stats import binomtest
# +     both = [
# +         binomtest(int(k), int(m)).proportion_ci(method="wilson") if m else (math.nan, math.nan)
# +         for k, m in zip(counts["found"], n)
# +     ]
# +     low, high = ([one[side] for one in both] for side in (0, 1))

# %% wrong: Prefers the column invited wherever there is one.
# says: if decision is 'hired', that column decides
# edits: official
# -     hired, good = rows[decision] == 1, rows["good"] == 1
# +     column = "invited" if "invited" in rows else decision
# +     hired, good = rows[column] == 1, rows["good"] == 1

# %% wrong: Finds a difference where only the share of A is missing.
# says: the share of A is missing
# edits: official
# -     return float(p["B"] - p["A"]), float(1.96 * math.sqrt(variance["A"] + variance["B"]))
# +     p, variance = p.copy(), variance.copy()
# +     if n["A"] == 0:
# +         p["A"] = variance["A"] = 0.0
# +     return float(p["B"] - p["A"]), float(1.96 * math.sqrt(variance["A"] + variance["B"]))
