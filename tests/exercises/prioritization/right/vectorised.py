"""numpy throughout: matrices for scores, ranks by counting, one sparse milp with bounds."""
# cell: q1_scores
def weighted_score(criteria, weights, lower_is_better=()):
    names = [name for name, weight in weights.items()]
    sign = np.array([-1.0 if name in lower_is_better else 1.0 for name in names])
    data = criteria[names].to_numpy(dtype=float) * sign
    width = np.ptp(data, axis=0)
    scaled = np.divide(data - data.min(axis=0), width, out=np.zeros_like(data), where=width > 0)
    share = np.array(list(weights.values()), dtype=float)
    return pd.Series(scaled @ (share / share.sum()), index=criteria.index, name="score")


def rice(pilots):
    return pilots[["reach", "impact", "confidence"]].prod(axis=1).div(pilots["effort"])


def wsjf(pilots):
    parts = ["business_value", "time_criticality", "risk_reduction"]
    return pilots[parts].sum(axis=1).div(pilots["job_size"])


def ranks(scores):
    values = scores.to_numpy()
    return pd.Series(1 + (values[:, None] < values).sum(axis=1), index=scores.index)
# cell: q2_stability
def draw_values(pilots, draws, seed):
    rng = np.random.default_rng(seed)
    low, mode, high = pilots[["value_low", "value_likely", "value_high"]].to_numpy(dtype=float).T
    width = high - low
    peak = np.divide(mode - low, width, out=np.full(len(low), 0.5), where=width > 0)
    u = rng.random((draws, len(low)))
    shape = np.where(u < peak, np.sqrt(u * peak), 1 - np.sqrt((1 - u) * (1 - peak)))
    return pd.DataFrame(low + width * shape, columns=pilots.index)


def rank_stability(scores, top):
    values = scores.to_numpy()
    places = 1 + (values[:, :, None] < values[:, None, :]).sum(axis=2)
    best, median, worst = np.quantile(places, [0.05, 0.5, 0.95], axis=0)
    table = {"top_share": (places <= top).mean(axis=0), "worst": worst, "median": median}
    return pd.DataFrame(table | {"best": best}, index=scores.columns)
# cell: q3_reversal
def rank_reversals(criteria, weights, lower_is_better=()):
    full = weighted_score(criteria, weights, lower_is_better).to_numpy()
    found = []
    for place, removed in enumerate(criteria.index):
        kept = np.delete(np.arange(len(criteria)), place)
        fewer = weighted_score(criteria.iloc[kept], weights, lower_is_better).to_numpy()
        gap_before = np.subtract.outer(full[kept], full[kept])
        gap_after = np.subtract.outer(fewer, fewer)
        for one, other in np.argwhere((gap_before > 1e-9) & (gap_after < -1e-9)):
            found.append([criteria.index[kept[other]], removed, criteria.index[kept[one]]])
    return pd.DataFrame(found, columns=["behind", "removed", "ahead"])


def anchored_score(criteria, weights, anchors):
    total = np.zeros(len(criteria))
    for name in weights:
        worst, best = anchors[name]
        ends = ([worst, best], [0, 1]) if worst < best else ([best, worst], [1, 0])
        total += weights[name] * np.interp(criteria[name].to_numpy(dtype=float), *ends)
    return pd.Series(total / np.sum(list(weights.values())), index=criteria.index)
# cell: q4_rules
def net_value(chosen, pilots, foundations):
    own = pilots.loc[pilots.index.intersection(pd.unique(pd.Series(chosen, dtype=object)))]
    shared = foundations.loc[foundations.index.intersection(pd.Series(chosen, dtype=object))]
    return own["value"].sum() - own["cost"].sum() - shared["cost"].sum()


def broken_rules(chosen, pilots, foundations, limits):
    taken = pd.concat([pilots, foundations])
    taken = taken[taken.index.isin(list(chosen))]
    used = taken[RESOURCES].sum()
    most = pd.Series(limits, dtype=float).reindex(RESOURCES, fill_value=np.inf)
    broken = set(used.index[used > most])
    has = set(taken.index)
    for row in taken.loc[taken.index.isin(pilots.index)].itertuples():
        if not set(row.needs.split()) <= has:
            broken.add("foundation")
        if set(row.overlaps.split()) & has:
            broken.add("overlap")
    return list(broken)
# cell: q5_choice
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
# cell: q6_unlock
def unlocked_value(pilots, foundations, limits):
    best = net_value(choose(pilots, foundations, limits), pilots, foundations)
    return pd.Series(
        [
            best - net_value(choose(pilots, foundations.drop(name), limits), pilots, foundations)
            for name in foundations.index
        ],
        index=foundations.index,
    ).clip(lower=0)
# cell: q7_pilot
def pilot_worth(chance, gain, loss, detection, false_alarm):
    joint = np.outer([chance, 1 - chance], [1, 0]) + 0.0
    said = np.array([[detection, 1 - detection], [false_alarm, 1 - false_alarm]])
    joint = said * np.array([[chance], [1 - chance]])  # good, bad x go, stop
    scale = np.array([gain, -loss]) @ joint
    now = max(scale.sum(), 0.0)
    informed = np.maximum(scale, 0).sum()
    go = joint[:, 0].sum()
    return now, informed, informed - now, joint[0, 0] / go if go else chance
# cell: q8_flip
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
