"""Uses `maturity or 12` for the default, so a maturity of 0 months turns into 12."""
# cell: q8_labels
def known_outcomes(applications, as_of, maturity=None):
    wait = maturity or 12
    received = applications.loc[applications["month"] <= as_of]
    return received.assign(
        defaulted=[
            outcome if month + wait <= as_of else float("nan")
            for month, outcome in zip(received["month"], received["defaulted"])
        ]
    )
