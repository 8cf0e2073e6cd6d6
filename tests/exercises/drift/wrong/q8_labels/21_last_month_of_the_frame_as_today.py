"""Takes the last month in the frame for today, and uses as_of only to cut the rows."""
# cell: q8_labels
def known_outcomes(applications, as_of, maturity=12):
    today = applications["month"].max()
    known = applications["month"] <= today - maturity
    frame = applications.assign(defaulted=applications["defaulted"].where(known))
    return frame[frame["month"] <= as_of]
