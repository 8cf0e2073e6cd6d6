"""Sorts the array it was handed in place."""


# cell: q2_psi
def population_stability_index(expected, actual, bins=10):
    if isinstance(expected, np.ndarray):
        expected.sort()
    e = np.asarray(expected, dtype=float)
    a = np.asarray(actual, dtype=float)
    e, a = e[~np.isnan(e)], a[~np.isnan(a)]
    if e.size == 0 or a.size == 0:
        raise ValueError("empty sample")
    edges = np.unique(np.quantile(e, np.arange(1, bins) / bins))
    size = edges.size + 1
    pe = np.maximum(np.bincount(np.searchsorted(edges, e), minlength=size) / e.size, 1e-4)
    pa = np.maximum(np.bincount(np.searchsorted(edges, a), minlength=size) / a.size, 1e-4)
    return float(np.sum((pa - pe) * np.log(pa / pe)))
