# %% right: library
from itertools import permutations


def rank_reversals(criteria, weights, lower_is_better=()):
    before = weighted_score(criteria, weights, lower_is_better).round(10)
    rows = []
    for removed in criteria.index:
        after = weighted_score(criteria.drop(removed), weights, lower_is_better).round(10)
        rows += [
            {"removed": removed, "ahead": one, "behind": other}
            for one, other in permutations(after.index, 2)
            if before[one] > before[other] and after[one] < after[other]
        ]
    return pd.DataFrame.from_records(rows, columns=["removed", "ahead", "behind"])


def anchored_score(criteria, weights, anchors):
    share = pd.Series(weights) / pd.Series(weights).sum()
    worst = pd.Series({name: anchors[name][0] for name in weights}, dtype=float)
    best = pd.Series({name: anchors[name][1] for name in weights}, dtype=float)
    return criteria[list(weights)].sub(worst).div(best - worst).clip(0, 1).mul(share).sum(axis=1)

# %% right: loops
def rank_reversals(criteria, weights, lower_is_better=()):
    table = {"removed": [], "ahead": [], "behind": []}
    before = dict(weighted_score(criteria, weights, lower_is_better))
    for gone in criteria.index:
        after = dict(weighted_score(criteria[criteria.index != gone], weights, lower_is_better))
        for a in after:
            for b in after:
                led = before[a] > before[b] + 1e-9
                trails = after[a] < after[b] - 1e-9
                if led and trails:
                    table["removed"].append(gone)
                    table["ahead"].append(a)
                    table["behind"].append(b)
    return pd.DataFrame(table)


def anchored_score(criteria, weights, anchors):
    result = []
    for _, row in criteria.iterrows():
        score = 0.0
        for name, weight in weights.items():
            worst, best = anchors[name]
            scaled = (row[name] - worst) / (best - worst)
            score += weight * min(1.0, max(0.0, scaled))
        result.append(score / sum(weights.values()))
    return pd.Series(result, index=criteria.index)

# %% right: vectorised
def rank_reversals(criteria, weights, lower_is_better=()):
    full = weighted_score(criteria, weights, lower_is_better).to_numpy()
    found = []
    for place, removed in enumerate(criteria.index):
        kept = np.delete(np.arange(len(criteria)), place)
        fewer = weighted_score(criteria.iloc[kept], weights, lower_is_better).to_numpy()
        gap_before = np.subtract.outer(full[kept], full[kept])
        gap_after = np.subtract.outer(fewer, fewer)
        for one, other in np.argwhere((gap_before > 1e-9) & (gap_after < -1e-9)):
            found.append([criteria.index[kept[other]], removed, criteria.index[kept[one]]])
    return pd.DataFrame(found, columns=["behind", "removed", "ahead"])


def anchored_score(criteria, weights, anchors):
    total = np.zeros(len(criteria))
    for name in weights:
        worst, best = anchors[name]
        ends = ([worst, best], [0, 1]) if worst < best else ([best, worst], [1, 0])
        total += weights[name] * np.interp(criteria[name].to_numpy(dtype=float), *ends)
    return pd.Series(total / np.sum(list(weights.values())), index=criteria.index)

# %% wrong: Does not score the rest anew: only drops the row from the scores.
# says: expected a row with removed D, ahead B, behind A
# edits: official
# -         fewer = weighted_score(rest, weights, lower_is_better)
# +         fewer = full.drop(index=removed)

# %% wrong: ahead is the one that leads without the removed one.
# says: expected a row with removed D, ahead B, behind A
# edits: official
# -                     rows.append((removed, ahead, behind))
# +                     rows.append((removed, behind, ahead))

# %% wrong: Every swap stands twice, once in each direction.
# says: expected two swaps: D removed, B ahead of A
# edits: official
# -                     rows.append((removed, ahead, behind))
# +                     rows += [(removed, ahead, behind), (removed, behind, ahead)]

# %% wrong: Pairs that were equal before count as swapped.
# says: two that are equal before have not swapped
# edits: official
# -                 if full[ahead] - full[behind] > 1e-9 and fewer[behind] - fewer[ahead] > 1e-9:
# +                 if full[ahead] - full[behind] > -1e-9 and fewer[behind] - fewer[ahead] > 1e-9:

# %% wrong: Compares scores exactly, so rounding errors make swaps.
# says: two that are equal before have not swapped
# edits: official
# -                 if full[ahead] - full[behind] > 1e-9 and fewer[behind] - fewer[ahead] > 1e-9:
# +                 if full[ahead] >= full[behind] and fewer[behind] > fewer[ahead]:

# %% wrong: Compares neighbours in the ranking only.
# says: a swap is missing; take every row off in turn
# edits: official
# -         for ahead in rest.index:
# -             for behind in rest.index:
# +         order = list(full.drop(index=removed).sort_values(ascending=False).index)
# +         for ahead, behind in zip(order, order[1:]):
# +             for _ in [0]:

# %% wrong: Looks at each pair once, in the order of rows, so it misses swaps of a lower row that led.
# says: expected a row with removed D, ahead B, behind A
# edits: official
# -             for behind in rest.index:
# +             for behind in rest.index[list(rest.index).index(ahead) + 1 :]:

# %% wrong: Takes only the last row off: the newcomer.
# says: expected two swaps: D removed, B ahead of A
# edits: official
# -     for removed in criteria.index:
# +     for removed in criteria.index[-1:]:

# %% wrong: Notices only when the first place changes hands.
# says: a swap is missing; take every row off in turn
# edits: official
# -                 if full[ahead] - full[behind] > 1e-9 and fewer[behind] - fewer[ahead] > 1e-9:
# +                 if ahead == full.drop(index=removed).idxmax() and behind == fewer.idxmax() and ahead != behind:

# %% wrong: Forgets to pass on which criteria are better when low.
# says: pass lower_is_better on in both scorings
# edits: official
# -     full = weighted_score(criteria, weights, lower_is_better)
# +     full = weighted_score(criteria, weights)
# ...
# -         fewer = weighted_score(rest, weights, lower_is_better)
# +         fewer = weighted_score(rest, weights)

# %% wrong: Passes the direction on for the full list, not for the shorter ones.
# says: pass lower_is_better on in both scorings
# edits: official
# -         fewer = weighted_score(rest, weights, lower_is_better)
# +         fewer = weighted_score(rest, weights)

# %% wrong: Sets the removed row to the mean instead of taking it off.
# says: expected a row with removed D, ahead B, behind A
# edits: official
# -         rest = criteria.drop(index=removed)
# +         rest = criteria.copy().astype({name: float for name in weights})
# +         rest.loc[removed, list(weights)] = criteria[list(weights)].mean()

# %% wrong: Does not put a row back before it takes the next one off.
# says: expected a row with removed D, ahead B, behind A
# edits: official
# +     left = criteria
#       for removed in criteria.index:
# -         rest = criteria.drop(index=removed)
# +         rest = left = left.drop(index=removed)
# +         if rest.empty:
# +             break

# %% wrong: Without a swap the frame has no columns.
# says: two rows cannot swap: expected no rows and three columns
# edits: official
# -     return pd.DataFrame(rows, columns=["removed", "ahead", "behind"])
# +     return pd.DataFrame([dict(zip(("removed", "ahead", "behind"), row)) for row in rows])

# %% wrong: Reports everybody whose rank number changed, though that happens to all below the removed one.
# says: expected two swaps: D removed, B ahead of A
# edits: official
# -                 if full[ahead] - full[behind] > 1e-9 and fewer[behind] - fewer[ahead] > 1e-9:
# +                 if full.rank()[ahead] != fewer.rank()[ahead] and full[ahead] > full[behind]:

# %% wrong: Values beyond an end go beyond 0 and 1.
# says: ends 0 and 10 for both: expected 0.7, 0.65
# edits: official
# -         scaled = ((criteria[name] - worst) / (best - worst)).clip(0, 1)
# +         scaled = ((criteria[name] - worst) / (best - worst))

# %% wrong: Cuts at 1, not at 0.
# says: an anchored score is wrong
# edits: official
# -         scaled = ((criteria[name] - worst) / (best - worst)).clip(0, 1)
# +         scaled = ((criteria[name] - worst) / (best - worst)).clip(upper=1)

# %% wrong: Sorts the two ends, so that more is always better.
# says: months with ends (18, 0), 18 worst and 0 best
# edits: official
# -         worst, best = anchors[name]
# +         worst, best = sorted(anchors[name])

# %% wrong: Takes the first end for the best one.
# says: ends 0 and 10 for both: expected 0.7, 0.65
# edits: official
# -         worst, best = anchors[name]
# +         best, worst = anchors[name]

# %% wrong: Widens the ends where the list goes beyond them: the list decides again.
# says: ends 0 and 10 for both: expected 0.7, 0.65
# edits: official
#           worst, best = anchors[name]
# +         if worst < best:
# +             worst, best = min(worst, criteria[name].min()), max(best, criteria[name].max())

# %% wrong: The anchored score does not divide the weights by their sum.
# says: ends 0 and 10 for both: expected 0.7, 0.65
# edits: official
# -         score += weight / sum(weights.values()) * scaled
# +         score += weight * scaled

# %% wrong: The anchored score divides the weights by their number.
# says: months with ends (18, 0), 18 worst and 0 best
# edits: official
# -         score += weight / sum(weights.values()) * scaled
# +         score += weight / len(weights) * scaled

# %% wrong: The anchored score has a fresh index.
# says: the index is not the one of criteria
# edits: official
# -     return score
# +     return score.reset_index(drop=True)

# %% wrong: A rounding error after the removal counts as a swap.
# says: two that are equal after have not swapped
def rank_reversals(criteria, weights, lower_is_better=()):
    rows = []
    before = weighted_score(criteria, weights, lower_is_better)
    names = list(criteria.index)
    for out in names:
        after = weighted_score(criteria.drop(index=out), weights, lower_is_better)
        for a in names:
            for b in names:
                if out in (a, b) or a == b:
                    continue
                if before[a] - before[b] > 0 and after[b] - after[a] > 0:
                    rows.append((out, a, b))
    return pd.DataFrame(rows, columns=["removed", "ahead", "behind"])


def anchored_score(criteria, weights, anchors):
    total = sum(weights.values())
    score = pd.Series(0.0, index=criteria.index)
    for name, w in weights.items():
        worst, best = anchors[name]
        scaled = ((criteria[name] - worst) / (best - worst)).clip(0, 1)
        score += scaled * w / total
    return score
