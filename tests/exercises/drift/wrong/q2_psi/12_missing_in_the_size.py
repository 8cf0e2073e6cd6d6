"""Leaves missing values out of the bins but still counts them in the size that it divides by."""
# cell: q2_psi
def population_stability_index(expected, actual, bins=10):
    expected, actual = pd.Series(expected, dtype=float), pd.Series(actual, dtype=float)
    if expected.count() == 0 or actual.count() == 0:
        raise ValueError("a sample is empty")
    inner = expected.quantile(np.arange(1, bins) / bins).unique()
    cuts = [-np.inf, *inner, np.inf]
    e = pd.cut(expected, cuts).value_counts(sort=False) / len(expected)
    a = pd.cut(actual, cuts).value_counts(sort=False) / len(actual)
    e, a = e.clip(lower=0.0001), a.clip(lower=0.0001)
    return float(((a - e) * np.log(a / e)).sum())
