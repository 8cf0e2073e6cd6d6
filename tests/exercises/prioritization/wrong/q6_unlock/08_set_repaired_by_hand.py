"""Takes the foundation and its pilots out of the best set and does not choose anew."""
# cell: q6_unlock
def unlocked_value(pilots, foundations, limits):
    """Return what the best set loses without each foundation."""
    best = choose(pilots, foundations, limits)
    full = net_value(best, pilots, foundations)
    lost = []
    for name in foundations.index:
        rest = [one for one in best if one != name]
        rest = [one for one in rest if one not in pilots.index or name not in pilots.loc[one, "needs"].split()]
        lost.append(max(0.0, full - net_value(rest, pilots, foundations)))
    return pd.Series(lost, index=foundations.index)
