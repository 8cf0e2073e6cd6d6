"""Throws away the applications whose outcome is not known, instead of only hiding the outcome."""
# cell: q8_labels
def known_outcomes(applications, as_of, maturity=12):
    last_known = as_of - maturity
    frame = applications[applications["month"] <= as_of]
    frame = frame[frame["month"] <= last_known]
    return frame.dropna(subset=["defaulted"])
