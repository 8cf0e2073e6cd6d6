"""The money is split evenly among the roles."""
# cell: q8_hires
def hiring_plan(team, work, budget):
    """Return the cheapest of the plans with the largest throughput within the budget."""
    share = budget / len(team)
    plan = {role: int(share // cost) for role, cost in team["cost"].items()}
    return {role: number for role, number in plan.items() if number}
