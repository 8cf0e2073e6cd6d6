# %% right: library
def population_stability_index(expected, actual, bins=10):
    samples = [np.array(sample, dtype=float) for sample in (expected, actual)]
    old, new = (sample[np.isfinite(sample)] for sample in samples)
    if min(old.size, new.size) == 0:
        raise ValueError("no values")
    cuts = np.unique(np.quantile(old, np.linspace(0, 1, bins + 1)[1:-1]))
    shares = [
        np.diff(stats.ecdf(sample).cdf.evaluate(cuts), prepend=0, append=1).clip(1e-4)
        for sample in (old, new)
    ]
    # The index is the sum of the two Kullback-Leibler divergences, less what the floor adds.
    from scipy.special import rel_entr

    return float(rel_entr(shares[1], shares[0]).sum() + rel_entr(shares[0], shares[1]).sum())

# %% right: loops
import bisect
import math


def population_stability_index(expected, actual, bins=10):
    expected = sorted(float(value) for value in expected if not math.isnan(value))
    actual = [float(value) for value in actual if not math.isnan(value)]
    if not expected or not actual:
        raise ValueError("both samples need at least one value")
    edges = []
    for part in range(1, bins):
        place = part / bins * (len(expected) - 1)
        below = math.floor(place)
        above = min(below + 1, len(expected) - 1)
        edge = expected[below] + (expected[above] - expected[below]) * (place - below)
        if edge not in edges:
            edges.append(edge)

    def shares(sample):
        counts = [0] * (len(edges) + 1)
        for value in sample:
            counts[bisect.bisect_left(edges, value)] += 1
        return [max(count / len(sample), 0.0001) for count in counts]

    total = 0.0
    for e, a in zip(shares(expected), shares(actual)):
        total += (a - e) * math.log(a / e)
    return total

# %% right: vectorised
def population_stability_index(expected, actual, bins=10):
    e = pd.Series(np.asarray(expected, dtype=float)).dropna()
    a = pd.Series(np.asarray(actual, dtype=float)).dropna()
    if e.empty or a.empty:
        raise ValueError("a sample is empty")
    cuts = np.unique(e.quantile(np.arange(1, bins) / bins).to_numpy())
    cuts = np.concatenate([[-np.inf], cuts, [np.inf]])
    shares = [
        pd.cut(s, cuts).value_counts(sort=False, normalize=True).clip(lower=1e-4).to_numpy()
        for s in (e, a)
    ]
    return float(((shares[1] - shares[0]) * (np.log(shares[1]) - np.log(shares[0]))).sum())

# %% wrong: Cuts the range of expected into bins of equal width instead of at its quantiles.
# says: again, since each of the five bins still holds
def population_stability_index(expected, actual, bins=10):
    e = np.array(expected, dtype=float)
    a = np.array(actual, dtype=float)
    e, a = e[~np.isnan(e)], a[~np.isnan(a)]
    if len(e) == 0 or len(a) == 0:
        raise ValueError("empty sample")
    edges = np.linspace(e.min(), e.max(), bins + 1)
    edges[0], edges[-1] = -np.inf, np.inf
    pe = np.histogram(e, edges)[0] / len(e)
    pa = np.histogram(a, edges)[0] / len(a)
    pe, pa = np.clip(pe, 1e-4, None), np.clip(pa, 1e-4, None)
    return float(((pa - pe) * np.log(pa / pe)).sum())

# %% wrong: Takes the quantiles of both samples together, not of expected.
# says: 17/19/20/21/23% in five equal bins: expected 0.0101
def population_stability_index(expected, actual, bins=10):
    expected = pd.Series(expected, dtype=float).dropna()
    actual = pd.Series(actual, dtype=float).dropna()
    if expected.empty or actual.empty:
        raise ValueError("both samples need values")
    both = pd.concat([expected, actual])
    edges = np.unique(np.quantile(both, np.arange(1, bins) / bins))
    total = 0.0
    for low, high in zip([-np.inf, *edges], [*edges, np.inf]):
        e = max(((expected > low) & (expected <= high)).mean(), 0.0001)
        a = max(((actual > low) & (actual <= high)).mean(), 0.0001)
        total += (a - e) * np.log(a / e)
    return float(total)

# %% wrong: Closes the outer bins at the smallest and largest expected value; new values beyond them vanish.
# says: 3/4 and 1/4 of the four values: expected 0.0338
def population_stability_index(expected, actual, bins=10):
    e = np.asarray(expected, dtype=float)
    a = np.asarray(actual, dtype=float)
    e = e[~np.isnan(e)]
    a = a[~np.isnan(a)]
    if e.size == 0 or a.size == 0:
        raise ValueError("no values")
    edges = np.unique(np.quantile(e, np.linspace(0, 1, bins + 1)))
    e_counts, _ = np.histogram(e, bins=edges)
    a_counts, _ = np.histogram(a, bins=edges)
    e_share = np.maximum(e_counts / e.size, 1e-4)
    a_share = np.maximum(a_counts / a.size, 1e-4)
    return float(np.sum((a_share - e_share) * np.log(a_share / e_share)))

# %% wrong: Puts a value that equals an edge into the bin above, as np.digitize does unless told otherwise.
# says: and 2 belongs to the bin below it
def population_stability_index(expected, actual, bins=10):
    def clean(values):
        values = np.asarray(values, dtype=float)
        return values[~np.isnan(values)]

    expected, actual = clean(expected), clean(actual)
    if len(expected) == 0 or len(actual) == 0:
        raise ValueError("a sample is empty")
    edges = np.unique(np.quantile(expected, [i / bins for i in range(1, bins)]))

    def shares(values):
        places = np.digitize(values, edges)
        return np.array([max(np.mean(places == i), 1e-4) for i in range(len(edges) + 1)])

    e, a = shares(expected), shares(actual)
    return float(np.sum((a - e) * np.log(a / e)))

# %% wrong: Adds 0.0001 to every share instead of raising only the small ones.
# says: the index is wrong when all new values lie beyond
EPSILON = 1e-4


def population_stability_index(expected, actual, bins=10):
    expected = np.array([v for v in expected if not np.isnan(v)])
    actual = np.array([v for v in actual if not np.isnan(v)])
    if not len(expected) or not len(actual):
        raise ValueError("empty")
    edges = np.unique(np.quantile(expected, np.arange(1, bins) / bins))
    k = len(edges) + 1
    e = np.bincount(np.searchsorted(edges, expected), minlength=k) / len(expected) + EPSILON
    a = np.bincount(np.searchsorted(edges, actual), minlength=k) / len(actual) + EPSILON
    return float(np.sum((a - e) * np.log(a / e)))

# %% wrong: Leaves empty bins out of the sum, so two samples that share nothing look identical.
# says: 1, 2, 3 against 9, 9 in two bins
import math


def population_stability_index(expected, actual, bins=10):
    expected = [x for x in expected if not math.isnan(x)]
    actual = [x for x in actual if not math.isnan(x)]
    if not expected or not actual:
        raise ValueError("need data")
    edges = sorted(set(np.quantile(expected, [k / bins for k in range(1, bins)])))

    def share(sample):
        counts = [0] * (len(edges) + 1)
        for x in sample:
            counts[sum(x > edge for edge in edges)] += 1
        return [c / len(sample) for c in counts]

    psi = 0.0
    for e, a in zip(share(expected), share(actual)):
        if e == 0 or a == 0:
            continue
        psi += (a - e) * math.log(a / e)
    return psi

# %% wrong: Rescales the shares to sum to 1 after the floor, although the others should stay as they are.
# says: the index is wrong when all new values lie beyond
def population_stability_index(expected, actual, bins=10):
    e = pd.Series(expected, dtype=float).dropna().to_numpy()
    a = pd.Series(actual, dtype=float).dropna().to_numpy()
    if min(len(e), len(a)) == 0:
        raise ValueError("a sample has no values")
    edges = np.unique(np.quantile(e, np.arange(1, bins) / bins))
    shares = []
    for sample in (e, a):
        share = np.bincount(np.searchsorted(edges, sample), minlength=len(edges) + 1) / len(sample)
        share = np.maximum(share, 1e-4)
        shares.append(share / share.sum())
    return float(np.sum((shares[1] - shares[0]) * np.log(shares[1] / shares[0])))

# %% wrong: Uses the logarithm to base 10.
# says: 17/19/20/21/23% in five equal bins: expected 0.0101
def population_stability_index(expected, actual, bins=10):
    e = np.asarray(expected, dtype=float)
    a = np.asarray(actual, dtype=float)
    e, a = e[np.isfinite(e)], a[np.isfinite(a)]
    if e.size == 0 or a.size == 0:
        raise ValueError("empty sample")
    inner = np.unique(np.quantile(e, np.arange(1, bins) / bins))
    edges = np.concatenate([[-np.inf], inner, [np.inf]])
    result = 0.0
    for left, right in zip(edges[:-1], edges[1:]):
        pe = max(np.mean((e > left) & (e <= right)), 1e-4)
        pa = max(np.mean((a > left) & (a <= right)), 1e-4)
        result += (pa - pe) * np.log10(pa / pe)
    return float(result)

# %% wrong: Computes the Kullback-Leibler divergence, sum of a ln(a / e), which is another index.
# says: 17/19/20/21/23% in five equal bins: expected 0.0101
def population_stability_index(expected, actual, bins=10):
    e = np.asarray(expected, dtype=float)
    a = np.asarray(actual, dtype=float)
    e, a = e[~np.isnan(e)], a[~np.isnan(a)]
    if e.size == 0 or a.size == 0:
        raise ValueError("empty sample")
    edges = np.unique(np.quantile(e, np.arange(1, bins) / bins))
    size = edges.size + 1
    e = np.bincount(np.searchsorted(edges, e), minlength=size) / e.size
    a = np.bincount(np.searchsorted(edges, a), minlength=size) / a.size
    return float(stats.entropy(np.maximum(a, 1e-4), np.maximum(e, 1e-4)))

# %% wrong: Makes the outer edges infinite after merging equal ones, so ties at an end lose a bin.
# says: the index is wrong when new values lie beyond the
def population_stability_index(expected, actual, bins=10):
    e = np.asarray(expected, dtype=float)
    a = np.asarray(actual, dtype=float)
    e, a = e[~np.isnan(e)], a[~np.isnan(a)]
    if len(e) == 0 or len(a) == 0:
        raise ValueError("a sample has no values")
    edges = np.unique(np.quantile(e, np.linspace(0, 1, bins + 1)))
    edges[0] = -np.inf
    edges[-1] = np.inf
    pe = pd.cut(e, edges).value_counts().to_numpy() / len(e)
    pa = pd.cut(a, edges).value_counts().to_numpy() / len(a)
    pe = np.where(pe < 1e-4, 1e-4, pe)
    pa = np.where(pa < 1e-4, 1e-4, pa)
    return float(np.sum((pa - pe) * np.log(pa / pe)))

# %% wrong: Returns 0 for an empty sample, which reads as 'nothing has moved'.
# says: a sample with only missing values: expected a ValueError
def population_stability_index(expected, actual, bins=10):
    e = np.asarray(expected, dtype=float)
    a = np.asarray(actual, dtype=float)
    e, a = e[~np.isnan(e)], a[~np.isnan(a)]
    if e.size == 0 or a.size == 0:
        return 0.0
    edges = np.unique(np.quantile(e, np.arange(1, bins) / bins))
    size = edges.size + 1
    pe = np.maximum(np.bincount(np.searchsorted(edges, e), minlength=size) / e.size, 1e-4)
    pa = np.maximum(np.bincount(np.searchsorted(edges, a), minlength=size) / a.size, 1e-4)
    return float(np.sum((pa - pe) * np.log(pa / pe)))

# %% wrong: Leaves missing values out of the bins but still counts them in the size that it divides by.
# says: 3/4 and 1/4 of the four values: expected 0.0338
def population_stability_index(expected, actual, bins=10):
    expected, actual = pd.Series(expected, dtype=float), pd.Series(actual, dtype=float)
    if expected.count() == 0 or actual.count() == 0:
        raise ValueError("a sample is empty")
    inner = expected.quantile(np.arange(1, bins) / bins).unique()
    cuts = [-np.inf, *inner, np.inf]
    e = pd.cut(expected, cuts).value_counts(sort=False) / len(expected)
    a = pd.cut(actual, cuts).value_counts(sort=False) / len(actual)
    e, a = e.clip(lower=0.0001), a.clip(lower=0.0001)
    return float(((a - e) * np.log(a / e)).sum())

# %% wrong: Takes 1 / bins as every expected share, because quantiles cut into equal parts (not with ties).
# says: 3/4 and 1/4 of the four values: expected 0.0338
def population_stability_index(expected, actual, bins=10):
    e = np.asarray(expected, dtype=float)
    a = np.asarray(actual, dtype=float)
    e, a = e[~np.isnan(e)], a[~np.isnan(a)]
    if e.size == 0 or a.size == 0:
        raise ValueError("empty sample")
    edges = np.unique(np.quantile(e, np.arange(1, bins) / bins))
    size = edges.size + 1
    pe = 1 / size
    pa = np.maximum(np.bincount(np.searchsorted(edges, a), minlength=size) / a.size, 1e-4)
    return float(np.sum((pa - pe) * np.log(pa / pe)))

# %% wrong: Puts both samples side by side in a frame and drops incomplete rows, which cuts the longer one.
# says: 17/19/20/21/23% in five equal bins: expected 0.0101
def population_stability_index(expected, actual, bins=10):
    pair = pd.concat(
        [
            pd.Series(np.asarray(expected, dtype=float), name="e"),
            pd.Series(np.asarray(actual, dtype=float), name="a"),
        ],
        axis=1,
    ).dropna()
    if pair.empty:
        raise ValueError("a sample is empty")
    edges = np.unique(np.quantile(pair["e"], np.arange(1, bins) / bins))
    e, a = (
        np.bincount(np.searchsorted(edges, pair[name]), minlength=len(edges) + 1) / len(pair)
        for name in ("e", "a")
    )
    e, a = np.maximum(e, 1e-4), np.maximum(a, 1e-4)
    return float(np.sum((a - e) * np.log(a / e)))

# %% wrong: Divides both counts by the size of expected.
# says: 17/19/20/21/23% in five equal bins: expected 0.0101
def population_stability_index(expected, actual, bins=10):
    expected = [v for v in expected if v == v]
    actual = [v for v in actual if v == v]
    if len(expected) == 0 or len(actual) == 0:
        raise ValueError("a sample is empty")
    n = len(expected)
    edges = np.unique(np.quantile(expected, np.arange(1, bins) / bins))
    psi = 0.0
    for i in range(len(edges) + 1):
        low = edges[i - 1] if i > 0 else -np.inf
        high = edges[i] if i < len(edges) else np.inf
        e = max(sum(low < v <= high for v in expected) / n, 1e-4)
        a = max(sum(low < v <= high for v in actual) / n, 1e-4)
        psi += (a - e) * np.log(a / e)
    return float(psi)

# %% wrong: Takes linspace(0, 1, bins) for the edges, which makes one bin too few.
# says: 17/19/20/21/23% in five equal bins: expected 0.0101
def population_stability_index(expected, actual, bins=10):
    e = np.asarray(expected, dtype=float)
    a = np.asarray(actual, dtype=float)
    e, a = e[~np.isnan(e)], a[~np.isnan(a)]
    if e.size == 0 or a.size == 0:
        raise ValueError("empty sample")
    edges = np.unique(np.quantile(e, np.linspace(0, 1, bins)[1:-1]))
    size = edges.size + 1
    pe = np.maximum(np.bincount(np.searchsorted(edges, e), minlength=size) / e.size, 1e-4)
    pa = np.maximum(np.bincount(np.searchsorted(edges, a), minlength=size) / a.size, 1e-4)
    return float(np.sum((pa - pe) * np.log(pa / pe)))

# %% wrong: Lines up value counts that are sorted by frequency, so different bins are compared.
# says: 1, 2, 3 against 9, 9 in two bins
def population_stability_index(expected, actual, bins=10):
    e = pd.Series(np.asarray(expected, dtype=float)).dropna()
    a = pd.Series(np.asarray(actual, dtype=float)).dropna()
    if e.empty or a.empty:
        raise ValueError("a sample has no values")
    cuts = [-np.inf, *np.unique(np.quantile(e, np.arange(1, bins) / bins)), np.inf]
    e_share = pd.cut(e, cuts).value_counts(normalize=True).to_numpy().clip(min=1e-4)
    a_share = pd.cut(a, cuts).value_counts(normalize=True).to_numpy().clip(min=1e-4)
    return float(np.sum((a_share - e_share) * np.log(a_share / e_share)))

# %% wrong: Lets pandas.qcut cut, which refuses a feature with many ties because its edges repeat.
# says: ValueError
def population_stability_index(expected, actual, bins=10):
    e = pd.Series(np.asarray(expected, dtype=float)).dropna()
    a = pd.Series(np.asarray(actual, dtype=float)).dropna()
    if len(e) == 0 or len(a) == 0:
        raise ValueError("a sample has no values")
    _, cuts = pd.qcut(e, bins, retbins=True)
    cuts[0], cuts[-1] = -np.inf, np.inf
    e_share = pd.cut(e, cuts).value_counts(sort=False).to_numpy() / len(e)
    a_share = pd.cut(a, cuts).value_counts(sort=False).to_numpy() / len(a)
    e_share, a_share = np.maximum(e_share, 1e-4), np.maximum(a_share, 1e-4)
    return float(np.sum((a_share - e_share) * np.log(a_share / e_share)))

# %% wrong: Sorts the sample that was handed in, in place, which pandas refuses for a Series.
# says: the same sample twice: expected 0
def population_stability_index(expected, actual, bins=10):
    expected = np.asarray(expected, dtype=float)
    actual = np.asarray(actual, dtype=float)
    expected.sort()
    actual.sort()
    e, a = expected[~np.isnan(expected)], actual[~np.isnan(actual)]
    if e.size == 0 or a.size == 0:
        raise ValueError("empty sample")
    edges = np.unique(np.quantile(e, np.arange(1, bins) / bins))
    below_e = np.searchsorted(e, edges, side="right") / e.size
    below_a = np.searchsorted(a, edges, side="right") / a.size
    pe = np.maximum(np.diff([0, *below_e, 1]), 1e-4)
    pa = np.maximum(np.diff([0, *below_a, 1]), 1e-4)
    return float(np.sum((pa - pe) * np.log(pa / pe)))

# %% wrong: Always makes ten bins, whatever the argument says.
# says: 17/19/20/21/23% in five equal bins: expected 0.0101
def population_stability_index(expected, actual, bins=10):
    e = np.asarray(expected, dtype=float)
    a = np.asarray(actual, dtype=float)
    e, a = e[~np.isnan(e)], a[~np.isnan(a)]
    if e.size == 0 or a.size == 0:
        raise ValueError("empty sample")
    edges = np.unique(np.percentile(e, [10, 20, 30, 40, 50, 60, 70, 80, 90]))
    size = edges.size + 1
    pe = np.maximum(np.bincount(np.searchsorted(edges, e), minlength=size) / e.size, 1e-4)
    pa = np.maximum(np.bincount(np.searchsorted(edges, a), minlength=size) / a.size, 1e-4)
    return float(np.sum((pa - pe) * np.log(pa / pe)))

# %% wrong: Checks expected before the missing values are out and actual after.
# says: a sample without any value should raise ValueError
def population_stability_index(expected, actual, bins=10):
    e = [v for v in expected if not np.isnan(v)]
    a = [v for v in actual if not np.isnan(v)]
    if len(expected) == 0 or len(a) == 0:
        raise ValueError("empty sample")
    if not e:
        return 0.0
    edges = np.unique(np.quantile(e, np.arange(1, bins) / bins))
    size = edges.size + 1
    pe = np.maximum(np.bincount(np.searchsorted(edges, e), minlength=size) / len(e), 1e-4)
    pa = np.maximum(np.bincount(np.searchsorted(edges, a), minlength=size) / len(a), 1e-4)
    return float(np.sum((pa - pe) * np.log(pa / pe)))

# %% wrong: Rounds the edges to two decimals so that they read well.
# says: the index changes when both samples are expressed in another
def population_stability_index(expected, actual, bins=10):
    e = np.asarray(expected, dtype=float)
    a = np.asarray(actual, dtype=float)
    e, a = e[~np.isnan(e)], a[~np.isnan(a)]
    if e.size == 0 or a.size == 0:
        raise ValueError("empty sample")
    edges = np.unique(np.quantile(e, np.arange(1, bins) / bins).round(2))
    size = edges.size + 1
    pe = np.maximum(np.bincount(np.searchsorted(edges, e), minlength=size) / e.size, 1e-4)
    pa = np.maximum(np.bincount(np.searchsorted(edges, a), minlength=size) / a.size, 1e-4)
    return float(np.sum((pa - pe) * np.log(pa / pe)))

# %% wrong: Replaces only shares of exactly 0, and leaves other shares below 0.0001 as they are.
# says: not only a share of
def population_stability_index(expected, actual, bins=10):
    e = np.asarray(expected, dtype=float)
    a = np.asarray(actual, dtype=float)
    e, a = e[~np.isnan(e)], a[~np.isnan(a)]
    if e.size == 0 or a.size == 0:
        raise ValueError("empty sample")
    edges = np.unique(np.quantile(e, np.arange(1, bins) / bins))
    size = edges.size + 1
    pe = np.bincount(np.searchsorted(edges, e), minlength=size) / e.size
    pa = np.bincount(np.searchsorted(edges, a), minlength=size) / a.size
    pe[pe == 0] = 0.0001
    pa[pa == 0] = 0.0001
    return float(np.sum((pa - pe) * np.log(pa / pe)))

# %% wrong: Sorts the array it was handed in place.
# says: a sample was changed; work on a copy
def population_stability_index(expected, actual, bins=10):
    if isinstance(expected, np.ndarray):
        expected.sort()
    e = np.asarray(expected, dtype=float)
    a = np.asarray(actual, dtype=float)
    e, a = e[~np.isnan(e)], a[~np.isnan(a)]
    if e.size == 0 or a.size == 0:
        raise ValueError("empty sample")
    edges = np.unique(np.quantile(e, np.arange(1, bins) / bins))
    size = edges.size + 1
    pe = np.maximum(np.bincount(np.searchsorted(edges, e), minlength=size) / e.size, 1e-4)
    pa = np.maximum(np.bincount(np.searchsorted(edges, a), minlength=size) / a.size, 1e-4)
    return float(np.sum((pa - pe) * np.log(pa / pe)))
