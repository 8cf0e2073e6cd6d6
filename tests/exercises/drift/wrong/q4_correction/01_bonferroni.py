"""Bonferroni: multiplies every p-value by the number of tests, not by m, m - 1, ... 1."""


# cell: q4_correction
def false_alarm_risk(tests, alpha=0.05):
    return tests * alpha, 1 - (1 - alpha) ** tests


def holm(p_values):
    p = np.asarray(p_values, dtype=float)
    return np.minimum(p * len(p), 1.0)
