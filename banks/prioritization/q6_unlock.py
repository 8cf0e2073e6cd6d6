# %% right: library
def unlocked_value(pilots, foundations, limits):
    everything = net_value(choose(pilots, foundations, limits), pilots, foundations)

    def lost(name):
        kept = pilots[~pilots["needs"].str.contains(name, regex=False)]
        rest = foundations.drop(index=name)
        return everything - net_value(choose(kept, rest, limits), kept, rest)

    return foundations.index.to_series().map(lost)

# %% right: loops
def unlocked_value(pilots, foundations, limits):
    best = net_value(choose(pilots, foundations, limits), pilots, foundations)
    result = pd.Series(0.0, index=foundations.index)
    for closed in foundations.index:
        dear = foundations.copy()
        dear.loc[closed, "cost"] = limits["cost"] + 1  # on offer, but out of reach
        result[closed] = best - net_value(choose(pilots, dear, limits), pilots, dear)
    return result

# %% right: vectorised
def unlocked_value(pilots, foundations, limits):
    best = net_value(choose(pilots, foundations, limits), pilots, foundations)
    return pd.Series(
        [
            best - net_value(choose(pilots, foundations.drop(name), limits), pilots, foundations)
            for name in foundations.index
        ],
        index=foundations.index,
    ).clip(lower=0)

# %% wrong: Adds up the value of all pilots that need it.
# says: the best set is A, B with F, G
def unlocked_value(pilots, foundations, limits):
    """Return what the best set loses without each foundation."""
    return pd.Series(
        [sum(v for v, n in zip(pilots["value"], pilots["needs"]) if name in n.split()) for name in foundations.index],
        index=foundations.index,
        dtype=float,
    )

# %% wrong: Value less cost of all pilots that need it, less its own cost.
# says: the best set is A, B with F, G
def unlocked_value(pilots, foundations, limits):
    """Return what the best set loses without each foundation."""
    net = pilots["value"] - pilots["cost"]
    result = pd.Series(0.0, index=foundations.index)
    for name in foundations.index:
        mine = [name in needs.split() for needs in pilots["needs"]]
        result[name] = max(0, net[mine].sum() - foundations.loc[name, "cost"])
    return result

# %% wrong: Net value of the chosen pilots that need it: forgets what the money would do elsewhere.
# says: the best set is A, B with F, G
def unlocked_value(pilots, foundations, limits):
    """Return what the best set loses without each foundation."""
    best = choose(pilots, foundations, limits)
    net = pilots["value"] - pilots["cost"]
    result = pd.Series(0.0, index=foundations.index)
    for name in foundations.index:
        if name in best:
            mine = [name in needs.split() and pilot in best for pilot, needs in pilots["needs"].items()]
            result[name] = net[mine].sum() - foundations.loc[name, "cost"]
    return result

# %% wrong: Compares having only this foundation with having none.
# says: the best set is A, B with F, G
# edits: official
# -     best = highest(foundations)
# -     lost = [best - highest(foundations.drop(index=name)) for name in foundations.index]
# +     none = highest(foundations.iloc[:0])
# +     lost = [highest(foundations.loc[[name]]) - none for name in foundations.index]

# %% wrong: Adds the cost of the foundation back: what it brings before it is paid.
# says: the best set is A, B with F, G
# edits: official
# -     return pd.Series(np.maximum(lost, 0.0), index=foundations.index)
# +     gross = [loss + foundations.loc[name, "cost"] * (loss > 0) for name, loss in zip(foundations.index, lost)]
# +     return pd.Series(np.maximum(gross, 0.0), index=foundations.index)

# %% wrong: Takes the cost off once more.
# says: the best set is A, B with F, G
# edits: official
# -     return pd.Series(np.maximum(lost, 0.0), index=foundations.index)
# +     return pd.Series(np.maximum(lost - foundations["cost"], 0.0), index=foundations.index)

# %% wrong: Without the foundation its pilots stay on offer and need nothing any more.
# says: the best set is A, B with F, G
# edits: official
# -         open_pilots = pilots[[not closed & set(needs.split()) for needs in pilots["needs"]]]
# +         open_pilots = pilots.assign(
# +             needs=[" ".join(n for n in needs.split() if n not in closed) for needs in pilots["needs"]]
# +         )

# %% wrong: Takes the foundation and its pilots out of the best set and does not choose anew.
# says: the best set is A, B with F, G
def unlocked_value(pilots, foundations, limits):
    """Return what the best set loses without each foundation."""
    best = choose(pilots, foundations, limits)
    full = net_value(best, pilots, foundations)
    lost = []
    for name in foundations.index:
        rest = [one for one in best if one != name]
        rest = [one for one in rest if one not in pilots.index or name not in pilots.loc[one, "needs"].split()]
        lost.append(max(0.0, full - net_value(rest, pilots, foundations)))
    return pd.Series(lost, index=foundations.index)

# %% wrong: Says how many chosen pilots need it.
# says: the best set is A, B with F, G
def unlocked_value(pilots, foundations, limits):
    """Return what the best set loses without each foundation."""
    best = choose(pilots, foundations, limits)
    return pd.Series(
        [sum(name in pilots.loc[one, "needs"].split() for one in best if one in pilots.index) for name in foundations.index],
        index=foundations.index,
        dtype=float,
    )

# %% wrong: What the best set would gain if the foundation were free.
# says: the best set is A, B with F, G
def unlocked_value(pilots, foundations, limits):
    """Return what the best set loses without each foundation."""
    best = net_value(choose(pilots, foundations, limits), pilots, foundations)
    result = {}
    for name in foundations.index:
        gift = foundations.copy()
        gift.loc[name, RESOURCES] = 0
        result[name] = net_value(choose(pilots, gift, limits), pilots, gift) - best
    return pd.Series(result)

# %% wrong: Returns shares of the highest net value, not thousand euros.
# says: the best set is A, B with F, G
# edits: official
# -     return pd.Series(np.maximum(lost, 0.0), index=foundations.index)
# +     return pd.Series(np.maximum(lost, 0.0) / best, index=foundations.index)

# %% wrong: Takes the cost of the foundation from the budget as well, with and without it.
# says: what a foundation unlocks is wrong on a larger register
# edits: official
#       def highest(offered):
# +         free = {**limits, "cost": limits["cost"] - (foundations["cost"].sum() - offered["cost"].sum())}
# ...
# -         return net_value(choose(open_pilots, offered, limits), open_pilots, offered)
# +         return net_value(choose(open_pilots, offered, free), open_pilots, offered)

# %% wrong: Chooses with a list by value for money.
# says: the best set is A, B with F, G
# edits: official
#       """Return what the best set loses without each foundation."""
# +     def pick(rows, offered):
# +         chosen = []
# +         for name in (rows["value"] / rows["cost"]).sort_values(ascending=False).index:
# +             trial = [*chosen, name, *rows.loc[name, "needs"].split()]
# +             if net_value(trial, rows, offered) > net_value(chosen, rows, offered):
# +                 if not broken_rules(trial, rows, offered, limits):
# +                     chosen = trial
# +         return chosen
# +
# ...
# -         return net_value(choose(open_pilots, offered, limits), open_pilots, offered)
# +         return net_value(pick(open_pilots, offered), open_pilots, offered)

# %% wrong: Forces the foundation in and takes the loss for its value.
# says: the best set is A, B with F, G
def unlocked_value(pilots, foundations, limits):
    """Return what the best set loses without each foundation."""
    best = net_value(choose(pilots, foundations, limits), pilots, foundations)
    result = {}
    for name in foundations.index:
        rest = {key: limits[key] - foundations.loc[name, key] for key in RESOURCES}
        gift = foundations.copy()
        gift.loc[name, RESOURCES] = 0
        forced = net_value(choose(pilots, gift, rest), pilots, gift) - foundations.loc[name, "cost"]
        result[name] = best - forced
    return pd.Series(result)

# %% wrong: Compares the best set with all on offer with the best set with only this one.
# says: what a foundation unlocks is wrong on a small register
# edits: official
# -     lost = [best - highest(foundations.drop(index=name)) for name in foundations.index]
# +     lost = [best - highest(foundations.loc[[name]]) for name in foundations.index]

# %% wrong: Leaves the pilots in without their foundation, so nothing is lost but its cost.
# says: the best set is A, B with F, G
# edits: official
# -         open_pilots = pilots[[not closed & set(needs.split()) for needs in pilots["needs"]]]
# +         open_pilots = pilots.assign(needs="")

# %% wrong: Takes the foundations away one after another and never puts one back.
# says: the best set is A, B with F, G
# edits: official
# -     best = highest(foundations)
# -     lost = [best - highest(foundations.drop(index=name)) for name in foundations.index]
# +     left = [highest(foundations.iloc[start:]) for start in range(len(foundations) + 1)]
# +     lost = [before - after for before, after in zip(left, left[1:])]
