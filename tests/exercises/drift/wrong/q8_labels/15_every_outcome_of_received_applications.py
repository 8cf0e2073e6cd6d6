"""Cuts off the later applications and stops there: outcomes that nobody has yet are in the frame."""
# cell: q8_labels
def known_outcomes(applications, as_of, maturity=12):
    return applications[applications["month"].between(1, as_of)].copy()
