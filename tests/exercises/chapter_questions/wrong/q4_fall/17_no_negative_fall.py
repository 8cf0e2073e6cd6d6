"""Cuts a rise off at zero."""
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
    low, high = wilson_ends(p * table["n"], table["n"])
    table["fall"] = (p0 - p).clip(lower=0)
    table["least"] = table["fall"] - np.sqrt((p0 - low0) ** 2 + (high - p) ** 2)
    table["most"] = table["fall"] + np.sqrt((high0 - p0) ** 2 + (p - low) ** 2)
    return table
