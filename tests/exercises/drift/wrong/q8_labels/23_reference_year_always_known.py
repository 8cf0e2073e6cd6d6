"""Believes that the reference year is always known, whatever the date, and applies the wait to live months only."""
# cell: q8_labels
def known_outcomes(applications, as_of, maturity=12):
    frame = applications[applications["month"] <= as_of].copy()
    live = frame["month"] > 12
    waiting = frame["month"] + maturity > as_of
    frame["defaulted"] = frame["defaulted"].mask(live & waiting)
    return frame
