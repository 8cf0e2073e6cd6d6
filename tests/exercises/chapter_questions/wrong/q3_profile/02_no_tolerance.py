"""Allows nothing for rounding at the limits."""
# cell: q3_profile
def choose(lean, regulation):
    if lean <= -0.25:
        return CENTRE
    return FEDERATED if lean >= 0.25 and regulation != 1 else HYBRID


def profile(organisations, weights):
    total = sum(weights.values())
    if total == 0:
        raise ValueError("the weights add up to 0")
    names = list(organisations["organisation"])
    lean = sum(
        weight / total * (organisations[criterion].to_numpy() - 3) / 2
        for criterion, weight in weights.items()
    )
    choice = [choose(value, score) for value, score in zip(lean, organisations["regulation"])]
    return pd.DataFrame({"lean": lean, "choice": choice}, index=names)
