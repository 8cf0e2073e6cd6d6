# %% right: loops
# Plain loops and dictionaries, close to the text.
def exact_interval(passed, entered, confidence=0.95):
    rest = 1 - confidence
    low, high = 0, 1
    if passed != 0:
        low = beta.ppf(rest / 2, passed, entered - passed + 1)
    if passed != entered:
        high = beta.ppf(1 - rest / 2, passed + 1, entered - passed)
    return [low, high]


def chance_of_at_most(passed, entered, rate):
    import math

    total = 0
    for count in range(passed + 1):
        total += math.comb(entered, count) * rate**count * (1 - rate) ** (entered - count)
    return total


def funnel(pilots):
    ended = stalled = live = 0
    for stage in pilots["stage"]:
        if stage == "pilot ended":
            ended += 1
        elif stage == "roll-out stalled":
            stalled += 1
        elif stage == "in production":
            live += 1
    table = pd.DataFrame(
        {"entered": [ended + stalled + live, stalled + live, ended + stalled + live]}
        | {"passed": [stalled + live, live, live]},
        index=["roll-out", "production", "both"],
    )
    table["lost"] = table["entered"] - table["passed"]
    table["share"] = table["passed"] / table["entered"]
    table["low"] = np.nan
    table["high"] = np.nan
    for gate in table.index:
        if table.loc[gate, "entered"] > 0:
            ends = exact_interval(table.loc[gate, "passed"], table.loc[gate, "entered"])
            table.loc[gate, ["low", "high"]] = ends
    return table

# %% right: arrays
# numpy: ends by root search, matrices of sets, counts by comparison.
def exact_interval(passed, entered, confidence=0.95):
    half = (1 - confidence) / 2
    return np.array(
        [
            0.0 if passed == 0 else beta(passed, entered - passed + 1).ppf(half),
            1.0 if passed == entered else beta(passed + 1, entered - passed).isf(half),
        ]
    )


def chance_of_at_most(passed, entered, rate):
    return binom.pmf(np.arange(passed + 1), entered, rate).sum()


def funnel(pilots):
    stage = pilots["stage"].to_numpy()
    live = stage == "in production"
    begun = live | (stage == "roll-out stalled")
    decided = stage != "pilot running"
    gates = {"roll-out": (decided, begun), "production": (begun, live), "both": (decided, live)}
    lines = []
    for gate, (enters, passes) in gates.items():
        n, k = np.count_nonzero(enters), np.count_nonzero(enters & passes)
        low, high = exact_interval(k, n) if n else (np.nan,) * 2
        line = {"gate": gate, "entered": n, "passed": k, "lost": n - k}
        lines.append({**line, "share": np.divide(k, n) if n else np.nan, "low": low, "high": high})
    return pd.DataFrame(lines).set_index("gate")

# %% right: library
# scipy, scikit-learn and pandas: whatever has a ready-made function is taken from there.
from scipy.stats import binomtest


def exact_interval(passed, entered, confidence=0.95):
    ends = binomtest(int(passed), int(entered)).proportion_ci(confidence, method="exact")
    return ends.low, ends.high


def chance_of_at_most(passed, entered, rate):
    return binomtest(passed, entered, rate, alternative="less").pvalue


def funnel(pilots):
    steps = ["pilot ended", "roll-out stalled", "in production"]
    counts = pilots["stage"].value_counts().reindex(steps, fill_value=0)
    reached = counts[::-1].cumsum()[::-1].tolist()
    entered = pd.Series([reached[0], reached[1], reached[0]], ["roll-out", "production", "both"])
    passed = pd.Series([reached[1], reached[2], reached[2]], entered.index)
    ends = [exact_interval(k, n) if n else (None, None) for k, n in zip(passed, entered)]
    table = pd.concat({"entered": entered, "passed": passed, "lost": entered - passed}, axis=1)
    table["share"] = passed / entered.where(entered > 0)
    table[["low", "high"]] = np.array(ends, dtype=float)
    return table

# %% wrong: Wilson's interval instead of the exact one.
# says: 2 of 40: expected about 0.0061 to 0.1692
# edits: official
# -     half = (1 - confidence) / 2
# -     low = beta.ppf(half, passed, entered - passed + 1) if passed > 0 else 0.0
# -     high = beta.ppf(1 - half, passed + 1, entered - passed) if passed < entered else 1.0
# -     return float(low), float(high)
# +     from scipy.stats import binomtest
# +
# +     ends = binomtest(int(passed), int(entered)).proportion_ci(confidence, method="wilson")
# +     return float(ends.low), float(ends.high)

# %% wrong: All of the rest on each side, not half.
# says: 2 of 40: expected about 0.0061 to 0.1692
# edits: official
# -     half = (1 - confidence) / 2
# +     half = 1 - confidence

# %% wrong: Always a 95% interval.
# says: the upper end is wrong
# edits: official
# -     half = (1 - confidence) / 2
# +     half = 0.025

# %% wrong: The added one stands with the wrong parameter of the lower end.
# says: 2 of 40: expected about 0.0061 to 0.1692
# edits: official
# -     low = beta.ppf(half, passed, entered - passed + 1) if passed > 0 else 0.0
# +     low = beta.ppf(half, passed + 1, entered - passed + 1) if passed > 0 else 0.0

# %% wrong: Both ends of one beta distribution (a Bayesian interval).
# says: 2 of 40: expected about 0.0061 to 0.1692
# edits: official
# -     low = beta.ppf(half, passed, entered - passed + 1) if passed > 0 else 0.0
# -     high = beta.ppf(1 - half, passed + 1, entered - passed) if passed < entered else 1.0
# +     low = beta.ppf(half, passed + 1, entered - passed + 1)
# +     high = beta.ppf(1 - half, passed + 1, entered - passed + 1)

# %% wrong: None passed: the lower end is missing.
# says: the lower end is wrong
# edits: official
# -     low = beta.ppf(half, passed, entered - passed + 1) if passed > 0 else 0.0
# +     low = beta.ppf(half, passed, entered - passed + 1)

# %% wrong: All passed: the upper end is missing.
# says: the upper end is wrong
# edits: official
# -     high = beta.ppf(1 - half, passed + 1, entered - passed) if passed < entered else 1.0
# +     high = beta.ppf(1 - half, passed + 1, entered - passed)

# %% wrong: Takes all who entered for those who failed.
# says: 2 of 40: expected about 0.0061 to 0.1692
# edits: official
# -     high = beta.ppf(1 - half, passed + 1, entered - passed) if passed < entered else 1.0
# +     high = beta.ppf(1 - half, passed + 1, entered) if passed < entered else 1.0

# %% wrong: The chance of exactly so many.
# says: at most 1 of 3 at 50%
# edits: official
# -     return float(binom.cdf(passed, entered, rate))
# +     return float(binom.pmf(passed, entered, rate))

# %% wrong: The chance of fewer than so many.
# says: at most 1 of 3 at 50%
# edits: official
# -     return float(binom.cdf(passed, entered, rate))
# +     return float(binom.cdf(passed - 1, entered, rate))

# %% wrong: The chance of at least so many.
# says: at most 1 of 3 at 50%
# edits: official
# -     return float(binom.cdf(passed, entered, rate))
# +     return float(binom.sf(passed - 1, entered, rate))

# %% wrong: The chance by a normal approximation.
# says: at most 1 of 3 at 50%
# edits: official
# -     return float(binom.cdf(passed, entered, rate))
# +     from scipy.stats import norm
# +
# +     spread = np.sqrt(entered * rate * (1 - rate))
# +     return float(norm.cdf((passed - entered * rate) / spread))

# %% wrong: Pilots that still run count as failed.
# says: are still running and undecided: expected
# edits: official
# -     decided = begun + int((stage == "pilot ended").sum())
# +     decided = len(pilots)

# %% wrong: Pilots that still run count as having begun a roll-out.
# says: are still running and undecided: expected
# edits: official
# -     begun = live + int((stage == "roll-out stalled").sum())
# +     begun = live + int(stage.isin(["roll-out stalled", "pilot running"]).sum())

# %% wrong: A stalled roll-out counts as lost at the first gate.
# says: expected 2, 1 and 1 to pass
# edits: official
# -         ("roll-out", decided, begun),
# +         ("roll-out", decided, live),

# %% wrong: The gate to production is entered by all that are decided.
# says: are still running and undecided: expected
# edits: official
# -         ("production", begun, live),
# +         ("production", decided, live),

# %% wrong: Both gates together start at the roll-out.
# says: are still running and undecided: expected
# edits: official
# -         ("both", decided, live),
# +         ("both", begun, live),

# %% wrong: The share is that of the lost.
# says: got shares [0.6, 0.5, 0.8]
# edits: official
# -         share = passed / entered if known else np.nan
# +         share = (entered - passed) / entered if known else np.nan

# %% wrong: A gate that nobody entered has a share of 0.
# says: a gate that nobody entered has no share and no
# edits: official
# -         share = passed / entered if known else np.nan
# +         share = passed / entered if known else 0.0

# %% wrong: A gate that nobody entered has an interval from 0 to 1.
# says: a gate that nobody entered has no share and no
# edits: official
# -         low, high = exact_interval(passed, entered) if known else (np.nan, np.nan)
# +         low, high = exact_interval(passed, entered) if known else (0.0, 1.0)

# %% wrong: The lost hold the pilots that still run.
# says: lost is entered less passed
# edits: official
# -         rows[gate] = (entered, passed, entered - passed, share, low, high)
# +         rows[gate] = (entered, passed, len(pilots) - passed, share, low, high)

# %% wrong: The interval of both gates is the product of the two intervals.
# says: low or high is not the end of the
# edits: official
#           rows[gate] = (entered, passed, entered - passed, share, low, high)
# +     ends = [rows["roll-out"][i] * rows["production"][i] for i in (4, 5)]
# +     rows["both"] = (*rows["both"][:4], *ends)
