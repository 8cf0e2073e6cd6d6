"""Compares each value with its neighbour's unraised value only, so that a raise does not carry on."""


# cell: q4_correction
def false_alarm_risk(tests, alpha=0.05):
    return tests * alpha, 1 - (1 - alpha) ** tests


def holm(p_values):
    p = np.asarray(p_values, dtype=float)
    order = np.argsort(p)
    steps = p[order] * np.arange(len(p), 0, -1)
    raised = steps.copy()
    for i in range(1, len(steps)):
        if steps[i] < steps[i - 1]:
            raised[i] = steps[i - 1]
    result = np.zeros(len(p))
    result[order] = np.minimum(raised, 1)
    return result
