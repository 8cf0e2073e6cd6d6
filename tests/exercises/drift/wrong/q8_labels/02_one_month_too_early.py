"""Counts the month of the application as the first of the twelve, so outcomes come a month too early."""
# cell: q8_labels
def known_outcomes(applications, as_of, maturity=12):
    result = applications.loc[applications["month"] <= as_of].copy()
    age_in_months = as_of - result["month"] + 1
    result["defaulted"] = np.where(age_in_months >= maturity, result["defaulted"], np.nan)
    return result
