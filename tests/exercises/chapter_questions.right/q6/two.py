"""Bayes in odds, cumulative sums over sorted scores, matrices for the mixes."""


# cell: q6_alarms
def share_real(sensitivity, specificity, prevalence):
    if sensitivity * prevalence == 0:
        return float("nan") if specificity == 1 else 0.0
    if specificity == 1 or prevalence == 1:
        return 1.0
    odds = prevalence / (1 - prevalence) * sensitivity / (1 - specificity)
    return float(odds / (1 + odds))


def specificity_needed(share, sensitivity, prevalence):
    prior_odds = prevalence / (1 - prevalence)
    if share == 1:
        return 1.0
    likelihood_ratio_inverse = prior_odds * (1 - share) / share
    return float(np.clip(1 - sensitivity * likelihood_ratio_inverse, 0, 1))


# cell: q6_threshold
def cheapest_threshold(scores, failed, failure_cost, check_cost):
    table = pd.DataFrame({"score": np.array(scores, dtype=float), "failed": np.array(failed)})
    by_score = table.groupby("score")["failed"].agg(["size", "sum"]).sort_index(ascending=False)
    cost = check_cost * by_score["size"].cumsum() + failure_cost * (
        by_score["sum"].sum() - by_score["sum"].cumsum()
    )
    cost = pd.concat([pd.Series({np.inf: failure_cost * by_score["sum"].sum()}), cost])
    return float(cost.idxmin()), float(cost.min())


def threshold_plan(windows, lines):
    rows = []
    prices = lines.set_index("line")
    for name in prices.index:
        mine = windows.loc[windows["line"].eq(name), ["score", "failed"]].reset_index(drop=True)
        price = prices.loc[name]
        cut, cost = cheapest_threshold(
            mine["score"], mine["failed"], price["failure_cost"], price["check_cost"]
        )
        hit = mine.query("score >= @cut")["failed"]
        rows.append({"threshold": cut, "cost": cost, "alarms": hit.size, "share_real": hit.mean()})
    return pd.DataFrame(rows, index=prices.index.tolist())


# cell: q6_mix
def share_using(p, q, ceiling, weeks):
    e = np.exp(-(p + q) * weeks)
    return float(ceiling * np.divide(1 - e, 1 + (q / p) * e))


def cheapest_mix(levers, start):
    size = len(levers)
    masks = (np.arange(2**size)[:, None] >> np.arange(size)) & 1
    place = {name: number for number, name in enumerate(levers["lever"])}
    for mine, need in enumerate(levers["needs"]):
        if need:
            masks = masks[(masks[:, mine] == 0) | (masks[:, place[need]] == 1)]
    p, q, ceiling = (
        start[key] + masks @ levers[key].to_numpy(dtype=float) for key in ("p", "q", "ceiling")
    )
    shares = np.array(
        [share_using(*row, start["weeks"]) for row in zip(p, q, np.minimum(ceiling, 1))]
    )
    costs = masks @ levers["cost"].to_numpy()
    enough = shares >= start["target"]
    if not enough.any():
        return None
    masks, costs, shares = masks[enough], costs[enough], shares[enough]
    best = np.lexsort((-shares, costs))[0]
    return [str(name) for name, used in zip(levers["lever"], masks[best]) if used]
