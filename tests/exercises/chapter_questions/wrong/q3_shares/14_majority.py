"""Gives 1 to the choice that comes up most, and 0 to the others."""
# cell: q3_shares
def choice_shares(organisations, drawn):
    choices = pd.DataFrame(
        [profile(organisations, row)["choice"] for row in drawn.to_dict("records")]
    )
    shares = {choice: (choices == choice).mean().to_numpy() for choice in CHOICES}
    table = pd.DataFrame(shares, index=list(organisations["organisation"]))
    return table.eq(table.max(axis=1), axis=0).astype(float)
