# %% right: loop
def quickest(pilots, most_months):
    found = []
    for months in range(most_months + 1):
        for pilot in pilots:
            if payback(pilot["cost"], pilot["gain"]) == months:
                found.append(pilot["name"])
    return found

# %% right: pairs
def quickest(pilots, most_months):
    pairs = []
    for place, pilot in enumerate(pilots):
        months = payback(pilot["cost"], pilot["gain"])
        if months is not None and months <= most_months:
            pairs.append((months, place, pilot["name"]))
    return [name for _, _, name in sorted(pairs)]

# %% wrong: Leaves out the pilot that just reaches the limit.
# says: includes the fifth month
# edits: pairs
# -         if months is not None and months <= most_months:
# +         if months is not None and months < most_months:

# %% wrong: Sorts equals by their names.
# says: the quickest comes first
# edits: pairs
# -             pairs.append((months, place, pilot["name"]))
# +             pairs.append((months, pilot["name"], pilot["name"]))

# %% wrong: Keeps the order of the list.
# says: the quickest comes first
# edits: pairs
# -     return [name for _, _, name in sorted(pairs)]
# +     return [name for _, _, name in pairs]

# %% wrong: Forgets the limit.
# says: three pilots pay back within 12 months
# edits: pairs
# -         if months is not None and months <= most_months:
# +         if months is not None:

# %% wrong: Gives the months, too.
# says: three pilots pay back within 12 months
# edits: pairs
# -     return [name for _, _, name in sorted(pairs)]
# +     return [(name, months) for months, _, name in sorted(pairs)]
