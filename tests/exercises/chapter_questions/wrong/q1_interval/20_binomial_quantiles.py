"""Quantiles of the count, by the binomial distribution."""
# cell: q1_interval
def share_interval(share, respondents, confidence=0.95):
    """Return the lower and the upper end of a share's Wilson interval."""
    from scipy.stats import binom

    low, high = binom.interval(confidence, int(respondents), share)
    return float(low / respondents), float(high / respondents)
