"""scipy and scikit-learn: whatever has a ready-made function is taken from there."""
# cell: q1_accuracy
from sklearn.metrics import accuracy_score


def accuracy_by_month(applications):
    rows = []
    for month, group in applications.dropna(subset="defaulted").groupby("month"):
        outcome = group["defaulted"].astype(int)
        share = accuracy_score(outcome, group["predicted_default"])
        test = stats.binomtest(round(share * len(group)), len(group))
        interval = test.proportion_ci(confidence_level=0.95, method="wilson")
        rows.append((interval.high, interval.low, share, len(group), month))
    return pd.DataFrame(rows, columns=["high", "low", "accuracy", "n", "month"])
# cell: q2_psi
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
# cell: q3_tests
from scipy.stats.contingency import crosstab


def two_sample_p_values(reference, current, features):
    def test(old, new):
        if pd.api.types.is_numeric_dtype(old) and old.dtype != bool:
            return stats.ks_2samp(old, new, method="asymp").pvalue
        sample = ["reference"] * len(old) + ["current"] * len(new)
        values = [str(value) for value in [*old, *new]]
        return stats.chi2_contingency(crosstab(sample, values).count, correction=False).pvalue

    columns = list(features)
    return pd.Series(
        [test(reference[name].dropna(), current[name].dropna()) for name in columns], index=columns
    )
# cell: q4_correction
def false_alarm_risk(tests, alpha=0.05):
    alarms = stats.binom(tests, alpha)
    return alarms.mean(), alarms.sf(0)


def holm(p_values):
    values = np.array(p_values, dtype=float)
    later = stats.rankdata(values, method="ordinal")
    scaled = np.minimum(values * (values.size + 1 - later), 1)
    return np.array([scaled[later <= rank].max() for rank in later])
# cell: q5_monitor
from sklearn.model_selection import ParameterGrid


def monitor(applications, features, alpha=0.05):
    calendar = (applications["month"] - 1) % 12
    parts = []
    for task in ParameterGrid({"month": sorted(applications["month"].unique())}):
        month = task["month"]
        if month <= 12:
            continue
        same = applications[calendar == (month - 1) % 12]
        raw = two_sample_p_values(same[same["month"] <= 12], same[same["month"] == month], features)
        part = pd.DataFrame({"feature": raw.index, "p_value": np.asarray(holm(raw))})
        parts.append(part.assign(month=month))
    report = pd.concat(parts)
    report["alarm"] = report["p_value"].lt(alpha)
    return report[["alarm", "p_value", "feature", "month"]]
# cell: q6_date
def date_the_fall(applications):
    known = applications.dropna(subset=["defaulted"])
    right = known["predicted_default"] == known["defaulted"].astype(int)
    baseline = right[known["month"] <= 12].mean()
    months = sorted(month for month in known["month"].unique() if month > 12)
    # The exact binomial test in place of two standard errors: 2.3% on one side.
    low = {
        month: stats.binomtest(
            int(right[known["month"] == month].sum()),
            int((known["month"] == month).sum()),
            baseline,
            alternative="less",
        ).pvalue
        < stats.norm.sf(2)
        for month in months
    }
    for month in months:
        if low[month] and low.get(month + 1, False):
            return int(month)
    return None
# cell: q7_type
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
# cell: q8_labels
def known_outcomes(applications, as_of, maturity=12):
    received = applications.query("month <= @as_of").copy()
    age = as_of - received["month"]
    received["defaulted"] = np.where(age >= maturity, received["defaulted"].astype(float), np.nan)
    return received
# cell: q9_recovery
from sklearn.impute import SimpleImputer


def recover(train, new):
    limits = 1.5 * train[train["month"] <= 12][NUMERIC].max()

    def without_faults(frame):
        numbers = frame[NUMERIC].astype(float)
        return frame[FEATURES].assign(**numbers.mask(numbers > limits))

    known = train.dropna(subset=["defaulted"])
    recent = known[known["month"].isin(sorted(known["month"].unique())[-3:])]
    numbers = make_pipeline(SimpleImputer(strategy="median"), StandardScaler())
    model = make_pipeline(
        make_column_transformer((numbers, NUMERIC), (OneHotEncoder(handle_unknown="ignore"), CATEGORICAL)),
        LogisticRegression(C=0.5, max_iter=2000),
    )
    return model.fit(without_faults(recent), recent["defaulted"].astype(bool)).predict(without_faults(new)).astype(int)
