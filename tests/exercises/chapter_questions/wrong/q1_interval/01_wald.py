"""The textbook interval p +- z sqrt(p(1-p)/n)."""
# cell: q1_interval
def share_interval(share, respondents, confidence=0.95):
    """Return the lower and the upper end of a share's Wilson interval."""
    z = norm.ppf((1 + confidence) / 2)
    middle = share
    spread = z * np.sqrt(share * (1 - share) / respondents)
    whole = 1
    return float((middle - spread) / whole), float((middle + spread) / whole)
