"""Fills an outcome that was never recorded with 0 once the loan is old enough."""
# cell: q8_labels
def known_outcomes(applications, as_of, maturity=12):
    received = applications[applications["month"] <= as_of].copy()
    old_enough = received["month"] + maturity <= as_of
    filled = received["defaulted"].fillna(0).astype(float)
    received["defaulted"] = filled.where(old_enough, np.nan)
    return received
