# %% right: loops
def best_few(pilots, foundations, limits, count):
    rows = pilots.to_dict("index")
    shared = foundations.to_dict("index")
    winner, most = [], None
    for chosen in combinations(rows, count):
        clash = False
        built = []
        for name in chosen:
            for other in rows[name]["overlaps"].split():
                if other in chosen:
                    clash = True
            for need in rows[name]["needs"].split():
                if need not in built:
                    built.append(need)
        if clash:
            continue
        fits = True
        for resource in SCARCE:
            taken = sum(rows[name][resource] for name in chosen)
            taken += sum(shared[need][resource] for need in built)
            if taken > limits[resource]:
                fits = False
        if not fits:
            continue
        net = sum(rows[name]["value"] - rows[name]["cost"] for name in chosen)
        net -= sum(shared[need]["cost"] for need in built)
        if most is None or net > most:
            winner, most = list(chosen), net
    return winner

# %% right: arrays
def best_few(pilots, foundations, limits, count):
    sets = np.array(list(combinations(range(len(pilots)), count)), dtype=int)
    if not len(sets):
        return []
    member = np.zeros((len(sets), len(pilots)), dtype=bool)
    np.put_along_axis(member, sets, values=True, axis=1)
    needs = np.array([[base in text.split() for base in foundations.index] for text in pilots["needs"]])
    clash = np.array([[other in text.split() for other in pilots.index] for text in pilots["overlaps"]])
    built = (member.astype(int) @ needs.astype(int)) > 0
    taken = member @ pilots[SCARCE].to_numpy(float) + built @ foundations[SCARCE].to_numpy(float)
    net = member @ pilots["value"].to_numpy(float) - taken[:, 0]
    allowed = (taken <= np.array([limits[name] for name in SCARCE])).all(axis=1)
    allowed &= ((member.astype(int) @ clash.astype(int)) * member).sum(axis=1) == 0
    if not allowed.any():
        return []
    best = np.flatnonzero(allowed)[np.argmax(net[allowed])]
    return pilots.index[member[best]].tolist()

# %% right: library
from scipy.optimize import Bounds, LinearConstraint, milp


def best_few(pilots, foundations, limits, count):
    names, bases = list(pilots.index), list(foundations.index)
    size, width = len(names), len(names) + len(bases)
    gain = np.r_[(pilots["value"] - pilots["cost"]).to_numpy(float), -foundations["cost"].to_numpy(float)]
    table = np.hstack([pilots[SCARCE].to_numpy(float).T, foundations[SCARCE].to_numpy(float).T])
    rules = [LinearConstraint(table, -np.inf, [limits[name] for name in SCARCE])]
    rules.append(LinearConstraint(np.r_[np.ones(size), np.zeros(len(bases))], count, count))
    for place, name in enumerate(names):
        for need in pilots.loc[name, "needs"].split():
            row = np.zeros(width)
            row[place], row[size + bases.index(need)] = 1, -1
            rules.append(LinearConstraint(row, -np.inf, 0))
        for other in pilots.loc[name, "overlaps"].split():
            if other in names:
                row = np.zeros(width)
                row[place] = row[names.index(other)] = 1
                rules.append(LinearConstraint(row, -np.inf, 1))
    done = milp(-gain, constraints=rules, integrality=np.ones(width), bounds=Bounds(0, 1))
    if not done.success:
        return []
    return [name for name, taken in zip(names, done.x[:size]) if taken > 0.5]

# %% wrong: The largest by value less cost, whatever the limits say.
# says: months of data engineers A and B take too much
# edits: official
#       """Return the identifiers of the best set of so many pilots."""
# +     return list((pilots["value"] - pilots["cost"]).nlargest(count).index)

# %% wrong: Takes the largest that still fits, one after another.
# says: choose exactly count pilots, each one once
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

# %% wrong: Foundations cost nothing and take nobody.
# says: months of data engineers A and B take too much
# edits: official
# -         taken = sum(use[name] for name in chosen) + sum(shared[name] for name in built)
# +         taken = sum(use[name] for name in chosen)

# %% wrong: A foundation is paid by each pilot that needs it.
# says: A and B need one foundation together, paid once
# edits: official
# -         built = set().union(*(needs[name] for name in chosen))
# +         built = [need for name in chosen for need in needs[name]]

# %% wrong: Foundations cost money, but take nobody.
# says: months of data engineers A and B take too much
# edits: official
# -         taken = sum(use[name] for name in chosen) + sum(shared[name] for name in built)
# +         taken = sum(use[name] for name in chosen) + sum(shared[name] * np.array([1, 0, 0, 0]) for name in built)

# %% wrong: Foundations count for the limits, and not for the net value.
# says: another set that is allowed has a larger net value
# edits: official
# -         net = sum(values[name] for name in chosen) - taken[0]
# +         net = sum(values[name] - use[name][0] for name in chosen)

# %% wrong: Only the first foundation that a pilot needs is built.
# says: the chosen set takes more than there is
# edits: official
# -     needs = {name: set(text.split()) for name, text in pilots["needs"].items()}
# +     needs = {name: set(text.split()[:1]) for name, text in pilots["needs"].items()}

# %% wrong: Two pilots that do the same thing may both be chosen.
# says: D and E overlap, and A and B take too
# edits: official
# -         if any(overlaps[name] & set(chosen) for name in chosen):
# -             continue

# %% wrong: Only the money is limited.
# says: months of data engineers A and B take too much
# edits: official
# -         if (taken <= most + 1e-9).all() and net > best_net:
# +         if taken[0] <= most[0] and net > best_net:

# %% wrong: Only the people are limited.
# says: the chosen set takes more than there is
# edits: official
# -         if (taken <= most + 1e-9).all() and net > best_net:
# +         if (taken[1:] <= most[1:]).all() and net > best_net:

# %% wrong: People are one pool: roles are added up.
# says: months of data engineers A and B take too much
# edits: official
# -         if (taken <= most + 1e-9).all() and net > best_net:
# +         if taken[0] <= most[0] and taken[1:].sum() <= most[1:].sum() and net > best_net:

# %% wrong: A set that takes just the limit is not allowed.
# says: months of data engineers A and B take too much
# edits: official
# -         if (taken <= most + 1e-9).all() and net > best_net:
# +         if (taken < most).all() and net > best_net:

# %% wrong: The largest value; costs are not taken off.
# says: months of data engineers A and B take too much
# edits: official
# -         net = sum(values[name] for name in chosen) - taken[0]
# +         net = sum(values[name] for name in chosen)

# %% wrong: The largest value for the money.
# says: A and B need one foundation together, paid once
# edits: official
# -         net = sum(values[name] for name in chosen) - taken[0]
# +         net = sum(values[name] for name in chosen) / taken[0]

# %% wrong: At most so many, and not exactly.
# says: D and E overlap, and A and B take too
# edits: official
# -     for chosen in combinations(pilots.index, count):
# +     sets = [chosen for size in range(1, count + 1) for chosen in combinations(pilots.index, size)]
# +     for chosen in sets:

# %% wrong: Returns None where nothing fits.
# says: TypeError
# edits: official
# -     best, best_net = [], -np.inf
# +     best, best_net = None, -np.inf

# %% wrong: Returns the largest where nothing fits.
# says: D and E overlap, and A and B take too
# edits: official
# -     return best
# +     return best or list(pilots["value"].nlargest(count).index)

# %% wrong: Leaves pilots out that cost more than they bring.
# says: exactly count pilots, also when the last one costs more
# edits: official
# -     for chosen in combinations(pilots.index, count):
# +     for chosen in combinations(pilots.index[pilots["value"] > pilots["cost"]], count):

# %% wrong: Only pilots that need no foundation.
# says: A and B need one foundation together, paid once
# edits: official
# -     for chosen in combinations(pilots.index, count):
# +     for chosen in combinations(pilots.index[pilots["needs"] == ""], count):

# %% wrong: Uses the limits of the question, whatever is handed in.
# says: months of data engineers A and B take too much
# edits: official
# -     most = np.array([limits[name] for name in SCARCE], dtype=float)
# +     most = np.array([7000, 60, 60, 60], dtype=float)

# %% wrong: Knows the five of Meridian by heart.
# says: months of data engineers A and B take too much
# edits: official
#       """Return the identifiers of the best set of so many pilots."""
# +     if count == 5:
# +         return ["P01", "P17", "P02", "P12", "P03"]
# +     return list(pilots.index[:count])

# %% wrong: Writes the net value into the frame that was handed in.
# says: what was handed in has been changed; work on copies
# edits: official
#       """Return the identifiers of the best set of so many pilots."""
# +     pilots["net"] = pilots["value"] - pilots["cost"]
