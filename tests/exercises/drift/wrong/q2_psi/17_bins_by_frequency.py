"""Lines up value counts that are sorted by frequency, so different bins are compared."""
# cell: q2_psi
def population_stability_index(expected, actual, bins=10):
    e = pd.Series(np.asarray(expected, dtype=float)).dropna()
    a = pd.Series(np.asarray(actual, dtype=float)).dropna()
    if e.empty or a.empty:
        raise ValueError("a sample has no values")
    cuts = [-np.inf, *np.unique(np.quantile(e, np.arange(1, bins) / bins)), np.inf]
    e_share = pd.cut(e, cuts).value_counts(normalize=True).to_numpy().clip(min=1e-4)
    a_share = pd.cut(a, cuts).value_counts(normalize=True).to_numpy().clip(min=1e-4)
    return float(np.sum((a_share - e_share) * np.log(a_share / e_share)))
