"""Aligns the ends by index labels, which repeat."""
# cell: q1_shares
def scaling_shares(surveys):
    """Return surveys, least, most, low and high for each bar."""
    good = surveys[
        (surveys["unit"] == "organisations")
        & (surveys["technology"] == "AI")
        & (surveys["evidence"] == "measured")
        & surveys["respondents"].notna()
    ]
    good = surveys.loc[good.index]
    rows = []
    for bar in BARS:
        part = good[good["bar"] == bar]
        if part.empty:
            rows.append((0, np.nan, np.nan, np.nan, np.nan))
            continue
        ends = [share_interval(s, float(n)) for s, n in zip(part["share"], part["respondents"].fillna(1))]
        low, high = min(e[0] for e in ends), max(e[1] for e in ends)
        rows.append((part["survey"].nunique(), part["share"].min(), part["share"].max(), low, high))
    return pd.DataFrame(rows, index=BARS, columns=["surveys", "least", "most", "low", "high"])
