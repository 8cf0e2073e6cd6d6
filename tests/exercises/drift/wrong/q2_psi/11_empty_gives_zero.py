"""Returns 0 for an empty sample, which reads as 'nothing has moved'."""
# cell: q2_psi
def population_stability_index(expected, actual, bins=10):
    e = np.asarray(expected, dtype=float)
    a = np.asarray(actual, dtype=float)
    e, a = e[~np.isnan(e)], a[~np.isnan(a)]
    if e.size == 0 or a.size == 0:
        return 0.0
    edges = np.unique(np.quantile(e, np.arange(1, bins) / bins))
    size = edges.size + 1
    pe = np.maximum(np.bincount(np.searchsorted(edges, e), minlength=size) / e.size, 1e-4)
    pa = np.maximum(np.bincount(np.searchsorted(edges, a), minlength=size) / a.size, 1e-4)
    return float(np.sum((pa - pe) * np.log(pa / pe)))
