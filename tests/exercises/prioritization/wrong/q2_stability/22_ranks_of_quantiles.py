"""Takes quantiles of the scores first and ranks those."""
# cell: q2_stability
def draw_values(pilots, draws, seed):
    """Return possible values, one row a draw and one column a pilot."""
    rng = np.random.default_rng(seed)
    columns = {}
    for name, row in pilots.iterrows():
        low, likely, high = row["value_low"], row["value_likely"], row["value_high"]
        known = low == high
        columns[name] = np.full(draws, low) if known else rng.triangular(low, likely, high, draws)
    return pd.DataFrame(columns)


def rank_stability(scores, top):
    """Return best, median and worst rank and the share of draws among the top, by pilot."""
    places = scores.rank(axis=1, ascending=False, method="min")
    spread = {part: scores.quantile(part).rank(ascending=False, method="min") for part in (0.05, 0.5, 0.95)}
    return pd.DataFrame(
        {
            "best": spread[0.95],
            "median": spread[0.5],
            "worst": spread[0.05],
            "top_share": (places <= top).mean(),
        }
    )
