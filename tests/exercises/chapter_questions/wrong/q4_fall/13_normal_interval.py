"""Uses the usual standard error of a difference instead of Newcombe's interval."""
# cell: q4_fall
def monthly_fall(loans):
    known = loans[loans["defaulted"].notna()].reset_index(drop=True)
    right = (known["predicted_default"] == known["defaulted"]).astype(float)
    year = right[known["month"] <= 12]
    p0 = year.mean()
    low0, high0 = wilson_ends(year.sum(), len(year))
    live = right[known["month"] > 12]
    table = live.groupby(known["month"]).agg(n="size", accuracy="mean").reset_index()
    p = table["accuracy"]
    error = 1.96 * np.sqrt(p0 * (1 - p0) / len(year) + p * (1 - p) / table["n"])
    table["fall"] = p0 - p
    table["least"] = table["fall"] - error
    table["most"] = table["fall"] + error
    return table
