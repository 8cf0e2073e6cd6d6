"""Averages the leans and chooses once, with certainty."""
# cell: q3_shares
def choice_shares(organisations, drawn):
    leans = pd.DataFrame([profile(organisations, row)["lean"].to_numpy() for row in drawn.to_dict("records")])
    mean = leans.mean().to_numpy()
    choices = pd.DataFrame([[choose(v, r) for v, r in zip(mean, organisations["regulation"])]])
    shares = {choice: (choices == choice).mean().to_numpy() for choice in CHOICES}
    return pd.DataFrame(shares, index=list(organisations["organisation"]))
