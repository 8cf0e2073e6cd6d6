"""Leaves out categories with an expected count below five, a rule of thumb that nobody asked for."""
# cell: q3_tests
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
