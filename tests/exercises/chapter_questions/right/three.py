"""numpy: arrays, matrices, searches and folds."""
# Question 1: numpy arrays throughout, more columns than asked for, figures picked with masks and isin.
# cell: q1_interval
def share_interval(share, respondents, confidence=0.95):
    p, n = np.float64(share), np.float64(respondents)
    z = norm.interval(confidence)[1]
    scale = 1 / (1 + z**2 / n)
    centre = scale * (p + z**2 / n / 2)
    half = scale * z / n * np.sqrt(n * p * (1 - p) + z**2 / 4)
    return np.clip(centre - half, 0, 1), np.clip(centre + half, 0, 1)
# cell: q1_shares
def scaling_shares(surveys):
    mask = surveys["unit"].isin(["organisations"]) & surveys["technology"].isin(["AI"])
    mask &= surveys["evidence"].isin(["measured"]) & ~surveys["respondents"].isna()
    good = surveys.loc[mask.to_numpy()]
    table = {}
    for bar in BARS:
        part = good[(good["bar"] == bar).to_numpy()]
        share = part["share"].to_numpy(dtype=float)
        size = part["respondents"].to_numpy(dtype=float)
        ends = np.array([share_interval(p, n) for p, n in zip(share, size)]).reshape(-1, 2)
        some = len(part) > 0
        table[bar] = {
            "figures": len(part),
            "surveys": len(set(part["survey"])),
            "least": share.min() if some else np.nan,
            "most": share.max() if some else np.nan,
            "low": ends[:, 0].min() if some else np.nan,
            "high": ends[:, 1].max() if some else np.nan,
        }
    return pd.DataFrame(table).T
# Question 2: numpy: arrays, codes of pairs, bincount; flags as an array turned into a frame.
# cell: q2_find
def find_defects(feed, catalogue):
    unknown = ~np.isin(feed["product_code"].to_numpy(dtype=str), catalogue["gtin"].to_numpy(dtype=str))
    delay = (feed["received_at"] - feed["day"]).dt.total_seconds().to_numpy()
    money = feed["quantity"].to_numpy() * feed["price"].to_numpy()
    wrong = ~np.isclose(feed["amount"].to_numpy(), money, rtol=0, atol=0.02)
    flags = np.column_stack([unknown, delay > 30 * 3600, wrong])
    return pd.DataFrame(flags, index=feed.index, columns=["code", "late", "pack"])


def reach(feed, flags):
    number, _ = pd.factorize(feed["store"])
    hits = flags.to_numpy(dtype=bool)
    stores = [np.unique(number[hit]).size for hit in hits.T]
    return pd.DataFrame({"rows": hits.sum(axis=0), "stores": stores}, index=flags.columns)
# cell: q2_repair
def repair_packs(feed):
    result = feed.copy()
    quantity, price, amount = (feed[name].to_numpy(float) for name in ("quantity", "price", "amount"))
    wrong = np.abs(quantity * price - amount) > 0.02
    result["quantity"] = np.where(wrong, np.round(amount / price, 3), quantity)
    return result


def forecast_error(feed, sold, first):
    pair, names = pd.factorize(feed["store"] + "|" + feed["product_code"])
    early = feed["day"].to_numpy() < np.datetime64(first)
    count = np.bincount(pair[early], minlength=len(names))
    total = np.bincount(pair[early], feed["quantity"].to_numpy()[early], minlength=len(names))
    mean = total / np.maximum(count, 1)
    true = np.asarray(sold, dtype=float)[~early]
    return np.abs(mean[pair[~early]] - true).sum() / true.sum()
# Question 3: np.average, a dictionary of rules, choices worked out on both sides of sorted weights.
# cell: q3_profile
def choose(lean, regulation):
    if lean > -0.25 and not np.isclose(lean, -0.25, atol=1e-9, rtol=0):
        is_local = lean > 0.25 or np.isclose(lean, 0.25, atol=1e-9, rtol=0)
        return FEDERATED if is_local and regulation >= 2 else HYBRID
    return CENTRE


def profile(organisations, weights):
    given = list(weights.values())
    if not any(given):
        raise ValueError(f"weights are {weights}; at least one must be above 0")
    leans = organisations[list(weights)].sub(3).div(2)
    lean = np.average(leans.to_numpy(dtype=float), axis=1, weights=given)
    result = organisations[["organisation", "regulation"]].assign(lean=lean)
    result["choice"] = result.apply(lambda row: choose(row["lean"], row["regulation"]), axis=1)
    return result.set_index("organisation")[["lean", "choice"]]


# cell: q3_flip
def _choice(scores, weights):
    total = sum(weights.values())
    lean = sum(weights[name] * (scores[name] - 3) for name in weights) / (2 * total)
    return choose(lean, scores["regulation"])


def flips(scores, weights, criterion):
    others = [name for name in weights if name != criterion]
    x = scores[criterion] / 2 - 1.5
    candidates = set()
    for limit in [0.25, -0.25]:
        # sum of weight * (lean - limit) over all criteria is 0 where the lean is at the limit
        pull = sum(weights[name] * (scores[name] / 2 - 1.5 - limit) for name in others)
        if x != limit and -pull / (x - limit) > 1e-9:
            candidates.add(-pull / (x - limit))
    answer = []
    for weight in sorted(candidates):
        sides = [
            _choice(scores, {**weights, criterion: weight * side}) for side in (1 - 1e-5, 1 + 1e-5)
        ]
        if sides[0] != sides[1]:
            answer.append((weight, *sides))
    return answer


def closest_flip(scores, weights):
    table = pd.DataFrame(
        [
            (name, flip[0], flip[0] / weights[name])
            for name in weights
            if weights[name] > 0
            for flip in flips(scores, weights, name)
        ],
        columns=["name", "weight", "factor"],
    )
    if table.empty:
        return None
    table["factor"] = np.maximum(table["factor"], 1 / table["factor"])
    best = table.loc[table["factor"].idxmin()]
    return best["name"], float(best["weight"])


# cell: q3_shares
def choice_shares(organisations, drawn):
    records = drawn.to_dict("records")
    answers = np.array([profile(organisations, record)["choice"].tolist() for record in records])
    return pd.DataFrame(
        np.column_stack([np.mean(answers == choice, axis=0) for choice in CHOICES]),
        columns=CHOICES,
        index=organisations["organisation"].tolist(),
    )
# Question 4: Pivots, cut and small helpers; a list of records at the end.
# cell: q4_fall
def monthly_fall(loans):
    table = loans[["month", "predicted_default", "defaulted"]].dropna().copy()
    table["right"] = (table["predicted_default"] - table["defaulted"]).abs() < 0.5
    early = table.query("month <= 12")["right"]
    low0, high0 = wilson_ends(early.sum(), early.size)
    result = table.query("month > 12").pivot_table(
        index="month", values="right", aggfunc=["count", "sum"]
    )
    result.columns = ["n", "x"]
    result = result.reset_index()
    result["accuracy"] = result["x"] / result["n"]
    low, high = wilson_ends(result["x"].astype(float), result["n"])
    result["fall"] = early.mean() - result["accuracy"]
    down, up = early.mean() - low0, high0 - early.mean()
    result["least"] = result["fall"] - (down**2 + (high - result["accuracy"]) ** 2).pow(0.5)
    result["most"] = result["fall"] + (up**2 + (result["accuracy"] - low) ** 2).pow(0.5)
    return result[["month", "n", "accuracy", "fall", "least", "most"]]


# cell: q4_drift
def _shares(old, new):
    if pd.api.types.is_numeric_dtype(old):
        inner = old.quantile(np.arange(1, 10) / 10).drop_duplicates().tolist()
        cuts = [-np.inf, *inner, np.inf]
        counts = [
            pd.cut(s.astype(float), cuts).value_counts(sort=False).to_numpy() for s in (old, new)
        ]
    else:
        names = pd.unique(pd.concat([old, new]).astype(object))
        counts = [np.array([np.sum(s.to_numpy() == name) for name in names]) for s in (old, new)]
    return [np.clip(c / c.sum(), 0.0001, None) for c in counts]


def psi_by_feature(reference, current, features):
    answer = pd.DataFrame(0.0, index=features, columns=["psi", "limit"])
    for feature in features:
        old, new = reference[feature].dropna(), current[feature].dropna()
        e, a = _shares(old, new)
        if len(e) < 2:
            continue
        answer.loc[feature, "psi"] = np.dot(a - e, np.log(a) - np.log(e))
        answer.loc[feature, "limit"] = (1 / old.size + 1 / new.size) * stats.chi2.isf(
            0.001, len(e) - 1
        )
    return answer


def _z(left, x, weight):
    x = x - np.sum(weight * x) / np.sum(weight)
    return np.abs(left @ x) / np.sqrt(weight @ x**2)


def drift_type(reference, current, features):
    outcome = current["defaulted"].to_numpy(dtype=float)
    known = np.isfinite(outcome)
    y, s = outcome[known], current["score"].to_numpy(dtype=float)[known]
    m = moved_to_rate(s, np.mean(y))
    found = []
    for feature in features:
        if pd.api.types.is_numeric_dtype(current[feature]):
            x = current[feature].to_numpy(dtype=float)[known]
            ok = np.isfinite(x)
            found.append((_z((y - m)[ok], x[ok], (m - m**2)[ok]), feature))
    if found and max(found)[0] > 5:
        return ["concept", max(found)[1]]
    if np.abs(y.sum() - s.sum()) / np.sqrt(np.sum(s - s**2)) > 5:
        return ["prior", None]
    table = psi_by_feature(reference, current, features).query("psi > limit")
    if len(table) == 0:
        return ["none", None]
    return ["covariate", table["psi"].div(table["limit"]).idxmax()]


# cell: q4_proof
def gains_out_of_time(loans, learn, prove):
    learn, prove = list(learn), list(prove)
    if min(len(learn), len(prove)) == 0 or not all(month < min(prove) for month in learn):
        raise ValueError(f"cannot learn from {learn} and prove on {prove}")
    loans = loans[loans["defaulted"].isin([0, 1])]
    train = loans[loans["month"].isin(learn)].reset_index(drop=True)
    new = loans[loans["month"].isin(prove)].reset_index(drop=True)
    wrong = {
        remedy: np.abs(decisions_after(remedy, train, new) - new["defaulted"]).astype(float)
        for remedy in ["keep", "recalibrate", "retrain"]
    }
    records = []
    for remedy in ["recalibrate", "retrain"]:
        d = wrong["keep"] - wrong[remedy]
        half = 1.96 * np.std(d) / np.sqrt(d.size)
        records.append(
            {
                "accuracy": 1 - wrong[remedy].mean(),
                "gain": d.mean(),
                "low": d.mean() - half,
                "high": d.mean() + half,
            }
        )
    return pd.DataFrame(records, index=["recalibrate", "retrain"])


def proven_remedy(gains):
    candidates = [(row["gain"], name) for name, row in gains.iterrows() if row["low"] > 0]
    return max(candidates, default=(0, "keep"))[1]
# Question 5: numpy: ends by root search, matrices of sets, counts by comparison.
# cell: q5_funnel
def exact_interval(passed, entered, confidence=0.95):
    half = (1 - confidence) / 2
    return np.array(
        [
            0.0 if passed == 0 else beta(passed, entered - passed + 1).ppf(half),
            1.0 if passed == entered else beta(passed + 1, entered - passed).isf(half),
        ]
    )


def chance_of_at_most(passed, entered, rate):
    return binom.pmf(np.arange(passed + 1), entered, rate).sum()


def funnel(pilots):
    stage = pilots["stage"].to_numpy()
    live = stage == "in production"
    begun = live | (stage == "roll-out stalled")
    decided = stage != "pilot running"
    gates = {"roll-out": (decided, begun), "production": (begun, live), "both": (decided, live)}
    lines = []
    for gate, (enters, passes) in gates.items():
        n, k = np.count_nonzero(enters), np.count_nonzero(enters & passes)
        low, high = exact_interval(k, n) if n else (np.nan,) * 2
        line = {"gate": gate, "entered": n, "passed": k, "lost": n - k}
        lines.append({**line, "share": np.divide(k, n) if n else np.nan, "low": low, "high": high})
    return pd.DataFrame(lines).set_index("gate")
# cell: q5_causes
def code_cause(status, codebook):
    flat = [(phrase, cause) for cause, phrases in codebook.items() for phrase in phrases]
    flat.sort(key=lambda pair: len(pair[0]), reverse=True)
    for phrase, cause in flat:
        if re.search(rf"(^|\W){re.escape(phrase)}($|\W)", status, flags=re.I):
            return cause
    return "none"


def kappa(one, other):
    one, other = np.array(list(one)), np.array(list(other))
    causes = np.union1d(one, other)
    table = np.array([[((one == a) & (other == b)).mean() for b in causes] for a in causes])
    chance = table.sum(axis=0) @ table.sum(axis=1)
    if np.isclose(chance, 1):
        return np.float64(1)
    return (np.trace(table) - chance) / (1 - chance)
# cell: q5_choice
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
# Question 6: A table of confusion, comparisons by broadcasting, a recursive search over levers.
# cell: q6_alarms
def share_real(sensitivity, specificity, prevalence):
    table = np.array(
        [
            [prevalence * sensitivity, (1 - prevalence) * (1 - specificity)],
            [prevalence * (1 - sensitivity), (1 - prevalence) * specificity],
        ]
    )
    with np.errstate(invalid="ignore"):
        return float(table[0, 0] / table[0].sum())


def specificity_needed(share, sensitivity, prevalence):
    alarms = sensitivity * prevalence / share
    false_alarm_rate = (alarms - sensitivity * prevalence) / (1 - prevalence)
    return max(1.0 - min(false_alarm_rate, 1.0), 0.0)


# cell: q6_threshold
def cheapest_threshold(scores, failed, failure_cost, check_cost):
    s, f = np.array(scores, dtype=float), np.array(failed, dtype=float)
    cuts = np.append(np.unique(s), np.inf)
    alarms = s[None, :] >= cuts[:, None]
    costs = alarms.sum(axis=1) * check_cost + np.where(alarms, 0, f).sum(axis=1) * failure_cost
    cheapest = cuts[np.isclose(costs, costs.min())].max()
    return (cheapest, costs.min())


def threshold_plan(windows, lines):
    def plan(line):
        mine = windows[windows["line"] == line.line]
        threshold, cost = cheapest_threshold(
            mine["score"].tolist(), mine["failed"].tolist(), line.failure_cost, line.check_cost
        )
        real = mine["failed"][(mine["score"] >= threshold).to_numpy()]
        return pd.Series(
            {
                "threshold": threshold,
                "cost": cost,
                "alarms": len(real),
                "share_real": real.sum() / len(real) if len(real) else float("nan"),
            },
            name=line.line,
        )

    return pd.DataFrame([plan(line) for line in lines.itertuples()])


# cell: q6_mix
def share_using(p, q, ceiling, weeks):
    grown = np.exp(min((p + q) * weeks, 600))
    return float(ceiling * (grown - 1) / (grown + q / p))


def cheapest_mix(levers, start):
    rows = list(levers.itertuples(index=False))

    def complete(mix):
        names = {row.lever for row in mix}
        return all(not row.needs or row.needs in names for row in mix)

    def search(left, mix):
        if not left:
            if not complete(mix):
                return []
            share = share_using(
                start["p"] + sum(row.p for row in mix),
                start["q"] + sum(row.q for row in mix),
                min(1.0, start["ceiling"] + sum(row.ceiling for row in mix)),
                start["weeks"],
            )
            if share < start["target"]:
                return []
            return [(sum(row.cost for row in mix), -share, [row.lever for row in mix])]
        return search(left[1:], mix) + search(left[1:], [*mix, left[0]])

    found = sorted(search(rows, []))
    return found[0][2] if found else None
# Question 7: Sets of broken rules in a fixed order, arrays, and what is live worked out from the end.
# cell: q7_gate
def broken_rules(candidate, live, rules):
    order = ["accuracy", "regression", "group", "latency", "tests", "approval", "lineage"]
    broken = set()
    needs = {
        "accuracy": ["accuracy"],
        "group": ["accuracy", "worst_group"],
        "latency": ["p99_ms"],
        "tests": ["tests_failed"],
        "approval": ["approved_by"],
        "lineage": ["code", "data"],
    }
    for rule, columns in needs.items():
        if any(is_missing(candidate[column]) for column in columns):
            broken.add(rule)
    if "accuracy" not in broken and candidate["accuracy"] < rules["least_accuracy"]:
        broken.add("accuracy")
    if live is not None:
        if is_missing(candidate["accuracy"]) or is_missing(live["accuracy"]):
            broken.add("regression")
        elif round(live["accuracy"] - candidate["accuracy"] - rules["largest_loss"], 9) > 0:
            broken.add("regression")
    if "group" not in broken:
        if round(candidate["accuracy"] - candidate["worst_group"] - rules["largest_gap"], 9) > 0:
            broken.add("group")
    if "latency" not in broken and not candidate["p99_ms"] <= rules["largest_p99"]:
        broken.add("latency")
    if "tests" not in broken and candidate["tests_failed"] != 0:
        broken.add("tests")
    if candidate["approved_by"] == candidate["author"]:
        broken.add("approval")
    return [rule for rule in order if rule in broken]


# cell: q7_live
def live_periods(log, model):
    log = log[log["environment"] == "production"]
    log = log[log["model"] == model].sort_values("time")
    versions, starts, ends = [], [], []
    history = []
    for event, version, time in log[["event", "version", "time"]].to_numpy().tolist():
        old = list(history)
        if event == "deploy":
            history = history if history and history[-1] == version else history + [version]
        if event == "rollback" and history:
            history = history[: len(history) - 1]
        if event == "retire":
            history = []
        if history == old:
            continue
        if old:
            ends.append(time)
        if history:
            versions.append(version if event == "deploy" else history[-1])
            starts.append(time)
    ends += [None] * (len(starts) - len(ends))
    return pd.DataFrame({"version": versions, "start": starts, "end": ends})


# cell: q7_rollback
def rollback_target(log, versions, model, time):
    mine = log[log["model"] == model]
    mine = mine[mine["time"] <= time]
    production = mine[mine["environment"] == "production"]
    history = live_periods(production, model)
    now = history[history["end"].isna()]
    if now.empty:
        return None
    live = int(now["version"].iloc[0])
    schema = versions[versions["model"] == model].set_index("version")["schema"].to_dict()
    failed = production[production["event"] == "rollback"]["version"].tolist()
    for version in reversed(history["version"].tolist()):
        if version == live or version in failed:
            continue
        if schema[version] != schema[live]:
            continue
        return version
    return None
# Question 8: numpy; hires for all slowest roles at once, until they no longer fit.
# cell: q8_pace
def role_table(team, work):
    role = work["role"].to_numpy()
    count = work["use_case"].nunique()
    hit = role[:, None] == team.index.to_numpy()[None, :]
    effort = work["days"].to_numpy(float) @ hit / count
    waited = (work["started"] - work["ready"]).to_numpy(float) @ hit / count
    capacity = team["people"].to_numpy(float) * team["days"].to_numpy(float)
    pace = np.full(len(team), np.inf)
    np.divide(capacity, effort, out=pace, where=effort > 0)
    return pd.DataFrame(np.c_[effort, pace, waited], team.index, ["effort", "pace", "waited"])


def throughput(team, work, hires=None):
    extra = np.array([(hires or {}).get(role, 0) for role in team.index])
    people = team["people"].to_numpy(float)
    return (role_table(team, work)["pace"].to_numpy() * (people + extra) / people).min()
# cell: q8_hires
def hiring_plan(team, work, budget):
    plan = dict.fromkeys(team.index, 0)
    while True:
        people = team["people"].add(pd.Series(plan))
        pace = role_table(team.assign(people=people), work)["pace"]
        slowest = pace.index[pace < pace.min() + 1e-9]
        budget -= team.loc[slowest, "cost"].sum()
        if budget < 0:
            return {role: number for role, number in plan.items() if number}
        for role in slowest:
            plan[role] += 1
