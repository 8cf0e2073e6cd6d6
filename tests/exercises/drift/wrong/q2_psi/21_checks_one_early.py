"""Checks expected before the missing values are out and actual after."""


# cell: q2_psi
def population_stability_index(expected, actual, bins=10):
    e = [v for v in expected if not np.isnan(v)]
    a = [v for v in actual if not np.isnan(v)]
    if len(expected) == 0 or len(a) == 0:
        raise ValueError("empty sample")
    if not e:
        return 0.0
    edges = np.unique(np.quantile(e, np.arange(1, bins) / bins))
    size = edges.size + 1
    pe = np.maximum(np.bincount(np.searchsorted(edges, e), minlength=size) / len(e), 1e-4)
    pa = np.maximum(np.bincount(np.searchsorted(edges, a), minlength=size) / len(a), 1e-4)
    return float(np.sum((pa - pe) * np.log(pa / pe)))
