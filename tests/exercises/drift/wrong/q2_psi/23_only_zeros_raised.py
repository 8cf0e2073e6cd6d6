"""Replaces only shares of exactly 0, and leaves other shares below 0.0001 as they are."""


# cell: q2_psi
def population_stability_index(expected, actual, bins=10):
    e = np.asarray(expected, dtype=float)
    a = np.asarray(actual, dtype=float)
    e, a = e[~np.isnan(e)], a[~np.isnan(a)]
    if e.size == 0 or a.size == 0:
        raise ValueError("empty sample")
    edges = np.unique(np.quantile(e, np.arange(1, bins) / bins))
    size = edges.size + 1
    pe = np.bincount(np.searchsorted(edges, e), minlength=size) / e.size
    pa = np.bincount(np.searchsorted(edges, a), minlength=size) / a.size
    pe[pe == 0] = 0.0001
    pa[pa == 0] = 0.0001
    return float(np.sum((pa - pe) * np.log(pa / pe)))
