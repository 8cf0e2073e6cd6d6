"""Works on arrays and with crosstabs."""


# cell: q4_fall
def monthly_fall(loans):
    month = loans["month"].to_numpy()
    y = loans["defaulted"].to_numpy(dtype=float)
    guess = loans["predicted_default"].to_numpy(dtype=float)
    there = ~np.isnan(y)
    hit = guess == y
    early = there & (month <= 12)
    p0, (l0, u0) = hit[early].mean(), wilson_ends(hit[early].sum(), early.sum())
    live = np.unique(month[there & (month > 12)])
    n = np.array([(there & (month == m)).sum() for m in live])
    x = np.array([(there & (month == m) & hit).sum() for m in live])
    p = x / n
    l, u = wilson_ends(x, n)
    fall = p0 - p
    return pd.DataFrame(
        {
            "month": live,
            "n": n,
            "accuracy": p,
            "fall": fall,
            "least": fall - np.hypot(p0 - l0, u - p),
            "most": fall + np.hypot(u0 - p0, p - l),
        }
    )


# cell: q4_drift
def _bin_names(old, sample):
    if not pd.api.types.is_numeric_dtype(old):
        return sample.astype(str)
    cuts = np.unique(np.quantile(old.to_numpy(dtype=float), np.linspace(0.1, 0.9, 9)))
    return pd.Series(np.digitize(sample.to_numpy(dtype=float), cuts, right=True).astype(str))


def psi_by_feature(reference, current, features):
    psi, limit = [], []
    for feature in features:
        old, new = reference[feature].dropna(), current[feature].dropna()
        shares = (
            pd.concat(
                [_bin_names(old, sample).value_counts(normalize=True) for sample in (old, new)],
                axis=1,
            )
            .fillna(0)
            .clip(lower=1e-4)
        )
        a, e = shares.iloc[:, 1], shares.iloc[:, 0]
        bins = len(shares)
        if pd.api.types.is_numeric_dtype(old):
            bins = (
                len(np.unique(np.quantile(old.to_numpy(dtype=float), np.linspace(0.1, 0.9, 9)))) + 1
            )
        psi.append(float(((a - e) * np.log(a / e)).sum()))
        factor = stats.chi2(bins - 1).ppf(0.999) if bins > 1 else 0
        limit.append(factor * (len(old) + len(new)) / (len(old) * len(new)))
    return pd.DataFrame({"psi": psi, "limit": limit}, index=features)


def drift_type(reference, current, features):
    known = current[~current["defaulted"].isna()].reset_index(drop=True)
    y = known["defaulted"].to_numpy(dtype=float)
    numbers = known[features].select_dtypes("number").astype(float)
    s = moved_to_rate(known["score"], y.mean())
    z = {}
    for name in numbers:
        x = numbers[name]
        w = pd.Series(s * (1 - s)).where(x.notna(), 0)
        x = (x - (x * w).sum() / w.sum()).fillna(0)
        z[name] = abs((x * (y - s)).sum() / np.sqrt((w * x**2).sum()))
    z = pd.Series(z, dtype=float)
    if len(z) and z.max() > 5:
        return "concept", z.idxmax()
    s = known["score"].to_numpy()
    if ((y - s).sum() ** 2) > 25 * (s * (1 - s)).sum():
        return "prior", None
    table = psi_by_feature(reference, current, features)
    ratio = (table["psi"] / table["limit"].replace(0, np.inf)).sort_values()
    return ("covariate", ratio.index[-1]) if ratio.iloc[-1] > 1 else ("none", None)


# cell: q4_proof
def gains_out_of_time(loans, learn, prove):
    months = [*learn, *prove]
    if (
        not learn
        or not prove
        or sorted(months)[: len(learn)] != sorted(learn)
        or set(learn) & set(prove)
    ):
        raise ValueError("learn first, prove later")
    frames = [loans[loans["month"].isin(m) & loans["defaulted"].notna()] for m in (learn, prove)]
    y = frames[1]["defaulted"].to_numpy(dtype=float)
    hits = pd.DataFrame(
        {
            r: (decisions_after(r, *frames) == y).astype(float)
            for r in ["keep", "recalibrate", "retrain"]
        }
    )
    d = hits[["recalibrate", "retrain"]].sub(hits["keep"], axis=0)
    error = 1.96 * d.std(ddof=0) / len(d) ** 0.5
    result = pd.DataFrame({"accuracy": hits.mean(), "gain": d.mean()}).loc[
        ["recalibrate", "retrain"]
    ]
    return result.assign(low=result["gain"] - error, high=result["gain"] + error)


def proven_remedy(gains):
    good = gains.loc[gains["low"] > 0].sort_values("gain")
    return good.index[-1] if len(good) else "keep"
