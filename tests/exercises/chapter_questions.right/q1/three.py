"""numpy arrays throughout, more columns than asked for, figures picked with masks and isin."""
# cell: q1_interval
def share_interval(share, respondents, confidence=0.95):
    p, n = np.float64(share), np.float64(respondents)
    z = norm.interval(confidence)[1]
    scale = 1 / (1 + z**2 / n)
    centre = scale * (p + z**2 / n / 2)
    half = scale * z / n * np.sqrt(n * p * (1 - p) + z**2 / 4)
    return np.clip(centre - half, 0, 1), np.clip(centre + half, 0, 1)
# cell: q1_shares
def scaling_shares(surveys):
    mask = surveys["unit"].isin(["organisations"]) & surveys["technology"].isin(["AI"])
    mask &= surveys["evidence"].isin(["measured"]) & ~surveys["respondents"].isna()
    good = surveys.loc[mask.to_numpy()]
    table = {}
    for bar in BARS:
        part = good[(good["bar"] == bar).to_numpy()]
        share = part["share"].to_numpy(dtype=float)
        size = part["respondents"].to_numpy(dtype=float)
        ends = np.array([share_interval(p, n) for p, n in zip(share, size)]).reshape(-1, 2)
        some = len(part) > 0
        table[bar] = {
            "figures": len(part),
            "surveys": len(set(part["survey"])),
            "least": share.min() if some else np.nan,
            "most": share.max() if some else np.nan,
            "low": ends[:, 0].min() if some else np.nan,
            "high": ends[:, 1].max() if some else np.nan,
        }
    return pd.DataFrame(table).T
