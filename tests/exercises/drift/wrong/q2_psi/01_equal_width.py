"""Cuts the range of expected into bins of equal width instead of at its quantiles."""
# cell: q2_psi
def population_stability_index(expected, actual, bins=10):
    e = np.array(expected, dtype=float)
    a = np.array(actual, dtype=float)
    e, a = e[~np.isnan(e)], a[~np.isnan(a)]
    if len(e) == 0 or len(a) == 0:
        raise ValueError("empty sample")
    edges = np.linspace(e.min(), e.max(), bins + 1)
    edges[0], edges[-1] = -np.inf, np.inf
    pe = np.histogram(e, edges)[0] / len(e)
    pa = np.histogram(a, edges)[0] / len(a)
    pe, pa = np.clip(pe, 1e-4, None), np.clip(pa, 1e-4, None)
    return float(((pa - pe) * np.log(pa / pe)).sum())
