# %% right: loops
# Loops over months and bins, counts by hand.
def monthly_fall(loans):
    months = loans["month"].tolist()
    guesses = loans["predicted_default"].tolist()
    outcomes = loans["defaulted"].tolist()
    counts = {}
    for month, guess, outcome in zip(months, guesses, outcomes):
        if outcome != outcome:
            continue
        key = 0 if month <= 12 else month
        right, n = counts.get(key, (0, 0))
        counts[key] = (right + int(guess == outcome), n + 1)
    right0, n0 = counts.pop(0)
    p0 = right0 / n0
    l0, u0 = wilson_ends(right0, n0)
    rows = []
    for month in sorted(counts):
        right, n = counts[month]
        p = right / n
        low, high = wilson_ends(right, n)
        rows.append(
            {
                "month": month,
                "n": n,
                "accuracy": p,
                "fall": p0 - p,
                "least": p0 - p - ((p0 - l0) ** 2 + (high - p) ** 2) ** 0.5,
                "most": p0 - p + ((u0 - p0) ** 2 + (p - low) ** 2) ** 0.5,
            }
        )
    return pd.DataFrame(rows)

# %% right: arrays
# Pivots, cut and small helpers; a list of records at the end.
def monthly_fall(loans):
    table = loans[["month", "predicted_default", "defaulted"]].dropna().copy()
    table["right"] = (table["predicted_default"] - table["defaulted"]).abs() < 0.5
    early = table.query("month <= 12")["right"]
    low0, high0 = wilson_ends(early.sum(), early.size)
    result = table.query("month > 12").pivot_table(
        index="month", values="right", aggfunc=["count", "sum"]
    )
    result.columns = ["n", "x"]
    result = result.reset_index()
    result["accuracy"] = result["x"] / result["n"]
    low, high = wilson_ends(result["x"].astype(float), result["n"])
    result["fall"] = early.mean() - result["accuracy"]
    down, up = early.mean() - low0, high0 - early.mean()
    result["least"] = result["fall"] - (down**2 + (high - result["accuracy"]) ** 2).pow(0.5)
    result["most"] = result["fall"] + (up**2 + (result["accuracy"] - low) ** 2).pow(0.5)
    return result[["month", "n", "accuracy", "fall", "least", "most"]]

# %% right: library
# Works on arrays and with crosstabs.
def monthly_fall(loans):
    month = loans["month"].to_numpy()
    y = loans["defaulted"].to_numpy(dtype=float)
    guess = loans["predicted_default"].to_numpy(dtype=float)
    there = ~np.isnan(y)
    hit = guess == y
    early = there & (month <= 12)
    p0, (l0, u0) = hit[early].mean(), wilson_ends(hit[early].sum(), early.sum())
    live = np.unique(month[there & (month > 12)])
    n = np.array([(there & (month == m)).sum() for m in live])
    x = np.array([(there & (month == m) & hit).sum() for m in live])
    p = x / n
    l, u = wilson_ends(x, n)
    fall = p0 - p
    return pd.DataFrame(
        {
            "month": live,
            "n": n,
            "accuracy": p,
            "fall": fall,
            "least": fall - np.hypot(p0 - l0, u - p),
            "most": fall + np.hypot(u0 - p0, p - l),
        }
    )

# %% wrong: Leaves unknown outcomes in, so that each counts as a wrong decision.
# says: 80 outcomes are known in month 13
# edits: official
# -     known = loans[loans["defaulted"].notna()].reset_index(drop=True)
# +     known = loans.reset_index(drop=True)

# %% wrong: Takes an unknown outcome for a repaid loan.
# says: 80 outcomes are known in month 13
# edits: official
# -     known = loans[loans["defaulted"].notna()].reset_index(drop=True)
# +     known = loans.fillna({"defaulted": 0}).reset_index(drop=True)

# %% wrong: Drops every row in which any column is missing, also one that accuracy does not need.
# says: n is not the number of known outcomes of the
# edits: official
# -     known = loans[loans["defaulted"].notna()].reset_index(drop=True)
# +     known = loans.dropna().reset_index(drop=True)

# %% wrong: Averages the months of the reference year, whatever their size.
# says: the fall is not the accuracy of the whole reference
# edits: official
# -     p0 = year.mean()
# +     p0 = year.groupby(known["month"]).mean().mean()

# %% wrong: Compares with the last month before go-live instead of the whole year.
# says: ZeroDivisionError
# edits: official
# -     year = right[known["month"] <= 12]
# +     year = right[known["month"] == 12]

# %% wrong: Takes the accuracy of all months for the reference.
# says: 56 of 70 to 48 of 80: expected fall
# edits: official
# -     year = right[known["month"] <= 12]
# +     year = right

# %% wrong: Gives a row for each month of the reference year, too.
# says: one live month: expected one row
# edits: official
# -     live = right[known["month"] > 12]
# +     live = right

# %% wrong: Counts month 12 among the live months.
# says: expected a row for each live month, earliest first
# edits: official
# -     live = right[known["month"] > 12]
# +     live = right[known["month"] >= 12]

# %% wrong: Gives the month less the reference year, so that a fall is negative.
# says: 56 of 70 to 48 of 80: expected fall
# edits: official
# -     table["fall"] = p0 - p
# +     table["fall"] = p - p0

# %% wrong: Uses each Wilson end on the wrong side of Newcombe's formula.
# says: 56 of 70 to 48 of 80: expected least
# edits: official
# -     table["least"] = table["fall"] - np.sqrt((p0 - low0) ** 2 + (high - p) ** 2)
# -     table["most"] = table["fall"] + np.sqrt((high0 - p0) ** 2 + (p - low) ** 2)
# +     table["least"] = table["fall"] - np.sqrt((high0 - p0) ** 2 + (p - low) ** 2 + 0)
# +     table["most"] = table["fall"] + np.sqrt((p0 - low0) ** 2 + (high - p) ** 2)

# %% wrong: Subtracts the far ends of the two intervals, which is far too wide.
# says: 56 of 70 to 48 of 80: expected least
# edits: official
# -     table["least"] = table["fall"] - np.sqrt((p0 - low0) ** 2 + (high - p) ** 2)
# -     table["most"] = table["fall"] + np.sqrt((high0 - p0) ** 2 + (p - low) ** 2)
# +     table["least"] = low0 - high
# +     table["most"] = high0 - low

# %% wrong: Forgets that the reference year is a sample, too.
# says: 56 of 70 to 48 of 80: expected least
# edits: official
# -     table["least"] = table["fall"] - np.sqrt((p0 - low0) ** 2 + (high - p) ** 2)
# -     table["most"] = table["fall"] + np.sqrt((high0 - p0) ** 2 + (p - low) ** 2)
# +     table["least"] = table["fall"] - np.sqrt((high - p) ** 2)
# +     table["most"] = table["fall"] + np.sqrt((p - low) ** 2)

# %% wrong: Uses the usual standard error of a difference instead of Newcombe's interval.
# says: 56 of 70 to 48 of 80: expected least
# edits: official
# -     low, high = wilson_ends(p * table["n"], table["n"])
# +     error = 1.96 * np.sqrt(p0 * (1 - p0) / len(year) + p * (1 - p) / table["n"])
#       table["fall"] = p0 - p
# -     table["least"] = table["fall"] - np.sqrt((p0 - low0) ** 2 + (high - p) ** 2)
# -     table["most"] = table["fall"] + np.sqrt((high0 - p0) ** 2 + (p - low) ** 2)
# +     table["least"] = table["fall"] - error
# +     table["most"] = table["fall"] + error

# %% wrong: Adds the two distances instead of taking the root of the sum of squares.
# says: 56 of 70 to 48 of 80: expected least
# edits: official
# -     table["least"] = table["fall"] - np.sqrt((p0 - low0) ** 2 + (high - p) ** 2)
# -     table["most"] = table["fall"] + np.sqrt((high0 - p0) ** 2 + (p - low) ** 2)
# +     table["least"] = table["fall"] - ((p0 - low0) + (high - p))
# +     table["most"] = table["fall"] + ((high0 - p0) + (p - low))

# %% wrong: Gives the number of applications for n, known or not.
# says: 80 outcomes are known in month 13
# edits: official
#       table["most"] = table["fall"] + np.sqrt((high0 - p0) ** 2 + (p - low) ** 2)
# +     table["n"] = loans.groupby("month").size().reindex(table["month"]).to_numpy()

# %% wrong: Gives per cent and percentage points instead of shares.
# says: 56 of 70 to 48 of 80: expected accuracy
# edits: official
#       table["most"] = table["fall"] + np.sqrt((high0 - p0) ** 2 + (p - low) ** 2)
# +     shares = ["accuracy", "fall", "least", "most"]
# +     table[shares] = 100 * table[shares]

# %% wrong: Cuts a rise off at zero.
# says: the fall, which is negative where accuracy rises, is wrong
# edits: official
# -     table["fall"] = p0 - p
# +     table["fall"] = (p0 - p).clip(lower=0)

# %% wrong: Keeps the months in the order in which they come.
# says: expected a row for each live month, earliest first
# edits: official
# -     table = live.groupby(known["month"]).agg(n="size", accuracy="mean").reset_index()
# +     table = live.groupby(known["month"], sort=False).agg(n="size", accuracy="mean").reset_index()

# %% wrong: Gives the share of wrong decisions as the accuracy.
# says: 56 of 70 to 48 of 80: expected accuracy
# edits: official
# -     right = (known["predicted_default"] == known["defaulted"]).astype(float)
# +     right = (known["predicted_default"] != known["defaulted"]).astype(float)

# %% wrong: Divides the fall by the reference year's accuracy.
# says: 56 of 70 to 48 of 80: expected fall
# edits: official
# -     table["fall"] = p0 - p
# +     table["fall"] = (p0 - p) / p0

# %% wrong: Drops unknown outcomes from the frame that was handed in.
# says: the frame that was handed in has been changed
# edits: official
# -     known = loans[loans["defaulted"].notna()].reset_index(drop=True)
# +     loans.dropna(subset=["defaulted"], inplace=True)
# +     known = loans.reset_index(drop=True)
