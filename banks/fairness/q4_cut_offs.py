# %% right: loops
def cut_offs(rows, grid, loss=0.01):
    people = list(zip(rows["group"], rows["score"], rows["good"]))

    def judge(a, b):
        right, good, found = 0, {"A": 0, "B": 0}, {"A": 0, "B": 0}
        for group, score, truly in people:
            selected = score >= (a if group == "A" else b)
            right += selected == bool(truly)
            good[group] += truly
            found[group] += truly * selected
        return float(right / len(people)), float(abs(found["A"] / good["A"] - found["B"] / good["B"]))

    best = max(judge(cut, cut)[0] for cut in grid)
    answer = None
    for a in sorted(grid):
        for b in sorted(grid):
            right, gap = judge(a, b)
            if right < best - loss - 1e-9:
                continue
            if (
                answer is None
                or gap < answer["gap"] - 1e-9
                or abs(gap - answer["gap"]) < 1e-9 and right > answer["right"] + 1e-9
            ):
                answer = {"a": a, "b": b, "right": right, "gap": gap}
    return answer

# %% right: arrays
def cut_offs(rows, grid, loss=0.01):
    cuts = np.sort(np.array(grid, dtype=float))
    in_a, good = (rows["group"] == "A").to_numpy(), rows["good"].to_numpy() == 1
    selected = rows["score"].to_numpy()[:, None] >= cuts
    hits = selected == good[:, None]
    right = hits[in_a].sum(axis=0)[:, None] + hits[~in_a].sum(axis=0)
    gap = np.abs(selected[in_a & good].mean(axis=0)[:, None] - selected[~in_a & good].mean(axis=0))
    allowed = right / len(rows) >= np.diag(right).max() / len(rows) - loss - 1e-9
    gap = np.where(allowed, gap.round(9), 9.0)
    place = np.lexsort((-right.ravel(), gap.ravel()))[0]
    i, j = divmod(int(place), len(cuts))
    return {"a": float(cuts[i]), "b": float(cuts[j]), "right": float(right[i, j] / len(rows)), "gap": float(gap[i, j])}

# %% right: frames
def cut_offs(rows, grid, loss=0.01):
    steps = []
    for cut in grid:
        now = rows.assign(selected=(rows["score"] >= cut).astype(int))
        now["right"] = (now["selected"] == now["good"]) / len(rows)
        chance = now[(now["good"] == 1).to_numpy()].groupby("group")["selected"].mean()
        steps.append(pd.DataFrame({"cut": cut, "right": now.groupby("group")["right"].sum(), "chance": chance}))
    table = pd.concat(steps)
    pairs = table.loc["A"].merge(table.loc["B"], how="cross", suffixes=("_a", "_b"))
    pairs["right"] = (pairs["right_a"] + pairs["right_b"]).round(10)
    pairs["gap"] = (pairs["chance_a"] - pairs["chance_b"]).abs().round(10)
    best = pairs.loc[pairs["cut_a"] == pairs["cut_b"], "right"].max()
    allowed = pairs[pairs["right"] >= best - loss - 1e-9]
    first = allowed.sort_values(["gap", "right", "cut_a", "cut_b"], ascending=[True, False, True, True]).iloc[0]
    return {
        "a": float(first["cut_a"]), "b": float(first["cut_b"]),
        "right": float(first["right"]), "gap": float(first["gap"]),
    }

# %% wrong: Selects only above the cut-off.
# says: somebody whose score is the cut-off is selected
# edits: official
# -             selected = part["score"] >= cut
# +             selected = part["score"] > cut

# %% wrong: Selects below the cut-off.
# says: expected the pair
# edits: official
# -             selected = part["score"] >= cut
# +             selected = part["score"] < cut

# %% wrong: Compares with the best pair, not with the best single cut-off.
# says: of the pairs that do as well
# edits: official
# -     least = max(right["A", cut] + right["B", cut] for cut in grid) - loss
# +     least = max(right["A", one] + right["B", two] for one in grid for two in grid) - loss

# %% wrong: Takes the bound as a share of the best.
# says: 13 of 20 right are exactly 0.05 below 14
# edits: official
# -     least = max(right["A", cut] + right["B", cut] for cut in grid) - loss
# +     least = max(right["A", cut] + right["B", cut] for cut in grid) * (1 - loss)

# %% wrong: Reads the bound in percent.
# says: 13 of 20 right are exactly 0.05 below 14
# edits: official
# -     least = max(right["A", cut] + right["B", cut] for cut in grid) - loss
# +     least = max(right["A", cut] + right["B", cut] for cut in grid) - loss / 100

# %% wrong: Compares with the cut-off nearest to a half.
# says: one cut-off gets most right, 8 of 9, at 0.7 and not at 0.5
# edits: official
# -     least = max(right["A", cut] + right["B", cut] for cut in grid) - loss
# +     half = min(grid, key=lambda cut: abs(cut - 0.5))
# +     least = right["A", half] + right["B", half] - loss

# %% wrong: Excludes a pair exactly at the bound.
# says: of the pairs that do as well
# edits: official
# -             if both > least - 1e-9:
# +             if both > least + 1e-9:

# %% wrong: Compares without a margin for rounding.
# says: the pair
# edits: official
# -             if both > least - 1e-9:
# +             if both > least:

# %% wrong: Has no bound.
# says: expected the pair (0.5, 0.3)
# edits: official
# -             if both > least - 1e-9:
# +             if True:

# %% wrong: Lets each group fall below its own best.
# says: expected the pair
# edits: official
# -             if both > least - 1e-9:
# +             tops = [max(right[group, cut] for cut in grid) for group in "AB"]
# +             if right["A", a] > tops[0] - loss - 1e-9 and right["B", b] > tops[1] - loss - 1e-9:

# %% wrong: Takes the mean of the groups' shares of right decisions.
# says: expected the pair
# edits: official
# -             right[group, cut] = (selected == good).sum() / len(rows)
# +             right[group, cut] = (selected == good).mean() / 2

# %% wrong: Counts only good people who are selected as right.
# says: expected the pair
# edits: official
# -             right[group, cut] = (selected == good).sum() / len(rows)
# +             right[group, cut] = (selected & good).sum() / len(rows)

# %% wrong: Equalises the shares selected.
# says: selects 6 of 7 good in A
# edits: official
# -             chance[group, cut] = (selected & good).sum() / good.sum()
# +             chance[group, cut] = selected.mean()

# %% wrong: Divides by all people of the group.
# says: selects 6 of 7 good in A
# edits: official
# -             chance[group, cut] = (selected & good).sum() / good.sum()
# +             chance[group, cut] = (selected & good).sum() / len(good)

# %% wrong: Equalises the shares of the selected who are good.
# says: selects 6 of 7 good in A
# edits: official
# -             chance[group, cut] = (selected & good).sum() / good.sum()
# +             chance[group, cut] = (selected & good).sum() / max(selected.sum(), 1)

# %% wrong: Equalises the shares of the others who are selected.
# says: selects 6 of 7 good in A
# edits: official
# -             chance[group, cut] = (selected & good).sum() / good.sum()
# +             chance[group, cut] = (selected & ~good).sum() / (~good).sum()

# %% wrong: Equalises the shares of right decisions.
# says: expected the pair
# edits: official
# -             chance[group, cut] = (selected & good).sum() / good.sum()
# +             chance[group, cut] = (selected == good).mean()

# %% wrong: Takes the gap with its sign.
# says: expected the pair
# edits: official
# -             both, gap = right["A", a] + right["B", b], abs(chance["A", a] - chance["B", b])
# +             both, gap = right["A", a] + right["B", b], chance["A", a] - chance["B", b]

# %% wrong: Looks only at one cut-off for both groups.
# says: expected the pair
# edits: official
# -         for b in grid:
# +         for b in [a]:

# %% wrong: Never lets A have the lower cut-off.
# says: if A and B change places
# edits: official
# -         for b in grid:
# +         for b in [cut for cut in grid if cut < a]:

# %% wrong: Takes the most accurate pair.
# says: expected the pair
# edits: official
# -                 pairs.append((round(gap, 9), -round(both, 9), a, b))
# -     gap, both, a, b = min(pairs)
# +                 pairs.append((-round(both, 9), round(gap, 9), a, b))
# +     both, gap, a, b = min(pairs)

# %% wrong: Takes the first of equal gaps as the grid comes.
# says: 0.25 and 0.3 in B
# edits: official
# -     gap, both, a, b = min(pairs)
# +     gap, both, a, b = min(pairs, key=lambda pair: pair[0])

# %% wrong: Of equal gaps takes the lower cut-offs first.
# says: of these the one with most decisions right counts
# edits: official
# -     gap, both, a, b = min(pairs)
# +     gap, both, a, b = min(pairs, key=lambda pair: (pair[0], pair[2], pair[3]))

# %% wrong: Of equal gaps takes the one with fewest right decisions.
# says: most decisions right
# edits: official
# -     gap, both, a, b = min(pairs)
# +     gap, both, a, b = min(pairs, key=lambda pair: (pair[0], -pair[1], pair[2], pair[3]))

# %% wrong: Of equal pairs takes the higher cut-offs.
# says: of equal pairs the lower cut-offs count
# edits: official
# -     gap, both, a, b = min(pairs)
# +     gap, both, a, b = min(pairs, key=lambda pair: (pair[0], pair[1], -pair[2], -pair[3]))

# %% wrong: Swaps the cut-offs of the groups.
# says: expected the pair (0.5, 0.3)
# edits: official
# -     return {"a": a, "b": b, "right": float(-both), "gap": float(gap)}
# +     return {"a": b, "b": a, "right": float(-both), "gap": float(gap)}

# %% wrong: Gives the share right with a minus.
# says: right is 0.7
# edits: official
# -     return {"a": a, "b": b, "right": float(-both), "gap": float(gap)}
# +     return {"a": a, "b": b, "right": float(both), "gap": float(gap)}

# %% wrong: Gives the number of right decisions.
# says: right is 0.7
# edits: official
# -     return {"a": a, "b": b, "right": float(-both), "gap": float(gap)}
# +     return {"a": a, "b": b, "right": float(-both * len(rows)), "gap": float(gap)}

# %% wrong: Gives the gap in percent.
# says: gap is 0.107143
# edits: official
# -     return {"a": a, "b": b, "right": float(-both), "gap": float(gap)}
# +     return {"a": a, "b": b, "right": float(-both), "gap": float(100 * gap)}

# %% wrong: Sorts the learner's list in place.
# says: the list of cut-offs has been changed
# edits: official
# -     right, chance = {}, {}
# +     grid.sort(reverse=True)
# +     right, chance = {}, {}

# %% wrong: Counts people, but compares their share without a margin.
# says: which the 1e-9 forgives
# edits: official
# -             right[group, cut] = (selected == good).sum() / len(rows)
# +             right[group, cut] = int((selected == good).sum())
# ...
# -     least = max(right["A", cut] + right["B", cut] for cut in grid) - loss
# +     least = max(right["A", cut] + right["B", cut] for cut in grid) / len(rows) - loss
# ...
# -             both, gap = right["A", a] + right["B", b], abs(chance["A", a] - chance["B", b])
# -             if both > least - 1e-9:
# +             both, gap = (right["A", a] + right["B", b]) / len(rows), abs(chance["A", a] - chance["B", b])
# +             if both >= least:

# %% wrong: Compares gaps without a margin.
# says: these are equal, so the higher right counts
# edits: official
# -                 pairs.append((round(gap, 9), -round(both, 9), a, b))
# +                 pairs.append((gap, -round(both, 9), a, b))

# %% wrong: Measures the loss from a cut-off of 0.5, not from the best one.
# says: at 0.7 and not at 0.5
# edits: official
# -     least = max(right["A", cut] + right["B", cut] for cut in grid) - loss
# +     half = min(grid, key=lambda cut: abs(cut - 0.5))
# +     least = right["A", half] + right["B", half] - loss

# %% wrong: Rounds the scores.
# says: and not if it is rounded
# edits: official
# -             selected = part["score"] >= cut
# +             selected = part["score"].round(2) >= cut

# %% wrong: Takes gaps for equal that differ by half a thousandth.
# says: though by little
# edits: official
# -                 pairs.append((round(gap, 9), -round(both, 9), a, b))
# +                 pairs.append((round(gap, 3), -round(both, 9), a, b))
# ...
# -     return {"a": a, "b": b, "right": float(-both), "gap": float(gap)}
# +     gap = abs(chance["A", a] - chance["B", b])
# +     return {"a": a, "b": b, "right": float(-both), "gap": float(gap)}
