"""Returns the type without the feature."""
# cell: q4_drift
def psi_by_feature(reference, current, features):
    rows = []
    for feature in features:
        old, new = reference[feature].dropna(), current[feature].dropna()
        if pd.api.types.is_numeric_dtype(old):
            edges = np.unique(np.quantile(old, np.arange(1, 10) / 10))
            bins = len(edges) + 1
            places = [np.searchsorted(edges, sample) for sample in (old, new)]
        else:
            names = sorted(set(old) | set(new))
            bins = len(names)
            places = [sample.map(names.index).astype(int) for sample in (old, new)]
        e, a = (np.maximum(np.bincount(at, minlength=bins) / len(at), 1e-4) for at in places)
        psi = np.sum((a - e) * np.log(a / e))
        chance = stats.chi2.ppf(0.999, bins - 1) if bins > 1 else 0.0
        rows.append({"psi": psi, "limit": (1 / len(old) + 1 / len(new)) * chance})
    return pd.DataFrame(rows, index=list(features))


def drift_type(reference, current, features):
    known = current[current["defaulted"].notna()]
    y = known["defaulted"].to_numpy(dtype=float)
    score = known["score"].to_numpy(dtype=float)
    moved = moved_to_rate(score, y.mean())
    strength = {}
    for feature in features:
        if not pd.api.types.is_numeric_dtype(known[feature]):
            continue
        there = known[feature].notna().to_numpy()
        x, left = known[feature].to_numpy(dtype=float)[there], (y - moved)[there]
        weight = (moved * (1 - moved))[there]
        x = x - np.average(x, weights=weight)
        spread = np.sqrt(np.sum(weight * x**2))
        strength[feature] = abs(np.sum(left * x)) / spread if spread > 0 else 0.0
    if strength and max(strength.values()) > 5:
        return "concept", None
    if abs(np.sum(y - score)) / np.sqrt(np.sum(score * (1 - score))) > 5:
        return "prior", None
    table = psi_by_feature(reference, current, features)
    table = table[table["psi"] > table["limit"]]
    if table.empty:
        return "none", None
    return "covariate", None
