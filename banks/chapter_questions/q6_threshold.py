# %% right: loops
def cheapest_threshold(scores, failed, failure_cost, check_cost):
    pairs = list(zip([float(s) for s in scores], [int(f) for f in failed]))
    best_cut, best_cost = float("inf"), failure_cost * sum(f for _, f in pairs)
    for cut in sorted({s for s, _ in pairs}, reverse=True):
        cost = 0
        for s, f in pairs:
            if s >= cut:
                cost += check_cost
            elif f:
                cost += failure_cost
        if cost < best_cost:
            best_cut, best_cost = cut, cost
    return best_cut, best_cost


def threshold_plan(windows, lines):
    table = pd.DataFrame(
        index=list(lines["line"]),
        columns=["threshold", "cost", "alarms", "share_real"],
        dtype=float,
    )
    for name, miss, check in zip(lines["line"], lines["failure_cost"], lines["check_cost"]):
        is_mine = (windows["line"] == name).to_numpy()
        scores, failed = windows["score"].to_numpy()[is_mine], windows["failed"].to_numpy()[is_mine]
        cut, cost = cheapest_threshold(scores, failed, miss, check)
        alarm = scores >= cut
        share = failed[alarm].sum() / alarm.sum() if alarm.sum() else np.nan
        table.loc[name] = [cut, cost, alarm.sum(), share]
    return table

# %% right: arrays
def cheapest_threshold(scores, failed, failure_cost, check_cost):
    s, f = np.array(scores, dtype=float), np.array(failed, dtype=float)
    cuts = np.append(np.unique(s), np.inf)
    alarms = s[None, :] >= cuts[:, None]
    costs = alarms.sum(axis=1) * check_cost + np.where(alarms, 0, f).sum(axis=1) * failure_cost
    cheapest = cuts[np.isclose(costs, costs.min())].max()
    return (cheapest, costs.min())


def threshold_plan(windows, lines):
    def plan(line):
        mine = windows[windows["line"] == line.line]
        threshold, cost = cheapest_threshold(
            mine["score"].tolist(), mine["failed"].tolist(), line.failure_cost, line.check_cost
        )
        real = mine["failed"][(mine["score"] >= threshold).to_numpy()]
        return pd.Series(
            {
                "threshold": threshold,
                "cost": cost,
                "alarms": len(real),
                "share_real": real.sum() / len(real) if len(real) else float("nan"),
            },
            name=line.line,
        )

    return pd.DataFrame([plan(line) for line in lines.itertuples()])

# %% right: library
def cheapest_threshold(scores, failed, failure_cost, check_cost):
    table = pd.DataFrame({"score": np.array(scores, dtype=float), "failed": np.array(failed)})
    by_score = table.groupby("score")["failed"].agg(["size", "sum"]).sort_index(ascending=False)
    cost = check_cost * by_score["size"].cumsum() + failure_cost * (
        by_score["sum"].sum() - by_score["sum"].cumsum()
    )
    cost = pd.concat([pd.Series({np.inf: failure_cost * by_score["sum"].sum()}), cost])
    return float(cost.idxmin()), float(cost.min())


def threshold_plan(windows, lines):
    rows = []
    prices = lines.set_index("line")
    for name in prices.index:
        mine = windows.loc[windows["line"].eq(name), ["score", "failed"]].reset_index(drop=True)
        price = prices.loc[name]
        cut, cost = cheapest_threshold(
            mine["score"], mine["failed"], price["failure_cost"], price["check_cost"]
        )
        hit = mine.query("score >= @cut")["failed"]
        rows.append({"threshold": cut, "cost": cost, "alarms": hit.size, "share_real": hit.mean()})
    return pd.DataFrame(rows, index=prices.index.tolist())

# %% wrong: Charges the check of false alarms only.
# says: four checks prevent both failures; expected
# edits: official
# -         cost = check_cost * alarm.sum() + failure_cost * (failed[~alarm] == 1).sum()
# +         cost = check_cost * (alarm & (failed == 0)).sum() + failure_cost * (failed[~alarm] == 1).sum()

# %% wrong: Charges every failure, alarmed or not.
# says: four checks prevent both failures; expected
# edits: official
# -         cost = check_cost * alarm.sum() + failure_cost * (failed[~alarm] == 1).sum()
# +         cost = check_cost * alarm.sum() + failure_cost * (failed == 1).sum()

# %% wrong: Alarms above the threshold only.
# says: four checks prevent both failures; expected
# edits: official
# -         alarm = scores >= threshold
# +         alarm = scores > threshold

# %% wrong: Does not consider never to alarm.
# says: a check costs more than a failure, so never alarm
# edits: official
# -     for threshold in [np.inf, *np.unique(scores)[::-1]]:
# +     for threshold in np.unique(scores)[::-1]:

# %% wrong: Takes the lowest of the thresholds that cost the same.
# says: two checks cost as much as the failure: never alarm
# edits: official
# -         if best is None or cost < best[1]:
# +         if best is None or cost <= best[1]:

# %% wrong: Tries 0.00, 0.01 ... 1.00 instead of the scores that occur.
# says: the pumps: expected threshold = 0.261
# edits: official
# -     for threshold in [np.inf, *np.unique(scores)[::-1]]:
# +     for threshold in [np.inf, *np.arange(100, -1, -1) / 100]:

# %% wrong: Takes the score for a probability, and uses the ratio of costs as the threshold.
# says: four checks prevent both failures; expected
# edits: official
# -     for threshold in [np.inf, *np.unique(scores)[::-1]]:
# +     for threshold in [check_cost / failure_cost]:

# %% wrong: Looks for the fewest errors, whatever they cost.
# says: four checks prevent both failures; expected
# edits: official
# -         if best is None or cost < best[1]:
# -             best = float(threshold), float(cost)
# -     return best
# +         if best is None or (alarm != failed).sum() < best[2]:
# +             best = float(threshold), float(cost), (alarm != failed).sum()
# +     return best[:2]

# %% wrong: Exchanges the two costs.
# says: four checks prevent both failures; expected
# edits: official
# -         cost = check_cost * alarm.sum() + failure_cost * (failed[~alarm] == 1).sum()
# +         cost = failure_cost * alarm.sum() + check_cost * (failed[~alarm] == 1).sum()

# %% wrong: Gives the cost of a row instead of the total.
# says: four checks prevent both failures; expected
# edits: official
# -             best = float(threshold), float(cost)
# +             best = float(threshold), float(cost) / len(scores)

# %% wrong: Gives what is saved against never alarming.
# says: four checks prevent both failures; expected
# edits: official
# -     return best
# +     return best[0], float(failure_cost * (failed == 1).sum()) - best[1]

# %% wrong: Returns cost and threshold the wrong way round.
# says: four checks prevent both failures; expected
# edits: official
# -     return best
# +     return best[1], best[0]
# ...
# -         threshold, cost = cheapest_threshold(
# +         cost, threshold = cheapest_threshold(

# %% wrong: Considers only the scores of machines that failed, and forgets never.
# says: a check costs more than a failure, so never alarm
# edits: official
# -     for threshold in [np.inf, *np.unique(scores)[::-1]]:
# +     for threshold in np.unique(scores[failed == 1])[::-1]:

# %% wrong: Returns None for never alarming.
# says: TypeError
# edits: official
# -     return best
# +     return (None if np.isinf(best[0]) else best[0]), best[1]
# ...
#           )
# +         threshold = np.inf if threshold is None else threshold

# %% wrong: Uses the threshold of all lines together at mean costs.
# says: the pumps: expected threshold = 0.261
# edits: official
# -         threshold, cost = cheapest_threshold(
# -             mine["score"], mine["failed"], line["failure_cost"], line["check_cost"]
# +         threshold, _ = cheapest_threshold(
# +             windows["score"], windows["failed"], lines["failure_cost"].mean(), lines["check_cost"].mean()
#           )
# +         cost = line["check_cost"] * (mine["score"] >= threshold).sum()
# +         cost += line["failure_cost"] * mine.loc[mine["score"] < threshold, "failed"].sum()

# %% wrong: Uses the costs of the first line for all.
# says: a line's threshold is not the cheapest at that line's
# edits: official
# -             mine["score"], mine["failed"], line["failure_cost"], line["check_cost"]
# +             mine["score"], mine["failed"], lines["failure_cost"].iloc[0], lines["check_cost"].iloc[0]

# %% wrong: Gives the lines of windows, in alphabetical order, instead of those asked for.
# says: expected a row a line
# edits: official
# -     return pd.DataFrame.from_dict(rows, orient="index", columns=columns)
# +     table = pd.DataFrame.from_dict(rows, orient="index", columns=columns)
# +     return table.reindex(sorted(windows["line"].unique()))

# %% wrong: Gives the share of failures that alarm instead of the share of alarms that are real.
# says: the pumps: expected share_real = 0.1659
# edits: official
# -         rows[line["line"]] = [threshold, cost, len(alarmed), alarmed.mean()]
# +         rows[line["line"]] = [threshold, cost, len(alarmed), alarmed.sum() / mine["failed"].sum()]

# %% wrong: Gives a share of 0 for a line without alarms.
# says: a line without alarms has no share_real: expected nan
# edits: official
# -         rows[line["line"]] = [threshold, cost, len(alarmed), alarmed.mean()]
# +         rows[line["line"]] = [threshold, cost, len(alarmed), alarmed.mean() if len(alarmed) else 0.0]

# %% wrong: Drops every row with a gap in any reading.
# says: a line's cost is wrong
# edits: official
# -         mine = windows[windows["line"] == line["line"]]
# +         mine = windows[windows["line"] == line["line"]].dropna()

# %% wrong: Looks for costs by the labels of the frame, which may repeat.
# says: KeyError
# edits: official
# -     for line in lines.to_dict("records"):
# +     for place, name in enumerate(lines["line"]):
# +         line = lines.loc[place]

# %% wrong: Sorts the frame that was handed in.
# says: a frame was changed; work on copies
# edits: official
#       """Return threshold, cost, alarms and share_real of each line."""
# +     windows.sort_values("score", inplace=True)
