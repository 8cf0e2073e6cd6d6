"""Takes the largest that still fits, one after another."""
# cell: q5_choice
def best_few(pilots, foundations, limits, count):
    """Return the identifiers of the best set of so many pilots."""
    chosen, built = [], set()
    left = {name: limits[name] for name in SCARCE}
    for name in (pilots["value"] - pilots["cost"]).sort_values(ascending=False).index:
        if len(chosen) == count:
            break
        if set(pilots.loc[name, "overlaps"].split()) & set(chosen):
            continue
        new = [need for need in pilots.loc[name, "needs"].split() if need not in built]
        takes = {r: pilots.loc[name, r] + sum(foundations.loc[n, r] for n in new) for r in SCARCE}
        if all(takes[r] <= left[r] for r in SCARCE):
            chosen.append(name)
            built |= set(new)
            left = {r: left[r] - takes[r] for r in SCARCE}
    return chosen if len(chosen) == count else []
