"""Answers 1 as soon as the reference has one single category, also when current brings new ones."""


# cell: q3_tests
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
