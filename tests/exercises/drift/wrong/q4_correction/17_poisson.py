"""Takes the Poisson approximation for the chance of at least one, which is off for few tests at a high level."""


# cell: q4_correction
def false_alarm_risk(tests, alpha=0.05):
    expected = tests * alpha
    return expected, 1 - np.exp(-expected)


def holm(p_values):
    p_values = np.asarray(p_values, dtype=float)
    order = np.argsort(p_values)
    steps = p_values[order] * np.arange(p_values.size, 0, -1)
    adjusted = np.empty(p_values.size)
    adjusted[order] = np.minimum(np.maximum.accumulate(steps), 1)
    return adjusted
