# %% right: library
from scipy import stats
from sklearn.preprocessing import minmax_scale


def weighted_score(criteria, weights, lower_is_better=()):
    scaled = pd.DataFrame(
        {name: minmax_scale(criteria[name].astype(float)) for name in weights}, index=criteria.index
    )
    for name in set(lower_is_better) & set(weights):
        if criteria[name].nunique() > 1:
            scaled[name] = 1 - scaled[name]
    return pd.Series(np.average(scaled, axis=1, weights=list(weights.values())), criteria.index)


def rice(pilots):
    return pilots.eval("reach * impact * confidence / effort")


def wsjf(pilots):
    return pilots.eval("(business_value + time_criticality + risk_reduction) / job_size")


def ranks(scores):
    return pd.Series(stats.rankdata(-scores, method="min"), index=scores.index).astype("int64")

# %% right: loops
def weighted_score(criteria, weights, lower_is_better=()):
    scores = [0.0] * len(criteria)
    for name in weights:
        column = [float(value) for value in criteria[name]]
        low, high = min(column), max(column)
        for place, value in enumerate(column):
            if high == low:
                scaled = 0.0
            elif name in lower_is_better:
                scaled = (high - value) / (high - low)
            else:
                scaled = (value - low) / (high - low)
            scores[place] += weights[name] * scaled / sum(weights.values())
    return pd.Series(scores, index=criteria.index)


def rice(pilots):
    rows = zip(pilots["reach"], pilots["impact"], pilots["confidence"], pilots["effort"])
    return pd.Series([r * i * c / e for r, i, c, e in rows], index=pilots.index)


def wsjf(pilots):
    result = []
    for _, row in pilots.iterrows():
        delay = row["business_value"] + row["time_criticality"] + row["risk_reduction"]
        result.append(delay / row["job_size"])
    return pd.Series(result, index=pilots.index)


def ranks(scores):
    values = list(scores)
    return pd.Series([1 + sum(v > mine for v in values) for mine in values], index=scores.index)

# %% right: vectorised
def weighted_score(criteria, weights, lower_is_better=()):
    names = [name for name, weight in weights.items()]
    sign = np.array([-1.0 if name in lower_is_better else 1.0 for name in names])
    data = criteria[names].to_numpy(dtype=float) * sign
    width = np.ptp(data, axis=0)
    scaled = np.divide(data - data.min(axis=0), width, out=np.zeros_like(data), where=width > 0)
    share = np.array(list(weights.values()), dtype=float)
    return pd.Series(scaled @ (share / share.sum()), index=criteria.index, name="score")


def rice(pilots):
    return pilots[["reach", "impact", "confidence"]].prod(axis=1).div(pilots["effort"])


def wsjf(pilots):
    parts = ["business_value", "time_criticality", "risk_reduction"]
    return pilots[parts].sum(axis=1).div(pilots["job_size"])


def ranks(scores):
    values = scores.to_numpy()
    return pd.Series(1 + (values[:, None] < values).sum(axis=1), index=scores.index)

# %% wrong: lower_is_better is never looked at: a long time counts as good.
# says: value 9, 6, 3 (weight 3) and months 2, 6
# edits: official
# -         score += weight / total * (1 - scaled if name in lower_is_better else scaled)
# +         score += weight / total * (scaled)

# %% wrong: The weights are not divided by their sum.
# says: value 9, 6, 3 (weight 3) and months 2, 6
# edits: official
# -         score += weight / total * (1 - scaled if name in lower_is_better else scaled)
# +         score += weight * (1 - scaled if name in lower_is_better else scaled)

# %% wrong: Takes the weights for per cent and divides by 100.
# says: value 9, 6, 3 (weight 3) and months 2, 6
# edits: official
# -         score += weight / total * (1 - scaled if name in lower_is_better else scaled)
# +         score += weight / 100 * (1 - scaled if name in lower_is_better else scaled)

# %% wrong: Divides by the maximum instead of min-max scaling.
# says: value 9, 6, 3 (weight 3) and months 2, 6
# edits: official
# -         scaled = (column - column.min()) / width
# +         scaled = column / column.max()

# %% wrong: A criterion on which all are equal gives 0/0, and every score is missing.
# says: where all are equal the scaled value is 0
# edits: official
# -         if width == 0:
# -             continue

# %% wrong: A criterion on which all are equal gives 1 where less is better.
# says: where all are equal the scaled value is 0
def weighted_score(criteria, weights, lower_is_better=()):
    columns = list(weights)
    data = criteria[columns].astype(float)
    for name in lower_is_better:
        if name in data:
            data[name] = -data[name]
    scaled = (data - data.min()) / (data.max() - data.min())
    scaled = scaled.fillna(1)
    share = pd.Series(weights) / sum(weights.values())
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

# %% wrong: Standardises by mean and standard deviation.
# says: value 9, 6, 3 (weight 3) and months 2, 6
# edits: official
# -         scaled = (column - column.min()) / width
# +         scaled = (column - column.mean()) / column.std()

# %% wrong: Turns a criterion round by 1 / x, which is no longer proportional.
# says: value 9, 6, 3 (weight 3) and months 2, 6
def weighted_score(criteria, weights, lower_is_better=()):
    columns = list(weights)
    data = criteria[columns].astype(float)
    for name in lower_is_better:
        if name in data:
            data[name] = 1 / data[name]
    scaled = (data - data.min()) / (data.max() - data.min())
    scaled = scaled.fillna(0)
    share = pd.Series(weights) / sum(weights.values())
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

# %% wrong: Subtracts the scaled value where less is better: the worst gets less than 0.
# says: value 9, 6, 3 (weight 3) and months 2, 6
# edits: official
# -         score += weight / total * (1 - scaled if name in lower_is_better else scaled)
# +         score += weight / total * (-scaled if name in lower_is_better else scaled)

# %% wrong: Scales every numeric column and gives those without a weight a weight of 1.
# says: where all are equal the scaled value is 0
def weighted_score(criteria, weights, lower_is_better=()):
    data = criteria.select_dtypes('number').astype(float)
    weights = {name: weights.get(name, 1) for name in data}
    for name in lower_is_better:
        if name in data:
            data[name] = -data[name]
    scaled = (data - data.min()) / (data.max() - data.min())
    scaled = scaled.fillna(0)
    share = pd.Series(weights) / sum(weights.values())
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

# %% wrong: Scales in place: the frame of the caller changes.
# says: the frame that was handed in has been changed
# edits: official
# -         column = criteria[name].astype(float)
# +         column = criteria[name] = criteria[name].astype(float)
# ...
# -         scaled = (column - column.min()) / width
# +         scaled = criteria[name] = (column - column.min()) / width

# %% wrong: Leaves a constant criterion out of the sum of weights as well.
# says: where all are equal the scaled value is 0
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

# %% wrong: Returns the scores from best to worst, not in the order of the rows.
# says: the index is not the one of criteria
# edits: official
# -     return score
# +     return score.sort_values(ascending=False)

# %% wrong: RICE without the C.
# says: rice: expected 200 and 15
# edits: official
# -     return pilots["reach"] * pilots["impact"] * pilots["confidence"] / pilots["effort"]
# +     return pilots["reach"] * pilots["impact"] / pilots["effort"]

# %% wrong: Multiplies by effort: the largest jobs come first.
# says: rice: expected 200 and 15
# edits: official
# -     return pilots["reach"] * pilots["impact"] * pilots["confidence"] / pilots["effort"]
# +     return pilots["reach"] * pilots["impact"] * pilots["confidence"] * pilots["effort"]

# %% wrong: Only the last part of the cost of delay is divided by the size.
# says: wsjf: expected 8 and 2
# edits: official
# -     delay = pilots["business_value"] + pilots["time_criticality"] + pilots["risk_reduction"]
# -     return delay / pilots["job_size"]
# +     return pilots["business_value"] + pilots["time_criticality"] + pilots["risk_reduction"] / pilots["job_size"]

# %% wrong: Takes the mean of the three parts instead of their sum.
# says: wsjf: expected 8 and 2
# edits: official
# -     return delay / pilots["job_size"]
# +     return delay / 3 / pilots["job_size"]

# %% wrong: Rank 1 goes to the smallest score.
# says: ranks of 7, 9, 5, 7, 7: expected 2, 1, 5
# edits: official
# -     return scores.rank(ascending=False, method="min").astype(int)
# +     return scores.rank(method="min").astype(int)

# %% wrong: Equal scores share the mean of their ranks, cut to a whole number.
# says: ranks of 7, 9, 5, 7, 7: expected 2, 1, 5
# edits: official
# -     return scores.rank(ascending=False, method="min").astype(int)
# +     return scores.rank(ascending=False).astype(int)

# %% wrong: Counts different scores only: no rank is left out after a tie.
# says: ranks of 7, 9, 5, 7, 7: expected 2, 1, 5
# edits: official
# -     return scores.rank(ascending=False, method="min").astype(int)
# +     return scores.rank(ascending=False, method="dense").astype(int)

# %% wrong: Equal scores get different ranks, by their place in the list.
# says: ranks of 7, 9, 5, 7, 7: expected 2, 1, 5
# edits: official
# -     return scores.rank(ascending=False, method="min").astype(int)
# +     return scores.rank(ascending=False, method="first").astype(int)

# %% wrong: Returns positions in the sorted order instead of ranks.
# says: ranks of 7, 9, 5, 7, 7: expected 2, 1, 5
# edits: official
# -     return scores.rank(ascending=False, method="min").astype(int)
# +     return pd.Series(np.argsort(-scores.to_numpy()) + 1, index=scores.index)

# %% wrong: Rounds scores before ranking, so close ones become equal.
# says: is the largest score, and equal scores share the better
# edits: official
# -     return scores.rank(ascending=False, method="min").astype(int)
# +     return scores.round(2).rank(ascending=False, method="min").astype(int)

# %% wrong: Loses the identifiers: the index is 0, 1, 2 ...
# says: ranks: the index is not the one of scores
# edits: official
# -     return scores.rank(ascending=False, method="min").astype(int)
# +     return scores.rank(ascending=False, method="min").astype(int).reset_index(drop=True)
