"""Takes True/False for numbers, as pandas does, and runs Kolmogorov-Smirnov on them."""
# cell: q3_tests
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
