# %% right: library
def false_alarm_risk(tests, alpha=0.05):
    alarms = stats.binom(tests, alpha)
    return alarms.mean(), alarms.sf(0)


def holm(p_values):
    values = np.array(p_values, dtype=float)
    later = stats.rankdata(values, method="ordinal")
    scaled = np.minimum(values * (values.size + 1 - later), 1)
    return np.array([scaled[later <= rank].max() for rank in later])

# %% right: loops
def false_alarm_risk(tests, alpha=0.05):
    expected, none = 0.0, 1.0
    for _ in range(tests):
        expected += alpha
        none *= 1 - alpha
    return expected, 1 - none


def holm(p_values):
    p_values = [float(value) for value in p_values]
    places = sorted(range(len(p_values)), key=lambda place: p_values[place])
    adjusted = [0.0] * len(p_values)
    worst = 0.0
    for step, place in enumerate(places):
        worst = min(1.0, max(worst, p_values[place] * (len(p_values) - step)))
        adjusted[place] = worst
    return np.array(adjusted)

# %% right: vectorised
def false_alarm_risk(tests, alpha=0.05):
    return np.array([tests * alpha, -np.expm1(tests * np.log1p(-alpha))])


def holm(p_values):
    p = pd.Series(np.asarray(p_values, dtype=float))
    ordered = p.sort_values()
    adjusted = (ordered * np.arange(len(p), 0, -1)).cummax().clip(upper=1)
    return adjusted.sort_index().to_numpy()

# %% wrong: Bonferroni: multiplies every p-value by the number of tests, not by m, m - 1, ... 1.
# says: 0.04, 0.01 and 0.03: expected 0.06, 0.03
def false_alarm_risk(tests, alpha=0.05):
    return tests * alpha, 1 - (1 - alpha) ** tests


def holm(p_values):
    p = np.asarray(p_values, dtype=float)
    return np.minimum(p * len(p), 1.0)

# %% wrong: Takes the library's Benjamini-Hochberg, which controls the false discovery rate, for Holm.
# says: 0.04, 0.01 and 0.03: expected 0.06, 0.03
def false_alarm_risk(tests, alpha=0.05):
    expected = tests * alpha
    at_least_one = stats.binom.sf(0, tests, alpha)
    return expected, at_least_one


def holm(p_values):
    return stats.false_discovery_control(np.asarray(p_values, dtype=float), method="bh")

# %% wrong: Forgets to raise an adjusted value to the one before it.
# says: 0.04, 0.01 and 0.03: expected 0.06, 0.03
def false_alarm_risk(tests, alpha=0.05):
    return alpha * tests, 1 - (1 - alpha) ** tests


def holm(p_values):
    p_values = list(p_values)
    m = len(p_values)
    ranking = sorted(range(m), key=lambda i: p_values[i])
    result = [0.0] * m
    for step, i in enumerate(ranking):
        result[i] = min(1.0, p_values[i] * (m - step))
    return np.array(result)

# %% wrong: Lets adjusted p-values grow beyond 1.
# says: 0.7 and 0.9: expected 1 and 1
def false_alarm_risk(tests, alpha=0.05):
    return tests * alpha, 1 - (1 - alpha) ** tests


def holm(p_values):
    s = pd.Series(np.array(p_values, dtype=float)).sort_values()
    factors = np.arange(len(s), 0, -1)
    return (s * factors).cummax().sort_index()

# %% wrong: Returns the adjusted values smallest first, not in the order in which they came.
# says: in the order in which they came (0.01
def false_alarm_risk(tests, alpha=0.05):
    return tests * alpha, 1 - (1 - alpha) ** tests


def holm(p_values):
    p = np.sort(np.asarray(p_values, dtype=float))
    adjusted = []
    for step, value in enumerate(p):
        value = value * (len(p) - step)
        if adjusted:
            value = max(value, adjusted[-1])
        adjusted.append(min(value, 1))
    return np.array(adjusted)

# %% wrong: Sorts with the order once more to undo it, where the inverse of the order is needed.
# says: in the order in which they came (0.01
def false_alarm_risk(tests, alpha=0.05):
    return tests * alpha, 1 - (1 - alpha) ** tests


def holm(p_values):
    p = np.asarray(p_values, dtype=float)
    order = np.argsort(p)
    adjusted = np.maximum.accumulate(p[order] * np.arange(len(p), 0, -1)).clip(max=1)
    # back to the original order
    return adjusted[order]

# %% wrong: Sorts the p-values it was given in place: the caller's own array is changed.
# says: the p-values that were handed in have been changed
def false_alarm_risk(tests, alpha=0.05):
    return tests * alpha, 1 - (1 - alpha) ** tests


def holm(p_values):
    p = np.asarray(p_values)
    rank_of = np.argsort(np.argsort(p))
    p.sort()
    running, adjusted = 0.0, []
    for i in range(len(p)):
        running = max(running, p[i] * (len(p) - i))
        adjusted.append(min(running, 1.0))
    return np.array(adjusted)[rank_of]

# %% wrong: Holm-Sidak: 1 - (1 - p) ** k in place of k times p.
# says: 0.04, 0.01 and 0.03: expected 0.06, 0.03
def false_alarm_risk(tests, alpha=0.05):
    return tests * alpha, 1 - (1 - alpha) ** tests


def holm(p_values):
    p = np.asarray(p_values, dtype=float)
    order = p.argsort()
    k = np.arange(p.size, 0, -1)
    adjusted = np.zeros(p.size)
    adjusted[order] = np.maximum.accumulate(1 - (1 - p[order]) ** k)
    return adjusted

# %% wrong: Hochberg's step-up method: lowers a value to the one after it, and does not raise it to the one before.
# says: 0.04, 0.01 and 0.03: expected 0.06, 0.03
def false_alarm_risk(tests, alpha=0.05):
    return tests * alpha, 1 - (1 - alpha) ** tests


def holm(p_values):
    p = np.asarray(p_values, dtype=float)
    order = np.argsort(p)[::-1]
    steps = p[order] * np.arange(1, p.size + 1)
    adjusted = np.empty_like(p)
    adjusted[order] = np.minimum(1, np.minimum.accumulate(steps))
    return adjusted

# %% wrong: Gives equal p-values their average rank, so that ties get too small a factor.
# says: that none is smaller than one before it
def false_alarm_risk(tests, alpha=0.05):
    return tests * alpha, 1 - (1 - alpha) ** tests


def holm(p_values):
    p = pd.Series(np.asarray(p_values, dtype=float))
    factor = len(p) - p.rank() + 1
    adjusted = (p * factor).sort_values().clip(upper=1)
    running = pd.Series(np.nan, index=p.index)
    worst = 0
    for i in p.sort_values().index:
        worst = max(worst, adjusted[i])
        running[i] = worst
    return running

# %% wrong: Compares each value with its neighbour's unraised value only, so that a raise does not carry on.
# says: that none is smaller than one before it
def false_alarm_risk(tests, alpha=0.05):
    return tests * alpha, 1 - (1 - alpha) ** tests


def holm(p_values):
    p = np.asarray(p_values, dtype=float)
    order = np.argsort(p)
    steps = p[order] * np.arange(len(p), 0, -1)
    raised = steps.copy()
    for i in range(1, len(steps)):
        if steps[i] < steps[i - 1]:
            raised[i] = steps[i - 1]
    result = np.zeros(len(p))
    result[order] = np.minimum(raised, 1)
    return result

# %% wrong: Looks values up by position with square brackets, which fails for a Series that has names.
# says: KeyError
def false_alarm_risk(tests, alpha=0.05):
    return tests * alpha, 1 - (1 - alpha) ** tests


def holm(p_values):
    m = len(p_values)
    left = list(range(m))
    out = [None] * m
    previous = 0
    while left:
        smallest = min(left, key=lambda i: p_values[i])
        previous = min(1, max(previous, p_values[smallest] * len(left)))
        out[smallest] = previous
        left.remove(smallest)
    return out

# %% wrong: Takes the upper bound tests x alpha for the chance of at least one false alarm.
# says: 40 tests at 5%: expected a chance of 0.8715 of
# edits: official
# -     return tests * alpha, 1 - (1 - alpha) ** tests
# +     expected = tests * alpha
# +     return expected, min(1.0, expected)

# %% wrong: Gives the chance that there is no false alarm at all.
# says: 40 tests at 5%: expected a chance of 0.8715 of
def false_alarm_risk(tests, alpha=0.05):
    silent = 1 - alpha
    chance = 1.0
    for _ in range(tests):
        chance *= silent
    return tests * alpha, chance


def holm(p_values):
    p_values = np.asarray(p_values, dtype=float)
    order = np.argsort(p_values)
    adjusted = np.empty(p_values.size)
    adjusted[order] = np.maximum.accumulate(p_values[order] * np.arange(p_values.size, 0, -1))
    return adjusted.clip(0, 1)

# %% wrong: Ignores alpha: the level is 5% whatever the caller asks for.
# says: the expected number of false alarms is wrong
# edits: official
# -     return tests * alpha, 1 - (1 - alpha) ** tests
# +     return 0.05 * tests, 1 - 0.95**tests

# %% wrong: Rounds the expected number of false alarms to a whole number, because half an alarm does not exist.
# says: the expected number of false alarms is wrong
def false_alarm_risk(tests, alpha=0.05):
    number = int(round(tests * alpha))
    return number, 1 - (1 - alpha) ** tests


def holm(p_values):
    p = np.asarray(p_values, dtype=float)
    ranks = stats.rankdata(p, method="ordinal").astype(int)
    adjusted = p * (p.size + 1 - ranks)
    return np.array([min(1, adjusted[ranks <= r].max()) for r in ranks])

# %% wrong: Takes the Poisson approximation for the chance of at least one, which is off for few tests at a high level.
# says: 40 tests at 5%: expected a chance of 0.8715 of
# edits: official
# -     return tests * alpha, 1 - (1 - alpha) ** tests
# +     expected = tests * alpha
# +     return expected, 1 - np.exp(-expected)

# %% wrong: Works on the set of distinct p-values: equal ones count once, so m is too small and rows go missing.
# says: that none is smaller than one before it
def false_alarm_risk(tests, alpha=0.05):
    return tests * alpha, 1 - (1 - alpha) ** tests


def holm(p_values):
    distinct = sorted(set(p_values))
    adjusted, worst = {}, 0
    for step, p in enumerate(distinct):
        worst = min(1, max(worst, p * (len(distinct) - step)))
        adjusted[p] = worst
    return np.array([adjusted[p] for p in p_values])

# %% wrong: Rounds the adjusted p-values to four decimals, so that small ones become 0.
# says: a very small p-value gives a wrong adjusted one
# edits: official
# -     return adjusted
# +     return adjusted.round(4)

# %% wrong: Sorts a list it was given in place: the caller's p-values change their order.
# says: the list that was handed in has been changed
def false_alarm_risk(tests, alpha=0.05):
    return tests * alpha, 1 - (1 - alpha) ** tests


def holm(p_values):
    if not isinstance(p_values, list):
        p_values = list(np.asarray(p_values, dtype=float))
    came = list(p_values)
    p_values.sort()
    adjusted, worst = {}, 0.0
    for step, p in enumerate(p_values):
        worst = min(1.0, max(worst, p * (len(p_values) - step)))
        adjusted[p] = worst
    return np.array([adjusted[p] for p in came])

# %% wrong: Sorts a Series it was given in place: the caller's p-values change their order.
# says: the Series that was handed in has been changed
def false_alarm_risk(tests, alpha=0.05):
    return tests * alpha, 1 - (1 - alpha) ** tests


def holm(p_values):
    s = p_values if isinstance(p_values, pd.Series) else pd.Series(np.array(p_values, dtype=float))
    names = list(s.index)
    s.sort_values(inplace=True)
    adjusted = (s * np.arange(len(s), 0, -1)).cummax().clip(upper=1)
    return adjusted[names]
