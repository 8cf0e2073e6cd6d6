"""Blanks the outcomes in the frame that was handed in, so the truth is gone for the next call."""
# cell: q8_labels
def known_outcomes(applications, as_of, maturity=12):
    applications["defaulted"] = applications["defaulted"].astype(float)
    applications.loc[applications["month"] + maturity > as_of, "defaulted"] = np.nan
    return applications[applications["month"] <= as_of]
