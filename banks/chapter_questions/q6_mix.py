# %% right: loops
def share_using(p, q, ceiling, weeks):
    e = np.exp((p + q) * -weeks)
    return float(ceiling * p * (1 - e) / (p + q * e))


def cheapest_mix(levers, start):
    names = levers["lever"].tolist()
    records = {row["lever"]: row for row in levers.to_dict("records")}
    found = []
    for code in range(1 << len(names)):
        mix = [name for place, name in enumerate(names) if code & (1 << place)]
        if not all(records[name]["needs"] in mix or records[name]["needs"] == "" for name in mix):
            continue
        total = {
            key: start[key] + sum(records[n][key] for n in mix) for key in ["p", "q", "ceiling"]
        }
        total["ceiling"] = min(total["ceiling"], 1.0)
        share = share_using(**total, weeks=start["weeks"])
        if share >= start["target"]:
            found.append((sum(records[n]["cost"] for n in mix), -share, mix))
    return min(found)[2] if found else None

# %% right: arrays
def share_using(p, q, ceiling, weeks):
    grown = np.exp(min((p + q) * weeks, 600))
    return float(ceiling * (grown - 1) / (grown + q / p))


def cheapest_mix(levers, start):
    rows = list(levers.itertuples(index=False))

    def complete(mix):
        names = {row.lever for row in mix}
        return all(not row.needs or row.needs in names for row in mix)

    def search(left, mix):
        if not left:
            if not complete(mix):
                return []
            share = share_using(
                start["p"] + sum(row.p for row in mix),
                start["q"] + sum(row.q for row in mix),
                min(1.0, start["ceiling"] + sum(row.ceiling for row in mix)),
                start["weeks"],
            )
            if share < start["target"]:
                return []
            return [(sum(row.cost for row in mix), -share, [row.lever for row in mix])]
        return search(left[1:], mix) + search(left[1:], [*mix, left[0]])

    found = sorted(search(rows, []))
    return found[0][2] if found else None

# %% right: library
def share_using(p, q, ceiling, weeks):
    e = np.exp(-(p + q) * weeks)
    return float(ceiling * np.divide(1 - e, 1 + (q / p) * e))


def cheapest_mix(levers, start):
    size = len(levers)
    masks = (np.arange(2**size)[:, None] >> np.arange(size)) & 1
    place = {name: number for number, name in enumerate(levers["lever"])}
    for mine, need in enumerate(levers["needs"]):
        if need:
            masks = masks[(masks[:, mine] == 0) | (masks[:, place[need]] == 1)]
    p, q, ceiling = (
        start[key] + masks @ levers[key].to_numpy(dtype=float) for key in ("p", "q", "ceiling")
    )
    shares = np.array(
        [share_using(*row, start["weeks"]) for row in zip(p, q, np.minimum(ceiling, 1))]
    )
    costs = masks @ levers["cost"].to_numpy()
    enough = shares >= start["target"]
    if not enough.any():
        return None
    masks, costs, shares = masks[enough], costs[enough], shares[enough]
    best = np.lexsort((-shares, costs))[0]
    return [str(name) for name, used in zip(levers["lever"], masks[best]) if used]

# %% wrong: Forgets imitation: everybody adopts by himself.
# says: p = 0.03, q = 0.38, after 5: expected 33.12%
# edits: official
# -     return float(ceiling * (1 - left) / (1 + q / p * left))
# +     return float(ceiling * (1 - np.exp(-p * weeks)))

# %% wrong: Leaves the one out of the numerator's difference: a logistic curve.
# says: p = 0.03, q = 0.38, after 5: expected 33.12%
# edits: official
# -     return float(ceiling * (1 - left) / (1 + q / p * left))
# +     return float(ceiling / (1 + q / p * left))

# %% wrong: Divides p by q instead of q by p.
# says: p = 0.03, q = 0.38, after 5: expected 33.12%
# edits: official
# -     return float(ceiling * (1 - left) / (1 + q / p * left))
# +     return float(ceiling * (1 - left) / (1 + (p / q if q else 0) * left))

# %% wrong: Lets only p decide how fast the rest shrinks.
# says: p = 0.03, q = 0.38, after 5: expected 33.12%
# edits: official
# -     left = np.exp(-(p + q) * weeks)
# +     left = np.exp(-p * weeks)

# %% wrong: Lets the exponent grow.
# says: p = 0.03, q = 0.38, after 5: expected 33.12%
# edits: official
# -     left = np.exp(-(p + q) * weeks)
# +     left = np.exp(np.minimum((p + q) * weeks, 700))

# %% wrong: Forgets the ceiling.
# says: the same with a ceiling of
# edits: official
# -     return float(ceiling * (1 - left) / (1 + q / p * left))
# +     return float((1 - left) / (1 + q / p * left))

# %% wrong: Uses the ceiling as a cap on the curve instead of a factor.
# says: the same with a ceiling of
# edits: official
# -     return float(ceiling * (1 - left) / (1 + q / p * left))
# +     return float(min(ceiling, (1 - left) / (1 + q / p * left)))

# %% wrong: Fails where there is no imitation.
# says: the share after some weeks is not Bass's
# edits: official
#       left = np.exp(-(p + q) * weeks)
# +     if q == 0:
# +         return 0.0

# %% wrong: Gives per cent.
# says: p = 0.03, q = 0.38, after 5: expected 33.12%
# edits: official
# -     return float(ceiling * (1 - left) / (1 + q / p * left))
# +     return float(100 * ceiling * (1 - left) / (1 + q / p * left))
# ...
# -         reached = share_using(p, q, min(ceiling, 1), start["weeks"])
# +         reached = 0.01 * share_using(p, q, min(ceiling, 1), start["weeks"])

# %% wrong: Lets the ceiling grow above 1.
# says: the ceiling is never above
# edits: official
# -         reached = share_using(p, q, min(ceiling, 1), start["weeks"])
# +         reached = share_using(p, q, ceiling, start["weeks"])

# %% wrong: Buys a lever without the one that it needs.
# says: the mix is not the cheapest that reaches the target
# edits: official
# -         if any(row["needs"] and row["needs"] not in names for row in mix):
# -             continue

# %% wrong: Adds what a lever needs without paying for it.
# says: the mix is not the cheapest that reaches the target
# edits: official
# -             continue
# +             names += [row["needs"] for row in mix if row["needs"] and row["needs"] not in names]
# +             names = [row["lever"] for row in rows if row["lever"] in names]

# %% wrong: Buys the cheapest lever first until the target is reached.
# says: Meridian: communication, workflow and incentives reach
# edits: official
# -     for mix in chain.from_iterable(combinations(rows, size) for size in range(len(rows) + 1)):
# +     for mix in [sorted(rows, key=lambda row: row["cost"])[:size] for size in range(len(rows) + 1)]:

# %% wrong: Takes the mix with the fewest levers.
# says: Meridian: communication, workflow and incentives reach
# edits: official
# -         if reached >= start["target"] and (best is None or (cost, -reached) < best[:2]):
# +         if reached >= start["target"] and (best is None or len(names) < len(best[2])):

# %% wrong: Takes the mix that reaches most.
# says: Meridian: communication, workflow and incentives reach
# edits: official
# -         if reached >= start["target"] and (best is None or (cost, -reached) < best[:2]):
# +         if reached >= start["target"] and (best is None or -reached < best[1]):

# %% wrong: Takes the mix that reaches most for its cost.
# says: the mix is not the cheapest that reaches the target
# edits: official
# -         cost = sum(row["cost"] for row in mix)
# +         cost = sum(row["cost"] for row in mix) / max(reached - share_using(start["p"], start["q"], start["ceiling"], start["weeks"]), 1e-9)

# %% wrong: Takes the first of the mixes that cost the same.
# says: three mixes cost the same: the one that reaches more
# edits: official
# -         if reached >= start["target"] and (best is None or (cost, -reached) < best[:2]):
# +         if reached >= start["target"] and (best is None or cost < best[0]):

# %% wrong: Does not consider to buy nothing.
# says: the start is enough: an empty list
# edits: official
# -     for mix in chain.from_iterable(combinations(rows, size) for size in range(len(rows) + 1)):
# +     for mix in chain.from_iterable(combinations(rows, size) for size in range(1, len(rows) + 1)):

# %% wrong: Does not consider to buy all levers.
# says: the ceiling is never above
# edits: official
# -     for mix in chain.from_iterable(combinations(rows, size) for size in range(len(rows) + 1)):
# +     for mix in chain.from_iterable(combinations(rows, size) for size in range(len(rows))):

# %% wrong: Tries at most three levers.
# says: four small levers may be cheaper than a large one
# edits: official
# -     for mix in chain.from_iterable(combinations(rows, size) for size in range(len(rows) + 1)):
# +     for mix in chain.from_iterable(combinations(rows, size) for size in range(4)):

# %% wrong: Returns an empty list where no mix reaches the target.
# says: all levers together reach 98%
# edits: official
# -     return None if best is None else best[2]
# +     return [] if best is None else best[2]

# %% wrong: Forgets the p, q and ceiling of the start.
# says: ZeroDivisionError
# edits: official
# -             start[name] + sum(row[name] for row in mix) for name in ("p", "q", "ceiling")
# +             sum(row[name] for row in mix) for name in ("p", "q", "ceiling")

# %% wrong: Asks only whether the ceiling passes the target, not when.
# says: the mix is not the cheapest that reaches the target
# edits: official
# -         if reached >= start["target"] and (best is None or (cost, -reached) < best[:2]):
# +         if ceiling >= start["target"] and (best is None or (cost, -reached) < best[:2]):

# %% wrong: Counts 52 weeks, whatever the start says.
# says: the mix is not the cheapest that reaches the target
# edits: official
# -         reached = share_using(p, q, min(ceiling, 1), start["weeks"])
# +         reached = share_using(p, q, min(ceiling, 1), 52)

# %% wrong: Aims at 75%, whatever the start says.
# says: all levers together reach 98%
# edits: official
# -         if reached >= start["target"] and (best is None or (cost, -reached) < best[:2]):
# +         if reached >= 0.75 and (best is None or (cost, -reached) < best[:2]):

# %% wrong: Returns the names in alphabetical order.
# says: Meridian: communication, workflow and incentives reach
# edits: official
# -             best = cost, -reached, names
# +             best = cost, -reached, sorted(names)

# %% wrong: Returns the names with the cost.
# says: cheapest_mix: return a list of names
# edits: official
# -     return None if best is None else best[2]
# +     return None if best is None else (best[2], best[0])

# %% wrong: Judges each lever by itself, and adds up their gains.
# says: Meridian: communication, workflow and incentives reach
# edits: official
# -         p, q, ceiling = (
# +         p, q, ceiling = start["p"], start["q"], start["ceiling"]
# +         base = share_using(p, q, ceiling, start["weeks"])
# +         reached = base + sum(
# +             share_using(p + row["p"], q + row["q"], min(1, ceiling + row["ceiling"]), start["weeks"]) - base for row in mix
# +         )
# +         unused = (
# ...
# -         reached = share_using(p, q, min(ceiling, 1), start["weeks"])
