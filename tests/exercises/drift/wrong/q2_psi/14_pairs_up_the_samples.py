"""Puts both samples side by side in a frame and drops incomplete rows, which cuts the longer one."""
# cell: q2_psi
def population_stability_index(expected, actual, bins=10):
    pair = pd.concat(
        [
            pd.Series(np.asarray(expected, dtype=float), name="e"),
            pd.Series(np.asarray(actual, dtype=float), name="a"),
        ],
        axis=1,
    ).dropna()
    if pair.empty:
        raise ValueError("a sample is empty")
    edges = np.unique(np.quantile(pair["e"], np.arange(1, bins) / bins))
    e, a = (
        np.bincount(np.searchsorted(edges, pair[name]), minlength=len(edges) + 1) / len(pair)
        for name in ("e", "a")
    )
    e, a = np.maximum(e, 1e-4), np.maximum(a, 1e-4)
    return float(np.sum((a - e) * np.log(a / e)))
