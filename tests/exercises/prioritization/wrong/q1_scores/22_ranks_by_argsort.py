"""Returns positions in the sorted order instead of ranks."""
# cell: q1_scores
def weighted_score(criteria, weights, lower_is_better=()):
    """Return the weighted sum of min-max scaled criteria."""
    total = sum(weights.values())
    score = pd.Series(0.0, index=criteria.index)
    for name, weight in weights.items():
        column = criteria[name].astype(float)
        width = column.max() - column.min()
        if width == 0:
            continue
        scaled = (column - column.min()) / width
        score += weight / total * (1 - scaled if name in lower_is_better else scaled)
    return score


def rice(pilots):
    """Return reach x impact x confidence / effort."""
    return pilots["reach"] * pilots["impact"] * pilots["confidence"] / pilots["effort"]


def wsjf(pilots):
    """Return the cost of delay over the size of the job."""
    delay = pilots["business_value"] + pilots["time_criticality"] + pilots["risk_reduction"]
    return delay / pilots["job_size"]


def ranks(scores):
    """Return the rank of each score, 1 for the largest."""
    return pd.Series(np.argsort(-scores.to_numpy()) + 1, index=scores.index)
