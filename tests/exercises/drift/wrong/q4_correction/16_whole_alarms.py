"""Rounds the expected number of false alarms to a whole number, because half an alarm does not exist."""


# cell: q4_correction
def false_alarm_risk(tests, alpha=0.05):
    number = int(round(tests * alpha))
    return number, 1 - (1 - alpha) ** tests


def holm(p_values):
    p = np.asarray(p_values, dtype=float)
    ranks = stats.rankdata(p, method="ordinal").astype(int)
    adjusted = p * (p.size + 1 - ranks)
    return np.array([min(1, adjusted[ranks <= r].max()) for r in ranks])
