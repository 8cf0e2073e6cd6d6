"""Lets pandas.qcut cut, which refuses a feature with many ties because its edges repeat."""
# cell: q2_psi
def population_stability_index(expected, actual, bins=10):
    e = pd.Series(np.asarray(expected, dtype=float)).dropna()
    a = pd.Series(np.asarray(actual, dtype=float)).dropna()
    if len(e) == 0 or len(a) == 0:
        raise ValueError("a sample has no values")
    _, cuts = pd.qcut(e, bins, retbins=True)
    cuts[0], cuts[-1] = -np.inf, np.inf
    e_share = pd.cut(e, cuts).value_counts(sort=False).to_numpy() / len(e)
    a_share = pd.cut(a, cuts).value_counts(sort=False).to_numpy() / len(a)
    e_share, a_share = np.maximum(e_share, 1e-4), np.maximum(a_share, 1e-4)
    return float(np.sum((a_share - e_share) * np.log(a_share / e_share)))
