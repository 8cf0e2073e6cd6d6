"""numpy; hires for all slowest roles at once, until they no longer fit."""
# cell: q8_pace
def role_table(team, work):
    role = work["role"].to_numpy()
    count = work["use_case"].nunique()
    hit = role[:, None] == team.index.to_numpy()[None, :]
    effort = work["days"].to_numpy(float) @ hit / count
    waited = (work["started"] - work["ready"]).to_numpy(float) @ hit / count
    capacity = team["people"].to_numpy(float) * team["days"].to_numpy(float)
    pace = np.full(len(team), np.inf)
    np.divide(capacity, effort, out=pace, where=effort > 0)
    return pd.DataFrame(np.c_[effort, pace, waited], team.index, ["effort", "pace", "waited"])


def throughput(team, work, hires=None):
    extra = np.array([(hires or {}).get(role, 0) for role in team.index])
    people = team["people"].to_numpy(float)
    return (role_table(team, work)["pace"].to_numpy() * (people + extra) / people).min()
# cell: q8_hires
def hiring_plan(team, work, budget):
    plan = dict.fromkeys(team.index, 0)
    while True:
        people = team["people"].add(pd.Series(plan))
        pace = role_table(team.assign(people=people), work)["pace"]
        slowest = pace.index[pace < pace.min() + 1e-9]
        budget -= team.loc[slowest, "cost"].sum()
        if budget < 0:
            return {role: number for role, number in plan.items() if number}
        for role in slowest:
            plan[role] += 1
