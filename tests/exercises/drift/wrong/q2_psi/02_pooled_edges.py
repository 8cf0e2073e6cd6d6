"""Takes the quantiles of both samples together, not of expected."""
# cell: q2_psi
def population_stability_index(expected, actual, bins=10):
    expected = pd.Series(expected, dtype=float).dropna()
    actual = pd.Series(actual, dtype=float).dropna()
    if expected.empty or actual.empty:
        raise ValueError("both samples need values")
    both = pd.concat([expected, actual])
    edges = np.unique(np.quantile(both, np.arange(1, bins) / bins))
    total = 0.0
    for low, high in zip([-np.inf, *edges], [*edges, np.inf]):
        e = max(((expected > low) & (expected <= high)).mean(), 0.0001)
        a = max(((actual > low) & (actual <= high)).mean(), 0.0001)
        total += (a - e) * np.log(a / e)
    return float(total)
