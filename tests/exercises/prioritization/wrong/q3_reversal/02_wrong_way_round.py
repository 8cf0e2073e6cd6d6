"""ahead is the one that leads without the removed one."""
# cell: q3_reversal
def rank_reversals(criteria, weights, lower_is_better=()):
    """Return removed, ahead and behind, one row for each pair that swaps."""
    full = weighted_score(criteria, weights, lower_is_better)
    rows = []
    for removed in criteria.index:
        rest = criteria.drop(index=removed)
        fewer = weighted_score(rest, weights, lower_is_better)
        for ahead in rest.index:
            for behind in rest.index:
                if full[ahead] - full[behind] > 1e-9 and fewer[behind] - fewer[ahead] > 1e-9:
                    rows.append((removed, behind, ahead))
    return pd.DataFrame(rows, columns=["removed", "ahead", "behind"])


def anchored_score(criteria, weights, anchors):
    """Return the weighted sum of criteria scaled between fixed ends."""
    score = pd.Series(0.0, index=criteria.index)
    for name, weight in weights.items():
        worst, best = anchors[name]
        scaled = ((criteria[name] - worst) / (best - worst)).clip(0, 1)
        score += weight / sum(weights.values()) * scaled
    return score
