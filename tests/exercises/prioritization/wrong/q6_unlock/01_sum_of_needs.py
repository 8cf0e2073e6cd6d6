"""Adds up the value of all pilots that need it."""
# cell: q6_unlock
def unlocked_value(pilots, foundations, limits):
    """Return what the best set loses without each foundation."""
    return pd.Series(
        [sum(v for v, n in zip(pilots["value"], pilots["needs"]) if name in n.split()) for name in foundations.index],
        index=foundations.index,
        dtype=float,
    )
