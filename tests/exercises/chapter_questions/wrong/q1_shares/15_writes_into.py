"""Writes the ends into the frame that was handed in."""
# cell: q1_shares
def scaling_shares(surveys):
    """Return surveys, least, most, low and high for each bar."""
    pairs = zip(surveys["share"], surveys["respondents"].fillna(1).astype(float))
    ends = [share_interval(share, respondents) for share, respondents in pairs]
    surveys["low"] = [low for low, _ in ends]
    surveys["high"] = [high for _, high in ends]
    comparable = surveys[
        (surveys["unit"] == "organisations")
        & (surveys["technology"] == "AI")
        & (surveys["evidence"] == "measured")
        & surveys["respondents"].notna()
    ]
    table = comparable.groupby("bar").agg(
        surveys=("survey", "nunique"),
        least=("share", "min"),
        most=("share", "max"),
        low=("low", "min"),
        high=("high", "max"),
    )
    table = table.reindex(BARS)
    return table.assign(surveys=table["surveys"].fillna(0).astype(int))
