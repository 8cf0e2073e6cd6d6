"""Matrix products, np.select, flips from roots and a look at the sign of the move."""


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
