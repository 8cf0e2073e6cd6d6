"""Writes 0 where the outcome is not known yet: a young loan that has not defaulted counts as repaid."""
# cell: q8_labels
def known_outcomes(applications, as_of, maturity=12):
    frame = applications[applications["month"] <= as_of].copy()
    outcomes = []
    for month, outcome in zip(frame["month"], frame["defaulted"]):
        if month + maturity <= as_of:
            outcomes.append(outcome)
        else:
            outcomes.append(0)
    frame["defaulted"] = outcomes
    return frame
