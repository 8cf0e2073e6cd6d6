"""Has no column for a choice that never comes up."""
# cell: q3_shares
def choice_shares(organisations, drawn):
    choices = pd.DataFrame(
        [profile(organisations, row)["choice"] for row in drawn.to_dict("records")]
    )
    shares = {choice: (choices == choice).mean().to_numpy() for choice in CHOICES}
    table = pd.DataFrame(shares, index=list(organisations["organisation"]))
    return table.loc[:, table.sum() > 0]
