"""Takes the library's Benjamini-Hochberg, which controls the false discovery rate, for Holm."""


# cell: q4_correction
def false_alarm_risk(tests, alpha=0.05):
    expected = tests * alpha
    at_least_one = stats.binom.sf(0, tests, alpha)
    return expected, at_least_one


def holm(p_values):
    return stats.false_discovery_control(np.asarray(p_values, dtype=float), method="bh")
