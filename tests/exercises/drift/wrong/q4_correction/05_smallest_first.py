"""Returns the adjusted values smallest first, not in the order in which they came."""


# cell: q4_correction
def false_alarm_risk(tests, alpha=0.05):
    return tests * alpha, 1 - (1 - alpha) ** tests


def holm(p_values):
    p = np.sort(np.asarray(p_values, dtype=float))
    adjusted = []
    for step, value in enumerate(p):
        value = value * (len(p) - step)
        if adjusted:
            value = max(value, adjusted[-1])
        adjusted.append(min(value, 1))
    return np.array(adjusted)
