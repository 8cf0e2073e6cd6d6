"""Takes p instead of p(1-p)."""
# cell: q1_interval
def share_interval(share, respondents, confidence=0.95):
    """Return the lower and the upper end of a share's Wilson interval."""
    z = norm.ppf((1 + confidence) / 2)
    middle = share + z**2 / (2 * respondents)
    spread = z * np.sqrt(share / respondents + z**2 / (4 * respondents**2))
    whole = 1 + z**2 / respondents
    return float((middle - spread) / whole), float((middle + spread) / whole)
