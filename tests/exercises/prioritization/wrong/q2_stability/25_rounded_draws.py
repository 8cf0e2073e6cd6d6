"""Draws are rounded to whole numbers."""
# cell: q2_stability
def draw_values(pilots, draws, seed):
    rng = np.random.default_rng(seed)
    cols = {}
    for name, low, mode, high in zip(pilots.index, pilots["value_low"], pilots["value_likely"], pilots["value_high"]):
        cols[name] = np.full(draws, float(low)) if low == high else rng.triangular(low, mode, high, draws).round()
    return pd.DataFrame(cols, columns=pilots.index)


def rank_stability(scores, top):
    r = scores.rank(axis=1, method="min", ascending=False)
    return pd.DataFrame({"best": r.quantile(0.05), "median": r.median(), "worst": r.quantile(0.95),
                         "top_share": (r <= top).mean()})
