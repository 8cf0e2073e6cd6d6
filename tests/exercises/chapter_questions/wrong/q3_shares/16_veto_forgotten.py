"""Judges by the lean alone, without regulation."""
# cell: q3_shares
def choice_shares(organisations, drawn):
    choices = pd.DataFrame([[choose(v, 5) for v in profile(organisations, row)["lean"]] for row in drawn.to_dict("records")])
    shares = {choice: (choices == choice).mean().to_numpy() for choice in CHOICES}
    return pd.DataFrame(shares, index=list(organisations["organisation"]))
