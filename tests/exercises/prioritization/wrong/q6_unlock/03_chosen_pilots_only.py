"""Net value of the chosen pilots that need it: forgets what the money would do elsewhere."""
# cell: q6_unlock
def unlocked_value(pilots, foundations, limits):
    """Return what the best set loses without each foundation."""
    best = choose(pilots, foundations, limits)
    net = pilots["value"] - pilots["cost"]
    result = pd.Series(0.0, index=foundations.index)
    for name in foundations.index:
        if name in best:
            mine = [name in needs.split() and pilot in best for pilot, needs in pilots["needs"].items()]
            result[name] = net[mine].sum() - foundations.loc[name, "cost"]
    return result
