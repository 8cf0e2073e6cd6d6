"""The share is that of the lost."""
# cell: q5_funnel
def exact_interval(passed, entered, confidence=0.95):
    """Return the lower and the upper end of the Clopper-Pearson interval."""
    half = (1 - confidence) / 2
    low = beta.ppf(half, passed, entered - passed + 1) if passed > 0 else 0.0
    high = beta.ppf(1 - half, passed + 1, entered - passed) if passed < entered else 1.0
    return float(low), float(high)


def chance_of_at_most(passed, entered, rate):
    """Return the probability of at most so many, if each passes at this rate."""
    return float(binom.cdf(passed, entered, rate))


def funnel(pilots):
    """Return entered, passed, lost, share, low and high for each gate."""
    stage = pilots["stage"]
    live = int((stage == "in production").sum())
    begun = live + int((stage == "roll-out stalled").sum())
    decided = begun + int((stage == "pilot ended").sum())
    rows = {}
    for gate, entered, passed in [
        ("roll-out", decided, begun),
        ("production", begun, live),
        ("both", decided, live),
    ]:
        known = entered > 0
        share = (entered - passed) / entered if known else np.nan
        low, high = exact_interval(passed, entered) if known else (np.nan, np.nan)
        rows[gate] = (entered, passed, entered - passed, share, low, high)
    columns = ["entered", "passed", "lost", "share", "low", "high"]
    table = pd.DataFrame.from_dict(rows, orient="index", columns=columns)
    return table.astype({"entered": int, "passed": int, "lost": int})
