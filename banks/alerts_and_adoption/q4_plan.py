# %% right: loops
def cheapest_plan(plants, costs, target):
    best_cost, best_use, best = None, None, None
    waiting = [[]]
    while waiting:
        plan = waiting.pop()
        cost = 0
        for lever in plan:
            cost += costs[lever]
        if best_cost is not None and cost > best_cost:
            continue
        use = use_after(plan, plants)
        if use >= target and (best_cost is None or cost < best_cost or use > best_use):
            best_cost, best_use, best = cost, use, plan
        for lever in DURATION:
            if lever not in plan:
                waiting.append(plan + [lever])
    return best

# %% right: frames
def cheapest_plan(plants, costs, target):
    plans = pd.Series([plan for size in range(6) for plan in permutations(costs, size)])
    table = pd.DataFrame(
        {
            "plan": plans,
            "cost": plans.map(lambda plan: sum(costs[lever] for lever in plan)),
            "use": plans.map(lambda plan: use_after(plan, plants)),
        }
    )
    enough = table[table["use"] >= target]
    return list(enough.sort_values(["cost", "use"], ascending=[True, False])["plan"].iloc[0])

# %% right: arrays
def cheapest_plan(plants, costs, target):
    levers = np.array(list(DURATION))
    masks = (np.arange(32)[:, None] >> np.arange(5)) & 1 == 1
    price = masks @ np.array([costs[lever] for lever in levers])
    for cost in np.unique(price):
        orders = [
            list(order) for mask in masks[price == cost] for order in permutations(levers[mask].tolist())
        ]
        use = np.array([use_after(order, plants) for order in orders])
        if use.max() >= target:
            return orders[int(use.argmax())]

# %% wrong: Tries the levers in one order only.
# says: a cheaper plan reaches the target too
# edits: official
# -     plans = [plan for size in range(len(DURATION) + 1) for plan in permutations(DURATION, size)]
# +     order = ["training", "campaign", "second check", "override", "workflow"]
# +     plans = [[x for x in order if x in set(p)] for size in range(6) for p in permutations(DURATION, size)]

# %% wrong: Takes the plan with most use, whatever it costs.
# says: a cheaper plan reaches the target too
# edits: official
# -         rank = sum(costs[lever] for lever in plan), -use
# +         rank = -use

# %% wrong: Takes the plan with most added use for a euro.
# says: a cheaper plan reaches the target too
# edits: official
# -         rank = sum(costs[lever] for lever in plan), -use
# +         rank = (use_after([], plants) - use) / max(sum(costs[lever] for lever in plan), 1)

# %% wrong: Adds whichever lever brings most, until it is enough.
# says: a cheaper plan reaches the target too
# edits: official
# -     best = None
# -     for plan in plans:
# -         use = use_after(plan, plants)
# +     chosen = []
# +     while use_after(chosen, plants) < target:
# +         left = [lever for lever in DURATION if lever not in chosen]
# +         chosen.append(max(left, key=lambda lever: use_after([*chosen, lever], plants)))
# +     return chosen
# +     best = None
# +     for plan in plans:
# +         use = use_after(plan, plants)

# %% wrong: Adds whichever lever costs least, until it is enough.
# says: a cheaper plan reaches the target too
# edits: official
# -     best = None
# +     chosen = []
# +     for lever in sorted(costs, key=costs.get):
# +         if use_after(chosen, plants) < target:
# +             chosen.append(lever)
# +     if use_after(chosen, plants) >= target:
# +         return chosen
# +     best = None

# %% wrong: Tries plans of at most two levers.
# says: TypeError
# edits: official
# -     plans = [plan for size in range(len(DURATION) + 1) for plan in permutations(DURATION, size)]
# +     plans = [plan for size in range(3) for plan in permutations(DURATION, size)]

# %% wrong: Tries plans of exactly three levers.
# says: expected the empty list
# edits: official
# -     plans = [plan for size in range(len(DURATION) + 1) for plan in permutations(DURATION, size)]
# +     plans = [plan for size in [3] for plan in permutations(DURATION, size)]

# %% wrong: Never considers to do nothing.
# says: expected the empty list
# edits: official
# -     plans = [plan for size in range(len(DURATION) + 1) for plan in permutations(DURATION, size)]
# +     plans = [plan for size in range(1, len(DURATION) + 1) for plan in permutations(DURATION, size)]

# %% wrong: Sorts the levers of its plan by name.
# says: misses the target
# edits: official
# -             best = rank, list(plan)
# +             best = rank, sorted(plan, reverse=True)

# %% wrong: Returns the plan backwards.
# says: mind the order of the levers
# edits: official
# -     return best[1]
# +     return best[1][::-1]

# %% wrong: Of plans that cost the same takes the first that reaches the target.
# says: another order costs the same and brings more
# edits: official
# -         rank = sum(costs[lever] for lever in plan), -use
# +         rank = sum(costs[lever] for lever in plan)

# %% wrong: Of plans that cost the same takes the one with least use.
# says: another order costs the same and brings more
# edits: official
# -         rank = sum(costs[lever] for lever in plan), -use
# +         rank = sum(costs[lever] for lever in plan), use

# %% wrong: Looks at use after a year.
# says: misses the target
# edits: official
# -         use = use_after(plan, plants)
# +         use = use_after(plan, plants, weeks=52)

# %% wrong: Plans for the plant that is easiest to win.
# says: misses the target
# edits: official
# -     best = None
# +     best = None
# +     uses = [use_after(["override", "workflow"], plants.iloc[[row]]) for row in range(len(plants))]
# +     plants = plants.iloc[[int(np.argmax(uses))]]

# %% wrong: Adds up what each lever brings alone.
# says: mind the order of the levers
# edits: official
# -         use = use_after(plan, plants)
# +         none = use_after([], plants)
# +         use = none + sum(use_after([lever], plants) - none for lever in plan)
# ...
# -     return best[1]
# +     return best[1] if best else list(DURATION)

# %% wrong: Answers with the plan for Meridian.
# says: a cheaper plan reaches the target too
# edits: official
# -     return best[1]
# +     return ["override", "workflow", "training"]

# %% wrong: Answers with one plan for a cheap override and one for a dear one.
# says: a cheaper plan reaches the target too
# edits: official
# -     return best[1]
# +     return [min(["override", "second check"], key=costs.get), "workflow", "training"]

# %% wrong: Takes the prices of the lesson.
# says: a cheaper plan reaches the target too
# edits: official
# -     plans = [plan for size in range(len(DURATION) + 1) for plan in permutations(DURATION, size)]
# +     plans = [plan for size in range(len(DURATION) + 1) for plan in permutations(DURATION, size)]
# +     costs = {"campaign": 55, "training": 60, "workflow": 95, "override": 30, "second check": 40}

# %% wrong: Pulls all levers.
# says: a cheaper plan reaches the target too
# edits: official
# -     return best[1]
# +     return ["override", "campaign", "workflow", "training", "second check"]

# %% wrong: Leaves out campaigns, since the lesson says that they do not work.
# says: a cheaper plan reaches the target too
# edits: official
# -     plans = [plan for size in range(len(DURATION) + 1) for plan in permutations(DURATION, size)]
# +     levers = [lever for lever in DURATION if lever != "campaign"]
# +     plans = [plan for size in range(5) for plan in permutations(levers, size)]

# %% wrong: Returns plan and cost.
# says: return a list of levers in order
# edits: official
# -     return best[1]
# +     return best[1], best[0][0]

# %% wrong: Returns a set, which has no order.
# says: return a list of levers in order
# edits: official
# -     return best[1]
# +     return set(best[1])

# %% wrong: Tries each set of levers in one order, as combinations gives it.
# says: a cheaper plan reaches the target too
# edits: official
# -     plans = [plan for size in range(len(DURATION) + 1) for plan in permutations(DURATION, size)]
# +     from itertools import combinations
# +
# +     plans = [plan for size in range(len(DURATION) + 1) for plan in combinations(DURATION, size)]

# %% wrong: Stops at the fewest levers that reach the target.
# says: a cheaper plan reaches the target too
# edits: official
# -         rank = sum(costs[lever] for lever in plan), -use
# +         rank = len(plan), sum(costs[lever] for lever in plan), -use

# %% wrong: Is content with two points less than the target.
# says: misses the target
# edits: official
# -         if use >= target and (best is None or rank < best[0]):
# +         if use >= target - 0.02 and (best is None or rank < best[0]):

# %% wrong: Tries plans of at most three levers.
# says: one of four does
# edits: official
# -     return best[1]
# +     return best[1] if len(best[1]) <= 3 else ["override", "workflow", "training"]

# %% wrong: Asks for more than the target.
# says: a use of exactly the target reaches it
# edits: official
# -         if use >= target and (best is None or rank < best[0]):
# +         if use > target and (best is None or rank < best[0]):

# %% wrong: Plans for Meridian's usual plants, whatever plants are given.
# says: choose for the plants that are given
# edits: official
# -         use = use_after(plan, plants)
# +         use = use_after(plan, make_plants())

# %% wrong: Tries only plans that train last, as the lesson says.
# says: training need not come last
# edits: official
# -     plans = [plan for size in range(len(DURATION) + 1) for plan in permutations(DURATION, size)]
# +     plans = [plan for size in range(len(DURATION) + 1) for plan in permutations(DURATION, size)]
# +     last = {"training", "second check", "campaign"}
# +     plans = [plan for plan in plans if "training" not in plan or set(plan[plan.index("training") :]) <= last]

# %% wrong: Tries plans of at most four levers.
# says: a plan may pull all five levers
# edits: official
# -     plans = [plan for size in range(len(DURATION) + 1) for plan in permutations(DURATION, size)]
# +     plans = [plan for size in range(5) for plan in permutations(DURATION, size)]
# ...
# -     return best[1]
# +     return best[1] if best else []
