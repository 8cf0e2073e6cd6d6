# %% right: loops
def kept_by(months, outcomes, metric, month=6, keep=10, low_is_good=False):
    sign = 1 if low_is_good else -1
    rows = zip(months["month"], months["use_case"], months[metric])
    order = sorted((sign * value, case) for when, case, value in rows if when == month)
    worth = dict(zip(outcomes["use_case"], outcomes["net_value"]))
    kept = [worth[case] for _, case in order[:keep]]
    every = list(worth.values())
    mean = sum(every) / len(every)
    s = math.sqrt(sum((one - mean) ** 2 for one in every) / (len(every) - 1))
    luck = s * math.sqrt(keep * (1 - keep / len(every)))
    return {
        "brought": float(sum(kept)),
        "z": float((sum(kept) - keep * mean) / luck),
        "losers": sum(one < 0 for one in kept),
    }

# %% right: arrays
def kept_by(months, outcomes, metric, month=6, keep=10, low_is_good=False):
    now = months.loc[(months["month"] == month).to_numpy(), ["use_case", metric]]
    names, values = now["use_case"].to_numpy(str), now[metric].to_numpy(float)
    best = names[np.lexsort((names, values if low_is_good else -values))[:keep]]
    net = outcomes["net_value"].to_numpy(float)
    kept = net[np.isin(outcomes["use_case"].to_numpy(str), best)]
    luck = net.std(ddof=1) * np.sqrt(keep * (1 - keep / net.size))
    return {
        "brought": float(kept.sum()),
        "z": float((kept.sum() - keep * net.mean()) / luck),
        "losers": int(np.count_nonzero(kept < 0)),
    }

# %% right: frames
def kept_by(months, outcomes, metric, month=6, keep=10, low_is_good=False):
    table = months[months["month"].eq(month).to_numpy()].merge(outcomes[["use_case", "net_value"]], on="use_case")
    table = table.sort_values([metric, "use_case"], ascending=[low_is_good, True])
    net, kept = table["net_value"], table["net_value"].iloc[:keep]
    luck = (net.var() * keep * (1 - keep / len(net))) ** 0.5
    z = (kept.sum() - keep * net.mean()) / luck
    return {"brought": float(kept.sum()), "z": float(z), "losers": int(kept.lt(0).sum())}

# %% wrong: Takes all months.
# says: in month 6 U2 has most queries
# edits: official
# -     now = months[(months["month"] == month).to_numpy()].sort_values("use_case")
# +     now = months.sort_values("use_case")

# %% wrong: Always looks at month 6.
# says: in month 5 U1 has most queries
# edits: official
# -     now = months[(months["month"] == month).to_numpy()].sort_values("use_case")
# +     now = months[(months["month"] == 6).to_numpy()].sort_values("use_case")

# %% wrong: Looks at all months so far, and takes means.
# says: U2, U4 and U5 are kept
# edits: official
# -     now = months[(months["month"] == month).to_numpy()].sort_values("use_case")
# +     now = months[(months["month"] <= month).to_numpy()].groupby("use_case", as_index=False)[metric].mean()

# %% wrong: Keeps the first of equal values as the rows come.
# says: of U4 and U5, which are equal, U4
# edits: official
# -     now = months[(months["month"] == month).to_numpy()].sort_values("use_case")
# +     now = months[(months["month"] == month).to_numpy()]

# %% wrong: Keeps the last of equal values in the alphabet.
# says: of U4 and U5, which are equal, U4
# edits: official
# -     now = months[(months["month"] == month).to_numpy()].sort_values("use_case")
# +     now = months[(months["month"] == month).to_numpy()].sort_values("use_case", ascending=False)

# %% wrong: Keeps all that are equal to the last one.
# says: then U2 and U4, which are equal
# edits: official
# -     best = now.sort_values(metric, ascending=low_is_good, kind="stable")["use_case"].head(keep)
# +     best = now["use_case"][now[metric].rank(method="min", ascending=low_is_good).to_numpy() <= keep]

# %% wrong: High is always good.
# says: low is good
# edits: official
# -     best = now.sort_values(metric, ascending=low_is_good, kind="stable")["use_case"].head(keep)
# +     best = now.sort_values(metric, ascending=False, kind="stable")["use_case"].head(keep)

# %% wrong: Low is always good.
# says: in month 6 U2 has most queries
# edits: official
# -     best = now.sort_values(metric, ascending=low_is_good, kind="stable")["use_case"].head(keep)
# +     best = now.sort_values(metric, kind="stable")["use_case"].head(keep)

# %% wrong: Turns the direction round.
# says: in month 6 U2 has most queries
# edits: official
# -     best = now.sort_values(metric, ascending=low_is_good, kind="stable")["use_case"].head(keep)
# +     best = now.sort_values(metric, ascending=not low_is_good, kind="stable")["use_case"].head(keep)

# %% wrong: Sorts by size without the sign.
# says: the highest minutes, negative or not
# edits: official
# -     best = now.sort_values(metric, ascending=low_is_good, kind="stable")["use_case"].head(keep)
# +     size = now.assign(size=now[metric].abs())
# +     best = size.sort_values("size", ascending=low_is_good, kind="stable")["use_case"].head(keep)

# %% wrong: Always keeps ten.
# says: in month 6 U2 has most queries
# edits: official
# -     best = now.sort_values(metric, ascending=low_is_good, kind="stable")["use_case"].head(keep)
# +     best = now.sort_values(metric, ascending=low_is_good, kind="stable")["use_case"].head(10)

# %% wrong: Pairs the two tables by place.
# says: in month 6 U2 has most queries
# edits: official
# -     net = outcomes.set_index("use_case")["net_value"]
# +     net = pd.Series(outcomes["net_value"].to_numpy(), index=now["use_case"].to_numpy())

# %% wrong: Keeps the best by what they brought.
# says: in month 6 U2 has most queries
# edits: official
# -     kept = net[best.to_list()]
# +     kept = net.nlargest(keep)

# %% wrong: Forgets that a draw puts nothing back.
# says: a random draw brings 70, give or take
# edits: official
# -     luck = net.std() * math.sqrt(keep * (1 - keep / len(net)))
# +     luck = net.std() * math.sqrt(keep)

# %% wrong: Takes the standard deviation with N.
# says: a random draw brings 70, give or take
# edits: official
# -     luck = net.std() * math.sqrt(keep * (1 - keep / len(net)))
# +     luck = net.std(ddof=0) * math.sqrt(keep * (1 - keep / len(net)))

# %% wrong: Multiplies luck by the number kept.
# says: a random draw brings 140, give or take
# edits: official
# -     luck = net.std() * math.sqrt(keep * (1 - keep / len(net)))
# +     luck = net.std() * keep * math.sqrt(1 - keep / len(net))

# %% wrong: Takes the spread of the kept ones.
# says: a random draw brings 140, give or take
# edits: official
# -     luck = net.std() * math.sqrt(keep * (1 - keep / len(net)))
# +     luck = (kept if keep > 1 else net).std() * math.sqrt(keep * (1 - keep / len(net)))

# %% wrong: Forgets what a random draw brings.
# says: a random draw brings 70, give or take
# edits: official
# -         "z": float((kept.sum() - keep * net.mean()) / luck),
# +         "z": float(kept.sum() / luck),

# %% wrong: Compares a sum with a mean.
# says: a random draw brings 140, give or take
# edits: official
# -         "z": float((kept.sum() - keep * net.mean()) / luck),
# +         "z": float((kept.sum() - net.mean()) / luck),

# %% wrong: Compares with the best possible choice.
# says: a random draw brings 70, give or take
# edits: official
# -         "z": float((kept.sum() - keep * net.mean()) / luck),
# +         "z": float((kept.sum() - net.nlargest(keep).sum()) / luck),

# %% wrong: Gives the distance from a random draw without a sign.
# says: a random draw brings 70, give or take
# edits: official
# -         "z": float((kept.sum() - keep * net.mean()) / luck),
# +         "z": float(abs(kept.sum() - keep * net.mean()) / luck),

# %% wrong: Gives the mean of the kept ones.
# says: of U4 and U5, which are equal, U4
# edits: official
# -         "brought": float(kept.sum()),
# +         "brought": float(kept.mean()),

# %% wrong: Counts a use case that brings 0 as a loser.
# says: a use case that brings exactly 0 does not lose
# edits: official
# -         "losers": int((kept < 0).sum()),
# +         "losers": int((kept <= 0).sum()),

# %% wrong: Counts all losers, kept or not.
# says: in month 6 U2 has most queries
# edits: official
# -         "losers": int((kept < 0).sum()),
# +         "losers": int((net < 0).sum()),

# %% wrong: Counts winners.
# says: in month 6 U2 has most queries
# edits: official
# -         "losers": int((kept < 0).sum()),
# +         "losers": int((kept > 0).sum()),

# %% wrong: Gives the share of losers.
# says: losers: expected a plain int
# edits: official
# -         "losers": int((kept < 0).sum()),
# +         "losers": float((kept < 0).mean()),

# %% wrong: Returns numpy's numbers.
# says: brought: expected a plain float
# edits: official
# -         "brought": float(kept.sum()),
# +         "brought": kept.sum(),

# %% wrong: Leaves equal values to the sort.
# says: which are equal
# edits: official
# -     now = months[(months["month"] == month).to_numpy()].sort_values("use_case")
# -     best = now.sort_values(metric, ascending=low_is_good, kind="stable")["use_case"].head(keep)
# +     now = months[(months["month"] == month).to_numpy()]
# +     best = now.sort_values(metric, ascending=low_is_good)["use_case"].head(keep)

# %% wrong: Turns the alphabet round where low is good.
# says: of U1, U2 and U4, which are equal
# edits: frames
# -     table = table.sort_values([metric, "use_case"], ascending=[low_is_good, True])
# +     table = table.sort_values([metric, "use_case"], ascending=[low_is_good, not low_is_good])
