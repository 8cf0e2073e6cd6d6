# %% right: library
def margins(pilots, foundations, limits):
    best = choose(pilots, foundations, limits)
    highest = net_value(best, pilots, foundations)

    def highest_otherwise(name):
        fortune = 1e6 * (-1 if name in best else 1)
        pushed = pilots.copy()
        pushed["value"] = pushed["value"].astype(float)
        pushed.loc[name, "value"] += fortune
        chosen = choose(pushed, foundations, limits)
        if (name in chosen) == (name in best):
            return -np.inf
        return net_value(chosen, pilots, foundations)

    return highest - pilots.index.to_series().map(highest_otherwise)


def weakest_point(pilots, foundations, limits):
    margin = margins(pilots, foundations, limits)
    share = (margin / pilots["value"]).sort_values(kind="stable")
    name = share.index[0]
    sign = np.where(name in choose(pilots, foundations, limits), -1, 1)
    return str(name), float(pilots["value"][name] + sign * margin[name] * 1.01)

# %% right: loops
def margins(pilots, foundations, limits):
    best = choose(pilots, foundations, limits)
    highest = net_value(best, pilots, foundations)
    result = []
    for pilot in pilots.index:
        if pilot in best:
            rest = pilots[pilots.index != pilot]
            result.append(highest - net_value(choose(rest, foundations, limits), rest, foundations))
            continue
        # Pay for the pilot first, give its foundations away, and choose the rest.
        needed = pilots.at[pilot, "needs"].split()
        left = {}
        for resource in RESOURCES:
            shared = sum(foundations.at[need, resource] for need in needed)
            left[resource] = limits[resource] - pilots.at[pilot, resource] - shared
        if min(left.values()) < 0:
            result.append(np.inf)
            continue
        given = foundations.copy()
        given.loc[needed, RESOURCES] = 0
        rest = pilots.drop(index=[pilot, *[t for t in pilots.at[pilot, "overlaps"].split() if t in pilots.index]])
        chosen = [one for one in choose(rest, given, left) if one not in needed]
        result.append(highest - net_value([pilot, *needed, *chosen], pilots, foundations))
    return pd.Series(result, index=pilots.index)


def weakest_point(pilots, foundations, limits):
    inside = choose(pilots, foundations, limits)
    smallest, answer = np.inf, None
    for name, margin in margins(pilots, foundations, limits).items():
        value = pilots.at[name, "value"]
        if margin / value < smallest:
            smallest = margin / value
            answer = name, float(value - 1.01 * margin if name in inside else value + 1.01 * margin)
    return answer

# %% right: vectorised
from scipy.sparse import lil_array


def solve(pilots, foundations, limits, low=(), high=()):
    names = [*pilots.index, *foundations.index]
    place = {name: number for number, name in enumerate(names)}
    pairs = [(p, need, -1, 0) for p, needs in pilots["needs"].items() for need in needs.split()]
    pairs += [
        (p, twin, 1, 1)
        for p, twins in pilots["overlaps"].items()
        for twin in twins.split()
        if twin in place
    ]
    matrix = lil_array((len(RESOURCES) + len(pairs), len(names)))
    both = np.vstack([pilots[RESOURCES], foundations[RESOURCES]]).astype(float)
    matrix[: len(RESOURCES)] = both.T
    for row, (pilot, other, sign, _) in enumerate(pairs, start=len(RESOURCES)):
        matrix[row, place[pilot]] = 1
        if other in place:
            matrix[row, place[other]] = sign
    most = [limits[name] for name in RESOURCES] + [ub for *_, ub in pairs]
    gain = np.r_[pilots["value"], np.zeros(len(foundations))] - both[:, 0]
    lower, upper = np.zeros(len(names)), np.ones(len(names))
    lower[[place[name] for name in low]] = 1
    upper[[place[name] for name in high]] = 0
    result = milp(
        -gain,
        integrality=1,
        bounds=Bounds(lower, upper),
        constraints=LinearConstraint(matrix.tocsr(), -np.inf, most),
        options={"mip_rel_gap": 0},
    )
    return None if result.x is None else [str(n) for n, x in zip(names, result.x) if x > 0.5]


def margins(pilots, foundations, limits):
    best = solve(pilots, foundations, limits)
    top = net_value(best, pilots, foundations)

    def margin(name):
        force = {"high": [name]} if name in best else {"low": [name]}
        other = solve(pilots, foundations, limits, **force)
        return np.inf if other is None else top - net_value(other, pilots, foundations)

    return pd.Series({name: margin(name) for name in pilots.index})


def weakest_point(pilots, foundations, limits):
    table = pd.DataFrame({"margin": margins(pilots, foundations, limits), "value": pilots["value"]})
    name = table.eval("margin / value").idxmin()
    margin, value = table.loc[name]
    falls = name in solve(pilots, foundations, limits)
    return name, value + (-1.01 if falls else 1.01) * margin

# %% wrong: Takes a pilot's own value less cost for its margin.
# says: net. Without A, or without B, it is C
# edits: official
# -             others = pilots.drop(index=name)
# -             result[name] = highest - net_value(
# -                 choose(others, foundations, limits), others, foundations
# -             )
# +             result[name] = float(pilots.loc[name, "value"] - pilots.loc[name, "cost"])

# %% wrong: Takes a chosen pilot out of the set and fills the gap with nothing.
# says: net. Without A, or without B, it is C
# edits: official
# -                 choose(others, foundations, limits), others, foundations
# +                 [one for one in best if one != name], others, foundations

# %% wrong: Only chosen pilots have a margin; the others can never enter.
# says: net. Without A, or without B, it is C
# edits: official
# -         result[name] = highest - net_value(forced, pilots, foundations) if held else np.inf
# +         result[name] = np.inf

# %% wrong: Pilots that are not chosen get a margin of 0.
# says: net. Without A, or without B, it is C
# edits: official
# -         result[name] = highest - net_value(forced, pilots, foundations) if held else np.inf
# +         result[name] = 0.0

# %% wrong: A pilot that no set can hold gets a margin of 0.
# says: no set can hold Y
# edits: official
# -         result[name] = highest - net_value(forced, pilots, foundations) if held else np.inf
# +         result[name] = highest - net_value(forced, pilots, foundations) if held else 0.0

# %% wrong: Forgets that some pilots fit in no set.
# says: no set can hold Y
# edits: official
# -         result[name] = highest - net_value(forced, pilots, foundations) if held else np.inf
# +         result[name] = highest - net_value(forced, pilots, foundations)

# %% wrong: Values the forced set with the bonus that forced it in.
# says: net. Without A, or without B, it is C
# edits: official
# -         result[name] = highest - net_value(forced, pilots, foundations) if held else np.inf
# +         result[name] = highest - net_value(forced, pulled, foundations) if held else np.inf

# %% wrong: The bonus is too small to force every pilot in.
# says: the margin of a pilot that is not chosen is
# edits: official
# -     bonus = 10 * (pilots["value"].abs().sum() + pilots["cost"].sum() + foundations["cost"].sum())
# +     bonus = 500

# %% wrong: Adds an outsider to the best set and pays for it, over the limits.
# says: net. Without A, or without B, it is C
# edits: official
# -         result[name] = highest - net_value(forced, pilots, foundations) if held else np.inf
# +         result[name] = highest - net_value([*best, name], pilots, foundations)

# %% wrong: An outsider enters once its value covers its own cost.
# says: net. Without A, or without B, it is C
# edits: official
# -         result[name] = highest - net_value(forced, pilots, foundations) if held else np.inf
# +         result[name] = max(0.0, pilots.loc[name, "cost"] - pilots.loc[name, "value"])

# %% wrong: Returns margins as shares of the value.
# says: net. Without A, or without B, it is C
# edits: official
# -     return pd.Series(result)
# +     return pd.Series(result) / pilots["value"]

# %% wrong: Chosen pilots get negative margins, for their values fall.
# says: net. Without A, or without B, it is C
# edits: official
# -             result[name] = highest - net_value(
# +             result[name] = -(highest - net_value(
#                   choose(others, foundations, limits), others, foundations
# -             )
# +             ))

# %% wrong: Sorts the margins: the order of the pilots is lost.
# says: the index is not the one of pilots
# edits: official
# -     return pd.Series(result)
# +     return pd.Series(result).sort_values()

# %% wrong: Names the smallest margin in euros, not in relation to the value.
# says: the margin of X is 300 of 1000, or 30%
# edits: official
# -     name = (margin / pilots["value"]).idxmin()
# +     name = margin.idxmin()

# %% wrong: Names the most robust pilot.
# says: A and B flip at 200 of 900 (22%)
# edits: official
# -     name = (margin / pilots["value"]).idxmin()
# +     name = (margin / pilots["value"]).replace(np.inf, -1).idxmax()

# %% wrong: Relates the margin to the cost.
# says: the margin of X is 300 of 1000, or 30%
# edits: official
# -     name = (margin / pilots["value"]).idxmin()
# +     name = (margin / pilots["cost"]).idxmin()

# %% wrong: Looks for the weakest among the chosen only.
# says: Y is out and costs 10 more than it brings
# edits: official
# -     name = (margin / pilots["value"]).idxmin()
# +     inside = [one for one in choose(pilots, foundations, limits) if one in pilots.index]
# +     name = (margin / pilots["value"])[inside].idxmin()

# %% wrong: Looks for the weakest among those that are not chosen.
# says: A and B flip at 200 of 900 (22%)
# edits: official
# -     name = (margin / pilots["value"]).idxmin()
# +     inside = [one for one in choose(pilots, foundations, limits) if one in pilots.index]
# +     name = (margin / pilots["value"]).drop(index=inside).idxmin()

# %% wrong: Always lowers the value, also of a pilot that should enter.
# says: Y is out and costs 10 more than it brings
# edits: official
# -     sign = -1 if name in choose(pilots, foundations, limits) else 1
# +     sign = -1

# %% wrong: Always raises the value.
# says: 900 less the margin of 200 less another 2 (1%
# edits: official
# -     sign = -1 if name in choose(pilots, foundations, limits) else 1
# +     sign = 1

# %% wrong: Stops just before the flip.
# says: 900 less the margin of 200 less another 2 (1%
# edits: official
# -     return name, float(pilots.loc[name, "value"] + sign * 1.01 * margin[name])
# +     return name, float(pilots.loc[name, "value"] + sign * 0.99 * margin[name])

# %% wrong: Doubles the margin to be safe.
# says: 900 less the margin of 200 less another 2 (1%
# edits: official
# -     return name, float(pilots.loc[name, "value"] + sign * 1.01 * margin[name])
# +     return name, float(pilots.loc[name, "value"] + sign * 2 * margin[name])

# %% wrong: Goes 1% of the value beyond the flip, not 1% of the margin.
# says: 900 less the margin of 200 less another 2 (1%
# edits: official
# -     return name, float(pilots.loc[name, "value"] + sign * 1.01 * margin[name])
# +     return name, float(pilots.loc[name, "value"] + sign * (margin[name] + 0.01 * pilots.loc[name, "value"]))

# %% wrong: Returns the change in place of the new value.
# says: 900 less the margin of 200 less another 2 (1%
# edits: official
# -     return name, float(pilots.loc[name, "value"] + sign * 1.01 * margin[name])
# +     return name, float(sign * 1.01 * margin[name])

# %% wrong: Names the pilot with the largest value: it must matter most.
# says: Y is out and costs 10 more than it brings
# edits: official
# -     name = (margin / pilots["value"]).idxmin()
# +     name = pilots["value"].idxmax()

# %% wrong: Counts a pilot that no set can hold as if the board then did nothing.
# says: no set can hold Y
# edits: official
# -         result[name] = highest - net_value(forced, pilots, foundations) if held else np.inf
# +         result[name] = highest - net_value(forced, pilots, foundations) if held else highest
