# %% right: loop
def quickest(machines, most_months):
    found = []
    for months in range(most_months + 1):
        for machine in machines:
            if payback(machine["cost"], machine["gain"]) == months:
                found.append(machine["name"])
    return found

# %% right: pairs
def quickest(machines, most_months):
    pairs = []
    for place, machine in enumerate(machines):
        months = payback(machine["cost"], machine["gain"])
        if months is not None and months <= most_months:
            pairs.append((months, place, machine["name"]))
    return [name for _, _, name in sorted(pairs)]

# %% wrong: Leaves out the machine that just reaches the limit.
# says: includes the fifth month
# edits: pairs
# -         if months is not None and months <= most_months:
# +         if months is not None and months < most_months:

# %% wrong: Sorts equals by their names.
# says: the quickest comes first
# edits: pairs
# -             pairs.append((months, place, machine["name"]))
# +             pairs.append((months, machine["name"], machine["name"]))

# %% wrong: Keeps the order of the list.
# says: the quickest comes first
# edits: pairs
# -     return [name for _, _, name in sorted(pairs)]
# +     return [name for _, _, name in pairs]

# %% wrong: Forgets the limit.
# says: three machines pay back within 12 months
# edits: pairs
# -         if months is not None and months <= most_months:
# +         if months is not None:

# %% wrong: Gives the months, too.
# says: three machines pay back within 12 months
# edits: pairs
# -     return [name for _, _, name in sorted(pairs)]
# +     return [(name, months) for months, _, name in sorted(pairs)]
