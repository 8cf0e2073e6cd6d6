"""Rescales the shares to sum to 1 after the floor, although the others should stay as they are."""
# cell: q2_psi
def population_stability_index(expected, actual, bins=10):
    e = pd.Series(expected, dtype=float).dropna().to_numpy()
    a = pd.Series(actual, dtype=float).dropna().to_numpy()
    if min(len(e), len(a)) == 0:
        raise ValueError("a sample has no values")
    edges = np.unique(np.quantile(e, np.arange(1, bins) / bins))
    shares = []
    for sample in (e, a):
        share = np.bincount(np.searchsorted(edges, sample), minlength=len(edges) + 1) / len(sample)
        share = np.maximum(share, 1e-4)
        shares.append(share / share.sum())
    return float(np.sum((shares[1] - shares[0]) * np.log(shares[1] / shares[0])))
