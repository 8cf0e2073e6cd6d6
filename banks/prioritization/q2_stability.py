# %% right: library
from scipy import stats


def draw_values(pilots, draws, seed):
    rng = np.random.default_rng(seed)
    low = pilots["value_low"].astype(float)
    width = (pilots["value_high"] - low).clip(lower=1e-12)
    peak = ((pilots["value_likely"] - low) / width).clip(0, 1)
    drawn = stats.triang.rvs(peak, loc=low, scale=width, size=(draws, len(pilots)), random_state=rng)
    return pd.DataFrame(drawn, columns=pilots.index)


def rank_stability(scores, top):
    places = scores.apply(ranks, axis=1)
    table = places.quantile([0.05, 0.5, 0.95]).T.set_axis(["best", "median", "worst"], axis=1)
    return table.assign(top_share=places.le(top).mean())

# %% right: loops
def draw_values(pilots, draws, seed):
    rng = np.random.default_rng(seed)
    rows = []
    estimates = list(zip(pilots["value_low"], pilots["value_likely"], pilots["value_high"]))
    for _ in range(draws):
        rows.append([low if low == high else rng.triangular(low, mode, high) for low, mode, high in estimates])
    return pd.DataFrame(rows, columns=list(pilots.index))


def rank_stability(scores, top):
    places = {name: [] for name in scores.columns}
    for _, row in scores.iterrows():
        for name, rank in ranks(row).items():
            places[name].append(rank)
    rows = []
    for name in scores.columns:
        mine = pd.Series(places[name])
        rows.append(
            {
                "best": mine.quantile(0.05),
                "median": mine.median(),
                "worst": mine.quantile(0.95),
                "top_share": sum(rank <= top for rank in mine) / len(mine),
            }
        )
    return pd.DataFrame(rows, index=scores.columns)

# %% right: vectorised
def draw_values(pilots, draws, seed):
    rng = np.random.default_rng(seed)
    low, mode, high = pilots[["value_low", "value_likely", "value_high"]].to_numpy(dtype=float).T
    width = high - low
    peak = np.divide(mode - low, width, out=np.full(len(low), 0.5), where=width > 0)
    u = rng.random((draws, len(low)))
    shape = np.where(u < peak, np.sqrt(u * peak), 1 - np.sqrt((1 - u) * (1 - peak)))
    return pd.DataFrame(low + width * shape, columns=pilots.index)


def rank_stability(scores, top):
    values = scores.to_numpy()
    places = 1 + (values[:, :, None] < values[:, None, :]).sum(axis=2)
    best, median, worst = np.quantile(places, [0.05, 0.5, 0.95], axis=0)
    table = {"top_share": (places <= top).mean(axis=0), "worst": worst, "median": median}
    return pd.DataFrame(table | {"best": best}, index=scores.columns)

# %% wrong: Draws from normal distributions around the likely value.
# says: the mean of a triangular distribution is that of its
# edits: official
# -     columns = {}
# -     for name, row in pilots.iterrows():
# -         low, likely, high = row["value_low"], row["value_likely"], row["value_high"]
# -         known = low == high
# -         columns[name] = np.full(draws, low) if known else rng.triangular(low, likely, high, draws)
# -     return pd.DataFrame(columns)
# +     low, likely, high = (pilots[f"value_{end}"].to_numpy(dtype=float) for end in ("low", "likely", "high"))
# +     top = np.where(high > low, high, low + 1)
# +     drawn = rng.normal(likely, (top - low) / 6, (draws, len(pilots)))
# +     return pd.DataFrame(np.where(high > low, drawn, low), columns=pilots.index)

# %% wrong: Draws evenly between low and high; the likely value is not used.
# says: the mean of a triangular distribution is that of its
# edits: official
# -     columns = {}
# -     for name, row in pilots.iterrows():
# -         low, likely, high = row["value_low"], row["value_likely"], row["value_high"]
# -         known = low == high
# -         columns[name] = np.full(draws, low) if known else rng.triangular(low, likely, high, draws)
# -     return pd.DataFrame(columns)
# +     low, likely, high = (pilots[f"value_{end}"].to_numpy(dtype=float) for end in ("low", "likely", "high"))
# +     top = np.where(high > low, high, low + 1)
# +     drawn = rng.uniform(low, top, (draws, len(pilots)))
# +     return pd.DataFrame(np.where(high > low, drawn, low), columns=pilots.index)

# %% wrong: Draws from the beta-PERT distribution, whose mean weighs the likely value by four.
# says: the mean of a triangular distribution is that of its
# edits: official
# -     columns = {}
# -     for name, row in pilots.iterrows():
# -         low, likely, high = row["value_low"], row["value_likely"], row["value_high"]
# -         known = low == high
# -         columns[name] = np.full(draws, low) if known else rng.triangular(low, likely, high, draws)
# -     return pd.DataFrame(columns)
# +     low, likely, high = (pilots[f"value_{end}"].to_numpy(dtype=float) for end in ("low", "likely", "high"))
# +     top = np.where(high > low, high, low + 1)
# +     a = 1 + 4 * (likely - low) / (top - low)
# +     drawn = low + (top - low) * rng.beta(a, 6 - a, (draws, len(pilots)))
# +     return pd.DataFrame(np.where(high > low, drawn, low), columns=pilots.index)

# %% wrong: One random number a draw for all pilots: they rise and fall together.
# says: pilots are not independent; draw for each one anew
# edits: official
# -     columns = {}
# -     for name, row in pilots.iterrows():
# -         low, likely, high = row["value_low"], row["value_likely"], row["value_high"]
# -         known = low == high
# -         columns[name] = np.full(draws, low) if known else rng.triangular(low, likely, high, draws)
# -     return pd.DataFrame(columns)
# +     low, likely, high = (pilots[f"value_{end}"].to_numpy(dtype=float) for end in ("low", "likely", "high"))
# +     top = np.where(high > low, high, low + 1)
# +     drawn = np.column_stack([np.random.default_rng(seed).triangular(*ends, draws) for ends in zip(low, likely, top)])
# +     return pd.DataFrame(np.where(high > low, drawn, low), columns=pilots.index)

# %% wrong: Draws once a pilot and repeats it.
# says: the mean of a triangular distribution is that of its
# edits: official
# -     columns = {}
# -     for name, row in pilots.iterrows():
# -         low, likely, high = row["value_low"], row["value_likely"], row["value_high"]
# -         known = low == high
# -         columns[name] = np.full(draws, low) if known else rng.triangular(low, likely, high, draws)
# -     return pd.DataFrame(columns)
# +     low, likely, high = (pilots[f"value_{end}"].to_numpy(dtype=float) for end in ("low", "likely", "high"))
# +     top = np.where(high > low, high, low + 1)
# +     drawn = np.tile(rng.triangular(low, likely, top), (draws, 1))
# +     return pd.DataFrame(np.where(high > low, drawn, low), columns=pilots.index)

# %% wrong: The seed is not used: other draws each time.
# says: the same seed should give the same draws
# edits: official
# -     rng = np.random.default_rng(seed)
# +     rng = np.random.default_rng()

# %% wrong: Always the same seed, whatever is asked for.
# says: another seed should give other draws
# edits: official
# -     rng = np.random.default_rng(seed)
# +     rng = np.random.default_rng(42)

# %% wrong: Fails where low equals high, since numpy's triangular needs a width.
# says: every draw of it is 70
# edits: official
# -         columns[name] = np.full(draws, low) if known else rng.triangular(low, likely, high, draws)
# +         columns[name] = rng.triangular(low, likely, high, draws)

# %% wrong: A value that is certain is missing in every draw.
# says: every draw of it is 70
# edits: official
# -         columns[name] = np.full(draws, low) if known else rng.triangular(low, likely, high, draws)
# +         columns[name] = np.full(draws, np.nan) if known else rng.triangular(low, likely, high, draws)

# %% wrong: One row a pilot and one column a draw.
# says: draw_values: 4,000 draws of 3 pilots
# edits: official
# -     return pd.DataFrame(columns)
# +     return pd.DataFrame(columns).T

# %% wrong: Cuts draws at zero, though a value may be negative.
# says: the mean of the draws is wrong
# edits: official
# -     return pd.DataFrame(columns)
# +     return pd.DataFrame(columns).clip(lower=0)

# %% wrong: Passes high where numpy expects the mode and then repairs the order by sorting.
# says: the mean of a triangular distribution is that of its
# edits: official
# -         columns[name] = np.full(draws, low) if known else rng.triangular(low, likely, high, draws)
# +         columns[name] = np.full(draws, low) if known else rng.triangular(low, (low + high) / 2, high, draws)

# %% wrong: The columns are numbers, not the pilots.
# says: columns are the pilots
# edits: official
# -     return pd.DataFrame(columns)
# +     return pd.DataFrame(np.column_stack(list(columns.values())))

# %% wrong: Ranks the draws of each pilot instead of the pilots in each draw.
# says: of 4 draws, B in 1: got top_share [0.75
# edits: official
# -     places = scores.rank(axis=1, ascending=False, method="min")
# +     places = scores.rank(ascending=False, method="min")

# %% wrong: Rank 1 is the smallest score.
# says: of 4 draws, B in 1: got top_share [0.25
# edits: official
# -     places = scores.rank(axis=1, ascending=False, method="min")
# +     places = scores.rank(axis=1, method="min")

# %% wrong: The mean rank in place of the median.
# says: got median [1.5, 1.75, 2.75]
# edits: official
# -             "median": places.median(),
# +             "median": places.mean(),

# %% wrong: Equal scores share the mean of their ranks.
# says: is the largest, equal scores share the better rank)
# edits: official
# -     places = scores.rank(axis=1, ascending=False, method="min")
# +     places = scores.rank(axis=1, ascending=False)

# %% wrong: Only ranks strictly better than top count.
# says: of 4 draws, B in 1: got top_share [0.0
# edits: official
# -             "top_share": (places <= top).mean(),
# +             "top_share": (places < top).mean(),

# %% wrong: The best and worst rank ever seen, not the quantiles.
# says: ranks of A are 1, 1, 1, 3
# edits: official
# -             "best": places.quantile(0.05),
# +             "best": places.min(),
#               "median": places.median(),
# -             "worst": places.quantile(0.95),
# +             "worst": places.max(),

# %% wrong: The worst rank is a quantile, and the best one is the best ever seen.
# says: ranks of B are 2, 2, 2, 1
# edits: official
# -             "best": places.quantile(0.05),
# +             "best": places.min(),

# %% wrong: A large rank is taken for a good one.
# says: ranks of A are 1, 1, 1, 3
# edits: official
# -             "best": places.quantile(0.05),
# +             "best": places.quantile(0.5 + 0.45),
#               "median": places.median(),
# -             "worst": places.quantile(0.95),
# +             "worst": places.quantile(0.05),

# %% wrong: Uses the quartiles.
# says: ranks of A are 1, 1, 1, 3
# edits: official
# -             "best": places.quantile(0.05),
# +             "best": places.quantile(0.25),
#               "median": places.median(),
# -             "worst": places.quantile(0.95),
# +             "worst": places.quantile(0.75),

# %% wrong: Takes quantiles of the scores first and ranks those.
# says: ranks of A are 1, 1, 1, 3
# edits: official
#       places = scores.rank(axis=1, ascending=False, method="min")
# +     spread = {part: scores.quantile(part).rank(ascending=False, method="min") for part in (0.05, 0.5, 0.95)}
# ...
# -             "best": places.quantile(0.05),
# -             "median": places.median(),
# -             "worst": places.quantile(0.95),
# +             "best": spread[0.95],
# +             "median": spread[0.5],
# +             "worst": spread[0.05],

# %% wrong: Sorts the result by rank.
# says: expected one row a pilot, in the order of scores
# edits: official
# -     )
# +     ).sort_values("median")

# %% wrong: The share in per cent.
# says: of 4 draws, B in 1: got top_share [75.0
# edits: official
# -             "top_share": (places <= top).mean(),
# +             "top_share": 100 * (places <= top).mean(),

# %% wrong: Draws are rounded to whole numbers.
# says: draws are rounded; any number in the range can come
def draw_values(pilots, draws, seed):
    rng = np.random.default_rng(seed)
    cols = {}
    for name, low, mode, high in zip(pilots.index, pilots["value_low"], pilots["value_likely"], pilots["value_high"]):
        cols[name] = np.full(draws, float(low)) if low == high else rng.triangular(low, mode, high, draws).round()
    return pd.DataFrame(cols, columns=pilots.index)


def rank_stability(scores, top):
    r = scores.rank(axis=1, method="min", ascending=False)
    return pd.DataFrame({"best": r.quantile(0.05), "median": r.median(), "worst": r.quantile(0.95),
                         "top_share": (r <= top).mean()})

# %% wrong: The median rank is rounded to a whole one.
# says: the median of the ranks
def draw_values(pilots, draws, seed):
    rng = np.random.default_rng(seed)
    cols = {}
    for name, low, mode, high in zip(pilots.index, pilots["value_low"], pilots["value_likely"], pilots["value_high"]):
        cols[name] = np.full(draws, float(low)) if low == high else rng.triangular(low, mode, high, draws)
    return pd.DataFrame(cols, columns=pilots.index)


def rank_stability(scores, top):
    r = scores.rank(axis=1, method="min", ascending=False)
    return pd.DataFrame({"best": r.quantile(0.05), "median": r.median().round(), "worst": r.quantile(0.95),
                         "top_share": (r <= top).mean()})
