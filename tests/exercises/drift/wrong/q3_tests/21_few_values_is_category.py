"""Takes a number with at most ten distinct values for a category and tests it with chi-square."""


# cell: q3_tests
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
