"""The textbook interval, cut to 0 and 1."""
# cell: q1_interval
def share_interval(share, respondents, confidence=0.95):
    """Return the lower and the upper end of a share's Wilson interval."""
    z = norm.ppf((1 + confidence) / 2)
    middle = share
    spread = z * np.sqrt(share * (1 - share) / respondents)
    whole = 1 + z**2 / respondents
    return float(max(middle - spread, 0)), float(min(middle + spread, 1))
