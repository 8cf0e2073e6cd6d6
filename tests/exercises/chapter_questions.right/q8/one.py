"""Plain loops and dictionaries, close to the text; the plan by trying all of them."""
# cell: q8_pace
def role_table(team, work):
    use_cases = set(work["use_case"])
    days = {role: 0.0 for role in team.index}
    waits = {role: 0.0 for role in team.index}
    for row in work.to_dict("records"):
        if row["role"] in days:
            days[row["role"]] += row["days"]
            waits[row["role"]] += row["started"] - row["ready"]
    rows = []
    for role in team.index:
        effort = days[role] / len(use_cases)
        if effort == 0:
            pace = float("inf")
        else:
            pace = team.loc[role, "people"] * team.loc[role, "days"] / effort
        rows.append({"effort": effort, "pace": pace, "waited": waits[role] / len(use_cases)})
    return pd.DataFrame(rows, index=team.index)


def throughput(team, work, hires=None):
    if hires is None:
        hires = {}
    table = role_table(team, work)
    slowest = None
    for role in team.index:
        people = team.loc[role, "people"]
        pace = table.loc[role, "pace"] * (people + hires.get(role, 0)) / people
        if slowest is None or pace < slowest:
            slowest = pace
    return slowest
# cell: q8_hires
def hiring_plan(team, work, budget):
    effort = role_table(team, work)["effort"]
    roles = [role for role in team.index if effort[role] > 0]
    plans = [({}, 0)]
    for role in roles:
        price = team.loc[role, "cost"]
        longer = []
        for plan, cost in plans:
            number = 0
            while cost + number * price <= budget:
                longer.append(({**plan, role: number}, cost + number * price))
                number += 1
        plans = longer
    best, most, least = {}, throughput(team, work), 0
    paces = {role: team.loc[role, "days"] / effort[role] for role in roles}
    people = team["people"].to_dict()
    for plan, cost in plans:
        pace = min((people[role] + plan[role]) * paces[role] for role in roles)
        if pace > most + 1e-9 or (pace > most - 1e-9 and cost < least):
            best, most, least = plan, pace, cost
    return {role: number for role, number in best.items() if number > 0}
