"""Plain loops and dictionaries, close to the text."""
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
