"""What the best set would gain if the foundation were free."""
# cell: q6_unlock
def unlocked_value(pilots, foundations, limits):
    """Return what the best set loses without each foundation."""
    best = net_value(choose(pilots, foundations, limits), pilots, foundations)
    result = {}
    for name in foundations.index:
        gift = foundations.copy()
        gift.loc[name, RESOURCES] = 0
        result[name] = net_value(choose(pilots, gift, limits), pilots, gift) - best
    return pd.Series(result)
