"""Looks for the slowest once, and goes down the list from there."""
# cell: q8_hires
def hiring_plan(team, work, budget):
    """Return the cheapest of the plans with the largest throughput within the budget."""
    order = role_table(team, work)["pace"].sort_values().index
    hires, left = {}, budget
    for role in order:
        if team.loc[role, "cost"] <= left and np.isfinite(role_table(team, work).loc[role, "pace"]):
            hires[role] = 1
            left -= team.loc[role, "cost"]
    return hires
