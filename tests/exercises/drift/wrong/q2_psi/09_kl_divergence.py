"""Computes the Kullback-Leibler divergence, sum of a ln(a / e), which is another index."""
# cell: q2_psi
def population_stability_index(expected, actual, bins=10):
    e = np.asarray(expected, dtype=float)
    a = np.asarray(actual, dtype=float)
    e, a = e[~np.isnan(e)], a[~np.isnan(a)]
    if e.size == 0 or a.size == 0:
        raise ValueError("empty sample")
    edges = np.unique(np.quantile(e, np.arange(1, bins) / bins))
    size = edges.size + 1
    e = np.bincount(np.searchsorted(edges, e), minlength=size) / e.size
    a = np.bincount(np.searchsorted(edges, a), minlength=size) / a.size
    return float(stats.entropy(np.maximum(a, 1e-4), np.maximum(e, 1e-4)))
