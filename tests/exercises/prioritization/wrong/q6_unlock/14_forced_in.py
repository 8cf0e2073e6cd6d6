"""Forces the foundation in and takes the loss for its value."""
# cell: q6_unlock
def unlocked_value(pilots, foundations, limits):
    """Return what the best set loses without each foundation."""
    best = net_value(choose(pilots, foundations, limits), pilots, foundations)
    result = {}
    for name in foundations.index:
        rest = {key: limits[key] - foundations.loc[name, key] for key in RESOURCES}
        gift = foundations.copy()
        gift.loc[name, RESOURCES] = 0
        forced = net_value(choose(pilots, gift, rest), pilots, gift) - foundations.loc[name, "cost"]
        result[name] = best - forced
    return pd.Series(result)
