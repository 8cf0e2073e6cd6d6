"""Plain loops and dictionaries, close to the text; foundations as one row each in the programme."""
# cell: q1_scores
def weighted_score(criteria, weights, lower_is_better=()):
    scores = [0.0] * len(criteria)
    for name in weights:
        column = [float(value) for value in criteria[name]]
        low, high = min(column), max(column)
        for place, value in enumerate(column):
            if high == low:
                scaled = 0.0
            elif name in lower_is_better:
                scaled = (high - value) / (high - low)
            else:
                scaled = (value - low) / (high - low)
            scores[place] += weights[name] * scaled / sum(weights.values())
    return pd.Series(scores, index=criteria.index)


def rice(pilots):
    rows = zip(pilots["reach"], pilots["impact"], pilots["confidence"], pilots["effort"])
    return pd.Series([r * i * c / e for r, i, c, e in rows], index=pilots.index)


def wsjf(pilots):
    result = []
    for _, row in pilots.iterrows():
        delay = row["business_value"] + row["time_criticality"] + row["risk_reduction"]
        result.append(delay / row["job_size"])
    return pd.Series(result, index=pilots.index)


def ranks(scores):
    values = list(scores)
    return pd.Series([1 + sum(v > mine for v in values) for mine in values], index=scores.index)
# cell: q2_stability
def draw_values(pilots, draws, seed):
    rng = np.random.default_rng(seed)
    rows = []
    estimates = list(zip(pilots["value_low"], pilots["value_likely"], pilots["value_high"]))
    for _ in range(draws):
        rows.append([low if low == high else rng.triangular(low, mode, high) for low, mode, high in estimates])
    return pd.DataFrame(rows, columns=list(pilots.index))


def rank_stability(scores, top):
    places = {name: [] for name in scores.columns}
    for _, row in scores.iterrows():
        for name, rank in ranks(row).items():
            places[name].append(rank)
    rows = []
    for name in scores.columns:
        mine = pd.Series(places[name])
        rows.append(
            {
                "best": mine.quantile(0.05),
                "median": mine.median(),
                "worst": mine.quantile(0.95),
                "top_share": sum(rank <= top for rank in mine) / len(mine),
            }
        )
    return pd.DataFrame(rows, index=scores.columns)
# cell: q3_reversal
def rank_reversals(criteria, weights, lower_is_better=()):
    table = {"removed": [], "ahead": [], "behind": []}
    before = dict(weighted_score(criteria, weights, lower_is_better))
    for gone in criteria.index:
        after = dict(weighted_score(criteria[criteria.index != gone], weights, lower_is_better))
        for a in after:
            for b in after:
                led = before[a] > before[b] + 1e-9
                trails = after[a] < after[b] - 1e-9
                if led and trails:
                    table["removed"].append(gone)
                    table["ahead"].append(a)
                    table["behind"].append(b)
    return pd.DataFrame(table)


def anchored_score(criteria, weights, anchors):
    result = []
    for _, row in criteria.iterrows():
        score = 0.0
        for name, weight in weights.items():
            worst, best = anchors[name]
            scaled = (row[name] - worst) / (best - worst)
            score += weight * min(1.0, max(0.0, scaled))
        result.append(score / sum(weights.values()))
    return pd.Series(result, index=criteria.index)
# cell: q4_rules
def net_value(chosen, pilots, foundations):
    total = 0.0
    for name in set(chosen):
        if name in pilots.index:
            total += pilots.at[name, "value"] - pilots.at[name, "cost"]
        else:
            total -= foundations.at[name, "cost"]
    return total


def broken_rules(chosen, pilots, foundations, limits):
    chosen = sorted(set(chosen))
    broken = []
    for resource in limits:
        needed = 0
        for name in chosen:
            frame = pilots if name in pilots.index else foundations
            needed += frame.at[name, resource]
        if needed > limits[resource]:
            broken.append(resource)
    mine = [name for name in chosen if name in pilots.index]
    for name in mine:
        for need in pilots.at[name, "needs"].split():
            if need not in chosen and "foundation" not in broken:
                broken.append("foundation")
        for twin in pilots.at[name, "overlaps"].split():
            if twin in mine and "overlap" not in broken:
                broken.append("overlap")
    return broken
# cell: q5_choice
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
# cell: q6_unlock
def unlocked_value(pilots, foundations, limits):
    best = net_value(choose(pilots, foundations, limits), pilots, foundations)
    result = pd.Series(0.0, index=foundations.index)
    for closed in foundations.index:
        dear = foundations.copy()
        dear.loc[closed, "cost"] = limits["cost"] + 1  # on offer, but out of reach
        result[closed] = best - net_value(choose(pilots, dear, limits), pilots, dear)
    return result
# cell: q7_pilot
def pilot_worth(chance, gain, loss, detection, false_alarm):
    now = max(0, chance * gain - (1 - chance) * loss)
    informed = 0
    after = {}
    for result in ("go", "stop"):
        if result == "go":
            good, bad = chance * detection, (1 - chance) * false_alarm
        else:
            good, bad = chance * (1 - detection), (1 - chance) * (1 - false_alarm)
        if good + bad == 0:
            after[result] = chance
            continue
        after[result] = good / (good + bad)
        informed += (good + bad) * max(0, after[result] * gain - (1 - after[result]) * loss)
    return (now, informed, informed - now, after["go"])
# cell: q8_flip
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
