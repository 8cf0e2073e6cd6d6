"""scikit-learn, scipy.stats and pandas: whatever has a ready-made function is taken from there."""
# cell: q1_scores
from scipy import stats
from sklearn.preprocessing import minmax_scale


def weighted_score(criteria, weights, lower_is_better=()):
    scaled = pd.DataFrame(
        {name: minmax_scale(criteria[name].astype(float)) for name in weights}, index=criteria.index
    )
    for name in set(lower_is_better) & set(weights):
        if criteria[name].nunique() > 1:
            scaled[name] = 1 - scaled[name]
    return pd.Series(np.average(scaled, axis=1, weights=list(weights.values())), criteria.index)


def rice(pilots):
    return pilots.eval("reach * impact * confidence / effort")


def wsjf(pilots):
    return pilots.eval("(business_value + time_criticality + risk_reduction) / job_size")


def ranks(scores):
    return pd.Series(stats.rankdata(-scores, method="min"), index=scores.index).astype("int64")
# cell: q2_stability
def draw_values(pilots, draws, seed):
    rng = np.random.default_rng(seed)
    low = pilots["value_low"].astype(float)
    width = (pilots["value_high"] - low).clip(lower=1e-12)
    peak = ((pilots["value_likely"] - low) / width).clip(0, 1)
    drawn = stats.triang.rvs(peak, loc=low, scale=width, size=(draws, len(pilots)), random_state=rng)
    return pd.DataFrame(drawn, columns=pilots.index)


def rank_stability(scores, top):
    places = scores.apply(ranks, axis=1)
    table = places.quantile([0.05, 0.5, 0.95]).T.set_axis(["best", "median", "worst"], axis=1)
    return table.assign(top_share=places.le(top).mean())
# cell: q3_reversal
from itertools import permutations


def rank_reversals(criteria, weights, lower_is_better=()):
    before = weighted_score(criteria, weights, lower_is_better).round(10)
    rows = []
    for removed in criteria.index:
        after = weighted_score(criteria.drop(removed), weights, lower_is_better).round(10)
        rows += [
            {"removed": removed, "ahead": one, "behind": other}
            for one, other in permutations(after.index, 2)
            if before[one] > before[other] and after[one] < after[other]
        ]
    return pd.DataFrame.from_records(rows, columns=["removed", "ahead", "behind"])


def anchored_score(criteria, weights, anchors):
    share = pd.Series(weights) / pd.Series(weights).sum()
    worst = pd.Series({name: anchors[name][0] for name in weights}, dtype=float)
    best = pd.Series({name: anchors[name][1] for name in weights}, dtype=float)
    return criteria[list(weights)].sub(worst).div(best - worst).clip(0, 1).mul(share).sum(axis=1)
# cell: q4_rules
def net_value(chosen, pilots, foundations):
    gains = pd.concat([pilots["value"] - pilots["cost"], -foundations["cost"]])
    return float(gains[gains.index.isin(chosen)].sum())


def broken_rules(chosen, pilots, foundations, limits):
    own = pilots.filter(items=list(dict.fromkeys(chosen)), axis=0)
    shared = foundations.filter(items=list(dict.fromkeys(chosen)), axis=0)
    used = pd.concat([own, shared])[list(limits)].sum()
    rules = {name: used[name] > limits[name] for name in limits}
    rules["foundation"] = not own["needs"].str.split().explode().dropna().isin(shared.index).all()
    rules["overlap"] = own["overlaps"].str.split().explode().dropna().isin(own.index).any()
    return [name for name, is_broken in rules.items() if is_broken]
# cell: q5_choice
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
# cell: q6_unlock
def unlocked_value(pilots, foundations, limits):
    everything = net_value(choose(pilots, foundations, limits), pilots, foundations)

    def lost(name):
        kept = pilots[~pilots["needs"].str.contains(name, regex=False)]
        rest = foundations.drop(index=name)
        return everything - net_value(choose(kept, rest, limits), kept, rest)

    return foundations.index.to_series().map(lost)
# cell: q7_pilot
def pilot_worth(chance, gain, loss, detection, false_alarm):
    table = pd.DataFrame(
        {"go": [detection, false_alarm], "stop": [1 - detection, 1 - false_alarm]},
        index=["good", "bad"],
    ).mul([chance, 1 - chance], axis=0)
    payoff = table.mul([gain, -loss], axis=0).sum()
    now, informed = max(0, payoff.sum()), payoff.clip(lower=0).sum()
    posterior = table["go"] / table["go"].sum() if table["go"].sum() > 0 else {"good": chance}
    return now, informed, informed - now, posterior["good"]
# cell: q8_flip
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
