"""Loops over months and bins, counts by hand."""


# cell: q4_fall
def monthly_fall(loans):
    months = loans["month"].tolist()
    guesses = loans["predicted_default"].tolist()
    outcomes = loans["defaulted"].tolist()
    counts = {}
    for month, guess, outcome in zip(months, guesses, outcomes):
        if outcome != outcome:
            continue
        key = 0 if month <= 12 else month
        right, n = counts.get(key, (0, 0))
        counts[key] = (right + int(guess == outcome), n + 1)
    right0, n0 = counts.pop(0)
    p0 = right0 / n0
    l0, u0 = wilson_ends(right0, n0)
    rows = []
    for month in sorted(counts):
        right, n = counts[month]
        p = right / n
        low, high = wilson_ends(right, n)
        rows.append(
            {
                "month": month,
                "n": n,
                "accuracy": p,
                "fall": p0 - p,
                "least": p0 - p - ((p0 - l0) ** 2 + (high - p) ** 2) ** 0.5,
                "most": p0 - p + ((u0 - p0) ** 2 + (p - low) ** 2) ** 0.5,
            }
        )
    return pd.DataFrame(rows)


# cell: q4_drift
def psi_by_feature(reference, current, features):
    table = {}
    for feature in features:
        old = reference[feature].dropna()
        new = current[feature].dropna()
        pairs = []
        if pd.api.types.is_numeric_dtype(reference[feature]):
            cuts = [-np.inf, *sorted(set(np.quantile(old, np.arange(1, 10) / 10).tolist())), np.inf]
            for low, high in zip(cuts[:-1], cuts[1:]):
                pairs.append([((s > low) & (s <= high)).mean() for s in (old, new)])
        else:
            for name in set(old).union(new):
                pairs.append([(s == name).mean() for s in (old, new)])
        psi = 0.0
        for e, a in pairs:
            e, a = max(e, 0.0001), max(a, 0.0001)
            psi += (a - e) * np.log(a / e)
        limit = 0.0
        if len(pairs) > 1:
            limit = (1 / len(old) + 1 / len(new)) * stats.chi2.ppf(0.999, len(pairs) - 1)
        table[feature] = {"psi": psi, "limit": limit}
    return pd.DataFrame(table).T


def drift_type(reference, current, features):
    known = current.dropna(subset=["defaulted"])
    y = known["defaulted"].astype(float)
    s = pd.Series(moved_to_rate(known["score"], y.mean()), index=known.index)
    best, strongest = 0.0, None
    for feature in features:
        if not pd.api.types.is_numeric_dtype(current[feature]):
            continue
        there = known[feature].notna()
        x = known.loc[there, feature].astype(float)
        w = (s * (1 - s))[there]
        x = x - (w * x).sum() / w.sum()
        z = ((y - s)[there] * x).sum() / (w * x * x).sum() ** 0.5
        if abs(z) > best:
            best, strongest = abs(z), feature
    if best > 5:
        return ("concept", strongest)
    raw = known["score"]
    if abs((y - raw).sum()) > 5 * (raw * (1 - raw)).sum() ** 0.5:
        return ("prior", None)
    most, moved = 1.0, None
    for feature, row in psi_by_feature(reference, current, features).iterrows():
        if row["limit"] > 0 and row["psi"] / row["limit"] > most:
            most, moved = row["psi"] / row["limit"], feature
    return ("covariate", moved) if moved else ("none", None)


# cell: q4_proof
def gains_out_of_time(loans, learn, prove):
    if len(learn) == 0 or len(prove) == 0:
        raise ValueError("no months")
    for early in learn:
        for late in prove:
            if early >= late:
                raise ValueError("not out of time")
    known = loans.dropna(subset=["defaulted"])
    train = known[[month in learn for month in known["month"]]]
    new = known[[month in prove for month in known["month"]]]
    y = new["defaulted"].astype(int).to_numpy()
    old = decisions_after("keep", train, new) == y
    table = pd.DataFrame(
        index=["recalibrate", "retrain"], columns=["accuracy", "gain", "low", "high"], dtype=float
    )
    for name in table.index:
        now = decisions_after(name, train, new) == y
        better, worse, n = (now & ~old).sum(), (old & ~now).sum(), len(y)
        gain = (better - worse) / n
        half = 1.96 * np.sqrt(better + worse - (better - worse) ** 2 / n) / n
        table.loc[name] = [now.mean(), gain, gain - half, gain + half]
    return table


def proven_remedy(gains):
    best, answer = 0.0, "keep"
    for name in gains.index:
        if gains.loc[name, "low"] > 0 and gains.loc[name, "gain"] > best:
            best, answer = gains.loc[name, "gain"], name
    return answer
