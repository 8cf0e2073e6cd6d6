"""Looks from the beginning of month as_of: the applications of that month are left out."""
# cell: q8_labels
def known_outcomes(applications, as_of, maturity=12):
    before_now = applications[applications["month"] < as_of].copy()
    cutoff = as_of - maturity
    before_now["defaulted"] = before_now["defaulted"].where(before_now["month"] <= cutoff)
    return before_now
