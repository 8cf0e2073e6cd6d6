"""Adds 0.0001 to every share instead of raising only the small ones."""
# cell: q2_psi
EPSILON = 1e-4


def population_stability_index(expected, actual, bins=10):
    expected = np.array([v for v in expected if not np.isnan(v)])
    actual = np.array([v for v in actual if not np.isnan(v)])
    if not len(expected) or not len(actual):
        raise ValueError("empty")
    edges = np.unique(np.quantile(expected, np.arange(1, bins) / bins))
    k = len(edges) + 1
    e = np.bincount(np.searchsorted(edges, expected), minlength=k) / len(expected) + EPSILON
    a = np.bincount(np.searchsorted(edges, actual), minlength=k) / len(actual) + EPSILON
    return float(np.sum((a - e) * np.log(a / e)))
