"""pandas, scipy and whatever else has a ready-made function."""
# Question 1: The ends as roots of a quadratic; a frame of figures with apply, then one row a bar.
# cell: q1_interval
def share_interval(share, respondents, confidence=0.95):
    z2 = norm.isf((1 - confidence) / 2) ** 2
    # (share - end)^2 = z2 * end * (1 - end) / n, as a quadratic in the end.
    a, b, c = 1 + z2 / respondents, -(2 * share + z2 / respondents), share**2
    root = np.sqrt(max(b * b - 4 * a * c, 0))
    return (-b - root) / (2 * a), (-b + root) / (2 * a)
# cell: q1_shares
def scaling_shares(surveys):
    rows = surveys.reset_index(drop=True).query(
        "unit == 'organisations' and technology == 'AI' and evidence == 'measured'"
    )
    rows = rows.dropna(subset=["respondents"]).copy()
    rows["low"] = [share_interval(s, n)[0] for s, n in zip(rows["share"], rows["respondents"])]
    rows["high"] = [share_interval(s, n)[1] for s, n in zip(rows["share"], rows["respondents"])]
    result = pd.DataFrame(index=pd.Index(BARS, name="bar"))
    by_bar = rows.groupby("bar")
    result["surveys"] = by_bar["survey"].nunique()
    result["least"] = by_bar["share"].min()
    result["most"] = by_bar["share"].max()
    result["low"] = by_bar["low"].min()
    result["high"] = by_bar["high"].max()
    result["surveys"] = result["surveys"].fillna(0)
    return result
# Question 2: pandas: masks, groupby and transform on frames with a fresh index.
# cell: q2_find
def find_defects(feed, catalogue):
    flags = pd.DataFrame(index=feed.index)
    flags["code"] = np.logical_not(feed["product_code"].isin(list(catalogue["gtin"])).to_numpy())
    deadline = feed["day"].dt.normalize() + pd.DateOffset(days=1, hours=6)
    flags["late"] = feed["received_at"].gt(deadline).to_numpy()
    flags["pack"] = feed.eval("abs(amount - quantity * price) > 0.02").to_numpy()
    return flags


def reach(feed, flags):
    long = flags.reset_index(drop=True).assign(store=list(feed["store"])).melt(id_vars="store")
    hits = long[long["value"].astype(bool)].groupby("variable")["store"]
    table = pd.DataFrame({"stores": hits.nunique(), "rows": hits.size()})
    return table.reindex(flags.columns).fillna(0).astype(int)
# cell: q2_repair
def repair_packs(feed):
    repaired = feed.reset_index(drop=True)
    wrong = (repaired["amount"] - repaired["quantity"] * repaired["price"]).abs().gt(0.02)
    pieces = repaired["amount"].div(repaired["price"]).round(3)
    repaired.loc[wrong, "quantity"] = pieces[wrong]
    return repaired.set_index(feed.index)


def forecast_error(feed, sold, first):
    rows = feed.reset_index(drop=True).assign(sold=list(sold))
    rows["seen"] = rows["quantity"].where(rows["day"] < first)
    rows["forecast"] = rows.groupby(["store", "product_code"])["seen"].transform("mean").fillna(0)
    ahead = rows[rows["day"] >= first]
    return (ahead["forecast"] - ahead["sold"]).abs().sum() / ahead["sold"].sum()
# Question 3: Matrix products, np.select, flips from roots and a look at the sign of the move.
# cell: q3_profile
def choose(lean, regulation):
    return str(
        np.select(
            [lean < -0.25 + 1e-9, lean > 0.25 - 1e-9 and regulation > 1],
            [CENTRE, FEDERATED],
            HYBRID,
        )
    )


def profile(organisations, weights):
    given = pd.Series(weights, dtype=float)
    if given.sum() == 0:
        raise ValueError("give at least one criterion a weight")
    scores = organisations[list(given.index)].astype(float).to_numpy()
    lean = (scores @ given.to_numpy() / given.sum() - 3) / 2
    table = pd.DataFrame({"lean": lean}, index=organisations["organisation"].to_numpy())
    table["choice"] = [choose(*pair) for pair in zip(lean, organisations["regulation"].to_numpy())]
    return table


# cell: q3_flip
def flips(scores, weights, criterion):
    w = pd.Series(weights, dtype=float).drop(criterion, errors="ignore")
    lean = (pd.Series({name: scores[name] for name in w.index}, dtype=float) - 3) / 2
    a, b, x = float((w * lean).sum()), float(w.sum()), (scores[criterion] - 3) / 2
    if b == 0:
        return []
    start = a / b
    order = [CENTRE, HYBRID, FEDERATED if scores["regulation"] != 1 else HYBRID]
    steps = [(-0.25, 0, 1), (0.25, 1, 2)]
    if x < start:
        steps = [(0.25, 2, 1), (-0.25, 1, 0)]
    found = []
    for limit, old, new in steps:
        between = min(start, x) < limit < max(start, x)
        if not between or order[old] == order[new]:
            continue
        weight = (a - limit * b) / (limit - x)
        if weight > 1e-9:
            found.append((weight, order[old], order[new]))
    return found


def closest_flip(scores, weights):
    found = {}
    for name, weight in weights.items():
        if weight:
            for flip in flips(scores, weights, name):
                found[name, flip[0]] = abs(np.log(flip[0] / weight))
    return min(found, key=found.get) if found else None


# cell: q3_shares
def choice_shares(organisations, drawn):
    table = pd.concat(
        [
            profile(organisations, dict(zip(drawn.columns, row)))["choice"]
            for row in drawn.to_numpy()
        ]
    )
    shares = pd.crosstab(table.index, table).reindex(
        index=organisations["organisation"], columns=CHOICES, fill_value=0
    ) / len(drawn)
    return shares
# Question 4: Works on arrays and with crosstabs.
# cell: q4_fall
def monthly_fall(loans):
    month = loans["month"].to_numpy()
    y = loans["defaulted"].to_numpy(dtype=float)
    guess = loans["predicted_default"].to_numpy(dtype=float)
    there = ~np.isnan(y)
    hit = guess == y
    early = there & (month <= 12)
    p0, (l0, u0) = hit[early].mean(), wilson_ends(hit[early].sum(), early.sum())
    live = np.unique(month[there & (month > 12)])
    n = np.array([(there & (month == m)).sum() for m in live])
    x = np.array([(there & (month == m) & hit).sum() for m in live])
    p = x / n
    l, u = wilson_ends(x, n)
    fall = p0 - p
    return pd.DataFrame(
        {
            "month": live,
            "n": n,
            "accuracy": p,
            "fall": fall,
            "least": fall - np.hypot(p0 - l0, u - p),
            "most": fall + np.hypot(u0 - p0, p - l),
        }
    )


# cell: q4_drift
def _bin_names(old, sample):
    if not pd.api.types.is_numeric_dtype(old):
        return sample.astype(str)
    cuts = np.unique(np.quantile(old.to_numpy(dtype=float), np.linspace(0.1, 0.9, 9)))
    return pd.Series(np.digitize(sample.to_numpy(dtype=float), cuts, right=True).astype(str))


def psi_by_feature(reference, current, features):
    psi, limit = [], []
    for feature in features:
        old, new = reference[feature].dropna(), current[feature].dropna()
        shares = (
            pd.concat(
                [_bin_names(old, sample).value_counts(normalize=True) for sample in (old, new)],
                axis=1,
            )
            .fillna(0)
            .clip(lower=1e-4)
        )
        a, e = shares.iloc[:, 1], shares.iloc[:, 0]
        bins = len(shares)
        if pd.api.types.is_numeric_dtype(old):
            bins = (
                len(np.unique(np.quantile(old.to_numpy(dtype=float), np.linspace(0.1, 0.9, 9)))) + 1
            )
        psi.append(float(((a - e) * np.log(a / e)).sum()))
        factor = stats.chi2(bins - 1).ppf(0.999) if bins > 1 else 0
        limit.append(factor * (len(old) + len(new)) / (len(old) * len(new)))
    return pd.DataFrame({"psi": psi, "limit": limit}, index=features)


def drift_type(reference, current, features):
    known = current[~current["defaulted"].isna()].reset_index(drop=True)
    y = known["defaulted"].to_numpy(dtype=float)
    numbers = known[features].select_dtypes("number").astype(float)
    s = moved_to_rate(known["score"], y.mean())
    z = {}
    for name in numbers:
        x = numbers[name]
        w = pd.Series(s * (1 - s)).where(x.notna(), 0)
        x = (x - (x * w).sum() / w.sum()).fillna(0)
        z[name] = abs((x * (y - s)).sum() / np.sqrt((w * x**2).sum()))
    z = pd.Series(z, dtype=float)
    if len(z) and z.max() > 5:
        return "concept", z.idxmax()
    s = known["score"].to_numpy()
    if ((y - s).sum() ** 2) > 25 * (s * (1 - s)).sum():
        return "prior", None
    table = psi_by_feature(reference, current, features)
    ratio = (table["psi"] / table["limit"].replace(0, np.inf)).sort_values()
    return ("covariate", ratio.index[-1]) if ratio.iloc[-1] > 1 else ("none", None)


# cell: q4_proof
def gains_out_of_time(loans, learn, prove):
    months = [*learn, *prove]
    if (
        not learn
        or not prove
        or sorted(months)[: len(learn)] != sorted(learn)
        or set(learn) & set(prove)
    ):
        raise ValueError("learn first, prove later")
    frames = [loans[loans["month"].isin(m) & loans["defaulted"].notna()] for m in (learn, prove)]
    y = frames[1]["defaulted"].to_numpy(dtype=float)
    hits = pd.DataFrame(
        {
            r: (decisions_after(r, *frames) == y).astype(float)
            for r in ["keep", "recalibrate", "retrain"]
        }
    )
    d = hits[["recalibrate", "retrain"]].sub(hits["keep"], axis=0)
    error = 1.96 * d.std(ddof=0) / len(d) ** 0.5
    result = pd.DataFrame({"accuracy": hits.mean(), "gain": d.mean()}).loc[
        ["recalibrate", "retrain"]
    ]
    return result.assign(low=result["gain"] - error, high=result["gain"] + error)


def proven_remedy(gains):
    good = gains.loc[gains["low"] > 0].sort_values("gain")
    return good.index[-1] if len(good) else "keep"
# Question 5: scipy, scikit-learn and pandas: whatever has a ready-made function is taken from there.
# cell: q5_funnel
from scipy.stats import binomtest


def exact_interval(passed, entered, confidence=0.95):
    ends = binomtest(int(passed), int(entered)).proportion_ci(confidence, method="exact")
    return ends.low, ends.high


def chance_of_at_most(passed, entered, rate):
    return binomtest(passed, entered, rate, alternative="less").pvalue


def funnel(pilots):
    steps = ["pilot ended", "roll-out stalled", "in production"]
    counts = pilots["stage"].value_counts().reindex(steps, fill_value=0)
    reached = counts[::-1].cumsum()[::-1].tolist()
    entered = pd.Series([reached[0], reached[1], reached[0]], ["roll-out", "production", "both"])
    passed = pd.Series([reached[1], reached[2], reached[2]], entered.index)
    ends = [exact_interval(k, n) if n else (None, None) for k, n in zip(passed, entered)]
    table = pd.concat({"entered": entered, "passed": passed, "lost": entered - passed}, axis=1)
    table["share"] = passed / entered.where(entered > 0)
    table[["low", "high"]] = np.array(ends, dtype=float)
    return table
# cell: q5_causes
from sklearn.metrics import cohen_kappa_score


def code_cause(status, codebook):
    padded = " " + " ".join(re.findall(r"\w+", status.lower())) + " "
    best = ("none", "")
    for cause, phrases in codebook.items():
        for phrase in phrases:
            words = " " + " ".join(re.findall(r"\w+", phrase.lower())) + " "
            if words in padded and len(phrase) > len(best[1]):
                best = (cause, phrase)
    return best[0]


def kappa(one, other):
    one, other = np.asarray(one, dtype=object), np.asarray(other, dtype=object)
    if len(set(one) | set(other)) == 1:
        return 1.0
    return float(cohen_kappa_score(one.astype(str), other.astype(str)))
# cell: q5_choice
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
# Question 6: Bayes in odds, cumulative sums over sorted scores, matrices for the mixes.
# cell: q6_alarms
def share_real(sensitivity, specificity, prevalence):
    if sensitivity * prevalence == 0:
        return float("nan") if specificity == 1 else 0.0
    if specificity == 1 or prevalence == 1:
        return 1.0
    odds = prevalence / (1 - prevalence) * sensitivity / (1 - specificity)
    return float(odds / (1 + odds))


def specificity_needed(share, sensitivity, prevalence):
    prior_odds = prevalence / (1 - prevalence)
    if share == 1:
        return 1.0
    likelihood_ratio_inverse = prior_odds * (1 - share) / share
    return float(np.clip(1 - sensitivity * likelihood_ratio_inverse, 0, 1))


# cell: q6_threshold
def cheapest_threshold(scores, failed, failure_cost, check_cost):
    table = pd.DataFrame({"score": np.array(scores, dtype=float), "failed": np.array(failed)})
    by_score = table.groupby("score")["failed"].agg(["size", "sum"]).sort_index(ascending=False)
    cost = check_cost * by_score["size"].cumsum() + failure_cost * (
        by_score["sum"].sum() - by_score["sum"].cumsum()
    )
    cost = pd.concat([pd.Series({np.inf: failure_cost * by_score["sum"].sum()}), cost])
    return float(cost.idxmin()), float(cost.min())


def threshold_plan(windows, lines):
    rows = []
    prices = lines.set_index("line")
    for name in prices.index:
        mine = windows.loc[windows["line"].eq(name), ["score", "failed"]].reset_index(drop=True)
        price = prices.loc[name]
        cut, cost = cheapest_threshold(
            mine["score"], mine["failed"], price["failure_cost"], price["check_cost"]
        )
        hit = mine.query("score >= @cut")["failed"]
        rows.append({"threshold": cut, "cost": cost, "alarms": hit.size, "share_real": hit.mean()})
    return pd.DataFrame(rows, index=prices.index.tolist())


# cell: q6_mix
def share_using(p, q, ceiling, weeks):
    e = np.exp(-(p + q) * weeks)
    return float(ceiling * np.divide(1 - e, 1 + (q / p) * e))


def cheapest_mix(levers, start):
    size = len(levers)
    masks = (np.arange(2**size)[:, None] >> np.arange(size)) & 1
    place = {name: number for number, name in enumerate(levers["lever"])}
    for mine, need in enumerate(levers["needs"]):
        if need:
            masks = masks[(masks[:, mine] == 0) | (masks[:, place[need]] == 1)]
    p, q, ceiling = (
        start[key] + masks @ levers[key].to_numpy(dtype=float) for key in ("p", "q", "ceiling")
    )
    shares = np.array(
        [share_using(*row, start["weeks"]) for row in zip(p, q, np.minimum(ceiling, 1))]
    )
    costs = masks @ levers["cost"].to_numpy()
    enough = shares >= start["target"]
    if not enough.any():
        return None
    masks, costs, shares = masks[enough], costs[enough], shares[enough]
    best = np.lexsort((-shares, costs))[0]
    return [str(name) for name, used in zip(levers["lever"], masks[best]) if used]
# Question 7: Checks in a table, a fold over events, frames and merges.
# cell: q7_gate
def broken_rules(candidate, live, rules):
    def number(value):
        return float("nan") if is_missing(value) else float(value)

    accuracy, worst = number(candidate["accuracy"]), number(candidate["worst_group"])
    holds = {
        "accuracy": accuracy >= rules["least_accuracy"],
        "regression": live is None
        or number(live["accuracy"]) - accuracy <= rules["largest_loss"] + 1e-9,
        "group": accuracy - worst <= rules["largest_gap"] + 1e-9,
        "latency": number(candidate["p99_ms"]) <= rules["largest_p99"],
        "tests": number(candidate["tests_failed"]) == 0,
        "approval": not is_missing(candidate["approved_by"])
        and candidate["approved_by"] != candidate["author"],
        "lineage": not any(is_missing(candidate[name]) for name in ("code", "data")),
    }
    return [name for name in holds if not holds[name]]


# cell: q7_live
from functools import reduce


def _after(stack, event):
    kind, version = event
    if kind == "deploy":
        return stack if stack[-1:] == (version,) else (*stack, version)
    if kind == "rollback":
        return stack[:-1]
    return () if kind == "retire" else stack


def live_periods(log, model):
    mine = log.loc[log["model"].eq(model) & log["environment"].eq("production")].sort_values("time")
    events = list(zip(mine["event"], mine["version"].tolist()))
    tops = []
    for count in range(len(events)):
        stack = reduce(_after, events[: count + 1], ())
        tops.append(stack[-1] if stack else -1)
    table = pd.DataFrame({"version": tops, "start": mine["time"].tolist()})
    table = table[table["version"] != table["version"].shift(fill_value=-1)]
    table["end"] = table["start"].shift(-1)
    return table[table["version"] != -1].reset_index(drop=True)


# cell: q7_rollback
def rollback_target(log, versions, model, time):
    known = log.query("model == @model and time <= @time")
    periods = live_periods(known, model)
    if len(periods) == 0 or isinstance(periods["end"].iloc[-1], str):
        return None
    live = periods["version"].iloc[-1]
    failed = known.query("event == 'rollback' and environment == 'production'")["version"]
    mine = versions.query("model == @model")
    wanted = mine.loc[mine["version"] == live, "schema"].iloc[0]
    readable = mine.loc[mine["schema"] == wanted, "version"]
    fit = periods[
        periods["version"].isin(readable)
        & ~periods["version"].isin(failed)
        & (periods["version"] != live)
    ]
    return None if fit.empty else int(fit.sort_values("start")["version"].iloc[-1])
# Question 8: A pivot table for the log; the plan by going through the throughputs that can be reached.
# cell: q8_pace
def role_table(team, work):
    log = work.reset_index(drop=True).assign(waited=lambda rows: rows["started"] - rows["ready"])
    pivot = log.pivot_table(
        index="use_case", columns="role", values=["days", "waited"], aggfunc="sum", fill_value=0
    )
    table = pd.DataFrame(index=team.index)
    table["effort"] = pivot["days"].mean().reindex(team.index, fill_value=0.0)
    with np.errstate(divide="ignore"):
        table["pace"] = (team["people"] * team["days"]).to_numpy() / table["effort"].to_numpy(float)
    table["waited"] = pivot["waited"].mean().reindex(team.index, fill_value=0.0)
    return table


def throughput(team, work, hires=None):
    larger = team.copy()
    for role, number in (hires or {}).items():
        larger.loc[role, "people"] += number
    return role_table(larger, work)["pace"].min()
# cell: q8_hires
def hiring_plan(team, work, budget):
    effort = role_table(team, work)["effort"]
    busy = team[effort > 0].assign(rate=lambda rows: rows["days"] / effort[rows.index])
    most = (busy["people"] + budget // busy["cost"]) * busy["rate"]
    goals = {throughput(team, work)}
    for role, row in busy.iterrows():
        for number in range(int(row["people"]), int(row["people"] + budget // row["cost"]) + 1):
            goals.add(number * row["rate"])
    for goal in sorted(goals, reverse=True):
        if goal > most.min() + 1e-9:
            continue
        needed = np.ceil(goal / busy["rate"] - busy["people"] - 1e-9).clip(lower=0)
        if (needed * busy["cost"]).sum() <= budget:
            return {role: int(number) for role, number in needed.items() if number}
    return {}
