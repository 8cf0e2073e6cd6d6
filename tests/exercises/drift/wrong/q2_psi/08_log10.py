"""Uses the logarithm to base 10."""
# cell: q2_psi
def population_stability_index(expected, actual, bins=10):
    e = np.asarray(expected, dtype=float)
    a = np.asarray(actual, dtype=float)
    e, a = e[np.isfinite(e)], a[np.isfinite(a)]
    if e.size == 0 or a.size == 0:
        raise ValueError("empty sample")
    inner = np.unique(np.quantile(e, np.arange(1, bins) / bins))
    edges = np.concatenate([[-np.inf], inner, [np.inf]])
    result = 0.0
    for left, right in zip(edges[:-1], edges[1:]):
        pe = max(np.mean((e > left) & (e <= right)), 1e-4)
        pa = max(np.mean((a > left) & (a <= right)), 1e-4)
        result += (pa - pe) * np.log10(pa / pe)
    return float(result)
