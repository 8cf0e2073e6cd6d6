# %% right: loops
def alarms(n_a, n_b, rate_a, rate_b, limit=0.8, looks=1):
    in_a, in_b = (binom.pmf(range(n + 1), n, rate) for n, rate in [(n_a, rate_a), (n_b, rate_b)])
    ratio_alarm = interval_alarm = 0.0
    for a in range(1, n_a + 1):
        for b in range(1, n_b + 1):
            chance, ratio = in_a[a] * in_b[b], (b * n_a) / (a * n_b)
            if ratio < limit:
                ratio_alarm += chance
                error = math.sqrt((n_b - b) / (b * n_b) + (n_a - a) / (a * n_a))
                if ratio * math.exp(1.96 * error) < limit:
                    interval_alarm += chance
    return {
        "ratio": float(1 - (1 - ratio_alarm) ** looks),
        "interval": float(1 - (1 - interval_alarm) ** looks),
    }

# %% right: one group at a time
def alarms(n_a, n_b, rate_a, rate_b, limit=0.8, looks=1):
    b = np.arange(1, n_b + 1)
    in_b = binom.pmf(b, n_b, rate_b)
    chances = {"ratio": 0.0, "interval": 0.0}
    for a in range(1, n_a + 1):
        ratio = b / n_b * (n_a / a)
        error = np.sqrt(np.maximum(1 / b - 1 / n_b, 0) + max(1 / a - 1 / n_a, 0))
        for rule, shown in [("ratio", ratio), ("interval", ratio * np.exp(1.96 * error))]:
            chances[rule] += binom.pmf(a, n_a, rate_a) * in_b[shown < limit].sum()
    never = {rule: (1 - chance) ** looks for rule, chance in chances.items()}
    return {rule: float(1 - one) for rule, one in never.items()}

# %% right: frames
def alarms(n_a, n_b, rate_a, rate_b, limit=0.8, looks=1):
    pairs = pd.MultiIndex.from_product([range(1, n_a + 1), range(1, n_b + 1)], names=["a", "b"]).to_frame(index=False)
    a, b = pairs["a"], pairs["b"]
    chance = binom.pmf(a, n_a, rate_a) * binom.pmf(b, n_b, rate_b)
    log_ratio = np.log(b / n_b) - np.log(a / n_a)
    error = (1 / b - 1 / n_b + (1 / a - 1 / n_a)).clip(lower=0) ** 0.5
    ratio = chance[(log_ratio < math.log(limit)).to_numpy()].sum()
    interval = chance[(log_ratio + 1.96 * error < math.log(limit)).to_numpy()].sum()
    return {"ratio": float(1 - (1 - ratio) ** looks), "interval": float(1 - (1 - interval) ** looks)}

# %% wrong: Simulates.
# says: expected 0.
# edits: official
# -     once = {"ratio": chance[ratio < limit].sum(), "interval": chance[high < limit].sum()}
# +     rng = np.random.default_rng(0)
# +     drawn = rng.choice(chance.size + 1, 2000, p=[*chance.ravel(), max(1 - chance.sum(), 0)])
# +     flags = {"ratio": ratio < limit, "interval": high < limit}
# +     once = {rule: np.append(flag.ravel(), False)[drawn].mean() for rule, flag in flags.items()}

# %% wrong: Counts pairs as though all were equally likely.
# says: only (2, 1) has a ratio below 0.8
# edits: official
# -     once = {"ratio": chance[ratio < limit].sum(), "interval": chance[high < limit].sum()}
# +     once = {"ratio": (ratio < limit).mean(), "interval": (high < limit).mean()}

# %% wrong: Raises an alarm of the ratio where nobody of B is selected.
# says: only (2, 1) has a ratio below 0.8
# edits: official
# -     once = {"ratio": chance[ratio < limit].sum(), "interval": chance[high < limit].sum()}
# +     once = {"ratio": chance[ratio < limit].sum(), "interval": chance[high < limit].sum()}
# +     once["ratio"] += binom.pmf(0, n_b, rate_b) * (1 - binom.pmf(0, n_a, rate_a))

# %% wrong: Raises both alarms where nobody of B is selected.
# says: only (2, 1) has a ratio below 0.8
# edits: official
# -     once = {"ratio": chance[ratio < limit].sum(), "interval": chance[high < limit].sum()}
# +     nobody = binom.pmf(0, n_b, rate_b) * (1 - binom.pmf(0, n_a, rate_a))
# +     once = {"ratio": chance[ratio < limit].sum() + nobody, "interval": chance[high < limit].sum() + nobody}

# %% wrong: Raises an alarm where nobody of A is selected.
# says: only (2, 1) has a ratio below 0.8
# edits: official
# -     once = {"ratio": chance[ratio < limit].sum(), "interval": chance[high < limit].sum()}
# +     nobody = binom.pmf(0, n_a, rate_a)
# +     once = {"ratio": chance[ratio < limit].sum() + nobody, "interval": chance[high < limit].sum() + nobody}

# %% wrong: Leaves worlds without a ratio out of the count.
# says: only (2, 1) has a ratio below 0.8
# edits: official
# -     chance = binom.pmf(a, n_a, rate_a) * binom.pmf(b, n_b, rate_b)
# +     chance = binom.pmf(a, n_a, rate_a) * binom.pmf(b, n_b, rate_b)
# +     chance = chance / chance.sum()

# %% wrong: Forgets the case in which everybody is selected.
# says: only (2, 1) has a ratio below 0.8
# edits: official
# -     a, b = np.arange(1, n_a + 1)[:, None], np.arange(1, n_b + 1)[None, :]
# +     a, b = np.arange(1, n_a)[:, None], np.arange(1, n_b)[None, :]

# %% wrong: Turns the ratio round.
# says: the pairs (2, 1) and (3, 1)
# edits: official
# -     ratio = (b / n_b) / (a / n_a)
# +     ratio = (a / n_a) / (b / n_b)

# %% wrong: Compares counts, though the groups differ in size.
# says: the pairs (2, 1) and (3, 1)
# edits: official
# -     ratio = (b / n_b) / (a / n_a)
# +     ratio = b / a

# %% wrong: Swaps the rates of the groups.
# says: the pairs (2, 1) and (3, 1)
# edits: official
# -     chance = binom.pmf(a, n_a, rate_a) * binom.pmf(b, n_b, rate_b)
# +     chance = binom.pmf(a, n_a, rate_b) * binom.pmf(b, n_b, rate_a)

# %% wrong: Takes the chance of at most so many selected.
# says: only (2, 1) has a ratio below 0.8
# edits: official
# -     chance = binom.pmf(a, n_a, rate_a) * binom.pmf(b, n_b, rate_b)
# +     chance = binom.pmf(a, n_a, rate_a) * binom.cdf(b, n_b, rate_b)

# %% wrong: Takes the normal curve for the binomial.
# says: only (2, 1) has a ratio below 0.8
# edits: official
# -     chance = binom.pmf(a, n_a, rate_a) * binom.pmf(b, n_b, rate_b)
# +     def near(k, n, rate):
# +         spread = n * rate * (1 - rate)
# +         return np.exp(-((k - n * rate) ** 2) / (2 * spread)) / np.sqrt(2 * np.pi * spread)
# +     chance = near(a, n_a, rate_a) * near(b, n_b, rate_b)

# %% wrong: Looks at the low end of the interval.
# says: interval: of the four pairs
# edits: official
# -     high = ratio * np.exp(1.96 * np.sqrt(1 / b - 1 / n_b + 1 / a - 1 / n_a))
# +     high = ratio * np.exp(-1.96 * np.sqrt(1 / b - 1 / n_b + 1 / a - 1 / n_a))

# %% wrong: Takes one standard error.
# says: interval: rates are equal
# edits: official
# -     high = ratio * np.exp(1.96 * np.sqrt(1 / b - 1 / n_b + 1 / a - 1 / n_a))
# +     high = ratio * np.exp(np.sqrt(1 / b - 1 / n_b + 1 / a - 1 / n_a))

# %% wrong: Takes a one-sided interval.
# says: interval: rates are equal
# edits: official
# -     high = ratio * np.exp(1.96 * np.sqrt(1 / b - 1 / n_b + 1 / a - 1 / n_a))
# +     high = ratio * np.exp(1.645 * np.sqrt(1 / b - 1 / n_b + 1 / a - 1 / n_a))

# %% wrong: Adds errors to the ratio, not to its logarithm.
# says: interval: rates are equal
# edits: official
# -     high = ratio * np.exp(1.96 * np.sqrt(1 / b - 1 / n_b + 1 / a - 1 / n_a))
# +     high = ratio + 1.96 * np.sqrt(1 / b - 1 / n_b + 1 / a - 1 / n_a)

# %% wrong: Forgets to take off the sizes of the groups.
# says: interval: rates are equal
# edits: official
# -     high = ratio * np.exp(1.96 * np.sqrt(1 / b - 1 / n_b + 1 / a - 1 / n_a))
# +     high = ratio * np.exp(1.96 * np.sqrt(1 / b + 1 / a))

# %% wrong: Asks whether the interval lies below 1.
# says: interval: rates are equal
# edits: official
# -     once = {"ratio": chance[ratio < limit].sum(), "interval": chance[high < limit].sum()}
# +     once = {"ratio": chance[ratio < limit].sum(), "interval": chance[high < 1].sum()}

# %% wrong: Leaves small numbers of selected people to the exact test.
# says: interval:
# edits: official
# -     once = {"ratio": chance[ratio < limit].sum(), "interval": chance[high < limit].sum()}
# +     many = (a >= 10) & (b >= 10)
# +     once = {"ratio": chance[ratio < limit].sum(), "interval": chance[(high < limit) & many].sum()}

# %% wrong: Always takes four fifths.
# says: with limit=0.5
# edits: official
# -     once = {"ratio": chance[ratio < limit].sum(), "interval": chance[high < limit].sum()}
# +     once = {"ratio": chance[ratio < 0.8].sum(), "interval": chance[high < 0.8].sum()}

# %% wrong: Counts low ratios and high ones.
# says: only (2, 1) has a ratio below 0.8
# edits: official
# -     once = {"ratio": chance[ratio < limit].sum(), "interval": chance[high < limit].sum()}
# +     either = (ratio < limit) | (ratio > 1 / limit)
# +     once = {"ratio": chance[either].sum(), "interval": chance[high < limit].sum()}

# %% wrong: Looks once, however many looks there are.
# says: twelve looks
# edits: official
# -     return {rule: float(1 - (1 - one) ** looks) for rule, one in once.items()}
# +     return {rule: float(one) for rule, one in once.items()}

# %% wrong: Adds the chances of the looks.
# says: twelve looks
# edits: official
# -     return {rule: float(1 - (1 - one) ** looks) for rule, one in once.items()}
# +     return {rule: float(min(1, one * looks)) for rule, one in once.items()}

# %% wrong: Gives the chance that every look raises an alarm.
# says: twelve looks
# edits: official
# -     return {rule: float(1 - (1 - one) ** looks) for rule, one in once.items()}
# +     return {rule: float(one**looks) for rule, one in once.items()}

# %% wrong: Gives the chance that no look raises an alarm.
# says: only (2, 1) has a ratio below 0.8
# edits: official
# -     return {rule: float(1 - (1 - one) ** looks) for rule, one in once.items()}
# +     return {rule: float((1 - one) ** looks) for rule, one in once.items()}

# %% wrong: Puts all looks together into one large sample.
# says: twelve looks
# edits: official
# -     a, b = np.arange(1, n_a + 1)[:, None], np.arange(1, n_b + 1)[None, :]
# +     n_a, n_b, looks = n_a * looks, n_b * looks, 1
# +     a, b = np.arange(1, n_a + 1)[:, None], np.arange(1, n_b + 1)[None, :]

# %% wrong: Returns numpy's numbers.
# says: expected a plain float
# edits: official
# -     return {rule: float(1 - (1 - one) ** looks) for rule, one in once.items()}
# +     return {rule: 1 - (1 - one) ** looks for rule, one in once.items()}

# %% wrong: Returns a pair of numbers.
# says: return a dictionary with ratio and interval
# edits: official
# -     return {rule: float(1 - (1 - one) ** looks) for rule, one in once.items()}
# +     return tuple(float(1 - (1 - one) ** looks) for one in once.values())

# %% wrong: Takes the normal curve's own number for 1.96.
# says: with 1.96 exactly
# edits: official
# -     high = ratio * np.exp(1.96 * np.sqrt(1 / b - 1 / n_b + 1 / a - 1 / n_a))
# +     high = ratio * np.exp(1.959964 * np.sqrt(1 / b - 1 / n_b + 1 / a - 1 / n_a))
