"""np.average, a dictionary of rules, choices worked out on both sides of sorted weights."""


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
