"""Takes the foundations away one after another and never puts one back."""
# cell: q6_unlock
def unlocked_value(pilots, foundations, limits):
    """Return what the best set loses without each foundation."""
    def highest(offered):
        closed = set(foundations.index) - set(offered.index)
        open_pilots = pilots[[not closed & set(needs.split()) for needs in pilots["needs"]]]
        return net_value(choose(open_pilots, offered, limits), open_pilots, offered)

    left = [highest(foundations.iloc[start:]) for start in range(len(foundations) + 1)]
    lost = [before - after for before, after in zip(left, left[1:])]
    return pd.Series(np.maximum(lost, 0.0), index=foundations.index)
