"""Leaves the helper column with the date of knowledge in the answer."""
# cell: q8_labels
def known_outcomes(applications, as_of, maturity=12):
    df = applications.copy()
    df["known_from"] = df["month"] + maturity
    df = df[df["month"] <= as_of]
    df["defaulted"] = df["defaulted"].where(df["known_from"] <= as_of)
    return df
