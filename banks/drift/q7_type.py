# %% right: library
from scipy.special import logit


def type_of_shift(reference, current, features):
    """Another road: recalibrate a model of the reference instead of testing P(x given y)."""
    numeric = reference[features].select_dtypes("number").columns.tolist()
    other = [name for name in features if name not in numeric]
    beyond = (current[numeric] > 2 * reference[numeric].max()).mean()
    if (beyond > 0.01).any():
        return "fault"
    encode = make_column_transformer(
        (StandardScaler(), numeric), (OneHotEncoder(drop="first"), other)
    )

    # A joint model, with the year as a feature that may change every other feature's weight.
    both = pd.concat([reference, current], ignore_index=True)
    late = np.repeat([0.0, 1.0], [len(reference), len(current)])[:, None]
    x = np.asarray(encode.fit_transform(both[features]))
    y = both["defaulted"].astype(int)

    def deviance(table):
        model = LogisticRegression(C=1e6, max_iter=5000).fit(table, y)
        chance = np.clip(model.predict_proba(table)[:, 1], 1e-12, 1 - 1e-12)
        return -2 * np.sum(np.log(np.where(y == 1, chance, 1 - chance)))

    plain, offset = deviance(x), deviance(np.hstack([x, late]))
    # A threshold in one feature is not linear: let squares take part in what may change.
    full = deviance(np.hstack([x, late, x * late, x**2 * late, x**2]))
    curved = deviance(np.hstack([x, late, x**2]))
    if stats.chi2.sf(curved - full, 2 * x.shape[1]) < 0.001:
        return "concept"
    if stats.chi2.sf(plain - offset, 1) < 0.001:
        return "prior"
    moved = np.min(holm(two_sample_p_values(reference, current, features))) < 0.001
    return "covariate" if moved else "none"

# %% right: loops
import math


def type_of_shift(reference, current, features):
    for feature in features:
        if isinstance(reference[feature].iloc[0], (str, bool, np.bool_)):
            continue
        limit = 2 * max(reference[feature])
        beyond = 0
        for value in current[feature]:
            beyond += value > limit
        if beyond > 0.01 * len(current):
            return "fault"

    def has_moved(old, new):
        return min(holm(two_sample_p_values(old, new, features))) < 0.001

    inside = False
    for outcome in (0, 1):
        old = reference[reference["defaulted"] == outcome]
        new = current[current["defaulted"] == outcome]
        inside = inside or has_moved(old, new)
    if inside:
        return "covariate" if has_moved(reference, current) else "concept"
    p, q = reference["defaulted"].mean(), current["defaulted"].mean()
    error = math.sqrt(p * (1 - p) / len(reference) + q * (1 - q) / len(current))
    return "prior" if abs(p - q) > 3.29 * error else "none"

# %% right: vectorised
def type_of_shift(reference, current, features):
    numeric = [name for name in features if reference[name].dtype.kind in "iuf"]
    beyond = current[numeric].gt(2 * reference[numeric].max()).mean()
    if beyond.max() > 0.01:
        return "fault"
    smallest = {
        query: holm(
            two_sample_p_values(reference.query(query), current.query(query), features)
        ).min()
        for query in ("defaulted == 0", "defaulted == 1", "defaulted >= 0")
    }
    rate = two_sample_p_values(
        reference.astype({"defaulted": bool}), current.astype({"defaulted": bool}), ["defaulted"]
    )
    if min(smallest["defaulted == 0"], smallest["defaulted == 1"]) < 0.001:
        return "covariate" if smallest["defaulted >= 0"] < 0.001 else "concept"
    return "prior" if rate.iloc[0] < 0.001 else "none"

# %% wrong: Tests at 5% and forgets to correct for the number of features, so chance alone is called a shift.
# says: the same lender a year later: nothing differs but chance
def type_of_shift(reference, current, features):
    for feature in features:
        if reference[feature].dtype.kind in "iuf":
            if (current[feature] > 2 * reference[feature].max()).mean() > 0.01:
                return "fault"

    def moved(a, b):
        return (two_sample_p_values(a, b, features) < 0.05).any()

    x_given_y = False
    for y in [0, 1]:
        if moved(reference[reference["defaulted"] == y], current[current["defaulted"] == y]):
            x_given_y = True
    y_moved = stats.ttest_ind(reference["defaulted"], current["defaulted"]).pvalue < 0.05
    if x_given_y:
        return "covariate" if moved(reference, current) else "concept"
    return "prior" if y_moved else "none"

# %% wrong: Asks for the default rate first: whenever it has moved the answer is prior, also under another shift.
# says: a clear case of 'covariate' is not recognised
def type_of_shift(reference, current, features):
    numbers = [f for f in features if reference[f].dtype.kind in "iuf"]
    for f in numbers:
        share = np.mean(current[f].to_numpy() > 2 * reference[f].max())
        if share > 0.01:
            return "fault"
    table = [
        [(frame["defaulted"] == 0).sum(), (frame["defaulted"] == 1).sum()]
        for frame in (reference, current)
    ]
    if stats.chi2_contingency(table, correction=False).pvalue < 0.001:
        return "prior"
    if holm(two_sample_p_values(reference, current, features)).min() < 0.001:
        return "covariate"
    for y in (0, 1):
        old, new = reference[reference["defaulted"] == y], current[current["defaulted"] == y]
        if holm(two_sample_p_values(old, new, features)).min() < 0.001:
            return "concept"
    return "none"

# %% wrong: Calls it covariate as soon as P(x) has moved; a prior shift moves P(x) too.
# says: a clear case of 'prior' is not recognised
def _changed(old, new, features):
    return bool((np.asarray(holm(two_sample_p_values(old, new, features))) < 0.001).any())


def type_of_shift(reference, current, features):
    for name in features:
        top = reference[name].max() if reference[name].dtype.kind in "iuf" else None
        if top is not None and (current[name] > 2 * top).mean() > 0.01:
            return "fault"
    if _changed(reference, current, features):
        return "covariate"
    inside = [
        _changed(reference[reference["defaulted"] == y], current[current["defaulted"] == y], features)
        for y in (0, 1)
    ]
    if any(inside):
        return "concept"
    p = stats.chi2_contingency(
        pd.DataFrame({"old": reference["defaulted"].value_counts(), "new": current["defaulted"].value_counts()}),
        correction=False,
    ).pvalue
    return "prior" if p < 0.001 else "none"

# %% wrong: Says that P(x given y) has moved only if it differs among defaulters and among repayers, not in one of them.
# says: the same people, and few repay: the repayers' debts
def type_of_shift(reference, current, features):
    numeric = reference[features].select_dtypes("number").columns
    beyond = current[numeric] > 2 * reference[numeric].max()
    if beyond.mean().max() > 0.01:
        return "fault"

    def differs(a, b):
        return min(holm(two_sample_p_values(a, b, features))) < 0.001

    good = differs(reference.query("defaulted == 0"), current.query("defaulted == 0"))
    bad = differs(reference.query("defaulted == 1"), current.query("defaulted == 1"))
    p_x = differs(reference, current)
    counts = np.array([np.bincount(f["defaulted"].astype(int), minlength=2) for f in (reference, current)])
    p_y = stats.chi2_contingency(counts, correction=False).pvalue < 0.001
    if good and bad:
        return "covariate" if p_x else "concept"
    return "prior" if p_y else "none"

# %% wrong: Compares the defaulters only; a change that shows among repayers is not seen.
# says: the same people, and few repay: the repayers' debts
def type_of_shift(reference, current, features):
    for f in features:
        if reference[f].dtype.kind in "if" and (current[f] > 2 * reference[f].max()).mean() > 0.01:
            return "fault"
    old_bad = reference[reference["defaulted"] == 1]
    new_bad = current[current["defaulted"] == 1]
    within = min(holm(two_sample_p_values(old_bad, new_bad, features))) < 0.001
    overall = min(holm(two_sample_p_values(reference, current, features))) < 0.001
    rate = stats.fisher_exact(
        [
            [len(old_bad), len(reference) - len(old_bad)],
            [len(new_bad), len(current) - len(new_bad)],
        ]
    ).pvalue < 0.001
    if within and overall:
        return "covariate"
    if within:
        return "concept"
    if rate:
        return "prior"
    return "none"

# %% wrong: Returns inside the loop over the outcomes, so only the repayers are ever looked at.
# says: a concept shift is missed that shows in one of
def _moved_given_outcome(reference, current, features):
    for outcome in (0, 1):
        old = reference[reference["defaulted"] == outcome]
        new = current[current["defaulted"] == outcome]
        if min(holm(two_sample_p_values(old, new, features))) < 0.001:
            return True
        else:
            return False


def type_of_shift(reference, current, features):
    for f in reference[features].select_dtypes("number"):
        if (current[f] > 2 * reference[f].max()).mean() > 0.01:
            return "fault"
    if _moved_given_outcome(reference, current, features):
        if min(holm(two_sample_p_values(reference, current, features))) < 0.001:
            return "covariate"
        return "concept"
    a, b = reference["defaulted"], current["defaulted"]
    if stats.ttest_ind(a, b).pvalue < 0.001:
        return "prior"
    return "none"

# %% wrong: Mixes up the two words: the same people with another risk are called covariate, other people concept.
# says: same applicants, but debt now matters more
def type_of_shift(reference, current, features):
    answers = {
        (False, False): "none",
        (False, True): "prior",
    }
    for f in features:
        if current[f].dtype.kind in "iuf":
            limit = 2 * reference[f].max()
            if (current[f] > limit).sum() / len(current) > 0.01:
                return "fault"
    test = lambda a, b: bool(np.any(holm(two_sample_p_values(a, b, features)) < 0.001))
    p_xy = any(
        test(reference[reference.defaulted == k], current[current.defaulted == k]) for k in (0, 1)
    )
    crosstab = pd.crosstab(
        np.r_[np.zeros(len(reference)), np.ones(len(current))],
        np.r_[reference.defaulted, current.defaulted],
    )
    p_y = bool(stats.chi2_contingency(crosstab, correction=False).pvalue < 0.001)
    p_x = test(reference, current)
    if not p_xy:
        return answers[(p_xy, p_y)]
    return "concept" if p_x else "covariate"

# %% wrong: Reads the blank under P(y) as "same": a concept or covariate shift that moves the default rate is none of the kinds.
# says: a clear case of 'covariate' is not recognised
def type_of_shift(reference, current, features):
    for f in features:
        if reference[f].dtype.kind in "iuf":
            if (current[f] > reference[f].max() * 2).mean() > 0.01:
                return "fault"

    def same(a, b):
        return min(holm(two_sample_p_values(a, b, features))) >= 0.001

    x_given_y_same = all(
        same(reference[reference["defaulted"] == y], current[current["defaulted"] == y]) for y in (0, 1)
    )
    table = np.array([[(d["defaulted"] == y).sum() for y in (0, 1)] for d in (reference, current)])
    y_same = stats.chi2_contingency(table, correction=False)[1] >= 0.001
    x_same = same(reference, current)
    if x_given_y_same and not y_same:
        return "prior"
    if not x_given_y_same and y_same and x_same:
        return "concept"
    if not x_given_y_same and y_same and not x_same:
        return "covariate"
    return "none"

# %% wrong: Calls it a fault when a single value is above the largest one of the reference, not more than 1% above twice that.
# says: the same lender a year later: nothing differs but chance
def type_of_shift(reference, current, features):
    for f in features:
        if reference[f].dtype.kind not in "iuf":
            continue
        if current[f].max() > reference[f].max():
            return "fault"
    m = len(features)
    inside = 1.0
    for y in (0, 1):
        p = two_sample_p_values(
            reference[reference["defaulted"] == y], current[current["defaulted"] == y], features
        )
        inside = min(inside, p.min() * m)
    total = two_sample_p_values(reference, current, features).min() * m
    rate = stats.ttest_ind(reference["defaulted"], current["defaulted"]).pvalue
    if inside < 0.001:
        return "covariate" if total < 0.001 else "concept"
    return "prior" if rate < 0.001 else "none"

# %% wrong: Calls it a fault when a mean moves by more than a tenth: honest shifts in who applies do that too.
# says: higher and the risk is as before: P(x) has moved
def type_of_shift(reference, current, features):
    numeric = reference[features].select_dtypes(include="number").columns
    ratio = current[numeric].mean() / reference[numeric].mean()
    if ((ratio > 1.1) | (ratio < 0.9)).any():
        return "fault"

    def differ(a, b):
        return np.min(holm(two_sample_p_values(a, b, features))) < 0.001

    groups = [(reference[reference["defaulted"] == y], current[current["defaulted"] == y]) for y in (0, 1)]
    if any(differ(a, b) for a, b in groups):
        return "covariate" if differ(reference, current) else "concept"
    old, new = reference["defaulted"], current["defaulted"]
    table = [[old.sum(), len(old) - old.sum()], [new.sum(), len(new) - new.sum()]]
    return "prior" if stats.chi2_contingency(table, correction=False).pvalue < 0.001 else "none"

# %% wrong: Looks for the broken feed in income only, because that is where Meridian's was.
# says: a second, differently shaped case of 'fault' is not recognised
def type_of_shift(reference, current, features):
    if (current["income"] > 2 * reference["income"].max()).mean() > 0.01:
        return "fault"

    def alarm(a, b):
        return (holm(two_sample_p_values(a, b, features)) < 0.001).any()

    repayers = alarm(reference[reference["defaulted"] == 0], current[current["defaulted"] == 0])
    defaulters = alarm(reference[reference["defaulted"] == 1], current[current["defaulted"] == 1])
    if repayers or defaulters:
        return "covariate" if alarm(reference, current) else "concept"
    a, b = reference["defaulted"].mean(), current["defaulted"].mean()
    p = (a + b) / 2
    z = (b - a) / np.sqrt(p * (1 - p) * (1 / len(reference) + 1 / len(current)))
    return "prior" if abs(z) > 3.3 else "none"

# %% wrong: Takes the largest value of the current sample for the limit, so nothing ever lies beyond it.
# says: every income is twelve times too large
def type_of_shift(reference, current, features):
    both = pd.concat([reference, current])
    for f in both[features].select_dtypes("number").columns:
        if (current[f] > 2 * both[f].max()).mean() > 0.01:
            return "fault"
    p = {"all": holm(two_sample_p_values(reference, current, features)).min()}
    for y in (0, 1):
        p[y] = holm(
            two_sample_p_values(
                reference[reference["defaulted"] == y], current[current["defaulted"] == y], features
            )
        ).min()
    counts = [f["defaulted"].value_counts().reindex([0, 1]).tolist() for f in (reference, current)]
    rate = stats.chi2_contingency(counts, correction=False).pvalue
    if min(p[0], p[1]) >= 0.001:
        return "prior" if rate < 0.001 else "none"
    return "covariate" if p["all"] < 0.001 else "concept"

# %% wrong: Returns the object None when nothing has moved, not the word "none".
# says: the same lender a year later: nothing differs but chance
def type_of_shift(reference, current, features):
    level = 0.001
    for f in features:
        if reference[f].dtype.kind in "iuf":
            if (current[f] > 2 * reference[f].max()).mean() > 0.01:
                return "fault"
    diff = lambda a, b: min(holm(two_sample_p_values(a, b, features))) < level
    if any(
        diff(reference[reference["defaulted"] == y], current[current["defaulted"] == y]) for y in (0, 1)
    ):
        return "covariate" if diff(reference, current) else "concept"
    if stats.ttest_ind(reference["defaulted"], current["defaulted"]).pvalue < level:
        return "prior"

# %% wrong: Fits a model on the reference and calls every loss of accuracy concept; easier or riskier applicants change it too.
# says: same applicants, but debt now matters more
def type_of_shift(reference, current, features):
    numeric = list(reference[features].select_dtypes("number").columns)
    if ((current[numeric] > 2 * reference[numeric].max()).mean() > 0.01).any():
        return "fault"
    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000))
    model.fit(reference[numeric], reference["defaulted"])
    loss = model.score(reference[numeric], reference["defaulted"]) - model.score(
        current[numeric], current["defaulted"]
    )
    if loss > 0.02:
        return "concept"
    if min(holm(two_sample_p_values(reference, current, features))) < 0.001:
        return "covariate"
    if stats.ttest_ind(reference["defaulted"], current["defaulted"]).pvalue < 0.001:
        return "prior"
    return "none"

# %% wrong: Takes a moved default rate with unmoved features for concept, and never compares within an outcome.
# says: same applicants, but debt now matters more
def type_of_shift(reference, current, features):
    for f in features:
        if np.issubdtype(np.asarray(reference[f]).dtype, np.number):
            if (current[f] > 2 * reference[f].max()).mean() > 0.01:
                return "fault"
    p_x = holm(two_sample_p_values(reference, current, features)).min() < 0.001
    p_y = stats.ttest_ind(reference["defaulted"], current["defaulted"]).pvalue < 0.001
    if p_x and p_y:
        return "prior"
    if p_x:
        return "covariate"
    if p_y:
        return "concept"
    return "none"

# %% wrong: Calls a feature moved only above the rule-of-thumb PSI of 0.25, which small groups and text features never reach.
# says: three in four come by web, not one in
def type_of_shift(reference, current, features):
    numeric = reference[features].select_dtypes("number").columns
    if ((current[numeric] > 2 * reference[numeric].max()).mean() > 0.01).any():
        return "fault"

    def moved(a, b):
        return max(population_stability_index(a[f], b[f]) for f in numeric) > 0.25

    within = any(
        moved(reference[reference["defaulted"] == y], current[current["defaulted"] == y]) for y in (0, 1)
    )
    if within:
        return "covariate" if moved(reference, current) else "concept"
    gap = abs(reference["defaulted"].mean() - current["defaulted"].mean())
    return "prior" if gap > 0.05 else "none"

# %% wrong: Takes the largest p-value: every feature would have to move before anything counts as a shift.
# says: same applicants, but debt now matters more
def type_of_shift(reference, current, features):
    for f in features:
        if reference[f].dtype.kind in "iuf":
            if (current[f] > 2 * reference[f].max()).mean() > 0.01:
                return "fault"

    def differ(a, b):
        return all(p < 0.001 for p in holm(two_sample_p_values(a, b, features)))

    x_y = differ(reference[reference["defaulted"] == 0], current[current["defaulted"] == 0]) or differ(
        reference[reference["defaulted"] == 1], current[current["defaulted"] == 1]
    )
    y = stats.ttest_ind(reference["defaulted"], current["defaulted"]).pvalue < 0.001
    if x_y and differ(reference, current):
        return "covariate"
    if x_y:
        return "concept"
    return "prior" if y else "none"

# %% wrong: Looks for a default rate that rises; a prior shift downwards is called none.
# says: a second, differently shaped case of 'prior' is not recognised
def type_of_shift(reference, current, features):
    for f in features:
        if reference[f].dtype.kind in "iuf":
            if (current[f] > 2 * reference[f].max()).mean() > 0.01:
                return "fault"

    def differ(a, b):
        return min(holm(two_sample_p_values(a, b, features))) < 0.001

    if any(
        differ(reference[reference["defaulted"] == y], current[current["defaulted"] == y]) for y in (0, 1)
    ):
        return "covariate" if differ(reference, current) else "concept"
    risen = stats.ttest_ind(current["defaulted"], reference["defaulted"], alternative="greater")
    return "prior" if risen.pvalue < 0.001 else "none"

# %% wrong: Expects a broken feed to hit everybody: compares the medians, which a broken channel alone hardly moves.
# says: a clear case of 'fault' is not recognised
def type_of_shift(reference, current, features):
    for f in features:
        if reference[f].dtype.kind in "iuf":
            if current[f].median() > 2 * reference[f].median() and reference[f].median() > 0:
                return "fault"

    def differ(a, b):
        return min(holm(two_sample_p_values(a, b, features))) < 0.001

    if any(
        differ(reference[reference["defaulted"] == y], current[current["defaulted"] == y]) for y in (0, 1)
    ):
        return "covariate" if differ(reference, current) else "concept"
    y_moved = stats.ttest_ind(reference["defaulted"], current["defaulted"]).pvalue < 0.001
    return "prior" if y_moved else "none"

# %% wrong: Tests the outcome together with the features, so any change of the default rate counts as a move of P(x).
# says: a clear case of 'concept' is not recognised
def type_of_shift(reference, current, features):
    columns = list(features) + ["defaulted"]
    for f in features:
        if reference[f].dtype.kind in "iuf":
            if (current[f] > 2 * reference[f].max()).mean() > 0.01:
                return "fault"
    x_and_y = pd.Series(holm(two_sample_p_values(reference, current, columns)), index=columns) < 0.001
    given = [
        holm(
            two_sample_p_values(
                reference[reference["defaulted"] == y], current[current["defaulted"] == y], columns
            )
        )
        for y in (0, 1)
    ]
    if min(np.min(values) for values in given) < 0.001:
        return "covariate" if x_and_y.any() else "concept"
    return "prior" if x_and_y["defaulted"] else "none"

# %% wrong: Cuts the frames down to features and outcome in place, so the caller's other columns are gone.
# says: a frame was changed; work on copies
def type_of_shift(reference, current, features):
    for frame in (reference, current):
        for column in list(frame.columns):
            if column not in features and column != "defaulted":
                del frame[column]
    for f in features:
        if reference[f].dtype.kind in "iuf":
            if (current[f] > 2 * reference[f].max()).mean() > 0.01:
                return "fault"
    differ = lambda a, b: min(holm(two_sample_p_values(a, b, features))) < 0.001
    within = [
        differ(reference[reference["defaulted"] == y], current[current["defaulted"] == y]) for y in (0, 1)
    ]
    if any(within):
        return "covariate" if differ(reference, current) else "concept"
    p = stats.ttest_ind(reference["defaulted"], current["defaulted"]).pvalue
    return "prior" if p < 0.001 else "none"

# %% wrong: Calls it moved when a mean changes by more than a fixed 20%, whatever the sample or the spread.
# says: same applicants, but debt now matters more
def type_of_shift(reference, current, features):
    numeric = [f for f in features if reference[f].dtype.kind in "iuf"]
    for f in numeric:
        if (current[f] > 2 * reference[f].max()).mean() > 0.01:
            return "fault"

    def far(a, b):
        return any(abs(b[f].mean() / a[f].mean() - 1) > 0.2 for f in numeric)

    by_outcome = [far(reference[reference["defaulted"] == y], current[current["defaulted"] == y]) for y in (0, 1)]
    if True in by_outcome:
        return "covariate" if far(reference, current) else "concept"
    if abs(current["defaulted"].mean() / reference["defaulted"].mean() - 1) > 0.2:
        return "prior"
    return "none"

# %% wrong: Returns inside the loop over the features: only the first feature is tested for a move of P(x).
# says: same applicants, but debt now matters more
def type_of_shift(reference, current, features):
    numeric = [f for f in features if reference[f].dtype.kind in "iuf"]
    for f in numeric:
        if (current[f] > 2 * reference[f].max()).mean() > 0.01:
            return "fault"

    def differ(a, b):
        for p in holm(two_sample_p_values(a, b, features)):
            return p < 0.001

    within = [
        differ(reference[reference["defaulted"] == y], current[current["defaulted"] == y]) for y in (0, 1)
    ]
    if any(within):
        return "covariate" if differ(reference, current) else "concept"
    p = stats.ttest_ind(reference["defaulted"], current["defaulted"]).pvalue
    return "prior" if p < 0.001 else "none"

# %% wrong: Uses the global list FEATURES, not the features that were handed in.
# says: same applicants, but debt now matters more
def type_of_shift(reference, current, features):
    features = [f for f in FEATURES if f in reference.columns]
    for f in features:
        if f in NUMERIC and (current[f] > 2 * reference[f].max()).mean() > 0.01:
            return "fault"
    differ = lambda a, b: min(holm(two_sample_p_values(a, b, features))) < 0.001
    within = [
        differ(reference[reference["defaulted"] == y], current[current["defaulted"] == y]) for y in (0, 1)
    ]
    if any(within):
        return "covariate" if differ(reference, current) else "concept"
    p = stats.ttest_ind(reference["defaulted"], current["defaulted"]).pvalue
    return "prior" if p < 0.001 else "none"

# %% wrong: Takes twice the mean of the reference, not twice its largest value, for the limit of a fault.
# says: the smallest of forty p-values is 0.0005 by chance
def type_of_shift(reference, current, features):
    numeric = [f for f in features if reference[f].dtype.kind in "iuf"]
    for f in numeric:
        if (current[f] > 2 * reference[f].mean()).mean() > 0.01:
            return "fault"
    differ = lambda a, b: min(holm(two_sample_p_values(a, b, features))) < 0.001
    within = [
        differ(reference[reference["defaulted"] == y], current[current["defaulted"] == y]) for y in (0, 1)
    ]
    if any(within):
        return "covariate" if differ(reference, current) else "concept"
    p = stats.ttest_ind(reference["defaulted"], current["defaulted"]).pvalue
    return "prior" if p < 0.001 else "none"

# %% wrong: Tests every column of the frame, month and score too, not only the features that were asked for.
# says: expected 'none' where ten odd records, more applications
def type_of_shift(reference, current, features):
    columns = [c for c in reference.columns if c not in ("defaulted", "month", "application_id")]
    numeric = [f for f in columns if reference[f].dtype.kind in "iuf"]
    for f in numeric:
        if (current[f] > 2 * reference[f].max()).mean() > 0.01:
            return "fault"
    differ = lambda a, b: min(holm(two_sample_p_values(a, b, columns))) < 0.001
    within = [
        differ(reference[reference["defaulted"] == y], current[current["defaulted"] == y]) for y in (0, 1)
    ]
    if any(within):
        return "covariate" if differ(reference, current) else "concept"
    p = stats.ttest_ind(reference["defaulted"], current["defaulted"]).pvalue
    return "prior" if p < 0.001 else "none"

# %% wrong: Forgets the "twice": more than 1% beyond the largest reference value is called a fault.
# says: higher and the risk is as before: P(x) has moved
def type_of_shift(reference, current, features):
    numeric = [f for f in features if reference[f].dtype.kind in "iuf"]
    for f in numeric:
        if (current[f] > reference[f].max()).mean() > 0.01:
            return "fault"
    differ = lambda a, b: min(holm(two_sample_p_values(a, b, features))) < 0.001
    within = [
        differ(reference[reference["defaulted"] == y], current[current["defaulted"] == y]) for y in (0, 1)
    ]
    if any(within):
        return "covariate" if differ(reference, current) else "concept"
    p = stats.ttest_ind(reference["defaulted"], current["defaulted"]).pvalue
    return "prior" if p < 0.001 else "none"

# %% wrong: Compares the numbers of defaults, not the shares: a larger sample alone looks like a prior shift.
# says: half of those who repay are gone: P(y) has moved
def type_of_shift(reference, current, features):
    numeric = [f for f in features if reference[f].dtype.kind in "iuf"]
    for f in numeric:
        if (current[f] > 2 * reference[f].max()).mean() > 0.01:
            return "fault"
    differ = lambda a, b: min(holm(two_sample_p_values(a, b, features))) < 0.001
    within = [
        differ(reference[reference["defaulted"] == y], current[current["defaulted"] == y]) for y in (0, 1)
    ]
    if any(within):
        return "covariate" if differ(reference, current) else "concept"
    old, new = reference["defaulted"].sum(), current["defaulted"].sum()
    p = stats.binomtest(int(new), int(old + new), 0.5).pvalue
    return "prior" if p < 0.001 else "none"

# %% wrong: Treats a True/False column as numbers, so its first True lies beyond twice the largest.
# says: such a column is not numeric
# edits: official
# -     numeric = reference[features].select_dtypes("number")
# +     numeric = reference[features].select_dtypes(["number", "bool"])

# %% wrong: Calls one value beyond twice the largest reference value a fault, not more than 1% of the values.
# says: ten incomes in 3,000 are absurd
def type_of_shift(reference, current, features):
    numeric = [f for f in features if reference[f].dtype.kind in "iuf"]
    for f in numeric:
        if (current[f] > 2 * reference[f].max()).any():
            return "fault"
    differ = lambda a, b: min(holm(two_sample_p_values(a, b, features))) < 0.001
    within = [
        differ(reference[reference["defaulted"] == y], current[current["defaulted"] == y]) for y in (0, 1)
    ]
    if any(within):
        return "covariate" if differ(reference, current) else "concept"
    p = stats.ttest_ind(reference["defaulted"], current["defaulted"]).pvalue
    return "prior" if p < 0.001 else "none"

# %% wrong: Takes the 1% over all features together, so a broken feature in a small segment hides among the good ones.
# says: a fault is missed where one feature in
def type_of_shift(reference, current, features):
    numeric = [f for f in features if reference[f].dtype.kind in "iuf"]
    if (current[numeric] > 2 * reference[numeric].max()).to_numpy().mean() > 0.01:
        return "fault"
    differ = lambda a, b: min(holm(two_sample_p_values(a, b, features))) < 0.001
    within = [
        differ(reference[reference["defaulted"] == y], current[current["defaulted"] == y]) for y in (0, 1)
    ]
    if any(within):
        return "covariate" if differ(reference, current) else "concept"
    p = stats.ttest_ind(reference["defaulted"], current["defaulted"]).pvalue
    return "prior" if p < 0.001 else "none"

# %% wrong: Tests the numeric features only; a shift in channel, region or purpose is not seen.
# says: three in four come by web, not one in
def type_of_shift(reference, current, features):
    numeric = [f for f in features if reference[f].dtype.kind in "iuf"]
    for f in numeric:
        if (current[f] > 2 * reference[f].max()).mean() > 0.01:
            return "fault"
    differ = lambda a, b: min(holm(two_sample_p_values(a, b, numeric))) < 0.001
    within = [
        differ(reference[reference["defaulted"] == y], current[current["defaulted"] == y]) for y in (0, 1)
    ]
    if any(within):
        return "covariate" if differ(reference, current) else "concept"
    p = stats.ttest_ind(reference["defaulted"], current["defaulted"]).pvalue
    return "prior" if p < 0.001 else "none"
