"""Writes 12 into the code and never looks at the argument maturity."""
# cell: q8_labels
def known_outcomes(applications, as_of, maturity=12):
    frame = applications.query("month <= @as_of").copy()
    too_young = frame["month"] > as_of - 12
    frame["defaulted"] = frame["defaulted"].mask(too_young)
    return frame
