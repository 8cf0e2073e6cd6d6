"""Turns the condition round: the young outcomes stay and the old ones are hidden."""
# cell: q8_labels
def known_outcomes(applications, as_of, maturity=12):
    df = applications[applications["month"] <= as_of].copy()
    mature = as_of - df["month"] >= maturity
    df["defaulted"] = df["defaulted"].mask(mature)
    return df
