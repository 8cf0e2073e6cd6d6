"""Takes the share over organisations instead of draws."""
# cell: q3_shares
def choice_shares(organisations, drawn):
    choices = pd.DataFrame(
        [profile(organisations, row)["choice"] for row in drawn.to_dict("records")]
    )
    shares = {choice: (choices == choice).mean(axis=1).mean() for choice in CHOICES}
    return pd.DataFrame(shares, index=list(organisations["organisation"]))
