"""Works on the set of distinct p-values: equal ones count once, so m is too small and rows go missing."""


# cell: q4_correction
def false_alarm_risk(tests, alpha=0.05):
    return tests * alpha, 1 - (1 - alpha) ** tests


def holm(p_values):
    distinct = sorted(set(p_values))
    adjusted, worst = {}, 0
    for step, p in enumerate(distinct):
        worst = min(1, max(worst, p * (len(distinct) - step)))
        adjusted[p] = worst
    return np.array([adjusted[p] for p in p_values])
