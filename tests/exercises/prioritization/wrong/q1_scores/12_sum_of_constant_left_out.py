"""Leaves a constant criterion out of the sum of weights as well."""
# cell: q1_scores
def weighted_score(criteria, weights, lower_is_better=()):
    columns = list(weights)
    data = criteria[columns].astype(float)
    for name in lower_is_better:
        if name in data:
            data[name] = -data[name]
    scaled = (data - data.min()) / (data.max() - data.min())
    scaled = scaled.fillna(0)
    share = pd.Series(weights)[data.max() > data.min()]
    share = share / share.sum()
    return scaled.mul(share).sum(axis=1)


def rice(pilots):
    """Return reach x impact x confidence / effort."""
    return pilots["reach"] * pilots["impact"] * pilots["confidence"] / pilots["effort"]


def wsjf(pilots):
    """Return the cost of delay over the size of the job."""
    delay = pilots["business_value"] + pilots["time_criticality"] + pilots["risk_reduction"]
    return delay / pilots["job_size"]


def ranks(scores):
    """Return the rank of each score, 1 for the largest."""
    return scores.rank(ascending=False, method="min").astype(int)
