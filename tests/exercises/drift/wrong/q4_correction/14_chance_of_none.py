"""Gives the chance that there is no false alarm at all."""


# cell: q4_correction
def false_alarm_risk(tests, alpha=0.05):
    silent = 1 - alpha
    chance = 1.0
    for _ in range(tests):
        chance *= silent
    return tests * alpha, chance


def holm(p_values):
    p_values = np.asarray(p_values, dtype=float)
    order = np.argsort(p_values)
    adjusted = np.empty(p_values.size)
    adjusted[order] = np.maximum.accumulate(p_values[order] * np.arange(p_values.size, 0, -1))
    return adjusted.clip(0, 1)
