"""Rounds the adjusted p-values to four decimals, so that small ones become 0."""


# cell: q4_correction
def false_alarm_risk(tests, alpha=0.05):
    return tests * alpha, 1 - (1 - alpha) ** tests


def holm(p_values):
    p_values = np.asarray(p_values, dtype=float)
    order = np.argsort(p_values)
    steps = p_values[order] * np.arange(p_values.size, 0, -1)
    adjusted = np.empty(p_values.size)
    adjusted[order] = np.minimum(np.maximum.accumulate(steps), 1)
    return adjusted.round(4)
