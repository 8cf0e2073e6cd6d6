# %% right: library
def choose(pilots, foundations, limits):
    both = pd.concat([pilots.assign(gain=pilots["value"] - pilots["cost"]), foundations])
    both["gain"] = both["gain"].fillna(-both["cost"])
    unit = pd.DataFrame(np.eye(len(both)), both.index, both.index)
    constraints = [LinearConstraint(both[name].to_numpy(float), ub=limits[name]) for name in RESOURCES]
    zero = pd.Series(0.0, index=both.index)
    for name, need in pilots["needs"].str.split().explode().dropna().items():
        constraints.append(LinearConstraint(unit[name] - (unit[need] if need in unit else zero), ub=0))
    for name, twin in pilots["overlaps"].str.split().explode().dropna().items():
        if twin in unit:
            constraints.append(LinearConstraint(unit[name] + unit[twin], ub=1))
    result = milp(
        -both["gain"].to_numpy(float),
        integrality=np.ones(len(both)),
        bounds=Bounds(0, 1),
        constraints=constraints,
        options={"mip_rel_gap": 0},
    )
    return both.index[result.x.round().astype(bool)].tolist()

# %% right: loops
def choose(pilots, foundations, limits):
    names = list(pilots.index) + list(foundations.index)
    number = {name: place for place, name in enumerate(names)}
    gain = [pilots.at[n, "value"] - pilots.at[n, "cost"] for n in pilots.index]
    gain += [-foundations.at[n, "cost"] for n in foundations.index]
    rows, most = [], []
    for resource in RESOURCES:
        rows.append([*pilots[resource], *foundations[resource]])
        most.append(limits[resource])
    for foundation in foundations.index:
        users = [n for n in pilots.index if foundation in pilots.at[n, "needs"].split()]
        row = [0] * len(names)
        for user in users:
            row[number[user]] = 1
        row[number[foundation]] = -len(users)
        rows.append(row)
        most.append(0)
    upper = [1] * len(names)
    for pilot in pilots.index:
        for need in pilots.at[pilot, "needs"].split():
            if need not in number:
                upper[number[pilot]] = 0
        for twin in pilots.at[pilot, "overlaps"].split():
            if twin in number and twin > pilot:
                row = [0] * len(names)
                row[number[pilot]] = row[number[twin]] = 1
                rows.append(row)
                most.append(1)
    answer = milp(
        [-one for one in gain],
        integrality=[1] * len(names),
        bounds=Bounds([0] * len(names), upper),
        constraints=LinearConstraint(rows, [-np.inf] * len(rows), most),
        options={"mip_rel_gap": 0},
    )
    return [name for name in names if round(answer.x[number[name]]) == 1]

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


def choose(pilots, foundations, limits):
    return solve(pilots, foundations, limits)

# %% wrong: Walks down a list by value for money and never looks back.
# says: of the highest net value; expected
def choose(pilots, foundations, limits):
    ratio = (pilots["value"] / pilots["cost"]).sort_values(ascending=False)
    chosen = []
    for name in ratio.index:
        needs = [need for need in pilots.loc[name, "needs"].split() if need not in chosen]
        trial = [*chosen, name, *needs]
        better = net_value(trial, pilots, foundations) > net_value(chosen, pilots, foundations)
        if better and not broken_rules(trial, pilots, foundations, limits):
            chosen = trial
    return chosen

# %% wrong: Takes the largest value first.
# says: pilots without a foundation bring 5,890 net; your set brings 5,310
def choose(pilots, foundations, limits):
    ratio = pilots["value"].sort_values(ascending=False)
    chosen = []
    for name in ratio.index:
        needs = [need for need in pilots.loc[name, "needs"].split() if need not in chosen]
        trial = [*chosen, name, *needs]
        better = net_value(trial, pilots, foundations) > net_value(chosen, pilots, foundations)
        if better and not broken_rules(trial, pilots, foundations, limits):
            chosen = trial
    return chosen

# %% wrong: Takes only pilots that need no foundation.
# says: pilots without a foundation bring 5,890 net; your set brings 5,890
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

# %% wrong: Stops at the first pilot that does not fit, with money left over.
# says: of the highest net value; expected
def choose(pilots, foundations, limits):
    ratio = (pilots["value"] / pilots["cost"]).sort_values(ascending=False)
    chosen = []
    for name in ratio.index:
        needs = [need for need in pilots.loc[name, "needs"].split() if need not in chosen]
        trial = [*chosen, name, *needs]
        better = net_value(trial, pilots, foundations) > net_value(chosen, pilots, foundations)
        if better and not broken_rules(trial, pilots, foundations, limits):
            chosen = trial
        elif better:
            break
    return chosen

# %% wrong: Charges the foundations to the first pilot that needs them, in the ratio too.
# says: of the highest net value; expected
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

# %% wrong: Greedy, then tries to exchange one pilot for another: a local optimum.
# says: of the highest net value; expected
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

# %% wrong: Tries random orders and keeps the best set it meets.
# says: of the highest net value; expected
def choose(pilots, foundations, limits):
    rng = np.random.default_rng(0)
    best = []
    for _ in range(60):
        trial = []
        for name in rng.permutation(pilots.index):
            larger = [*trial, str(name), *pilots.loc[name, "needs"].split()]
            if not broken_rules(larger, pilots, foundations, limits):
                trial = list(dict.fromkeys(larger))
        if net_value(trial, pilots, foundations) > net_value(best, pilots, foundations):
            best = trial
    return best

# %% wrong: Maximises the value instead of value less cost: spends for the sake of spending.
# says: a set of a small register is wrong
# edits: official
# -     gain = np.concatenate([pilots["value"], np.zeros(len(foundations))]) - both["cost"]
# +     gain = pd.Series(np.concatenate([pilots["value"], np.zeros(len(foundations))]))

# %% wrong: The objective forgets what foundations cost.
# says: a set of a small register is wrong
# edits: official
# -     gain = np.concatenate([pilots["value"], np.zeros(len(foundations))]) - both["cost"]
# +     gain = np.concatenate([pilots["value"], np.zeros(len(foundations))]) - np.concatenate([pilots["cost"], np.zeros(len(foundations))])
# +     gain = pd.Series(gain)

# %% wrong: Forgets that milp minimises.
# says: pilots without a foundation bring 5,890 net; your set brings -4,737
# edits: official
# -         -gain.to_numpy(dtype=float) / 1000,
# +         gain.to_numpy(dtype=float) / 1000,

# %% wrong: Leaves integrality out and rounds the fractions.
# says: cost: 8280 needed, 7000 there
# edits: official
# -         integrality=np.ones(len(names)),

# %% wrong: Leaves integrality out and takes only what is wholly chosen.
# says: of the highest net value; expected
# edits: official
# -         integrality=np.ones(len(names)),
# ...
# -     return [name for name, share in zip(names, result.x) if share > 0.5]
# +     return [name for name, share in zip(names, result.x) if share > 0.999]

# %% wrong: Forgets the rows for the foundations.
# says: P01 needs F1, which is not chosen
# edits: official
# -         for need in row["needs"].split():
# -             rows.append([(other == name) - (other == need) for other in names])
# -             most.append(0)

# %% wrong: The row for a need stands the wrong way round: a foundation only with its pilots.
# says: P01 needs F1, which is not chosen
# edits: official
# -             rows.append([(other == name) - (other == need) for other in names])
# +             rows.append([(other == need) * 1 - (other == name) for other in names])

# %% wrong: Forgets the rows for overlaps.
# says: P03 and P07 do the same thing
# edits: official
# -         for twin in row["overlaps"].split():
# -             rows.append([(other in (name, twin)) * 1.0 for other in names])
# -             most.append(1)

# %% wrong: Limits the money, not the people.
# says: a set is not allowed
# edits: official
# -     rows = [both[name].to_numpy(dtype=float) for name in RESOURCES]
# -     most = [limits[name] for name in RESOURCES]
# +     rows = [both["cost"].to_numpy(dtype=float)]
# +     most = [limits["cost"]]

# %% wrong: One limit for all roles together.
# says: a set is not allowed
# edits: official
# -     rows = [both[name].to_numpy(dtype=float) for name in RESOURCES]
# -     most = [limits[name] for name in RESOURCES]
# +     rows = [both["cost"].to_numpy(dtype=float), both[ROLES].sum(axis=1).to_numpy(dtype=float)]
# +     most = [limits["cost"], sum(limits[name] for name in ROLES)]

# %% wrong: Foundations cost money but no people.
# says: a set is not allowed
# edits: official
#       names = list(both.index)
# +     both.loc[foundations.index, ROLES] = 0

# %% wrong: Pays for all foundations before it looks at pilots.
# says: pilots without a foundation bring 5,890 net; your set brings -1,500
# edits: official
# -         bounds=Bounds(0, 1),
# +         bounds=Bounds([(name in foundations.index) * 1.0 for name in names], 1),

# %% wrong: Tells milp to stop within 5% of the best.
# says: of the highest net value
# edits: official
# -         options={"mip_rel_gap": 0},
# +         options={"mip_rel_gap": 0.05},

# %% wrong: Returns the pilots without their foundations.
# says: P01 needs F1, which is not chosen
# edits: official
# -     return [name for name, share in zip(names, result.x) if share > 0.5]
# +     return [name for name, share in zip(names, result.x) if share > 0.5 and name in pilots.index]

# %% wrong: Uses Meridian's limits, whatever is handed in.
# says: a set is not allowed
# edits: official
# -     most = [limits[name] for name in RESOURCES]
# +     most = [globals()["limits"][name] for name in RESOURCES]

# %% wrong: The variables have no upper bound: a good pilot is bought twice and returned once.
# says: pilots without a foundation bring 5,890 net; your set brings 673
# edits: official
# -         bounds=Bounds(0, 1),
# +         bounds=Bounds(0, np.inf),
