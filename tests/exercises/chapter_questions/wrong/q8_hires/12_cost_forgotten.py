"""Counts people instead of money: one hire for every 100 thousand."""
# cell: q8_hires
def hiring_plan(team, work, budget):
    """Return the cheapest of the plans with the largest throughput within the budget."""
    effort = role_table(team, work)["effort"]
    hires, best, spent = {}, {}, 0
    reached = throughput(team, work)
    while True:
        people = team["people"] + pd.Series(hires, dtype=float).reindex(team.index).fillna(0)
        slowest = (people * team["days"] / effort.where(effort > 0)).idxmin()
        spent += 100
        if spent > budget:
            return best
        hires = {**hires, slowest: hires.get(slowest, 0) + 1}
        if throughput(team, work, hires) > reached + 1e-9:
            best, reached = hires, throughput(team, work, hires)
