"""Only pilots need people and money."""
# cell: q4_rules
def net_value(chosen, pilots, foundations):
    """Return the values of the chosen pilots less the costs of all that is chosen."""
    own = pilots[pilots.index.isin(chosen)]
    shared = foundations[foundations.index.isin(chosen)]
    return float(own["value"].sum() - own["cost"].sum() - shared["cost"].sum())


def broken_rules(chosen, pilots, foundations, limits):
    """Return the names of the rules that a set breaks."""
    names = set(chosen)
    own = pilots[pilots.index.isin(names)]
    shared = foundations[foundations.index.isin(names)]
    broken = [
        name for name, most in limits.items() if own[name].sum() > most + 1e-9
    ]
    if any(need not in names for needs in own["needs"] for need in needs.split()):
        broken.append("foundation")
    if any(other in own.index for others in own["overlaps"] for other in others.split()):
        broken.append("overlap")
    return broken
