"""A table of confusion, comparisons by broadcasting, a recursive search over levers."""


# cell: q6_alarms
def share_real(sensitivity, specificity, prevalence):
    table = np.array(
        [
            [prevalence * sensitivity, (1 - prevalence) * (1 - specificity)],
            [prevalence * (1 - sensitivity), (1 - prevalence) * specificity],
        ]
    )
    with np.errstate(invalid="ignore"):
        return float(table[0, 0] / table[0].sum())


def specificity_needed(share, sensitivity, prevalence):
    alarms = sensitivity * prevalence / share
    false_alarm_rate = (alarms - sensitivity * prevalence) / (1 - prevalence)
    return max(1.0 - min(false_alarm_rate, 1.0), 0.0)


# cell: q6_threshold
def cheapest_threshold(scores, failed, failure_cost, check_cost):
    s, f = np.array(scores, dtype=float), np.array(failed, dtype=float)
    cuts = np.append(np.unique(s), np.inf)
    alarms = s[None, :] >= cuts[:, None]
    costs = alarms.sum(axis=1) * check_cost + np.where(alarms, 0, f).sum(axis=1) * failure_cost
    cheapest = cuts[np.isclose(costs, costs.min())].max()
    return (cheapest, costs.min())


def threshold_plan(windows, lines):
    def plan(line):
        mine = windows[windows["line"] == line.line]
        threshold, cost = cheapest_threshold(
            mine["score"].tolist(), mine["failed"].tolist(), line.failure_cost, line.check_cost
        )
        real = mine["failed"][(mine["score"] >= threshold).to_numpy()]
        return pd.Series(
            {
                "threshold": threshold,
                "cost": cost,
                "alarms": len(real),
                "share_real": real.sum() / len(real) if len(real) else float("nan"),
            },
            name=line.line,
        )

    return pd.DataFrame([plan(line) for line in lines.itertuples()])


# cell: q6_mix
def share_using(p, q, ceiling, weeks):
    grown = np.exp(min((p + q) * weeks, 600))
    return float(ceiling * (grown - 1) / (grown + q / p))


def cheapest_mix(levers, start):
    rows = list(levers.itertuples(index=False))

    def complete(mix):
        names = {row.lever for row in mix}
        return all(not row.needs or row.needs in names for row in mix)

    def search(left, mix):
        if not left:
            if not complete(mix):
                return []
            share = share_using(
                start["p"] + sum(row.p for row in mix),
                start["q"] + sum(row.q for row in mix),
                min(1.0, start["ceiling"] + sum(row.ceiling for row in mix)),
                start["weeks"],
            )
            if share < start["target"]:
                return []
            return [(sum(row.cost for row in mix), -share, [row.lever for row in mix])]
        return search(left[1:], mix) + search(left[1:], [*mix, left[0]])

    found = sorted(search(rows, []))
    return found[0][2] if found else None
