"""Lets adjusted p-values grow beyond 1."""


# cell: q4_correction
def false_alarm_risk(tests, alpha=0.05):
    return tests * alpha, 1 - (1 - alpha) ** tests


def holm(p_values):
    s = pd.Series(np.array(p_values, dtype=float)).sort_values()
    factors = np.arange(len(s), 0, -1)
    return (s * factors).cummax().sort_index()
