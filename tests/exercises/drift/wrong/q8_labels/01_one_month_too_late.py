"""Takes "from the end of month m + maturity on" as strictly later: outcomes come one month too late."""
# cell: q8_labels
def known_outcomes(applications, as_of, maturity=12):
    seen = applications[applications["month"] <= as_of].copy()
    seen["defaulted"] = seen["defaulted"].astype(float)
    seen.loc[as_of - seen["month"] <= maturity, "defaulted"] = np.nan
    return seen
