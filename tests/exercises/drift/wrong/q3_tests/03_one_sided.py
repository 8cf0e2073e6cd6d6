"""Asks for one side only (alternative='less'), so a move in the other direction is missed."""
# cell: q3_tests
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
