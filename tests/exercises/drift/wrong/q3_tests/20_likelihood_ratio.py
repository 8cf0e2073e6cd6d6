"""Uses the likelihood-ratio (G) statistic instead of Pearson's."""
# cell: q3_tests
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
