"""All the money goes to the role that is the slowest at first."""
# cell: q8_hires
def hiring_plan(team, work, budget):
    """Return the cheapest of the plans with the largest throughput within the budget."""
    role = role_table(team, work)["pace"].idxmin()
    number = int(budget // team.loc[role, "cost"])
    return {role: number} if number else {}
