"""A pivot table for the log; the plan by going through the throughputs that can be reached."""
# cell: q8_pace
def role_table(team, work):
    log = work.reset_index(drop=True).assign(waited=lambda rows: rows["started"] - rows["ready"])
    pivot = log.pivot_table(
        index="use_case", columns="role", values=["days", "waited"], aggfunc="sum", fill_value=0
    )
    table = pd.DataFrame(index=team.index)
    table["effort"] = pivot["days"].mean().reindex(team.index, fill_value=0.0)
    with np.errstate(divide="ignore"):
        table["pace"] = (team["people"] * team["days"]).to_numpy() / table["effort"].to_numpy(float)
    table["waited"] = pivot["waited"].mean().reindex(team.index, fill_value=0.0)
    return table


def throughput(team, work, hires=None):
    larger = team.copy()
    for role, number in (hires or {}).items():
        larger.loc[role, "people"] += number
    return role_table(larger, work)["pace"].min()
# cell: q8_hires
def hiring_plan(team, work, budget):
    effort = role_table(team, work)["effort"]
    busy = team[effort > 0].assign(rate=lambda rows: rows["days"] / effort[rows.index])
    most = (busy["people"] + budget // busy["cost"]) * busy["rate"]
    goals = {throughput(team, work)}
    for role, row in busy.iterrows():
        for number in range(int(row["people"]), int(row["people"] + budget // row["cost"]) + 1):
            goals.add(number * row["rate"])
    for goal in sorted(goals, reverse=True):
        if goal > most.min() + 1e-9:
            continue
        needed = np.ceil(goal / busy["rate"] - busy["people"] - 1e-9).clip(lower=0)
        if (needed * busy["cost"]).sum() <= budget:
            return {role: int(number) for role, number in needed.items() if number}
    return {}
