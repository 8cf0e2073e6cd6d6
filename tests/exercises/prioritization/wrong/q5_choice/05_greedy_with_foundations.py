"""Charges the foundations to the first pilot that needs them, in the ratio too."""
# cell: q5_choice
def choose(pilots, foundations, limits):
    ratio = (
        pilots["value"]
        / (pilots["cost"] + [sum(foundations.loc[n.split(), "cost"]) for n in pilots["needs"]])
    ).sort_values(ascending=False)
    chosen = []
    for name in ratio.index:
        needs = [need for need in pilots.loc[name, "needs"].split() if need not in chosen]
        trial = [*chosen, name, *needs]
        better = net_value(trial, pilots, foundations) > net_value(chosen, pilots, foundations)
        if better and not broken_rules(trial, pilots, foundations, limits):
            chosen = trial
    return chosen
