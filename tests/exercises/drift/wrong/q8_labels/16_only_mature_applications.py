"""Subtracts the maturity from the wrong limit: only applications that are old enough are returned."""
# cell: q8_labels
def known_outcomes(applications, as_of, maturity=12):
    last_month = as_of - maturity
    return applications.loc[applications["month"] <= last_month, :].copy()
