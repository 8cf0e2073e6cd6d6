"""Uses the ceiling as a cap on the curve instead of a factor."""
# cell: q6_mix
def share_using(p, q, ceiling, weeks):
    left = np.exp(-(p + q) * weeks)
    return float(min(ceiling, (1 - left) / (1 + q / p * left)))


def cheapest_mix(levers, start):
    rows = levers.to_dict("records")
    best = None
    for mix in chain.from_iterable(combinations(rows, size) for size in range(len(rows) + 1)):
        names = [row["lever"] for row in mix]
        if any(row["needs"] and row["needs"] not in names for row in mix):
            continue
        p, q, ceiling = (
            start[name] + sum(row[name] for row in mix) for name in ("p", "q", "ceiling")
        )
        reached = share_using(p, q, min(ceiling, 1), start["weeks"])
        cost = sum(row["cost"] for row in mix)
        if reached >= start["target"] and (best is None or (cost, -reached) < best[:2]):
            best = cost, -reached, names
    return None if best is None else best[2]
