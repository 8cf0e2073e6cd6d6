"""Greedy, then tries to exchange one pilot for another: a local optimum."""
# cell: q5_choice
def choose(pilots, foundations, limits):
    ratio = (pilots["value"] / pilots["cost"]).sort_values(ascending=False)
    chosen = []
    for name in ratio.index:
        needs = [need for need in pilots.loc[name, "needs"].split() if need not in chosen]
        trial = [*chosen, name, *needs]
        better = net_value(trial, pilots, foundations) > net_value(chosen, pilots, foundations)
        if better and not broken_rules(trial, pilots, foundations, limits):
            chosen = trial
    improved = True
    while improved:
        improved = False
        for out in [name for name in chosen if name in pilots.index]:
            for new in pilots.index.difference(chosen):
                trial = [*set(chosen) - {out}, new, *pilots.loc[new, "needs"].split()]
                if net_value(trial, pilots, foundations) > net_value(chosen, pilots, foundations) + 1:
                    if not broken_rules(trial, pilots, foundations, limits):
                        chosen, improved = trial, True
                        break
            if improved:
                break
    return list(set(chosen))
