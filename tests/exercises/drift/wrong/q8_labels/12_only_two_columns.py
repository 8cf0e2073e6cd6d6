"""Returns only the month and the outcome; the features and the score are lost."""
# cell: q8_labels
def known_outcomes(applications, as_of, maturity=12):
    small = applications[["month", "defaulted"]]
    small = small[small["month"] <= as_of]
    hidden = small["month"] + maturity > as_of
    return small.assign(defaulted=small["defaulted"].mask(hidden))
