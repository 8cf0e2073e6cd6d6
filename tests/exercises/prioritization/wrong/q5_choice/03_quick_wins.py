"""Takes only pilots that need no foundation."""
# cell: q5_choice
def choose(pilots, foundations, limits):
    ratio = (pilots["value"] / pilots["cost"]).sort_values(ascending=False)
    chosen = []
    for name in ratio.index[pilots.loc[ratio.index, "needs"] == ""]:
        needs = [need for need in pilots.loc[name, "needs"].split() if need not in chosen]
        trial = [*chosen, name, *needs]
        better = net_value(trial, pilots, foundations) > net_value(chosen, pilots, foundations)
        if better and not broken_rules(trial, pilots, foundations, limits):
            chosen = trial
    return chosen
