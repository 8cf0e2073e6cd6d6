"""Hochberg's step-up method: lowers a value to the one after it, and does not raise it to the one before."""


# cell: q4_correction
def false_alarm_risk(tests, alpha=0.05):
    return tests * alpha, 1 - (1 - alpha) ** tests


def holm(p_values):
    p = np.asarray(p_values, dtype=float)
    order = np.argsort(p)[::-1]
    steps = p[order] * np.arange(1, p.size + 1)
    adjusted = np.empty_like(p)
    adjusted[order] = np.minimum(1, np.minimum.accumulate(steps))
    return adjusted
