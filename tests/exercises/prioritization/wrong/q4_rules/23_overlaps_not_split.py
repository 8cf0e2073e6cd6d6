"""Several overlaps are taken for one name."""
# cell: q4_rules
def net_value(chosen, pilots, foundations):
    c = set(chosen)
    p = pilots[pilots.index.isin(c)]
    f = foundations[foundations.index.isin(c)]
    return p["value"].sum() - p["cost"].sum() - f["cost"].sum()


def broken_rules(chosen, pilots, foundations, limits):
    c = set(chosen)
    p = pilots[pilots.index.isin(c)]
    f = foundations[foundations.index.isin(c)]
    broken = []
    for r in RESOURCES:
        if r in limits and p[r].sum() + f[r].sum() > limits[r]:
            broken.append(r)
    if any(n not in c for s in p["needs"] for n in s.split()):
        broken.append("foundation")
    if any(o in c and o != me for me, s in p["overlaps"].items() for o in [s]):
        broken.append("overlap")
    return broken
