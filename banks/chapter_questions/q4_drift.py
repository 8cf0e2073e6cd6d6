# %% right: loops
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

# %% right: arrays
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

# %% right: library
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

# %% wrong: Takes the deciles of both samples together.
# says: psi_by_feature, amount: tenths of the old
# edits: official
# -             edges = np.unique(np.quantile(old, np.arange(1, 10) / 10))
# +             edges = np.unique(np.quantile(pd.concat([old, new]), np.arange(1, 10) / 10))

# %% wrong: Takes the deciles of the current sample.
# says: psi_by_feature, amount: tenths of the old
# edits: official
# -             edges = np.unique(np.quantile(old, np.arange(1, 10) / 10))
# +             edges = np.unique(np.quantile(new, np.arange(1, 10) / 10))

# %% wrong: Cuts the range into ten bins of equal width.
# says: the index of a feature is wrong; check the bins
# edits: official
# -             edges = np.unique(np.quantile(old, np.arange(1, 10) / 10))
# +             edges = np.unique(np.linspace(old.min(), old.max(), 11)[1:-1])

# %% wrong: Cuts at fifths instead of tenths.
# says: psi_by_feature, amount: tenths of the old
# edits: official
# -             edges = np.unique(np.quantile(old, np.arange(1, 10) / 10))
# +             edges = np.unique(np.quantile(old, np.arange(1, 5) / 5))

# %% wrong: Puts a value on an edge into the bin above.
# says: psi is wrong: a count with ties
# edits: official
# -             places = [np.searchsorted(edges, sample) for sample in (old, new)]
# +             places = [np.searchsorted(edges, sample, side="right") for sample in (old, new)]

# %% wrong: Weights the logarithm with the current share only.
# says: of the new; expected psi =
# edits: official
# -         psi = np.sum((a - e) * np.log(a / e))
# +         psi = np.sum(a * np.log(a / e))

# %% wrong: Uses the logarithm to base 10.
# says: of the new; expected psi =
# edits: official
# -         psi = np.sum((a - e) * np.log(a / e))
# +         psi = np.sum((a - e) * np.log10(a / e))

# %% wrong: Raises small shares to 0.01.
# says: psi is wrong: a category that one sample lacks is
# edits: official
# -         e, a = (np.maximum(np.bincount(at, minlength=bins) / len(at), 1e-4) for at in places)
# +         e, a = (np.maximum(np.bincount(at, minlength=bins) / len(at), 1e-2) for at in places)

# %% wrong: Leaves out the bins that are empty in a sample.
# says: psi is wrong: a category that one sample lacks is
# edits: official
# -         e, a = (np.maximum(np.bincount(at, minlength=bins) / len(at), 1e-4) for at in places)
# -         psi = np.sum((a - e) * np.log(a / e))
# +         e, a = (np.bincount(at, minlength=bins) / len(at) for at in places)
# +         both = (a > 0) & (e > 0)
# +         psi = np.sum((a - e)[both] * np.log(a[both] / e[both]))

# %% wrong: Uses 0.25 as the limit of every sample.
# says: psi_by_feature, channel: two bins, 1,000 and 50 values
# edits: official
# -         rows.append({"psi": psi, "limit": (1 / len(old) + 1 / len(new)) * chance})
# +         rows.append({"psi": psi, "limit": 0.25})

# %% wrong: Uses as many degrees of freedom as bins.
# says: psi_by_feature, channel: two bins, 1,000 and 50 values
# edits: official
# -         chance = stats.chi2.ppf(0.999, bins - 1) if bins > 1 else 0.0
# +         chance = stats.chi2.ppf(0.999, bins) if bins > 1 else 0.0

# %% wrong: Takes the limit at 5%.
# says: psi_by_feature, channel: two bins, 1,000 and 50 values
# edits: official
# -         chance = stats.chi2.ppf(0.999, bins - 1) if bins > 1 else 0.0
# +         chance = stats.chi2.ppf(0.95, bins - 1) if bins > 1 else 0.0

# %% wrong: Counts missing values in the sizes of the limit.
# says: psi_by_feature, channel: two bins, 1,000 and 50 values
# edits: official
# -         rows.append({"psi": psi, "limit": (1 / len(old) + 1 / len(new)) * chance})
# +         rows.append({"psi": psi, "limit": (1 / len(reference) + 1 / len(current)) * chance})

# %% wrong: Uses 1 / (n + m) instead of 1/n + 1/m.
# says: psi_by_feature, channel: two bins, 1,000 and 50 values
# edits: official
# -         rows.append({"psi": psi, "limit": (1 / len(old) + 1 / len(new)) * chance})
# +         rows.append({"psi": psi, "limit": 1 / (len(old) + len(new)) * chance})

# %% wrong: Makes no bin for a category that only the new sample has.
# says: psi is wrong: a category that one sample lacks is
# edits: official
# -             names = sorted(set(old) | set(new))
# +             names = sorted(set(old))
# +             new = new[new.isin(names)]

# %% wrong: Asks for moved features before the relation, and calls a concept shift with other applicants covariate.
# says: a clear case of 'prior' is not recognised
# edits: official
#       """Return the type of drift ("concept", "prior", "covariate", "none") and a feature or None."""
# +     first = psi_by_feature(reference, current, features)
# +     first = first[first["psi"] > first["limit"]]
# +     if not first.empty:
# +         return "covariate", (first["psi"] / first["limit"]).idxmax()

# %% wrong: Asks for the rate of default before the relation.
# says: drift_type, Meridian's months 19 to 20: expected ('concept', 'debt_to_income')
# edits: official
#       score = known["score"].to_numpy(dtype=float)
# +     if abs(np.sum(y - score)) / np.sqrt(np.sum(score * (1 - score))) > 5:
# +         return "prior", None

# %% wrong: Compares outcomes with the raw scores, so that a change of rate looks like a change of relation.
# says: drift_type: four times the odds for all alike
# edits: official
# -     moved = moved_to_rate(score, y.mean())
# +     moved = score

# %% wrong: Forgets to centre the feature.
# says: drift_type, Meridian's months 19 to 20: expected ('concept', 'debt_to_income')
# edits: official
# -         x = x - np.average(x, weights=weight)
# +         x = x + 0.0

# %% wrong: Scales the residual by the plain spread of the feature.
# says: drift_type: z is 5.6 if amount is centred
# edits: official
# -         spread = np.sqrt(np.sum(weight * x**2))
# +         spread = np.sqrt(np.sum(x**2))

# %% wrong: Looks for features that count for more, and misses those that count for less.
# says: a clear case of 'concept' is not recognised
# edits: official
# -         strength[feature] = abs(np.sum(left * x)) / spread if spread > 0 else 0.0
# +         strength[feature] = np.sum(left * x) / spread if spread > 0 else 0.0

# %% wrong: Calls it a prior shift only if more people default.
# says: a clear case of 'prior' is not recognised
# edits: official
# -     if abs(np.sum(y - score)) / np.sqrt(np.sum(score * (1 - score))) > 5:
# +     if np.sum(y - score) / np.sqrt(np.sum(score * (1 - score))) > 5:

# %% wrong: Names the first feature above 5 instead of the strongest.
# says: the feature behind a clear case of 'concept' is wrong
# edits: official
# -         return "concept", max(strength, key=strength.get)
# +         return "concept", next(name for name in strength if strength[name] > 5)

# %% wrong: Names the feature with the largest index, whatever its limit, from all features.
# says: drift_type, Meridian's months 14 to 14: expected ('covariate', 'channel')
# edits: official
# -     return "covariate", (table["psi"] / table["limit"]).idxmax()
# +     return "covariate", table["psi"].idxmin()

# %% wrong: Names the feature with the largest index, whatever its limit.
# says: but channel the larger multiple of its limit
# edits: official
# -     return "covariate", (table["psi"] / table["limit"]).idxmax()
# +     return "covariate", table["psi"].idxmax()

# %% wrong: Centres the feature by its plain mean.
# says: drift_type: z is 5.6 if amount is centred
# edits: official
# -         x = x - np.average(x, weights=weight)
# +         x = x - np.mean(x)

# %% wrong: Calls a relation moved from two standard errors on, which chance passes in one feature of twenty.
# says: drift_type: both |z| are 2.3, which chance explains
# edits: official
# -     if strength and max(strength.values()) > 5:
# +     if strength and max(strength.values()) > 2:

# %% wrong: Calls a rate moved from two standard errors on.
# says: drift_type: both |z| are 2.3, which chance explains
# edits: official
# -     if abs(np.sum(y - score)) / np.sqrt(np.sum(score * (1 - score))) > 5:
# +     if abs(np.sum(y - score)) / np.sqrt(np.sum(score * (1 - score))) > 2:

# %% wrong: Returns the type without the feature.
# says: drift_type, Meridian's months 19 to 20: expected ('concept', 'debt_to_income')
# edits: official
# -         return "concept", max(strength, key=strength.get)
# +         return "concept", None
# ...
# -     return "covariate", (table["psi"] / table["limit"]).idxmax()
# +     return "covariate", None

# %% wrong: Compares the rates of default of the two frames, so that other applicants look like a prior shift.
# says: drift_type: four times the odds for all alike
# edits: official
# -     if abs(np.sum(y - score)) / np.sqrt(np.sum(score * (1 - score))) > 5:
# +     old = reference["defaulted"].dropna()
# +     error = np.sqrt(y.var() / len(y) + old.var() / len(old))
# +     if abs(y.mean() - old.mean()) > 3 * error:

# %% wrong: Judges by the index of the score alone.
# says: twelve times the odds of default for all alike
# edits: official
#       """Return the type of drift ("concept", "prior", "covariate", "none") and a feature or None."""
# +     table = psi_by_feature(reference, current, ["score"])
# +     if table.loc["score", "psi"] > 0.1:
# +         return "covariate", "score"

# %% wrong: Drops every row with a gap and loses the unknown outcomes' features too; then reads the scores of all rows.
# says: a clear case of 'prior' is not recognised
# edits: official
# -     score = known["score"].to_numpy(dtype=float)
# +     score = current["score"].to_numpy(dtype=float)[: len(y)]

# %% wrong: Always finds Meridian's own answer.
# says: drift_type: z is 5.6 if amount is centred
# edits: official
#       """Return the type of drift ("concept", "prior", "covariate", "none") and a feature or None."""
# +     if "debt_to_income" in features and reference["month"].min() > 6:
# +         return "concept", "debt_to_income"
# +     return "covariate", "channel"
