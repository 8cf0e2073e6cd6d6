"""Writes the word "unknown" where an outcome is not known, instead of a missing value."""
# cell: q8_labels
def known_outcomes(applications, as_of, maturity=12):
    frame = applications[applications["month"] <= as_of].copy()
    frame["defaulted"] = frame["defaulted"].astype(object)
    frame.loc[frame["month"] > as_of - maturity, "defaulted"] = "unknown"
    return frame
