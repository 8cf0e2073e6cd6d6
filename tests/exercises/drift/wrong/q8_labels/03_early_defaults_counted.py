"""Keeps the defaults of young months because a default may show early; only repayments have to wait."""
# cell: q8_labels
def known_outcomes(applications, as_of, maturity=12):
    df = applications[applications["month"] <= as_of].copy()
    df["defaulted"] = df["defaulted"].astype("float64")
    young = df["month"] > as_of - maturity
    still_paying = df["defaulted"] == 0
    df.loc[young & still_paying, "defaulted"] = np.nan
    return df
