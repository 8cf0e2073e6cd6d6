"""Puts a value that equals an edge into the bin above, as np.digitize does unless told otherwise."""
# cell: q2_psi
def population_stability_index(expected, actual, bins=10):
    def clean(values):
        values = np.asarray(values, dtype=float)
        return values[~np.isnan(values)]

    expected, actual = clean(expected), clean(actual)
    if len(expected) == 0 or len(actual) == 0:
        raise ValueError("a sample is empty")
    edges = np.unique(np.quantile(expected, [i / bins for i in range(1, bins)]))

    def shares(values):
        places = np.digitize(values, edges)
        return np.array([max(np.mean(places == i), 1e-4) for i in range(len(edges) + 1)])

    e, a = shares(expected), shares(actual)
    return float(np.sum((a - e) * np.log(a / e)))
