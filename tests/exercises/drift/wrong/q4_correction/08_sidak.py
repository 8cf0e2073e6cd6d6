"""Holm-Sidak: 1 - (1 - p) ** k in place of k times p."""


# cell: q4_correction
def false_alarm_risk(tests, alpha=0.05):
    return tests * alpha, 1 - (1 - alpha) ** tests


def holm(p_values):
    p = np.asarray(p_values, dtype=float)
    order = p.argsort()
    k = np.arange(p.size, 0, -1)
    adjusted = np.zeros(p.size)
    adjusted[order] = np.maximum.accumulate(1 - (1 - p[order]) ** k)
    return adjusted
