"""Sorts the p-values it was given in place: the caller's own array is changed."""


# cell: q4_correction
def false_alarm_risk(tests, alpha=0.05):
    return tests * alpha, 1 - (1 - alpha) ** tests


def holm(p_values):
    p = np.asarray(p_values)
    rank_of = np.argsort(np.argsort(p))
    p.sort()
    running, adjusted = 0.0, []
    for i in range(len(p)):
        running = max(running, p[i] * (len(p) - i))
        adjusted.append(min(running, 1.0))
    return np.array(adjusted)[rank_of]
