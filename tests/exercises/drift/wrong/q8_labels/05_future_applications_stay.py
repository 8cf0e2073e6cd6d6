"""Hides the outcomes that are not known, but leaves in the applications that nobody has made yet."""
# cell: q8_labels
def known_outcomes(applications, as_of, maturity=12):
    out = applications.copy()
    known = out["month"] + maturity <= as_of
    out["defaulted"] = out["defaulted"].where(known)
    return out
