"""Makes the outer edges infinite after merging equal ones, so ties at an end lose a bin."""
# cell: q2_psi
def population_stability_index(expected, actual, bins=10):
    e = np.asarray(expected, dtype=float)
    a = np.asarray(actual, dtype=float)
    e, a = e[~np.isnan(e)], a[~np.isnan(a)]
    if len(e) == 0 or len(a) == 0:
        raise ValueError("a sample has no values")
    edges = np.unique(np.quantile(e, np.linspace(0, 1, bins + 1)))
    edges[0] = -np.inf
    edges[-1] = np.inf
    pe = pd.cut(e, edges).value_counts().to_numpy() / len(e)
    pa = pd.cut(a, edges).value_counts().to_numpy() / len(a)
    pe = np.where(pe < 1e-4, 1e-4, pe)
    pa = np.where(pa < 1e-4, 1e-4, pa)
    return float(np.sum((pa - pe) * np.log(pa / pe)))
