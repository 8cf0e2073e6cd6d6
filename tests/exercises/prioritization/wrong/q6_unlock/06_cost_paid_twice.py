"""Takes the cost off once more."""
# cell: q6_unlock
def unlocked_value(pilots, foundations, limits):
    """Return what the best set loses without each foundation."""
    def highest(offered):
        closed = set(foundations.index) - set(offered.index)
        open_pilots = pilots[[not closed & set(needs.split()) for needs in pilots["needs"]]]
        return net_value(choose(open_pilots, offered, limits), open_pilots, offered)

    best = highest(foundations)
    lost = [best - highest(foundations.drop(index=name)) for name in foundations.index]
    return pd.Series(np.maximum(lost - foundations["cost"], 0.0), index=foundations.index)
