"""Sorts the sample that was handed in, in place, which pandas refuses for a Series."""
# cell: q2_psi
def population_stability_index(expected, actual, bins=10):
    expected = np.asarray(expected, dtype=float)
    actual = np.asarray(actual, dtype=float)
    expected.sort()
    actual.sort()
    e, a = expected[~np.isnan(expected)], actual[~np.isnan(actual)]
    if e.size == 0 or a.size == 0:
        raise ValueError("empty sample")
    edges = np.unique(np.quantile(e, np.arange(1, bins) / bins))
    below_e = np.searchsorted(e, edges, side="right") / e.size
    below_a = np.searchsorted(a, edges, side="right") / a.size
    pe = np.maximum(np.diff([0, *below_e, 1]), 1e-4)
    pa = np.maximum(np.diff([0, *below_a, 1]), 1e-4)
    return float(np.sum((pa - pe) * np.log(pa / pe)))
