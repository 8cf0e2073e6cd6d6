"""Returns the month of the largest drop from the month before, and never None."""


# cell: q6_date
def date_the_fall(applications):
    known = applications.dropna(subset=["defaulted"])
    accuracy = (known["predicted_default"] == known["defaulted"]).groupby(known["month"]).mean()
    steps = accuracy.diff()
    return int(steps[steps.index > 12].idxmin())
