"""Draws from normal distributions around the likely value."""
# cell: q2_stability
def draw_values(pilots, draws, seed):
    rng = np.random.default_rng(seed)
    low, likely, high = (pilots[f"value_{end}"].to_numpy(dtype=float) for end in ("low", "likely", "high"))
    top = np.where(high > low, high, low + 1)
    drawn = rng.normal(likely, (top - low) / 6, (draws, len(pilots)))
    return pd.DataFrame(np.where(high > low, drawn, low), columns=pilots.index)


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
