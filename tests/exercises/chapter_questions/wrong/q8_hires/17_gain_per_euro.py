"""Takes the hire with most gain for its money; where one alone moves nothing, it stops."""
# cell: q8_hires
def hiring_plan(team, work, budget):
    """Return the cheapest of the plans with the largest throughput within the budget."""
    hires, left = {}, budget
    while True:
        now, gains = throughput(team, work, hires), {}
        for role, cost in team["cost"].items():
            more = {**hires, role: hires.get(role, 0) + 1}
            if cost <= left and throughput(team, work, more) > now + 1e-9:
                gains[role] = (throughput(team, work, more) - now) / cost
        if not gains:
            return hires
        role = max(gains, key=gains.get)
        hires, left = {**hires, role: hires.get(role, 0) + 1}, left - team.loc[role, "cost"]
