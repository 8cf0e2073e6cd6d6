"""Looks the feature up in Meridian's list of numbers, so every other lender's number is a category."""
# cell: q3_tests
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
