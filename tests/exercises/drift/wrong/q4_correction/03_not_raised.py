"""Forgets to raise an adjusted value to the one before it."""


# cell: q4_correction
def false_alarm_risk(tests, alpha=0.05):
    return alpha * tests, 1 - (1 - alpha) ** tests


def holm(p_values):
    p_values = list(p_values)
    m = len(p_values)
    ranking = sorted(range(m), key=lambda i: p_values[i])
    result = [0.0] * m
    for step, i in enumerate(ranking):
        result[i] = min(1.0, p_values[i] * (m - step))
    return np.array(result)
