"""Hires the role with the largest effort."""
# cell: q8_hires
def hiring_plan(team, work, budget):
    """Return the cheapest of the plans with the largest throughput within the budget."""
    role = role_table(team, work)["effort"].idxmax()
    number = int(budget // team.loc[role, "cost"])
    return {role: number} if number else {}
