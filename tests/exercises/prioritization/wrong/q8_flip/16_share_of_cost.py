"""Relates the margin to the cost."""
# cell: q8_flip
def margins(pilots, foundations, limits):
    """Return by how much each pilot's value must move before the best set changes."""
    best = choose(pilots, foundations, limits)
    highest = net_value(best, pilots, foundations)
    bonus = 10 * (pilots["value"].abs().sum() + pilots["cost"].sum() + foundations["cost"].sum())
    result = {}
    for name in pilots.index:
        if name in best:
            others = pilots.drop(index=name)
            result[name] = highest - net_value(
                choose(others, foundations, limits), others, foundations
            )
            continue
        # A pilot worth a fortune is chosen if any allowed set can hold it.
        pulled = pilots.assign(value=pilots["value"] + bonus * (pilots.index == name))
        forced = choose(pulled, foundations, limits)
        held = name in forced
        result[name] = highest - net_value(forced, pilots, foundations) if held else np.inf
    return pd.Series(result)


def weakest_point(pilots, foundations, limits):
    """Return the pilot that flips with the smallest relative change, and a value beyond the flip."""
    margin = margins(pilots, foundations, limits)
    name = (margin / pilots["cost"]).idxmin()
    sign = -1 if name in choose(pilots, foundations, limits) else 1
    return name, float(pilots.loc[name, "value"] + sign * 1.01 * margin[name])
