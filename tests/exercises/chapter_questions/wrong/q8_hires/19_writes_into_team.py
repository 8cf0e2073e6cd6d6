"""Adds the hires to the frame that was handed in."""
# cell: q8_hires
def hiring_plan(team, work, budget):
    """Return the cheapest of the plans with the largest throughput within the budget."""
    best, spent, hires = {}, 0, {}
    reached = throughput(team, work)
    while True:
        slowest = role_table(team, work)["pace"].idxmin()
        spent += team.loc[slowest, "cost"]
        if spent > budget:
            return best
        team.loc[slowest, "people"] += 1
        hires = {**hires, slowest: hires.get(slowest, 0) + 1}
        if throughput(team, work) > reached + 1e-9:
            best, reached = hires, throughput(team, work)
