# %% right: loops
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

# %% right: arrays
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

# %% right: library
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

# %% wrong: Lists each limit that is reached, although the choice may stay.
# says: with heavy regulation federated is ruled out
# edits: official
# -         if below != above

# %% wrong: Forgets that heavy regulation rules out federated.
# says: with heavy regulation federated is ruled out
# edits: official
# -         choose((points + weight * x) / (rest + weight), scores["regulation"]) for weight in between
# +         choose((points + weight * x) / (rest + weight), 5) for weight in between

# %% wrong: Forgets regulation in the choice below a flip.
# says: with heavy regulation a low weight of speed gives a hybrid
# edits: official
# +     lenient = [choose((points + weight * x) / (rest + weight), 5) for weight in between]
#       return [
#           (weight, below, above)
# -         for weight, below, above in zip(reached, choices, choices[1:])
# +         for weight, below, above in zip(reached, lenient, choices[1:])

# %% wrong: Looks at 0.25 only.
# says: expected a list with two flips
# edits: official
# -         (points - limit * rest) / (limit - x) for limit in (-0.25, 0.25) if abs(limit - x) > 1e-9
# +         (points - limit * rest) / (limit - x) for limit in (0.25,) if abs(limit - x) > 1e-9

# %% wrong: Looks at -0.25 only.
# says: expected a list with two flips
# edits: official
# -         (points - limit * rest) / (limit - x) for limit in (-0.25, 0.25) if abs(limit - x) > 1e-9
# +         (points - limit * rest) / (limit - x) for limit in (-0.25,) if abs(limit - x) > 1e-9

# %% wrong: Looks where the lean changes its sign.
# says: expected a list with two flips
# edits: official
# -         (points - limit * rest) / (limit - x) for limit in (-0.25, 0.25) if abs(limit - x) > 1e-9
# +         (points - limit * rest) / (limit - x) for limit in (0.0,) if abs(limit - x) > 1e-9

# %% wrong: Gives weights below 0, too.
# says: ZeroDivisionError
# edits: official
# -     reached = [weight for weight in reached if weight > 1e-9]
# +     reached = [weight for weight in reached if abs(weight) > 1e-9]

# %% wrong: Counts the criterion's present weight among the others.
# says: expected a list with two flips
# edits: official
# -     others = {name: weight for name, weight in weights.items() if name != criterion}
# +     others = weights

# %% wrong: Turns a sign in the formula.
# says: speed for the units: the lean is (w -
# edits: official
# -         (points - limit * rest) / (limit - x) for limit in (-0.25, 0.25) if abs(limit - x) > 1e-9
# +         (points + limit * rest) / (limit - x) for limit in (-0.25, 0.25) if abs(limit - x) > 1e-9

# %% wrong: Divides by x - t instead of t - x.
# says: expected a list with two flips
# edits: official
# -         (points - limit * rest) / (limit - x) for limit in (-0.25, 0.25) if abs(limit - x) > 1e-9
# +         (points - limit * rest) / (x - limit) for limit in (-0.25, 0.25) if abs(limit - x) > 1e-9

# %% wrong: Fails where a criterion leans exactly to a limit or where nothing else counts.
# says: ZeroDivisionError
# edits: official
#       rest = sum(others.values())
# +     1 / rest

# %% wrong: Uses the scores from 1 to 5 in place of leans.
# says: expected a list with two flips
# edits: official
# -     points = sum(weight * (scores[name] - 3) / 2 for name, weight in others.items())
# -     x = (scores[criterion] - 3) / 2
# +     points = sum(weight * scores[name] for name, weight in others.items())
# +     x = scores[criterion]

# %% wrong: Gives every criterion in scores a weight.
# says: speed for the units: the lean is (w -
# edits: official
# -     others = {name: weight for name, weight in weights.items() if name != criterion}
# +     others = {name: weights.get(name, 1) for name in scores if name != criterion}

# %% wrong: Keeps the sum of all weights, so that the others shrink as one grows.
# says: speed for the units: the lean is (w -
# edits: official
# -     rest = sum(others.values())
# +     rest = sum(weights.values()) - sum(0 for _ in others)

# %% wrong: Gives the present choice as the one below, also where the weight is already above.
# says: speed for the units: the lean is (w -
# edits: official
# -         (weight, below, above)
# +         (weight, choose((points + weights.get(criterion, 0) * x) / (rest + weights.get(criterion, 0) or 1), scores["regulation"]), above)

# %% wrong: Exchanges the choices below and above.
# says: speed for the units: the lean is (w -
# edits: official
# -         (weight, below, above)
# +         (weight, above, below)

# %% wrong: Lists the largest weight first.
# says: speed for the units: the lean is (w -
# edits: official
#           if below != above
# -     ]
# +     ][::-1]

# %% wrong: Returns the first flip only.
# says: expected a list with two flips
# edits: official
#           if below != above
# -     ]
# +     ][:1]

# %% wrong: Searches weights from 0 to 10 in steps of a tenth.
# says: speed for the units: the lean is (w -
def flips(scores, weights, criterion):
    found, last = [], None
    for step in range(1, 101):
        changed = {**weights, criterion: step / 10}
        total = sum(changed.values())
        lean = sum(weight * (scores[name] - 3) / 2 for name, weight in changed.items()) / total
        now = choose(lean, scores["regulation"])
        if last is not None and now != last:
            found.append((step / 10, last, now))
        last = now
    return found


def closest_flip(scores, weights):
    found = [
        (max(flip[0] / weight, weight / flip[0]), name, flip[0])
        for name, weight in weights.items()
        if weight > 0
        for flip in flips(scores, weights, name)
    ]
    return min(found)[1:] if found else None

# %% wrong: Looks only for flips where the weight grows.
# says: a centre becomes a hybrid
# edits: official
#           for flip in flips(scores, weights, name)
# +         if flip[0] > weight

# %% wrong: Looks only for flips where the weight shrinks.
# says: talent flips the choice at 2 (a factor of 2)
# edits: official
#           for flip in flips(scores, weights, name)
# +         if flip[0] < weight

# %% wrong: Takes the smallest difference in place of the smallest factor.
# says: talent flips the choice at 2 (a factor of 2)
# edits: official
# -         (max(flip[0] / weight, weight / flip[0]), name, flip[0])
# +         (abs(flip[0] - weight), name, flip[0])

# %% wrong: Takes the smallest new weight over the old one.
# says: a centre becomes a hybrid
# edits: official
# -         (max(flip[0] / weight, weight / flip[0]), name, flip[0])
# +         (flip[0] / weight, name, flip[0])

# %% wrong: Takes the relative difference, which calls halving closer than doubling.
# says: talent flips the choice at 2 (a factor of 2)
# edits: official
# -         (max(flip[0] / weight, weight / flip[0]), name, flip[0])
# +         (abs(flip[0] - weight) / weight, name, flip[0])

# %% wrong: Looks only at the first flip of each criterion.
# says: talent flips the choice at 2 (a factor of 2)
# edits: official
# -         for flip in flips(scores, weights, name)
# +         for flip in flips(scores, weights, name)[:1]

# %% wrong: Takes a criterion without weight for the closest.
# says: talent has no weight and is left out
# edits: official
# -         (max(flip[0] / weight, weight / flip[0]), name, flip[0])
# +         ((max(flip[0] / weight, weight / flip[0]) if weight else 0), name, flip[0])
#           for name, weight in weights.items()
# -         if weight > 0

# %% wrong: Returns the criterion without the weight.
# says: closest_flip: return a pair
# edits: official
# -     return min(found)[1:] if found else None
# +     return min(found)[1] if found else None

# %% wrong: Returns the factor instead of the new weight.
# says: a centre becomes a hybrid
# edits: official
# -     return min(found)[1:] if found else None
# +     return (min(found)[1], min(found)[0]) if found else None

# %% wrong: Fails if nothing flips.
# says: ValueError
# edits: official
# -     return min(found)[1:] if found else None
# +     return min(found)[1:]

# %% wrong: Lists the flip at -0.25 before the one at 0.25, whichever comes first.
# says: the other way round, talent speaks for the units
# edits: official
# -     reached = sorted(
# +     reached = list(

# %% wrong: Gives a flip at a weight of 0.
# says: A flip at a weight of 0 is none
# edits: official
# -     reached = [weight for weight in reached if weight > 1e-9]
# +     reached = [weight for weight in reached if weight > -1e-9]
# ...
# -         (low + high) / 2 for low, high in zip([0, *reached], [*reached, 3 * sum(reached) + 1])
# +         (low + high) / 2 for low, high in zip([-0.1, *reached], [*reached, 3 * sum(reached) + 1])
