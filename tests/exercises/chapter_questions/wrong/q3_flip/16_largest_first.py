"""Lists the largest weight first."""
# cell: q3_flip
def flips(scores, weights, criterion):
    others = {name: weight for name, weight in weights.items() if name != criterion}
    rest = sum(others.values())
    points = sum(weight * (scores[name] - 3) / 2 for name, weight in others.items())
    x = (scores[criterion] - 3) / 2
    reached = sorted(
        (points - limit * rest) / (limit - x) for limit in (-0.25, 0.25) if abs(limit - x) > 1e-9
    )
    reached = [weight for weight in reached if weight > 1e-9]
    between = [
        (low + high) / 2 for low, high in zip([0, *reached], [*reached, 3 * sum(reached) + 1])
    ]
    choices = [
        choose((points + weight * x) / (rest + weight), scores["regulation"]) for weight in between
    ]
    return [
        (weight, below, above)
        for weight, below, above in zip(reached, choices, choices[1:])
        if below != above
    ][::-1]


def closest_flip(scores, weights):
    found = [
        (max(flip[0] / weight, weight / flip[0]), name, flip[0])
        for name, weight in weights.items()
        if weight > 0
        for flip in flips(scores, weights, name)
    ]
    return min(found)[1:] if found else None
