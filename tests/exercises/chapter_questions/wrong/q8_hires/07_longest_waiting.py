"""Hires where the log says that use cases waited longest, always the same role."""
# cell: q8_hires
def hiring_plan(team, work, budget):
    """Return the cheapest of the plans with the largest throughput within the budget."""
    role = role_table(team, work)["waited"].idxmax()
    number = int(budget // team.loc[role, "cost"])
    return {role: number} if number else {}
