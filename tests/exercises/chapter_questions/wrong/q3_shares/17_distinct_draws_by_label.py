"""Takes draws by their label, which may repeat."""
# cell: q3_shares
def choice_shares(organisations, drawn):
    choices = pd.DataFrame(
        [profile(organisations, row)["choice"] for row in [drawn[~drawn.index.duplicated()].loc[label].to_dict() for label in drawn.index.unique()]]
    )
    shares = {choice: (choices == choice).mean().to_numpy() for choice in CHOICES}
    return pd.DataFrame(shares, index=list(organisations["organisation"]))
