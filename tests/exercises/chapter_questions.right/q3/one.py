"""Loops and sums by hand, the two limits one after the other."""


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
