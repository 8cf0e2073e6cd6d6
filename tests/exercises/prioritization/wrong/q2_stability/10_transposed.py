"""One row a pilot and one column a draw."""
# cell: q2_stability
def draw_values(pilots, draws, seed):
    """Return possible values, one row a draw and one column a pilot."""
    rng = np.random.default_rng(seed)
    columns = {}
    for name, row in pilots.iterrows():
        low, likely, high = row["value_low"], row["value_likely"], row["value_high"]
        known = low == high
        columns[name] = np.full(draws, low) if known else rng.triangular(low, likely, high, draws)
    return pd.DataFrame(columns).T


def rank_stability(scores, top):
    """Return best, median and worst rank and the share of draws among the top, by pilot."""
    places = scores.rank(axis=1, ascending=False, method="min")
    return pd.DataFrame(
        {
            "best": places.quantile(0.05),
            "median": places.median(),
            "worst": places.quantile(0.95),
            "top_share": (places <= top).mean(),
        }
    )
