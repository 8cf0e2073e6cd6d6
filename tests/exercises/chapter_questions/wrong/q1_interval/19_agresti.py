"""Adds two successes and two failures (Agresti and Coull)."""
# cell: q1_interval
def share_interval(share, respondents, confidence=0.95):
    """Return the lower and the upper end of a share's Wilson interval."""
    z = norm.ppf((1 + confidence) / 2)
    size = respondents + 4
    middle = (share * respondents + 2) / size
    spread = z * np.sqrt(middle * (1 - middle) / size)
    return float(middle - spread), float(middle + spread)
