"""numpy and pandas: no loop over rows, formulas written out on whole arrays."""
# cell: q1_accuracy
def accuracy_by_month(applications):
    known = applications.loc[applications["defaulted"].notna(), ["month", "predicted_default", "defaulted"]]
    table = (
        known.assign(right=known["predicted_default"].eq(known["defaulted"]))
        .groupby("month", as_index=False)
        .agg(n=("right", "size"), right=("right", "sum"))
    )
    z2 = 1.96**2
    x, n = table["right"].to_numpy(float), table["n"].to_numpy(float)
    root = 1.96 * np.sqrt(x * (n - x) / n + z2 / 4)
    table["accuracy"] = x / n
    table["low"] = (x + z2 / 2 - root) / (n + z2)
    table["high"] = (x + z2 / 2 + root) / (n + z2)
    return table.drop(columns="right")
# cell: q2_psi
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
# cell: q3_tests
def two_sample_p_values(reference, current, features):
    def ks(x, y):
        x, y = np.sort(x), np.sort(y)
        both = np.concatenate([x, y])
        gap = np.abs(
            np.searchsorted(x, both, side="right") / x.size
            - np.searchsorted(y, both, side="right") / y.size
        ).max()
        return stats.kstwo.sf(gap, round(x.size * y.size / (x.size + y.size)))

    def chi_square(x, y):
        table = pd.crosstab(np.repeat([0, 1], [x.size, y.size]), np.concatenate([x, y])).to_numpy()
        if table.shape[1] == 1:
            return 1.0
        expected = table.sum(1, keepdims=True) * table.sum(0, keepdims=True) / table.sum()
        return stats.chi2.sf(((table - expected) ** 2 / expected).sum(), table.shape[1] - 1)

    def p_value(name):
        x, y = reference[name].dropna(), current[name].dropna()
        if x.dtype.kind in "iuf":
            return ks(x.to_numpy(), y.to_numpy())
        return chi_square(x.astype(object).to_numpy(), y.astype(object).to_numpy())

    return pd.Series({name: p_value(name) for name in features})
# cell: q4_correction
def false_alarm_risk(tests, alpha=0.05):
    return np.array([tests * alpha, -np.expm1(tests * np.log1p(-alpha))])


def holm(p_values):
    p = pd.Series(np.asarray(p_values, dtype=float))
    ordered = p.sort_values()
    adjusted = (ordered * np.arange(len(p), 0, -1)).cummax().clip(upper=1)
    return adjusted.sort_index().to_numpy()
# cell: q5_monitor
def monitor(applications, features, alpha=0.05):
    by_month = dict(list(applications.groupby("month")))
    live = [month for month in by_month if month > 12]
    raw = pd.DataFrame(
        {
            month: two_sample_p_values(by_month[(month - 1) % 12 + 1], by_month[month], features)
            for month in live
        }
    )
    table = raw.apply(holm).rename_axis("feature").reset_index()
    table = table.melt(id_vars="feature", var_name="month", value_name="p_value")
    return table.assign(month=table["month"].astype(int), alarm=table["p_value"] < alpha)
# cell: q6_date
def date_the_fall(applications):
    known = applications[applications["defaulted"].notna()]
    right = known["predicted_default"].eq(known["defaulted"]).groupby(known["month"]).agg(["sum", "size"])
    reference = right[right.index <= 12].sum()
    p = reference["sum"] / reference["size"]
    live = right[right.index > 12]
    live = live.reindex(range(13, int(right.index.max()) + 1))
    z = (live["sum"] / live["size"] - p) / np.sqrt(p * (1 - p) / live["size"])
    start = (z < -2) & (z < -2).shift(-1, fill_value=False)
    return int(start.idxmax()) if start.any() else None
# cell: q7_type
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
# cell: q8_labels
def known_outcomes(applications, as_of, maturity=12):
    frame = applications.loc[applications["month"].le(as_of)].copy()
    frame["defaulted"] = frame["defaulted"].astype("Int64")
    frame.loc[frame["month"].gt(as_of - maturity), "defaulted"] = pd.NA
    return frame
# cell: q9_recovery
def recover(train, new):
    limits = train.loc[train["month"] <= 12, NUMERIC].max()
    middles = train.loc[train["month"] <= 12, NUMERIC].median()
    train, new = (
        frame.assign(**frame[NUMERIC].astype(float).where(frame[NUMERIC] <= 1.5 * limits, middles, axis=1))
        for frame in (train, new)
    )
    known = train[train["defaulted"].notna()]
    recent = known[known["month"] >= known["month"].max() - 2]
    center, scale = recent[NUMERIC].mean(), recent[NUMERIC].std()

    def design(frame):
        dummies = pd.get_dummies(frame[CATEGORICAL]).reindex(columns=wanted, fill_value=False)
        numbers = (frame[NUMERIC] - center) / scale
        return np.column_stack([np.ones(len(frame)), numbers, dummies.astype(float)])

    wanted = pd.get_dummies(recent[CATEGORICAL]).columns
    x, y = design(recent), recent["defaulted"].to_numpy(float)
    weights = np.zeros(x.shape[1])
    # Newton's method on the penalised likelihood of a logistic regression.
    for _ in range(12):
        p = 1 / (1 + np.exp(-x @ weights))
        hessian = (x * (p * (1 - p))[:, None]).T @ x + np.eye(x.shape[1])
        weights += np.linalg.solve(hessian, x.T @ (y - p) - weights)
    return (design(new) @ weights > 0).astype(int)
