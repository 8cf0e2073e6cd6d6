"""Counts in a thousand, tries every threshold in loops, tries mixes by bits."""


# cell: q6_alarms
def share_real(sensitivity, specificity, prevalence):
    failing, sound = 1000 * prevalence, 1000 * (1 - prevalence)
    real, false = failing * sensitivity, sound - sound * specificity
    if real == 0 and false == 0:
        return float("nan")
    return real / (real + false)


def specificity_needed(share, sensitivity, prevalence):
    real = 1000 * prevalence * sensitivity
    allowed = real / share - real
    sound = 1000 * (1 - prevalence)
    return 0.0 if allowed > sound else 1.0 - allowed / sound


# cell: q6_threshold
def cheapest_threshold(scores, failed, failure_cost, check_cost):
    pairs = list(zip([float(s) for s in scores], [int(f) for f in failed]))
    best_cut, best_cost = float("inf"), failure_cost * sum(f for _, f in pairs)
    for cut in sorted({s for s, _ in pairs}, reverse=True):
        cost = 0
        for s, f in pairs:
            if s >= cut:
                cost += check_cost
            elif f:
                cost += failure_cost
        if cost < best_cost:
            best_cut, best_cost = cut, cost
    return best_cut, best_cost


def threshold_plan(windows, lines):
    table = pd.DataFrame(
        index=list(lines["line"]),
        columns=["threshold", "cost", "alarms", "share_real"],
        dtype=float,
    )
    for name, miss, check in zip(lines["line"], lines["failure_cost"], lines["check_cost"]):
        is_mine = (windows["line"] == name).to_numpy()
        scores, failed = windows["score"].to_numpy()[is_mine], windows["failed"].to_numpy()[is_mine]
        cut, cost = cheapest_threshold(scores, failed, miss, check)
        alarm = scores >= cut
        share = failed[alarm].sum() / alarm.sum() if alarm.sum() else np.nan
        table.loc[name] = [cut, cost, alarm.sum(), share]
    return table


# cell: q6_mix
def share_using(p, q, ceiling, weeks):
    e = np.exp((p + q) * -weeks)
    return float(ceiling * p * (1 - e) / (p + q * e))


def cheapest_mix(levers, start):
    names = levers["lever"].tolist()
    records = {row["lever"]: row for row in levers.to_dict("records")}
    found = []
    for code in range(1 << len(names)):
        mix = [name for place, name in enumerate(names) if code & (1 << place)]
        if not all(records[name]["needs"] in mix or records[name]["needs"] == "" for name in mix):
            continue
        total = {
            key: start[key] + sum(records[n][key] for n in mix) for key in ["p", "q", "ceiling"]
        }
        total["ceiling"] = min(total["ceiling"], 1.0)
        share = share_using(**total, weeks=start["weeks"])
        if share >= start["target"]:
            found.append((sum(records[n]["cost"] for n in mix), -share, mix))
    return min(found)[2] if found else None
