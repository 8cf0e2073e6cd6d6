"""Returns the applications sorted by month, not in the order in which they came."""
# cell: q8_labels
def known_outcomes(applications, as_of, maturity=12):
    ordered = applications.sort_values("month", kind="stable")
    ordered = ordered[ordered["month"] <= as_of]
    known = ordered["month"] <= as_of - maturity
    return ordered.assign(defaulted=ordered["defaulted"].astype(float).where(known))
