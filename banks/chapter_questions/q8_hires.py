# %% right: loops
def hiring_plan(team, work, budget):
    effort = role_table(team, work)["effort"]
    roles = [role for role in team.index if effort[role] > 0]
    plans = [({}, 0)]
    for role in roles:
        price = team.loc[role, "cost"]
        longer = []
        for plan, cost in plans:
            number = 0
            while cost + number * price <= budget:
                longer.append(({**plan, role: number}, cost + number * price))
                number += 1
        plans = longer
    best, most, least = {}, throughput(team, work), 0
    paces = {role: team.loc[role, "days"] / effort[role] for role in roles}
    people = team["people"].to_dict()
    for plan, cost in plans:
        pace = min((people[role] + plan[role]) * paces[role] for role in roles)
        if pace > most + 1e-9 or (pace > most - 1e-9 and cost < least):
            best, most, least = plan, pace, cost
    return {role: number for role, number in best.items() if number > 0}

# %% right: arrays
def hiring_plan(team, work, budget):
    plan = dict.fromkeys(team.index, 0)
    while True:
        people = team["people"].add(pd.Series(plan))
        pace = role_table(team.assign(people=people), work)["pace"]
        slowest = pace.index[pace < pace.min() + 1e-9]
        budget -= team.loc[slowest, "cost"].sum()
        if budget < 0:
            return {role: number for role, number in plan.items() if number}
        for role in slowest:
            plan[role] += 1

# %% right: library
def hiring_plan(team, work, budget):
    effort = role_table(team, work)["effort"]
    busy = team[effort > 0].assign(rate=lambda rows: rows["days"] / effort[rows.index])
    most = (busy["people"] + budget // busy["cost"]) * busy["rate"]
    goals = {throughput(team, work)}
    for role, row in busy.iterrows():
        for number in range(int(row["people"]), int(row["people"] + budget // row["cost"]) + 1):
            goals.add(number * row["rate"])
    for goal in sorted(goals, reverse=True):
        if goal > most.min() + 1e-9:
            continue
        needed = np.ceil(goal / busy["rate"] - busy["people"] - 1e-9).clip(lower=0)
        if (needed * busy["cost"]).sum() <= budget:
            return {role: int(number) for role, number in needed.items() if number}
    return {}

# %% wrong: All the money goes to data scientists.
# says: then the validator is the slowest, then the engineers at
def hiring_plan(team, work, budget):
    """Return the cheapest of the plans with the largest throughput within the budget."""
    role = "data scientist" if "data scientist" in team.index else team.index[0]
    number = int(budget // team.loc[role, "cost"])
    return {role: number} if number else {}

# %% wrong: All the money goes to the role that is the slowest at first.
# says: then the validator is the slowest, then the engineers at
def hiring_plan(team, work, budget):
    """Return the cheapest of the plans with the largest throughput within the budget."""
    role = role_table(team, work)["pace"].idxmin()
    number = int(budget // team.loc[role, "cost"])
    return {role: number} if number else {}

# %% wrong: One hire of the slowest role, and no more.
# says: then the validator is the slowest, then the engineers at
def hiring_plan(team, work, budget):
    """Return the cheapest of the plans with the largest throughput within the budget."""
    role = role_table(team, work)["pace"].idxmin()
    return {role: 1} if team.loc[role, "cost"] <= budget else {}

# %% wrong: Hires the slowest that can still be paid, also when it moves nothing.
# says: a quarter), and one more costs
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

# %% wrong: Hires for one of two slowest roles, though the other cannot be paid.
# says: now both are the slowest, and one more of each would cost
# edits: official
# -         if throughput(team, work, hires) > reached + 1e-9:
# -             best, reached = hires, throughput(team, work, hires)
# +         best = hires

# %% wrong: Stops as soon as one hire alone moves nothing.
# says: one more of each lifts the pace from
# edits: official
#               best, reached = hires, throughput(team, work, hires)
# +         else:
# +             return best

# %% wrong: Hires where the log says that use cases waited longest, always the same role.
# says: a third engineer lifts the pace from
def hiring_plan(team, work, budget):
    """Return the cheapest of the plans with the largest throughput within the budget."""
    role = role_table(team, work)["waited"].idxmax()
    number = int(budget // team.loc[role, "cost"])
    return {role: number} if number else {}

# %% wrong: Hires the role with the largest effort.
# says: then the validator is the slowest, then the engineers at
def hiring_plan(team, work, budget):
    """Return the cheapest of the plans with the largest throughput within the budget."""
    role = role_table(team, work)["effort"].idxmax()
    number = int(budget // team.loc[role, "cost"])
    return {role: number} if number else {}

# %% wrong: Hires the cheapest role, as many as there is money for.
# says: a quarter), and one more costs
def hiring_plan(team, work, budget):
    """Return the cheapest of the plans with the largest throughput within the budget."""
    role = team["cost"].idxmin()
    number = int(budget // team.loc[role, "cost"])
    return {role: number} if number else {}

# %% wrong: Lets the last hire go beyond the budget.
# says: a quarter), and one more costs
# edits: official
# -         spent += team.loc[slowest, "cost"]
#           if spent > budget:
#               return best
# +         spent += team.loc[slowest, "cost"]

# %% wrong: A plan that costs exactly the budget is not allowed.
# says: two more engineers reach 5, as the validators do, for the whole budget
# edits: official
# -         if spent > budget:
# +         if spent >= budget:

# %% wrong: Counts people instead of money: one hire for every 100 thousand.
# says: then the validator is the slowest, then the engineers at
# edits: official
# -         spent += team.loc[slowest, "cost"]
# +         spent += 100

# %% wrong: The money is split evenly among the roles.
# says: a third engineer lifts the pace from
def hiring_plan(team, work, budget):
    """Return the cheapest of the plans with the largest throughput within the budget."""
    share = budget / len(team)
    plan = {role: int(share // cost) for role, cost in team["cost"].items()}
    return {role: number for role, number in plan.items() if number}

# %% wrong: Roles without hires stand in the plan with 0.
# says: a quarter), and one more costs
# edits: official
# -             return best
# +             return {role: best.get(role, 0) for role in team.index}

# %% wrong: Returns a list of roles, one for each hire.
# says: return a dictionary
# edits: official
# -             return best
# +             return [role for role, number in best.items() for _ in range(number)]

# %% wrong: Looks for the slowest once, and goes down the list from there.
# says: a quarter), and one more costs
def hiring_plan(team, work, budget):
    """Return the cheapest of the plans with the largest throughput within the budget."""
    order = role_table(team, work)["pace"].sort_values().index
    hires, left = {}, budget
    for role in order:
        if team.loc[role, "cost"] <= left and np.isfinite(role_table(team, work).loc[role, "pace"]):
            hires[role] = 1
            left -= team.loc[role, "cost"]
    return hires

# %% wrong: Takes the hire with most gain for its money; where one alone moves nothing, it stops.
# says: one more of each lifts the pace from
def hiring_plan(team, work, budget):
    """Return the cheapest of the plans with the largest throughput within the budget."""
    hires, left = {}, budget
    while True:
        now, gains = throughput(team, work, hires), {}
        for role, cost in team["cost"].items():
            more = {**hires, role: hires.get(role, 0) + 1}
            if cost <= left and throughput(team, work, more) > now + 1e-9:
                gains[role] = (throughput(team, work, more) - now) / cost
        if not gains:
            return hires
        role = max(gains, key=gains.get)
        hires, left = {**hires, role: hires.get(role, 0) + 1}, left - team.loc[role, "cost"]

# %% wrong: Takes the cost for that of a quarter.
# says: a quarter), and one more costs
# edits: official
# -         spent += team.loc[slowest, "cost"]
# +         spent += team.loc[slowest, "cost"] / 4

# %% wrong: Adds the hires to the frame that was handed in.
# says: more would do for a validator, who moves nothing then
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

# %% wrong: Tries all plans with at most two hires of a role.
# says: two more engineers reach 5, as the validators do
def hiring_plan(team, work, budget):
    """Return the cheapest of the plans with the largest throughput within the budget."""
    best, most, least = {}, throughput(team, work), 0
    for numbers in product(range(3), repeat=len(team)):
        hires = {role: number for role, number in zip(team.index, numbers) if number}
        cost = sum(number * team.loc[role, "cost"] for role, number in hires.items())
        if cost <= budget:
            pace = throughput(team, work, hires)
            if pace > most + 1e-9 or (pace > most - 1e-9 and cost < least):
                best, most, least = hires, pace, cost
    return best

# %% wrong: Returns None where nothing moves the throughput.
# says: return a dictionary
# edits: official
# -             return best
# +             return best or None
