"""Closes the outer bins at the smallest and largest expected value; new values beyond them vanish."""
# cell: q2_psi
def population_stability_index(expected, actual, bins=10):
    e = np.asarray(expected, dtype=float)
    a = np.asarray(actual, dtype=float)
    e = e[~np.isnan(e)]
    a = a[~np.isnan(a)]
    if e.size == 0 or a.size == 0:
        raise ValueError("no values")
    edges = np.unique(np.quantile(e, np.linspace(0, 1, bins + 1)))
    e_counts, _ = np.histogram(e, bins=edges)
    a_counts, _ = np.histogram(a, bins=edges)
    e_share = np.maximum(e_counts / e.size, 1e-4)
    a_share = np.maximum(a_counts / a.size, 1e-4)
    return float(np.sum((a_share - e_share) * np.log(a_share / e_share)))
