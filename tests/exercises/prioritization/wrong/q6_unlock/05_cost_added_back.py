"""Adds the cost of the foundation back: what it brings before it is paid."""
# cell: q6_unlock
def unlocked_value(pilots, foundations, limits):
    """Return what the best set loses without each foundation."""
    def highest(offered):
        closed = set(foundations.index) - set(offered.index)
        open_pilots = pilots[[not closed & set(needs.split()) for needs in pilots["needs"]]]
        return net_value(choose(open_pilots, offered, limits), open_pilots, offered)

    best = highest(foundations)
    lost = [best - highest(foundations.drop(index=name)) for name in foundations.index]
    gross = [loss + foundations.loc[name, "cost"] * (loss > 0) for name, loss in zip(foundations.index, lost)]
    return pd.Series(np.maximum(gross, 0.0), index=foundations.index)
