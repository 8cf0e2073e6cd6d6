"""Gives equal p-values their average rank, so that ties get too small a factor."""


# cell: q4_correction
def false_alarm_risk(tests, alpha=0.05):
    return tests * alpha, 1 - (1 - alpha) ** tests


def holm(p_values):
    p = pd.Series(np.asarray(p_values, dtype=float))
    factor = len(p) - p.rank() + 1
    adjusted = (p * factor).sort_values().clip(upper=1)
    running = pd.Series(np.nan, index=p.index)
    worst = 0
    for i in p.sort_values().index:
        worst = max(worst, adjusted[i])
        running[i] = worst
    return running
