"""Adds a column to the frame that was handed in."""


# cell: q6_date
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
