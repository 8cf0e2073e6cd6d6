"""The intervals are 99% intervals."""
# cell: q1_shares
def scaling_shares(surveys):
    """Return surveys, least, most, low and high for each bar."""
    comparable = surveys[
        (surveys["unit"] == "organisations")
        & (surveys["technology"] == "AI")
        & (surveys["evidence"] == "measured")
        & surveys["respondents"].notna()
    ]
    pairs = zip(comparable["share"], comparable["respondents"].astype(float))
    ends = [share_interval(share, respondents, 0.99) for share, respondents in pairs]
    comparable = comparable.assign(low=[low for low, _ in ends], high=[high for _, high in ends])
    table = comparable.groupby("bar").agg(
        surveys=("survey", "nunique"),
        least=("share", "min"),
        most=("share", "max"),
        low=("low", "min"),
        high=("high", "max"),
    )
    table = table.reindex(BARS)
    return table.assign(surveys=table["surveys"].fillna(0).astype(int))
