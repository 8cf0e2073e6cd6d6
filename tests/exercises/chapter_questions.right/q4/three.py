"""Pivots, cut and small helpers; a list of records at the end."""


# cell: q4_fall
def monthly_fall(loans):
    table = loans[["month", "predicted_default", "defaulted"]].dropna().copy()
    table["right"] = (table["predicted_default"] - table["defaulted"]).abs() < 0.5
    early = table.query("month <= 12")["right"]
    low0, high0 = wilson_ends(early.sum(), early.size)
    result = table.query("month > 12").pivot_table(
        index="month", values="right", aggfunc=["count", "sum"]
    )
    result.columns = ["n", "x"]
    result = result.reset_index()
    result["accuracy"] = result["x"] / result["n"]
    low, high = wilson_ends(result["x"].astype(float), result["n"])
    result["fall"] = early.mean() - result["accuracy"]
    down, up = early.mean() - low0, high0 - early.mean()
    result["least"] = result["fall"] - (down**2 + (high - result["accuracy"]) ** 2).pow(0.5)
    result["most"] = result["fall"] + (up**2 + (result["accuracy"] - low) ** 2).pow(0.5)
    return result[["month", "n", "accuracy", "fall", "least", "most"]]


# cell: q4_drift
def _shares(old, new):
    if pd.api.types.is_numeric_dtype(old):
        inner = old.quantile(np.arange(1, 10) / 10).drop_duplicates().tolist()
        cuts = [-np.inf, *inner, np.inf]
        counts = [
            pd.cut(s.astype(float), cuts).value_counts(sort=False).to_numpy() for s in (old, new)
        ]
    else:
        names = pd.unique(pd.concat([old, new]).astype(object))
        counts = [np.array([np.sum(s.to_numpy() == name) for name in names]) for s in (old, new)]
    return [np.clip(c / c.sum(), 0.0001, None) for c in counts]


def psi_by_feature(reference, current, features):
    answer = pd.DataFrame(0.0, index=features, columns=["psi", "limit"])
    for feature in features:
        old, new = reference[feature].dropna(), current[feature].dropna()
        e, a = _shares(old, new)
        if len(e) < 2:
            continue
        answer.loc[feature, "psi"] = np.dot(a - e, np.log(a) - np.log(e))
        answer.loc[feature, "limit"] = (1 / old.size + 1 / new.size) * stats.chi2.isf(
            0.001, len(e) - 1
        )
    return answer


def _z(left, x, weight):
    x = x - np.sum(weight * x) / np.sum(weight)
    return np.abs(left @ x) / np.sqrt(weight @ x**2)


def drift_type(reference, current, features):
    outcome = current["defaulted"].to_numpy(dtype=float)
    known = np.isfinite(outcome)
    y, s = outcome[known], current["score"].to_numpy(dtype=float)[known]
    m = moved_to_rate(s, np.mean(y))
    found = []
    for feature in features:
        if pd.api.types.is_numeric_dtype(current[feature]):
            x = current[feature].to_numpy(dtype=float)[known]
            ok = np.isfinite(x)
            found.append((_z((y - m)[ok], x[ok], (m - m**2)[ok]), feature))
    if found and max(found)[0] > 5:
        return ["concept", max(found)[1]]
    if np.abs(y.sum() - s.sum()) / np.sqrt(np.sum(s - s**2)) > 5:
        return ["prior", None]
    table = psi_by_feature(reference, current, features).query("psi > limit")
    if len(table) == 0:
        return ["none", None]
    return ["covariate", table["psi"].div(table["limit"]).idxmax()]


# cell: q4_proof
def gains_out_of_time(loans, learn, prove):
    learn, prove = list(learn), list(prove)
    if min(len(learn), len(prove)) == 0 or not all(month < min(prove) for month in learn):
        raise ValueError(f"cannot learn from {learn} and prove on {prove}")
    loans = loans[loans["defaulted"].isin([0, 1])]
    train = loans[loans["month"].isin(learn)].reset_index(drop=True)
    new = loans[loans["month"].isin(prove)].reset_index(drop=True)
    wrong = {
        remedy: np.abs(decisions_after(remedy, train, new) - new["defaulted"]).astype(float)
        for remedy in ["keep", "recalibrate", "retrain"]
    }
    records = []
    for remedy in ["recalibrate", "retrain"]:
        d = wrong["keep"] - wrong[remedy]
        half = 1.96 * np.std(d) / np.sqrt(d.size)
        records.append(
            {
                "accuracy": 1 - wrong[remedy].mean(),
                "gain": d.mean(),
                "low": d.mean() - half,
                "high": d.mean() + half,
            }
        )
    return pd.DataFrame(records, index=["recalibrate", "retrain"])


def proven_remedy(gains):
    candidates = [(row["gain"], name) for name, row in gains.iterrows() if row["low"] > 0]
    return max(candidates, default=(0, "keep"))[1]
