"""A rounding error after the removal counts as a swap."""
# cell: q3_reversal
def rank_reversals(criteria, weights, lower_is_better=()):
    rows = []
    before = weighted_score(criteria, weights, lower_is_better)
    names = list(criteria.index)
    for out in names:
        after = weighted_score(criteria.drop(index=out), weights, lower_is_better)
        for a in names:
            for b in names:
                if out in (a, b) or a == b:
                    continue
                if before[a] - before[b] > 0 and after[b] - after[a] > 0:
                    rows.append((out, a, b))
    return pd.DataFrame(rows, columns=["removed", "ahead", "behind"])


def anchored_score(criteria, weights, anchors):
    total = sum(weights.values())
    score = pd.Series(0.0, index=criteria.index)
    for name, w in weights.items():
        worst, best = anchors[name]
        scaled = ((criteria[name] - worst) / (best - worst)).clip(0, 1)
        score += scaled * w / total
    return score
