"""Looks values up by position with square brackets, which fails for a Series that has names."""


# cell: q4_correction
def false_alarm_risk(tests, alpha=0.05):
    return tests * alpha, 1 - (1 - alpha) ** tests


def holm(p_values):
    m = len(p_values)
    left = list(range(m))
    out = [None] * m
    previous = 0
    while left:
        smallest = min(left, key=lambda i: p_values[i])
        previous = min(1, max(previous, p_values[smallest] * len(left)))
        out[smallest] = previous
        left.remove(smallest)
    return out
