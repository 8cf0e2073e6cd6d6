"""Leaves the pilots in without their foundation, so nothing is lost but its cost."""
# cell: q6_unlock
def unlocked_value(pilots, foundations, limits):
    """Return what the best set loses without each foundation."""
    def highest(offered):
        closed = set(foundations.index) - set(offered.index)
        open_pilots = pilots.assign(needs="")
        return net_value(choose(open_pilots, offered, limits), open_pilots, offered)

    best = highest(foundations)
    lost = [best - highest(foundations.drop(index=name)) for name in foundations.index]
    return pd.Series(np.maximum(lost, 0.0), index=foundations.index)
