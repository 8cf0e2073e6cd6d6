"""Searches weights from 0 to 10 in steps of a tenth."""
# cell: q3_flip
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
