"""Looks for the fall in the reference year as well."""


# cell: q6_date
def date_the_fall(applications):
    known = applications.dropna(subset=["defaulted"]).copy()
    known["right"] = (known["predicted_default"] == known["defaulted"]).astype(float)
    p = known.loc[known["month"] <= 12, "right"].mean()
    table = known.groupby("month")["right"].agg(["mean", "count"])
    table["low"] = table["mean"] < p - 2 * np.sqrt(p * (1 - p) / table["count"])
    table["confirmed"] = table["low"] & table["low"].shift(-1, fill_value=False)
    starts = table.index[table["confirmed"]]
    return int(starts[0]) if len(starts) else None
