"""Says how many chosen pilots need it."""
# cell: q6_unlock
def unlocked_value(pilots, foundations, limits):
    """Return what the best set loses without each foundation."""
    best = choose(pilots, foundations, limits)
    return pd.Series(
        [sum(name in pilots.loc[one, "needs"].split() for one in best if one in pilots.index) for name in foundations.index],
        index=foundations.index,
        dtype=float,
    )
