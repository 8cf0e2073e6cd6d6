"""Plain loops and dictionaries, close to the text."""
# Question 1: Plain loops and the math module; the quantile by the standard library.
# cell: q1_interval
import math
from statistics import NormalDist


def share_interval(share, respondents, confidence=0.95):
    z = NormalDist().inv_cdf(1 - (1 - confidence) / 2)
    n = float(respondents)
    root = math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    ends = []
    for sign in (-1, 1):
        ends.append((share + z * z / (2 * n) + sign * z * root) / (1 + z * z / n))
    return ends
# cell: q1_shares
def scaling_shares(surveys):
    found = {bar: {"names": set(), "shares": [], "lows": [], "highs": []} for bar in BARS}
    for _, row in surveys.iterrows():
        if row["unit"] != "organisations" or row["technology"] != "AI":
            continue
        if row["evidence"] != "measured" or pd.isna(row["respondents"]):
            continue
        if row["bar"] not in BARS:
            continue
        entry = found[row["bar"]]
        low, high = share_interval(row["share"], row["respondents"])
        entry["names"].add(row["survey"])
        entry["shares"].append(row["share"])
        entry["lows"].append(low)
        entry["highs"].append(high)
    table = []
    for bar in BARS:
        entry = found[bar]
        if entry["names"]:
            shares = entry["shares"]
            line = [len(entry["names"]), min(shares), max(shares), min(entry["lows"]), max(entry["highs"])]
        else:
            line = [0] + [float("nan")] * 4
        table.append(line)
    return pd.DataFrame(table, index=BARS, columns=["surveys", "least", "most", "low", "high"])
# Question 2: Plain loops over the rows, close to the text.
# cell: q2_find
def find_defects(feed, catalogue):
    known = set(catalogue["gtin"])
    flags = []
    for row in feed[["product_code", "received_at", "day", "quantity", "price", "amount"]].itertuples():
        due = row.day + pd.Timedelta(days=1) + pd.Timedelta(hours=6)
        gap = row.amount - row.quantity * row.price
        flags.append((row.product_code not in known, row.received_at > due, gap > 0.02 or gap < -0.02))
    return pd.DataFrame(flags, index=feed.index, columns=["code", "late", "pack"])


def reach(feed, flags):
    stores, rows = [], []
    for name in flags.columns:
        seen, count = set(), 0
        for store, hit in zip(feed["store"], flags[name]):
            if hit:
                seen.add(store)
                count += 1
        stores.append(len(seen))
        rows.append(count)
    return pd.DataFrame({"stores": stores, "rows": rows}, index=list(flags.columns))
# cell: q2_repair
def repair_packs(feed):
    repaired = feed.copy()
    values = []
    for quantity, price, amount in zip(feed["quantity"], feed["price"], feed["amount"]):
        if abs(amount - quantity * price) > 0.02:
            values.append(round(amount / price, 3))
        else:
            values.append(quantity)
    repaired["quantity"] = values
    return repaired


def forecast_error(feed, sold, first):
    history = {}
    rows = list(zip(feed["store"], feed["product_code"], feed["day"], feed["quantity"], sold))
    for store, code, day, quantity, _ in rows:
        if day < first:
            total, count = history.get((store, code), (0, 0))
            history[store, code] = (total + quantity, count + 1)
    wrong = really = 0
    for store, code, day, _, true in rows:
        if day >= first:
            total, count = history.get((store, code), (0, 1))
            wrong += abs(total / count - true)
            really += true
    return wrong / really
# Question 3: Loops and sums by hand, the two limits one after the other.
# cell: q3_profile
def choose(lean, regulation):
    lean = round(lean, 9)
    if lean <= -0.25:
        return "centre of excellence"
    if lean < 0.25:
        return "hybrid"
    if regulation == 1:
        return "hybrid"
    return "federated"


def profile(organisations, weights):
    if sum(weights.values()) == 0:
        raise ValueError("no criterion has a weight")
    rows = []
    for firm in organisations.to_dict("records"):
        points = 0
        for criterion in weights:
            points += weights[criterion] * (firm[criterion] - 3) / 2
        lean = points / sum(weights.values())
        rows.append([lean, choose(lean, firm["regulation"])])
    return pd.DataFrame(
        rows, columns=["lean", "choice"], index=organisations["organisation"].tolist()
    )


# cell: q3_flip
def flips(scores, weights, criterion):
    rest, points = 0, 0
    for name in weights:
        if name != criterion:
            rest += weights[name]
            points += weights[name] * (scores[name] - 3) / 2
    x = (scores[criterion] - 3) / 2

    def choice_at(weight):
        return choose((points + weight * x) / (rest + weight), scores["regulation"])

    result = []
    for limit in (-0.25, 0.25):
        if limit == x:
            continue
        weight = (points - limit * rest) / (limit - x)
        if weight < 1e-9:
            continue
        below, above = choice_at(weight * 0.9999), choice_at(weight * 1.0001)
        if below != above:
            result.append((weight, below, above))
    return sorted(result)


def closest_flip(scores, weights):
    best, answer = None, None
    for name in weights:
        if weights[name] == 0:
            continue
        for new, _, _ in flips(scores, weights, name):
            factor = new / weights[name]
            if factor < 1:
                factor = 1 / factor
            if best is None or factor < best:
                best, answer = factor, (name, new)
    return answer


# cell: q3_shares
def choice_shares(organisations, drawn):
    names = list(organisations["organisation"])
    counts = np.zeros((len(names), 3))
    for _, row in drawn.iterrows():
        for place, choice in enumerate(profile(organisations, row.to_dict())["choice"]):
            counts[place, CHOICES.index(choice)] += 1
    return pd.DataFrame(counts / len(drawn), index=names, columns=CHOICES)
# Question 4: Loops over months and bins, counts by hand.
# cell: q4_fall
def monthly_fall(loans):
    months = loans["month"].tolist()
    guesses = loans["predicted_default"].tolist()
    outcomes = loans["defaulted"].tolist()
    counts = {}
    for month, guess, outcome in zip(months, guesses, outcomes):
        if outcome != outcome:
            continue
        key = 0 if month <= 12 else month
        right, n = counts.get(key, (0, 0))
        counts[key] = (right + int(guess == outcome), n + 1)
    right0, n0 = counts.pop(0)
    p0 = right0 / n0
    l0, u0 = wilson_ends(right0, n0)
    rows = []
    for month in sorted(counts):
        right, n = counts[month]
        p = right / n
        low, high = wilson_ends(right, n)
        rows.append(
            {
                "month": month,
                "n": n,
                "accuracy": p,
                "fall": p0 - p,
                "least": p0 - p - ((p0 - l0) ** 2 + (high - p) ** 2) ** 0.5,
                "most": p0 - p + ((u0 - p0) ** 2 + (p - low) ** 2) ** 0.5,
            }
        )
    return pd.DataFrame(rows)


# cell: q4_drift
def psi_by_feature(reference, current, features):
    table = {}
    for feature in features:
        old = reference[feature].dropna()
        new = current[feature].dropna()
        pairs = []
        if pd.api.types.is_numeric_dtype(reference[feature]):
            cuts = [-np.inf, *sorted(set(np.quantile(old, np.arange(1, 10) / 10).tolist())), np.inf]
            for low, high in zip(cuts[:-1], cuts[1:]):
                pairs.append([((s > low) & (s <= high)).mean() for s in (old, new)])
        else:
            for name in set(old).union(new):
                pairs.append([(s == name).mean() for s in (old, new)])
        psi = 0.0
        for e, a in pairs:
            e, a = max(e, 0.0001), max(a, 0.0001)
            psi += (a - e) * np.log(a / e)
        limit = 0.0
        if len(pairs) > 1:
            limit = (1 / len(old) + 1 / len(new)) * stats.chi2.ppf(0.999, len(pairs) - 1)
        table[feature] = {"psi": psi, "limit": limit}
    return pd.DataFrame(table).T


def drift_type(reference, current, features):
    known = current.dropna(subset=["defaulted"])
    y = known["defaulted"].astype(float)
    s = pd.Series(moved_to_rate(known["score"], y.mean()), index=known.index)
    best, strongest = 0.0, None
    for feature in features:
        if not pd.api.types.is_numeric_dtype(current[feature]):
            continue
        there = known[feature].notna()
        x = known.loc[there, feature].astype(float)
        w = (s * (1 - s))[there]
        x = x - (w * x).sum() / w.sum()
        z = ((y - s)[there] * x).sum() / (w * x * x).sum() ** 0.5
        if abs(z) > best:
            best, strongest = abs(z), feature
    if best > 5:
        return ("concept", strongest)
    raw = known["score"]
    if abs((y - raw).sum()) > 5 * (raw * (1 - raw)).sum() ** 0.5:
        return ("prior", None)
    most, moved = 1.0, None
    for feature, row in psi_by_feature(reference, current, features).iterrows():
        if row["limit"] > 0 and row["psi"] / row["limit"] > most:
            most, moved = row["psi"] / row["limit"], feature
    return ("covariate", moved) if moved else ("none", None)


# cell: q4_proof
def gains_out_of_time(loans, learn, prove):
    if len(learn) == 0 or len(prove) == 0:
        raise ValueError("no months")
    for early in learn:
        for late in prove:
            if early >= late:
                raise ValueError("not out of time")
    known = loans.dropna(subset=["defaulted"])
    train = known[[month in learn for month in known["month"]]]
    new = known[[month in prove for month in known["month"]]]
    y = new["defaulted"].astype(int).to_numpy()
    old = decisions_after("keep", train, new) == y
    table = pd.DataFrame(
        index=["recalibrate", "retrain"], columns=["accuracy", "gain", "low", "high"], dtype=float
    )
    for name in table.index:
        now = decisions_after(name, train, new) == y
        better, worse, n = (now & ~old).sum(), (old & ~now).sum(), len(y)
        gain = (better - worse) / n
        half = 1.96 * np.sqrt(better + worse - (better - worse) ** 2 / n) / n
        table.loc[name] = [now.mean(), gain, gain - half, gain + half]
    return table


def proven_remedy(gains):
    best, answer = 0.0, "keep"
    for name in gains.index:
        if gains.loc[name, "low"] > 0 and gains.loc[name, "gain"] > best:
            best, answer = gains.loc[name, "gain"], name
    return answer
# Question 5: Plain loops and dictionaries, close to the text.
# cell: q5_funnel
def exact_interval(passed, entered, confidence=0.95):
    rest = 1 - confidence
    low, high = 0, 1
    if passed != 0:
        low = beta.ppf(rest / 2, passed, entered - passed + 1)
    if passed != entered:
        high = beta.ppf(1 - rest / 2, passed + 1, entered - passed)
    return [low, high]


def chance_of_at_most(passed, entered, rate):
    import math

    total = 0
    for count in range(passed + 1):
        total += math.comb(entered, count) * rate**count * (1 - rate) ** (entered - count)
    return total


def funnel(pilots):
    ended = stalled = live = 0
    for stage in pilots["stage"]:
        if stage == "pilot ended":
            ended += 1
        elif stage == "roll-out stalled":
            stalled += 1
        elif stage == "in production":
            live += 1
    table = pd.DataFrame(
        {"entered": [ended + stalled + live, stalled + live, ended + stalled + live]}
        | {"passed": [stalled + live, live, live]},
        index=["roll-out", "production", "both"],
    )
    table["lost"] = table["entered"] - table["passed"]
    table["share"] = table["passed"] / table["entered"]
    table["low"] = np.nan
    table["high"] = np.nan
    for gate in table.index:
        if table.loc[gate, "entered"] > 0:
            ends = exact_interval(table.loc[gate, "passed"], table.loc[gate, "entered"])
            table.loc[gate, ["low", "high"]] = ends
    return table
# cell: q5_causes
def code_cause(status, codebook):
    found = []
    place = 0
    for cause, phrases in codebook.items():
        for phrase in phrases:
            if re.search(r"\b" + re.escape(phrase.lower()).rstrip("\\") + r"(?!\w)", status.lower()):
                found.append((-len(phrase), place, cause))
        place += 1
    if not found:
        return "none"
    return min(found)[2]


def kappa(one, other):
    pairs = list(zip(one, other))
    same = 0
    for left, right in pairs:
        if left == right:
            same += 1
    observed = same / len(pairs)
    expected = 0
    for cause in {cause for pair in pairs for cause in pair}:
        share_one = sum(left == cause for left, _ in pairs) / len(pairs)
        share_other = sum(right == cause for _, right in pairs) / len(pairs)
        expected += share_one * share_other
    if expected > 1 - 1e-12:
        return 1.0
    return (observed - expected) / (1 - expected)
# cell: q5_choice
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
# Question 6: Counts in a thousand, tries every threshold in loops, tries mixes by bits.
# cell: q6_alarms
def share_real(sensitivity, specificity, prevalence):
    failing, sound = 1000 * prevalence, 1000 * (1 - prevalence)
    real, false = failing * sensitivity, sound - sound * specificity
    if real == 0 and false == 0:
        return float("nan")
    return real / (real + false)


def specificity_needed(share, sensitivity, prevalence):
    real = 1000 * prevalence * sensitivity
    allowed = real / share - real
    sound = 1000 * (1 - prevalence)
    return 0.0 if allowed > sound else 1.0 - allowed / sound


# cell: q6_threshold
def cheapest_threshold(scores, failed, failure_cost, check_cost):
    pairs = list(zip([float(s) for s in scores], [int(f) for f in failed]))
    best_cut, best_cost = float("inf"), failure_cost * sum(f for _, f in pairs)
    for cut in sorted({s for s, _ in pairs}, reverse=True):
        cost = 0
        for s, f in pairs:
            if s >= cut:
                cost += check_cost
            elif f:
                cost += failure_cost
        if cost < best_cost:
            best_cut, best_cost = cut, cost
    return best_cut, best_cost


def threshold_plan(windows, lines):
    table = pd.DataFrame(
        index=list(lines["line"]),
        columns=["threshold", "cost", "alarms", "share_real"],
        dtype=float,
    )
    for name, miss, check in zip(lines["line"], lines["failure_cost"], lines["check_cost"]):
        is_mine = (windows["line"] == name).to_numpy()
        scores, failed = windows["score"].to_numpy()[is_mine], windows["failed"].to_numpy()[is_mine]
        cut, cost = cheapest_threshold(scores, failed, miss, check)
        alarm = scores >= cut
        share = failed[alarm].sum() / alarm.sum() if alarm.sum() else np.nan
        table.loc[name] = [cut, cost, alarm.sum(), share]
    return table


# cell: q6_mix
def share_using(p, q, ceiling, weeks):
    e = np.exp((p + q) * -weeks)
    return float(ceiling * p * (1 - e) / (p + q * e))


def cheapest_mix(levers, start):
    names = levers["lever"].tolist()
    records = {row["lever"]: row for row in levers.to_dict("records")}
    found = []
    for code in range(1 << len(names)):
        mix = [name for place, name in enumerate(names) if code & (1 << place)]
        if not all(records[name]["needs"] in mix or records[name]["needs"] == "" for name in mix):
            continue
        total = {
            key: start[key] + sum(records[n][key] for n in mix) for key in ["p", "q", "ceiling"]
        }
        total["ceiling"] = min(total["ceiling"], 1.0)
        share = share_using(**total, weeks=start["weeks"])
        if share >= start["target"]:
            found.append((sum(records[n]["cost"] for n in mix), -share, mix))
    return min(found)[2] if found else None
# Question 7: Plain ifs, a list of steps, loops over rows.
# cell: q7_gate
def broken_rules(candidate, live, rules):
    broken = []
    accuracy = candidate["accuracy"]
    unknown = is_missing(accuracy)
    if unknown or accuracy < rules["least_accuracy"]:
        broken.append("accuracy")
    if live is not None:
        if unknown or is_missing(live["accuracy"]):
            broken.append("regression")
        elif accuracy < live["accuracy"] - rules["largest_loss"] - 1e-9:
            broken.append("regression")
    worst = candidate["worst_group"]
    if unknown or is_missing(worst) or worst < accuracy - rules["largest_gap"] - 1e-9:
        broken.append("group")
    if is_missing(candidate["p99_ms"]) or candidate["p99_ms"] > rules["largest_p99"]:
        broken.append("latency")
    if is_missing(candidate["tests_failed"]) or candidate["tests_failed"] > 0:
        broken.append("tests")
    if is_missing(candidate["approved_by"]) or candidate["approved_by"] == candidate["author"]:
        broken.append("approval")
    if is_missing(candidate["code"]) or is_missing(candidate["data"]):
        broken.append("lineage")
    return broken


# cell: q7_live
def live_periods(log, model):
    events = []
    for _, row in log.iterrows():
        if row["model"] == model and row["environment"] == "production":
            events.append((row["time"], row["event"], row["version"]))
    stack, rows = [], []

    def close(time):
        if rows and rows[-1]["end"] is None:
            rows[-1]["end"] = time

    def open_top(time):
        if stack:
            rows.append({"version": stack[-1], "start": time, "end": None})

    for time, event, version in sorted(events):
        if event == "deploy":
            if stack and stack[-1] == version:
                continue
            close(time)
            stack.append(version)
            open_top(time)
        elif event == "rollback" and stack:
            close(time)
            stack.pop()
            open_top(time)
        elif event == "retire":
            close(time)
            stack.clear()
    return pd.DataFrame(rows, columns=["version", "start", "end"])


# cell: q7_rollback
def rollback_target(log, versions, model, time):
    known = log[(log["time"] <= time).to_numpy()]
    table = live_periods(known, model)
    still = [row for row in table.to_dict("records") if pd.isna(row["end"])]
    if not still:
        return None
    live = still[0]["version"]
    failed = set()
    for _, row in known.iterrows():
        if (
            row["model"] == model
            and row["event"] == "rollback"
            and row["environment"] == "production"
        ):
            failed.add(row["version"])
    schema = {}
    for _, row in versions.iterrows():
        if row["model"] == model:
            schema[row["version"]] = row["schema"]
    last = {}
    for row in table.to_dict("records"):
        last[row["version"]] = row["start"]
    fit = [v for v in last if v != live and v not in failed and schema[v] == schema[live]]
    return max(fit, key=lambda v: last[v]) if fit else None
# Question 8: Plain loops and dictionaries, close to the text; the plan by trying all of them.
# cell: q8_pace
def role_table(team, work):
    use_cases = set(work["use_case"])
    days = {role: 0.0 for role in team.index}
    waits = {role: 0.0 for role in team.index}
    for row in work.to_dict("records"):
        if row["role"] in days:
            days[row["role"]] += row["days"]
            waits[row["role"]] += row["started"] - row["ready"]
    rows = []
    for role in team.index:
        effort = days[role] / len(use_cases)
        if effort == 0:
            pace = float("inf")
        else:
            pace = team.loc[role, "people"] * team.loc[role, "days"] / effort
        rows.append({"effort": effort, "pace": pace, "waited": waits[role] / len(use_cases)})
    return pd.DataFrame(rows, index=team.index)


def throughput(team, work, hires=None):
    if hires is None:
        hires = {}
    table = role_table(team, work)
    slowest = None
    for role in team.index:
        people = team.loc[role, "people"]
        pace = table.loc[role, "pace"] * (people + hires.get(role, 0)) / people
        if slowest is None or pace < slowest:
            slowest = pace
    return slowest
# cell: q8_hires
def hiring_plan(team, work, budget):
    effort = role_table(team, work)["effort"]
    roles = [role for role in team.index if effort[role] > 0]
    plans = [({}, 0)]
    for role in roles:
        price = team.loc[role, "cost"]
        longer = []
        for plan, cost in plans:
            number = 0
            while cost + number * price <= budget:
                longer.append(({**plan, role: number}, cost + number * price))
                number += 1
        plans = longer
    best, most, least = {}, throughput(team, work), 0
    paces = {role: team.loc[role, "days"] / effort[role] for role in roles}
    people = team["people"].to_dict()
    for plan, cost in plans:
        pace = min((people[role] + plan[role]) * paces[role] for role in roles)
        if pace > most + 1e-9 or (pace > most - 1e-9 and cost < least):
            best, most, least = plan, pace, cost
    return {role: number for role, number in best.items() if number > 0}
