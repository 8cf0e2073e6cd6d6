"""Low and high belong to the smallest and the largest share."""
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
        ].sort_values("share")
        if part.empty:
            rows.append((0, np.nan, np.nan, np.nan, np.nan))
            continue
        first, last = part.iloc[0], part.iloc[-1]
        low = share_interval(first["share"], float(first["respondents"]))[0]
        high = share_interval(last["share"], float(last["respondents"]))[1]
        rows.append((part["survey"].nunique(), first["share"], last["share"], low, high))
    return pd.DataFrame(rows, index=BARS, columns=["surveys", "least", "most", "low", "high"])
