# %% right: loops
def cheapest_threshold(scores, failed, costs, least_real=0.0):
    pairs = list(zip(scores, failed))
    best = (float("inf"), float(sum(costs["failure"] for _, f in pairs if f)))
    for threshold in sorted({float(score) for score, _ in pairs}, reverse=True):
        cost = alarms = real = 0
        for score, f in pairs:
            if score >= threshold:
                alarms += 1
                real += bool(f)
                cost += costs["check"] + (0 if f else costs["stop"])
            elif f:
                cost += costs["failure"]
        if real / alarms >= least_real and cost < best[1]:
            best = (threshold, float(cost))
    return best

# %% right: arrays
def cheapest_threshold(scores, failed, costs, least_real=0.0):
    s, f = np.asarray(scores, float), np.asarray(failed, int)
    cuts, place = np.unique(-s, return_inverse=True)
    alarms = np.cumsum(np.bincount(place))
    real = np.cumsum(np.bincount(place, weights=f))
    cost = costs["check"] * alarms + costs["stop"] * (alarms - real) + costs["failure"] * (f.sum() - real)
    cost = np.where(real >= least_real * alarms, cost, np.inf)
    cuts, cost = np.r_[np.inf, -cuts], np.r_[costs["failure"] * f.sum(), cost]
    first = int(np.argmin(cost))
    return float(cuts[first]), float(cost[first])

# %% right: frames
def cheapest_threshold(scores, failed, costs, least_real=0.0):
    frame = pd.DataFrame({"score": np.asarray(scores, float), "real": np.asarray(failed, int)})
    table = frame.groupby("score")["real"].agg(["size", "sum"]).sort_index(ascending=False).cumsum()
    missed = frame["real"].sum() - table["sum"]
    table["cost"] = (
        table["size"] * costs["check"]
        + (table["size"] - table["sum"]) * costs["stop"]
        + missed * costs["failure"]
    )
    allowed = table.loc[table["sum"].div(table["size"]) >= least_real, "cost"]
    never = pd.Series({np.inf: frame["real"].sum() * costs["failure"]})
    every = pd.concat([never, allowed])
    return float(every.idxmin()), float(every.min())

# %% wrong: Forgets that a false alarm stops a healthy machine.
# says: two false ones 300
# edits: official
# -         cost = costs["check"] * alarms + costs["stop"] * (alarms - real)
# +         cost = costs["check"] * alarms

# %% wrong: Lets a real alarm stop the machine too.
# says: two real alarms cost 200
# edits: official
# -         cost = costs["check"] * alarms + costs["stop"] * (alarms - real)
# +         cost = (costs["check"] + costs["stop"]) * alarms

# %% wrong: Lets a real alarm cost nothing.
# says: two real alarms cost 200
# edits: loops
# -                 cost += costs["check"] + (0 if f else costs["stop"])
# +                 cost += 0 if f else costs["check"] + costs["stop"]

# %% wrong: Counts no missed failures.
# says: nothing is missed
# edits: official
# -         cost += costs["failure"] * (failed.sum() - real)
# +         cost += 0

# %% wrong: Counts every failure as missed.
# says: nothing is missed
# edits: official
# -         cost += costs["failure"] * (failed.sum() - real)
# +         cost += costs["failure"] * failed.sum()

# %% wrong: Takes the threshold with the best accuracy.
# says: nothing is missed
# edits: official
# -     best, least = np.inf, costs["failure"] * failed.sum()
# +     best, least, best_right = np.inf, costs["failure"] * failed.sum(), np.mean(~failed)
# ...
# -         if real / alarms >= least_real and cost < least:
# +         right = np.mean(alarm == failed)
# +         if real / alarms >= least_real and right > best_right:
# +             best_right = right

# %% wrong: Never considers to stay silent.
# says: never alarming misses two failures
# edits: arrays
# -     cuts, cost = np.r_[np.inf, -cuts], np.r_[costs["failure"] * f.sum(), cost]
# +     cuts = -cuts

# %% wrong: Of equal costs takes the lowest threshold.
# says: take the highest, which is infinity
# edits: official
# -         if real / alarms >= least_real and cost < least:
# +         if real / alarms >= least_real and cost <= least:

# %% wrong: Alarms only above the threshold.
# says: at 0.6
# edits: official
# -         alarm = scores >= threshold
# +         alarm = scores > threshold if (scores > threshold).any() else scores >= threshold

# %% wrong: Counts equal scores one by one, so that a threshold splits them.
# says: two false ones 300
# edits: arrays
# -     cuts, place = np.unique(-s, return_inverse=True)
# +     cuts, place = np.sort(-s), np.argsort(np.argsort(-s, kind="stable"))

# %% wrong: Ignores the condition on real alarms.
# says: only never alarming is allowed
# edits: official
# -         if real / alarms >= least_real and cost < least:
# +         if cost < least:

# %% wrong: Asks for more than the share of real alarms that is enough.
# says: a half is not below a half
# edits: official
# -         if real / alarms >= least_real and cost < least:
# +         if real / alarms > least_real and cost < least:

# %% wrong: Takes the share of failures found for the share of real alarms.
# says: only never alarming is allowed
# edits: official
# -         if real / alarms >= least_real and cost < least:
# +         if real / max(failed.sum(), 1) >= least_real and cost < least:

# %% wrong: Finds the cheapest threshold first, and falls silent if too few of its alarms are real.
# says: at 0.9 the only alarm is real
# edits: official
# -         if real / alarms >= least_real and cost < least:
# -             best, least = threshold, cost
# -     return float(best), float(least)
# +         if cost < least:
# +             best, least, share = threshold, cost, real / alarms
# +     if best < np.inf and share < least_real:
# +         best, least = np.inf, costs["failure"] * failed.sum()
# +     return float(best), float(least)

# %% wrong: Tries tenths from 0 to 1 instead of the scores that occur.
# says: look at each score that occurs
# edits: official
# -     for threshold in np.unique(scores)[::-1]:
# -         alarm = scores >= threshold
# +     for threshold in (scores.max(), *(np.arange(10, -1, -1) / 10).round(1)):
# +         alarm = scores >= threshold
# +         if not alarm.any():
# +             continue

# %% wrong: Returns the cost for a machine-week.
# says: nothing is missed
# edits: official
# -     return float(best), float(least)
# +     return float(best), float(least / len(scores))

# %% wrong: Returns the threshold alone.
# says: return a pair
# edits: official
# -     return float(best), float(least)
# +     return float(best)

# %% wrong: Tries hundredths from 0 to 1 instead of the scores that occur.
# says: look at each score that occurs
# edits: official
# -     for threshold in np.unique(scores)[::-1]:
# -         alarm = scores >= threshold
# +     for threshold in (np.arange(100, -1, -1) / 100).round(2):
# +         alarm = scores >= threshold
# +         if not alarm.any():
# +             continue

# %% wrong: Takes the lowest threshold that meets the condition, whatever it costs.
# says: the cheapest, not the lowest
# edits: official
# -         if real / alarms >= least_real and cost < least:
# +         if real / alarms >= least_real and (cost < least or least_real > 0):

# %% wrong: Prefers silence among equal costs, and then the lowest threshold.
# says: 0.9 and 0.7 both cost 350
# edits: official
# -         if real / alarms >= least_real and cost < least:
# +         if real / alarms >= least_real and (cost < least or cost == least and best < np.inf):

# %% wrong: Takes labels for places.
# says: asks a Series for the label 0
# edits: loops
# -     pairs = list(zip(scores, failed))
# +     pairs = [(scores[place], failed[place]) for place in range(len(scores))]

# %% wrong: Returns numpy's numbers.
# says: expected two plain numbers
# edits: official
# -     return float(best), float(least)
# +     return best, least

# %% wrong: Tries steps of 0.005 instead of the scores that occur.
# says: look at each score that occurs
# edits: official
# -     for threshold in np.unique(scores)[::-1]:
# -         alarm = scores >= threshold
# +     for threshold in (np.arange(200, -1, -1) / 200).round(3):
# +         alarm = scores >= threshold
# +         if not alarm.any():
# +             continue

# %% wrong: Rounds the share of real alarms before it compares.
# says: do not round shares
# edits: official
# -         if real / alarms >= least_real and cost < least:
# +         if round(real / alarms, 3) >= least_real and cost < least:
