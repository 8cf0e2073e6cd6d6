"""One interval for the mean share and all answers together."""
# cell: q1_shares
def scaling_shares(surveys):
    """Return surveys, least, most, low and high for each bar."""
    rows = []
    for bar in BARS:
        part = surveys[
            (surveys["unit"] == "organisations")
            & (surveys["technology"] == "AI")
            & (surveys["evidence"] == "measured")
            & surveys["respondents"].notna()
            & (surveys["bar"] == bar)
        ]
        if part.empty:
            rows.append((0, np.nan, np.nan, np.nan, np.nan))
            continue
        ends = share_interval(part["share"].mean(), float(part["respondents"].sum()))
        rows.append((part["survey"].nunique(), part["share"].min(), part["share"].max(), *ends))
    return pd.DataFrame(rows, index=BARS, columns=["surveys", "least", "most", "low", "high"])
