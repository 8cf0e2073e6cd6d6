"""Divides both counts by the size of expected."""
# cell: q2_psi
def population_stability_index(expected, actual, bins=10):
    expected = [v for v in expected if v == v]
    actual = [v for v in actual if v == v]
    if len(expected) == 0 or len(actual) == 0:
        raise ValueError("a sample is empty")
    n = len(expected)
    edges = np.unique(np.quantile(expected, np.arange(1, bins) / bins))
    psi = 0.0
    for i in range(len(edges) + 1):
        low = edges[i - 1] if i > 0 else -np.inf
        high = edges[i] if i < len(edges) else np.inf
        e = max(sum(low < v <= high for v in expected) / n, 1e-4)
        a = max(sum(low < v <= high for v in actual) / n, 1e-4)
        psi += (a - e) * np.log(a / e)
    return float(psi)
