"""Sorts a list it was given in place: the caller's p-values change their order."""


# cell: q4_correction
def false_alarm_risk(tests, alpha=0.05):
    return tests * alpha, 1 - (1 - alpha) ** tests


def holm(p_values):
    if not isinstance(p_values, list):
        p_values = list(np.asarray(p_values, dtype=float))
    came = list(p_values)
    p_values.sort()
    adjusted, worst = {}, 0.0
    for step, p in enumerate(p_values):
        worst = min(1.0, max(worst, p * (len(p_values) - step)))
        adjusted[p] = worst
    return np.array([adjusted[p] for p in came])
