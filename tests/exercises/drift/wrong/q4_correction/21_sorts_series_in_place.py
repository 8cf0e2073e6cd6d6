"""Sorts a Series it was given in place: the caller's p-values change their order."""


# cell: q4_correction
def false_alarm_risk(tests, alpha=0.05):
    return tests * alpha, 1 - (1 - alpha) ** tests


def holm(p_values):
    s = p_values if isinstance(p_values, pd.Series) else pd.Series(np.array(p_values, dtype=float))
    names = list(s.index)
    s.sort_values(inplace=True)
    adjusted = (s * np.arange(len(s), 0, -1)).cummax().clip(upper=1)
    return adjusted[names]
