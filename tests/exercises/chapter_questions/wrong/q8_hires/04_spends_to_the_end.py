"""Hires the slowest that can still be paid, also when it moves nothing."""
# cell: q8_hires
def hiring_plan(team, work, budget):
    """Return the cheapest of the plans with the largest throughput within the budget."""
    hires, left = {}, budget
    while (team["cost"] <= left).any():
        people = team["people"] + pd.Series(hires, dtype=float).reindex(team.index).fillna(0)
        pace = role_table(team.assign(people=people), work)["pace"]
        role = pace[team["cost"] <= left].idxmin()
        hires[role] = hires.get(role, 0) + 1
        left -= team.loc[role, "cost"]
    return hires
