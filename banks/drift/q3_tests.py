# %% right: library
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

# %% right: loops
import bisect


def _ks_p_value(old, new):
    old, new = sorted(old), sorted(new)
    gap = 0.0
    for value in old + new:
        share_old = bisect.bisect_right(old, value) / len(old)
        share_new = bisect.bisect_right(new, value) / len(new)
        gap = max(gap, abs(share_old - share_new))
    # The asymptotic distribution, with the number of cases rounded as scipy does it.
    size = len(old) * len(new) / (len(old) + len(new))
    return float(stats.kstwo.sf(gap, round(size)))


def _chi_square_p_value(old, new):
    kinds = sorted({str(value) for value in old} | {str(value) for value in new})
    if len(kinds) == 1:
        return 1.0
    total = len(old) + len(new)
    statistic = 0.0
    for kind in kinds:
        seen = [sum(str(value) == kind for value in sample) for sample in (old, new)]
        for count, sample in zip(seen, (old, new)):
            expected = sum(seen) * len(sample) / total
            statistic += (count - expected) ** 2 / expected
    return float(stats.chi2.sf(statistic, len(kinds) - 1))


def two_sample_p_values(reference, current, features):
    answer = {}
    for feature in features:
        old = [value for value in reference[feature] if not pd.isna(value)]
        new = [value for value in current[feature] if not pd.isna(value)]
        is_number = not isinstance(old[0], (str, bool, np.bool_))
        answer[feature] = _ks_p_value(old, new) if is_number else _chi_square_p_value(old, new)
    return pd.Series([answer[feature] for feature in features], index=features)

# %% right: vectorised
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

# %% wrong: Compares means with Welch's t-test instead of distributions with Kolmogorov-Smirnov.
# says: age, Kolmogorov-Smirnov, two-sided, without the missing value: expected about
def two_sample_p_values(reference, current, features):
    result = {}
    for f in features:
        a, b = reference[f].dropna(), current[f].dropna()
        if pd.api.types.is_numeric_dtype(a) and a.dtype != bool:
            result[f] = stats.ttest_ind(a, b, equal_var=False).pvalue
        else:
            table = pd.crosstab(
                np.repeat(["old", "new"], [len(a), len(b)]),
                np.concatenate([a.astype(object), b.astype(object)]),
            )
            result[f] = stats.chi2_contingency(table, correction=False).pvalue
    return pd.Series(result, index=features)

# %% wrong: Lets value_counts list categories that neither sample has, and the test cannot take a column of 0.
# says: ValueError
def two_sample_p_values(reference, current, features):
    p_values = {}
    for feature in features:
        old, new = reference[feature].dropna(), current[feature].dropna()
        if pd.api.types.is_numeric_dtype(old) and not pd.api.types.is_bool_dtype(old):
            p_values[feature] = stats.ks_2samp(old, new, method="asymp").pvalue
        else:
            counts = pd.concat([old.value_counts(), new.value_counts()], axis=1).fillna(0)
            p_values[feature] = stats.chi2_contingency(counts, correction=False).pvalue
    return pd.Series(p_values, index=list(features))

# %% wrong: Asks for one side only (alternative='less'), so a move in the other direction is missed.
# says: age, Kolmogorov-Smirnov, two-sided, without the missing value: expected about
def two_sample_p_values(reference, current, features):
    p = []
    for name in features:
        old = reference[name].dropna()
        new = current[name].dropna()
        if old.dtype.kind in "iuf":
            p.append(stats.ks_2samp(old, new, alternative="less", method="asymp").pvalue)
            continue
        kinds = sorted(set(old.astype(str)) | set(new.astype(str)))
        table = [[(s.astype(str) == k).sum() for k in kinds] for s in (old, new)]
        p.append(stats.chi2_contingency(table, correction=False).pvalue)
    return pd.Series(p, index=features)

# %% wrong: Leaves scipy's continuity correction on, which changes every feature with two categories.
# says: (no continuity correction, the missing answer left out): expected
def two_sample_p_values(reference, current, features):
    out = pd.Series(index=features, dtype=float)
    for feature in features:
        old, new = reference[feature].dropna(), current[feature].dropna()
        if pd.api.types.is_numeric_dtype(old) and not pd.api.types.is_bool_dtype(old):
            out[feature] = stats.ks_2samp(old, new, method="asymp").pvalue
        else:
            old, new = old.astype(str), new.astype(str)
            table = pd.DataFrame({"old": old.value_counts(), "new": new.value_counts()}).fillna(0)
            out[feature] = stats.chi2_contingency(table).pvalue
    return out

# %% wrong: Tests the new counts against the old shares as if those were exact (goodness of fit, one sample).
# says: channel, chi-square on 100/60/40 against 76/72/52: expected 0.0516
def two_sample_p_values(reference, current, features):
    p_values = {}
    for feature in features:
        old, new = reference[feature].dropna(), current[feature].dropna()
        if pd.api.types.is_numeric_dtype(old) and old.dtype != bool:
            p_values[feature] = stats.ks_2samp(old, new, method="asymp").pvalue
        else:
            old, new = old.astype(str), new.astype(str)
            kinds = old.unique()
            seen = new[new.isin(kinds)].value_counts().reindex(kinds, fill_value=0)
            share = old.value_counts(normalize=True).reindex(kinds)
            if len(kinds) == 1:
                p_values[feature] = 1.0
            else:
                p_values[feature] = stats.chisquare(seen, share * seen.sum()).pvalue
    return pd.Series(p_values)

# %% wrong: Takes the first value of the result, the statistic, for the p-value.
# says: age, Kolmogorov-Smirnov, two-sided, without the missing value: expected about
def two_sample_p_values(reference, current, features):
    found = {}
    for feature in features:
        old, new = reference[feature].dropna(), current[feature].dropna()
        if old.dtype.kind in "iuf":
            found[feature] = stats.ks_2samp(old, new, method="asymp")[0]
        else:
            labels = np.repeat(["old", "new"], [len(old), len(new)])
            values = np.concatenate([old.astype(str), new.astype(str)])
            table = pd.crosstab(labels, values)
            found[feature] = stats.chi2_contingency(table, correction=False)[0]
    return pd.Series(found)[features]

# %% wrong: Takes True/False for numbers, as pandas does, and runs Kolmogorov-Smirnov on them.
# says: member, True or False, is a category
from pandas.api.types import is_numeric_dtype


def two_sample_p_values(reference, current, features):
    p_values = []
    for feature in features:
        x, y = reference[feature].dropna(), current[feature].dropna()
        if is_numeric_dtype(x):
            x, y = x.astype(float), y.astype(float)
            p_values.append(stats.ks_2samp(x, y, method="asymp").pvalue)
        else:
            x, y = x.astype(str), y.astype(str)
            table = pd.concat([x.value_counts(), y.value_counts()], axis=1).fillna(0)
            p_values.append(stats.chi2_contingency(table, correction=False).pvalue)
    return pd.Series(p_values, index=features)

# %% wrong: Makes 'missing' a category of its own and replaces missing numbers by 0.
# says: age, Kolmogorov-Smirnov, two-sided, without the missing value: expected about
def two_sample_p_values(reference, current, features):
    answer = {}
    for feature in features:
        if reference[feature].dtype.kind in "iuf":
            old, new = reference[feature].fillna(0), current[feature].fillna(0)
            answer[feature] = stats.ks_2samp(old, new, method="asymp").pvalue
        else:
            old = reference[feature].astype(object).fillna("missing").value_counts()
            new = current[feature].astype(object).fillna("missing").value_counts()
            table = pd.DataFrame({"old": old, "new": new}).fillna(0)
            answer[feature] = stats.chi2_contingency(table, correction=False).pvalue
    return pd.Series(answer, index=list(features))

# %% wrong: Drops every row that misses any of the features, instead of feature by feature.
# says: channel, chi-square on 100/60/40 against 76/72/52: expected 0.0516
def two_sample_p_values(reference, current, features):
    reference = reference[features].dropna()
    current = current[features].dropna()
    p_values = {}
    for feature in features:
        old, new = reference[feature], current[feature]
        if pd.api.types.is_numeric_dtype(old) and not pd.api.types.is_bool_dtype(old):
            p_values[feature] = stats.ks_2samp(old, new, method="asymp").pvalue
        else:
            counts = pd.DataFrame(
                {"a": old.astype(str).value_counts(), "b": new.astype(str).value_counts()}
            ).fillna(0)
            p_values[feature] = stats.chi2_contingency(counts, correction=False).pvalue
    return pd.Series(p_values)

# %% wrong: Keeps only the categories that both samples have, so a new category changes nothing.
# says: the p-value is wrong when a category is in one
def two_sample_p_values(reference, current, features):
    p = {}
    for feature in features:
        old, new = reference[feature].dropna(), current[feature].dropna()
        if old.dtype.kind in "iuf":
            p[feature] = stats.kstest(old, new, method="asymp").pvalue
            continue
        old, new = old.astype(str), new.astype(str)
        table = pd.concat([old.value_counts(), new.value_counts()], axis=1, join="inner")
        p[feature] = stats.chi2_contingency(table, correction=False).pvalue
    return pd.Series(p)

# %% wrong: Tests all numbers first and then the others, and returns them in that order.
# says: the index should be the features in the order asked
def two_sample_p_values(reference, current, features):
    numeric = reference[features].select_dtypes("number").columns
    result = {}
    for feature in numeric:
        result[feature] = stats.ks_2samp(
            reference[feature].dropna(), current[feature].dropna(), method="asymp"
        ).pvalue
    for feature in features:
        if feature in numeric:
            continue
        old = reference[feature].dropna().astype(str).value_counts()
        new = current[feature].dropna().astype(str).value_counts()
        table = pd.DataFrame({"old": old, "new": new}).fillna(0)
        result[feature] = stats.chi2_contingency(table, correction=False).pvalue
    return pd.Series(result)

# %% wrong: Looks the feature up in Meridian's list of numbers, so every other lender's number is a category.
# says: the p-value of a feature with decimals is wrong
def two_sample_p_values(reference, current, features):
    p_values = []
    for feature in features:
        old, new = reference[feature].dropna(), current[feature].dropna()
        if feature in NUMERIC:
            p_values.append(stats.ks_2samp(old, new, method="asymp").pvalue)
        else:
            old, new = old.astype(str), new.astype(str)
            counts = pd.DataFrame({"old": old.value_counts(), "new": new.value_counts()}).fillna(0)
            p_values.append(stats.chi2_contingency(counts, correction=False).pvalue)
    return pd.Series(p_values, index=features)

# %% wrong: Feeds the chi-square test with shares, as if each sample had one case.
# says: channel, chi-square on 100/60/40 against 76/72/52: expected 0.0516
def two_sample_p_values(reference, current, features):
    p_values = {}
    for feature in features:
        old, new = reference[feature].dropna(), current[feature].dropna()
        if old.dtype.kind in "iuf":
            p_values[feature] = stats.ks_2samp(old, new, method="asymp").pvalue
        else:
            table = pd.DataFrame(
                {
                    "old": old.astype(str).value_counts(normalize=True),
                    "new": new.astype(str).value_counts(normalize=True),
                }
            ).fillna(0)
            p_values[feature] = stats.chi2_contingency(table, correction=False).pvalue
    return pd.Series(p_values, index=features)

# %% wrong: Builds the table as crosstab(old, new), which pairs unrelated rows of the two samples.
# says: channel, chi-square on 100/60/40 against 76/72/52: expected 0.0516
def two_sample_p_values(reference, current, features):
    values = []
    for feature in features:
        old = reference[feature].dropna().reset_index(drop=True)
        new = current[feature].dropna().reset_index(drop=True)
        if old.dtype.kind in "iuf":
            values.append(stats.ks_2samp(old, new, method="asymp").pvalue)
        else:
            table = pd.crosstab(old.astype(str), new.astype(str))
            values.append(stats.chi2_contingency(table, correction=False).pvalue)
    return pd.Series(values, index=features)

# %% wrong: Tests the new numbers against a normal distribution fitted to the old ones (one sample).
# says: age, Kolmogorov-Smirnov, two-sided, without the missing value: expected about
def two_sample_p_values(reference, current, features):
    p_values = {}
    for feature in features:
        old, new = reference[feature].dropna(), current[feature].dropna()
        if old.dtype.kind in "iuf":
            model = stats.norm(old.mean(), old.std())
            p_values[feature] = stats.ks_1samp(new, model.cdf).pvalue
        else:
            old, new = old.astype(str), new.astype(str)
            counts = pd.concat([old.value_counts(), new.value_counts()], axis=1).fillna(0)
            p_values[feature] = stats.chi2_contingency(counts, correction=False).pvalue
    return pd.Series(p_values, index=features)

# %% wrong: Leaves out categories with an expected count below five, a rule of thumb that nobody asked for.
# says: the p-value is wrong when a category is in one
def two_sample_p_values(reference, current, features):
    def chi_square(old, new):
        table = pd.DataFrame({"old": old.value_counts(), "new": new.value_counts()}).fillna(0)
        expected = np.outer(table.sum(axis=1), table.sum()) / table.to_numpy().sum()
        table = table[(expected >= 5).all(axis=1)]
        if len(table) < 2:
            return 1.0
        return stats.chi2_contingency(table, correction=False).pvalue

    p_values = {}
    for feature in features:
        old, new = reference[feature].dropna(), current[feature].dropna()
        if old.dtype.kind in "iuf":
            p_values[feature] = stats.ks_2samp(old, new, method="asymp").pvalue
        else:
            p_values[feature] = chi_square(old.astype(str), new.astype(str))
    return pd.Series(p_values)

# %% wrong: Numbers the categories in the order of the alphabet and runs Kolmogorov-Smirnov on the codes.
# says: channel, chi-square on 100/60/40 against 76/72/52: expected 0.0516
def two_sample_p_values(reference, current, features):
    p_values = {}
    for feature in features:
        old, new = reference[feature].dropna(), current[feature].dropna()
        if old.dtype.kind not in "iuf":
            kinds = sorted(set(old.astype(str)) | set(new.astype(str)))
            code = {kind: place for place, kind in enumerate(kinds)}
            old = old.astype(str).map(code)
            new = new.astype(str).map(code)
        p_values[feature] = stats.ks_2samp(old, new, method="asymp").pvalue
    return pd.Series(p_values, index=features)

# %% wrong: Cuts the longer sample to the length of the shorter one before testing.
# says: (no continuity correction, the missing answer left out): expected
def two_sample_p_values(reference, current, features):
    p_values = {}
    for feature in features:
        old, new = reference[feature].dropna(), current[feature].dropna()
        n = min(len(old), len(new))
        old, new = old.iloc[:n], new.iloc[:n]
        if old.dtype.kind in "iuf":
            p_values[feature] = stats.ks_2samp(old, new, method="asymp").pvalue
        else:
            table = pd.DataFrame(
                {"old": old.astype(str).value_counts(), "new": new.astype(str).value_counts()}
            ).fillna(0)
            p_values[feature] = stats.chi2_contingency(table, correction=False).pvalue
    return pd.Series(p_values, index=features)

# %% wrong: Writes the categories back into the frames as text, which changes them and turns gaps into 'nan'.
# says: a frame was changed; work on copies
def two_sample_p_values(reference, current, features):
    p_values = {}
    for feature in features:
        if reference[feature].dtype.kind not in "iuf":
            reference[feature] = reference[feature].astype(object).astype(str)
            current[feature] = current[feature].astype(object).astype(str)
        old, new = reference[feature].dropna(), current[feature].dropna()
        if old.dtype.kind in "iuf":
            p_values[feature] = stats.ks_2samp(old, new, method="asymp").pvalue
        else:
            counts = pd.DataFrame({"old": old.value_counts(), "new": new.value_counts()}).fillna(0)
            p_values[feature] = stats.chi2_contingency(counts, correction=False).pvalue
    return pd.Series(p_values, index=list(features))

# %% wrong: Uses the likelihood-ratio (G) statistic instead of Pearson's.
# says: the p-value is wrong when a category is in one
def two_sample_p_values(reference, current, features):
    p_values = {}
    for feature in features:
        old, new = reference[feature].dropna(), current[feature].dropna()
        if old.dtype.kind in "iuf":
            p_values[feature] = stats.ks_2samp(old, new, method="asymp").pvalue
        else:
            old, new = old.astype(str), new.astype(str)
            counts = pd.DataFrame({"old": old.value_counts(), "new": new.value_counts()}).fillna(0)
            p_values[feature] = stats.chi2_contingency(
                counts, correction=False, lambda_="log-likelihood"
            ).pvalue
    return pd.Series(p_values, index=list(features))

# %% wrong: Takes a number with at most ten distinct values for a category and tests it with chi-square.
# says: the p-value of a whole number with few values is
def is_category(column):
    return not pd.api.types.is_numeric_dtype(column) or column.nunique() <= 10


def two_sample_p_values(reference, current, features):
    p_values = {}
    for feature in features:
        old, new = reference[feature].dropna(), current[feature].dropna()
        if is_category(old):
            old, new = old.astype(str), new.astype(str)
            counts = pd.DataFrame({"old": old.value_counts(), "new": new.value_counts()}).fillna(0)
            p_values[feature] = stats.chi2_contingency(counts, correction=False).pvalue
        else:
            p_values[feature] = stats.ks_2samp(old, new, method="asymp").pvalue
    return pd.Series(p_values, index=list(features))

# %% wrong: Answers 1 as soon as the reference has one single category, also when current brings new ones.
# says: the p-value is wrong when the reference has one category
def two_sample_p_values(reference, current, features):
    p_values = {}
    for feature in features:
        old, new = reference[feature].dropna(), current[feature].dropna()
        if old.dtype.kind in "iuf":
            p_values[feature] = stats.ks_2samp(old, new, method="asymp").pvalue
        elif old.nunique() == 1:
            p_values[feature] = 1.0
        else:
            old, new = old.astype(str), new.astype(str)
            counts = pd.concat([old.value_counts(), new.value_counts()], axis=1).fillna(0)
            p_values[feature] = stats.chi2_contingency(counts, correction=False).pvalue
    return pd.Series(p_values, index=features)
