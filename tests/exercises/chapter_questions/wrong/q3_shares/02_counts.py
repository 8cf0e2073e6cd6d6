"""Gives counts instead of shares."""
# cell: q3_shares
def choice_shares(organisations, drawn):
    choices = pd.DataFrame(
        [profile(organisations, row)["choice"] for row in drawn.to_dict("records")]
    )
    shares = {choice: (choices == choice).sum().to_numpy() for choice in CHOICES}
    return pd.DataFrame(shares, index=list(organisations["organisation"]))
