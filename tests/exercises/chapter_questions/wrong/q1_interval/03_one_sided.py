"""z leaves the whole of the rest on one side."""
# cell: q1_interval
def share_interval(share, respondents, confidence=0.95):
    """Return the lower and the upper end of a share's Wilson interval."""
    z = norm.ppf(confidence)
    middle = share + z**2 / (2 * respondents)
    spread = z * np.sqrt(share * (1 - share) / respondents + z**2 / (4 * respondents**2))
    whole = 1 + z**2 / respondents
    return float((middle - spread) / whole), float((middle + spread) / whole)
