"""Chooses with a list by value for money."""
# cell: q6_unlock
def unlocked_value(pilots, foundations, limits):
    """Return what the best set loses without each foundation."""
    def pick(rows, offered):
        chosen = []
        for name in (rows["value"] / rows["cost"]).sort_values(ascending=False).index:
            trial = [*chosen, name, *rows.loc[name, "needs"].split()]
            if net_value(trial, rows, offered) > net_value(chosen, rows, offered):
                if not broken_rules(trial, rows, offered, limits):
                    chosen = trial
        return chosen

    def highest(offered):
        closed = set(foundations.index) - set(offered.index)
        open_pilots = pilots[[not closed & set(needs.split()) for needs in pilots["needs"]]]
        return net_value(pick(open_pilots, offered), open_pilots, offered)

    best = highest(foundations)
    lost = [best - highest(foundations.drop(index=name)) for name in foundations.index]
    return pd.Series(np.maximum(lost, 0.0), index=foundations.index)
