# %% right: library
def net_value(chosen, pilots, foundations):
    gains = pd.concat([pilots["value"] - pilots["cost"], -foundations["cost"]])
    return float(gains[gains.index.isin(chosen)].sum())


def broken_rules(chosen, pilots, foundations, limits):
    own = pilots.filter(items=list(dict.fromkeys(chosen)), axis=0)
    shared = foundations.filter(items=list(dict.fromkeys(chosen)), axis=0)
    used = pd.concat([own, shared])[list(limits)].sum()
    rules = {name: used[name] > limits[name] for name in limits}
    rules["foundation"] = not own["needs"].str.split().explode().dropna().isin(shared.index).all()
    rules["overlap"] = own["overlaps"].str.split().explode().dropna().isin(own.index).any()
    return [name for name, is_broken in rules.items() if is_broken]

# %% right: loops
def net_value(chosen, pilots, foundations):
    total = 0.0
    for name in set(chosen):
        if name in pilots.index:
            total += pilots.at[name, "value"] - pilots.at[name, "cost"]
        else:
            total -= foundations.at[name, "cost"]
    return total


def broken_rules(chosen, pilots, foundations, limits):
    chosen = sorted(set(chosen))
    broken = []
    for resource in limits:
        needed = 0
        for name in chosen:
            frame = pilots if name in pilots.index else foundations
            needed += frame.at[name, resource]
        if needed > limits[resource]:
            broken.append(resource)
    mine = [name for name in chosen if name in pilots.index]
    for name in mine:
        for need in pilots.at[name, "needs"].split():
            if need not in chosen and "foundation" not in broken:
                broken.append("foundation")
        for twin in pilots.at[name, "overlaps"].split():
            if twin in mine and "overlap" not in broken:
                broken.append("overlap")
    return broken

# %% right: vectorised
def net_value(chosen, pilots, foundations):
    own = pilots.loc[pilots.index.intersection(pd.unique(pd.Series(chosen, dtype=object)))]
    shared = foundations.loc[foundations.index.intersection(pd.Series(chosen, dtype=object))]
    return own["value"].sum() - own["cost"].sum() - shared["cost"].sum()


def broken_rules(chosen, pilots, foundations, limits):
    taken = pd.concat([pilots, foundations])
    taken = taken[taken.index.isin(list(chosen))]
    used = taken[RESOURCES].sum()
    most = pd.Series(limits, dtype=float).reindex(RESOURCES, fill_value=np.inf)
    broken = set(used.index[used > most])
    has = set(taken.index)
    for row in taken.loc[taken.index.isin(pilots.index)].itertuples():
        if not set(row.needs.split()) <= has:
            broken.add("foundation")
        if set(row.overlaps.split()) & has:
            broken.add("overlap")
    return list(broken)

# %% wrong: The net value forgets what the foundations cost.
# says: A and B bring 1800, they cost 600
# edits: official
# -     return float(own["value"].sum() - own["cost"].sum() - shared["cost"].sum())
# +     return float(own["value"].sum() - own["cost"].sum())

# %% wrong: Returns the value without any cost.
# says: A and B bring 1800, they cost 600
# edits: official
# -     return float(own["value"].sum() - own["cost"].sum() - shared["cost"].sum())
# +     return float(own["value"].sum())

# %% wrong: Takes off what the pilots have already cost.
# says: the net value of a set is wrong
# edits: official
# -     return float(own["value"].sum() - own["cost"].sum() - shared["cost"].sum())
# +     return float(own["value"].sum() - own["cost"].sum() - (own["spent"].sum() if "spent" in own else 0) - shared["cost"].sum())

# %% wrong: Uses the likely value where there is one, not the mean.
# says: the net value of a set is wrong
# edits: official
# -     return float(own["value"].sum() - own["cost"].sum() - shared["cost"].sum())
# +     return float(own["value_likely" if "value_likely" in own else "value"].sum() - own["cost"].sum() - shared["cost"].sum())

# %% wrong: An identifier that stands twice is paid twice.
# says: an identifier that stands twice counts once
# edits: official
# -     own = pilots[pilots.index.isin(chosen)]
# -     shared = foundations[foundations.index.isin(chosen)]
# +     own = pilots.loc[[name for name in chosen if name in pilots.index]]
# +     shared = foundations.loc[[name for name in chosen if name in foundations.index]]

# %% wrong: Exactly the limit counts as too much.
# says: ['A', 'B', 'F', 'G'] breaks []
# edits: official
# -         name for name, most in limits.items() if own[name].sum() + shared[name].sum() > most + 1e-9
# +         name for name, most in limits.items() if own[name].sum() + shared[name].sum() >= most

# %% wrong: Only pilots need people and money.
# says: ['A', 'F', 'D', 'C'] breaks ['change_lead', 'cost', 'ml_engineer', 'overlap']
# edits: official
# -         name for name, most in limits.items() if own[name].sum() + shared[name].sum() > most + 1e-9
# +         name for name, most in limits.items() if own[name].sum() > most + 1e-9

# %% wrong: Foundations cost money but need nobody.
# says: a set that breaks the rule 'data_engineer' passes it
# edits: official
# -         name for name, most in limits.items() if own[name].sum() + shared[name].sum() > most + 1e-9
# +         name for name, most in limits.items() if own[name].sum() + (shared[name].sum() if name == "cost" else 0) > most + 1e-9

# %% wrong: Checks the money and forgets the people.
# says: ['C', 'D'] breaks ['change_lead', 'overlap']
# edits: official
# -         name for name, most in limits.items() if own[name].sum() + shared[name].sum() > most + 1e-9
# +         name for name, most in limits.items() if name == "cost" and own[name].sum() + shared[name].sum() > most + 1e-9

# %% wrong: Adds the roles up: a change lead may do a data engineer's work.
# says: ['C', 'D'] breaks ['change_lead', 'overlap']
# edits: official
#       ]
# +     roles = [name for name in limits if name != "cost"]
# +     used = sum(own[name].sum() + shared[name].sum() for name in roles)
# +     broken = [name for name in broken if name == "cost"]
# +     broken += roles if used > sum(limits[name] for name in roles) else []

# %% wrong: A pilot that needs two foundations is content with one.
# says: ['B', 'F'] breaks ['foundation']
# edits: official
# -     if any(need not in names for needs in own["needs"] for need in needs.split()):
# +     if any(needs and not names & set(needs.split()) for needs in own["needs"]):

# %% wrong: Takes 'F3 F4' for the name of one foundation.
# says: ['A', 'B', 'F', 'G'] breaks []
# edits: official
# -     if any(need not in names for needs in own["needs"] for need in needs.split()):
# +     if any(needs and needs not in names for needs in own["needs"]):

# %% wrong: Asks whether the foundation is in the register, not whether it is chosen.
# says: ['A'] breaks ['foundation']
# edits: official
# -     if any(need not in names for needs in own["needs"] for need in needs.split()):
# +     if any(need not in foundations.index for needs in own["needs"] for need in needs.split()):

# %% wrong: A foundation that nobody needs counts as a broken rule.
# says: exactly the limit is allowed
# edits: official
# -     if any(need not in names for needs in own["needs"] for need in needs.split()):
# +     needed = {need for needs in own["needs"] for need in needs.split()}
# +     if needed != set(shared.index):

# %% wrong: Never looks at overlaps.
# says: ['C', 'D'] breaks ['change_lead', 'overlap']
# edits: official
# -     if any(other in own.index for others in own["overlaps"] for other in others.split()):
# -         broken.append("overlap")

# %% wrong: Any pilot that has a twin breaks the rule, chosen or not.
# says: a set that keeps the rule 'overlap' is said to
# edits: official
# -     if any(other in own.index for others in own["overlaps"] for other in others.split()):
# +     if any(other in pilots.index for others in own["overlaps"] for other in others.split()):

# %% wrong: Returns after the first broken rule.
# says: ['C', 'D'] breaks ['change_lead', 'overlap']
# edits: official
# -     return broken
# +     return broken[:1]

# %% wrong: Names a rule once for each pilot that breaks it.
# says: ['C', 'D'] breaks ['change_lead', 'overlap']
# edits: official
# -     if any(other in own.index for others in own["overlaps"] for other in others.split()):
# -         broken.append("overlap")
# +     broken += ["overlap" for others in own["overlaps"] for other in others.split() if other in own.index]

# %% wrong: Expects all four limits.
# says: KeyError
# edits: official
# -         name for name, most in limits.items() if own[name].sum() + shared[name].sum() > most + 1e-9
# +         name for name, most in ((name, limits[name]) for name in RESOURCES) if own[name].sum() + shared[name].sum() > most + 1e-9

# %% wrong: Returns whether the set is allowed, as a list with one truth.
# says: ['A'] breaks ['foundation']
# edits: official
# -     return broken
# +     return ["not allowed"] if broken else []

# %% wrong: Compares each pilot by itself with the limit, not their sum.
# says: ['C', 'D'] breaks ['change_lead', 'overlap']
# edits: official
# -         name for name, most in limits.items() if own[name].sum() + shared[name].sum() > most + 1e-9
# +         name for name, most in limits.items() if max(own[name].max() if len(own) else 0, shared[name].max() if len(shared) else 0) > most + 1e-9

# %% wrong: Compares with Meridian's limits, whatever is handed in.
# says: ['C', 'D'] breaks ['change_lead', 'overlap']
# edits: official
#       names = set(chosen)
# +     limits = globals()["limits"]

# %% wrong: Several overlaps are taken for one name.
# says: a pilot may overlap with several
def net_value(chosen, pilots, foundations):
    c = set(chosen)
    p = pilots[pilots.index.isin(c)]
    f = foundations[foundations.index.isin(c)]
    return p["value"].sum() - p["cost"].sum() - f["cost"].sum()


def broken_rules(chosen, pilots, foundations, limits):
    c = set(chosen)
    p = pilots[pilots.index.isin(c)]
    f = foundations[foundations.index.isin(c)]
    broken = []
    for r in RESOURCES:
        if r in limits and p[r].sum() + f[r].sum() > limits[r]:
            broken.append(r)
    if any(n not in c for s in p["needs"] for n in s.split()):
        broken.append("foundation")
    if any(o in c and o != me for me, s in p["overlaps"].items() for o in [s]):
        broken.append("overlap")
    return broken
