# %% right: loops
# Loops and sums by hand, the two limits one after the other.
def choose(lean, regulation):
    lean = round(lean, 9)
    if lean <= -0.25:
        return "centre of excellence"
    if lean < 0.25:
        return "hybrid"
    if regulation == 1:
        return "hybrid"
    return "federated"


def profile(organisations, weights):
    if sum(weights.values()) == 0:
        raise ValueError("no criterion has a weight")
    rows = []
    for firm in organisations.to_dict("records"):
        points = 0
        for criterion in weights:
            points += weights[criterion] * (firm[criterion] - 3) / 2
        lean = points / sum(weights.values())
        rows.append([lean, choose(lean, firm["regulation"])])
    return pd.DataFrame(
        rows, columns=["lean", "choice"], index=organisations["organisation"].tolist()
    )

# %% right: arrays
# np.average, a dictionary of rules, choices worked out on both sides of sorted weights.
def choose(lean, regulation):
    if lean > -0.25 and not np.isclose(lean, -0.25, atol=1e-9, rtol=0):
        is_local = lean > 0.25 or np.isclose(lean, 0.25, atol=1e-9, rtol=0)
        return FEDERATED if is_local and regulation >= 2 else HYBRID
    return CENTRE


def profile(organisations, weights):
    given = list(weights.values())
    if not any(given):
        raise ValueError(f"weights are {weights}; at least one must be above 0")
    leans = organisations[list(weights)].sub(3).div(2)
    lean = np.average(leans.to_numpy(dtype=float), axis=1, weights=given)
    result = organisations[["organisation", "regulation"]].assign(lean=lean)
    result["choice"] = result.apply(lambda row: choose(row["lean"], row["regulation"]), axis=1)
    return result.set_index("organisation")[["lean", "choice"]]

# %% right: library
# Matrix products, np.select, flips from roots and a look at the sign of the move.
def choose(lean, regulation):
    return str(
        np.select(
            [lean < -0.25 + 1e-9, lean > 0.25 - 1e-9 and regulation > 1],
            [CENTRE, FEDERATED],
            HYBRID,
        )
    )


def profile(organisations, weights):
    given = pd.Series(weights, dtype=float)
    if given.sum() == 0:
        raise ValueError("give at least one criterion a weight")
    scores = organisations[list(given.index)].astype(float).to_numpy()
    lean = (scores @ given.to_numpy() / given.sum() - 3) / 2
    table = pd.DataFrame({"lean": lean}, index=organisations["organisation"].to_numpy())
    table["choice"] = [choose(*pair) for pair in zip(lean, organisations["regulation"].to_numpy())]
    return table

# %% wrong: Counts a lean exactly at a limit as hybrid.
# says: lean -0.25, regulation 3: expected 'centre of excellence'
# edits: official
# -     if lean <= -0.25 + 1e-9:
# +     if lean < -0.25 - 1e-9:
#           return CENTRE
# -     return FEDERATED if lean >= 0.25 - 1e-9 and regulation != 1 else HYBRID
# +     return FEDERATED if lean > 0.25 + 1e-9 and regulation != 1 else HYBRID

# %% wrong: Allows nothing for rounding at the limits.
# says: lean 0.249999999999, regulation 3
# edits: official
# -     if lean <= -0.25 + 1e-9:
# +     if lean <= -0.25:
#           return CENTRE
# -     return FEDERATED if lean >= 0.25 - 1e-9 and regulation != 1 else HYBRID
# +     return FEDERATED if lean >= 0.25 and regulation != 1 else HYBRID

# %% wrong: Lets a firm under heavy regulation be federated.
# says: lean 0.9, regulation 1: expected 'hybrid'
# edits: official
# -     return FEDERATED if lean >= 0.25 - 1e-9 and regulation != 1 else HYBRID
# +     return FEDERATED if lean >= 0.25 - 1e-9 else HYBRID

# %% wrong: Turns heavy regulation into a centre whatever the rest says.
# says: lean 0.9, regulation 1: expected 'hybrid'
# edits: official
# -     if lean <= -0.25 + 1e-9:
# +     if lean <= -0.25 + 1e-9 or regulation == 1:

# %% wrong: Makes every firm under heavy regulation a hybrid.
# says: lean -0.9, regulation 1: expected 'centre of excellence'
# edits: official
#       """Return the operating model for a lean and a score of regulation."""
# +     if regulation == 1:
# +         return HYBRID

# %% wrong: Rules out federated at a regulation of 2, too.
# says: lean 0.25, regulation 2: expected 'federated'
# edits: official
# -     return FEDERATED if lean >= 0.25 - 1e-9 and regulation != 1 else HYBRID
# +     return FEDERATED if lean >= 0.25 - 1e-9 and regulation > 2 else HYBRID

# %% wrong: Rules out federated where regulation is lightest.
# says: lean 0.9, regulation 1: expected 'hybrid'
# edits: official
# -     return FEDERATED if lean >= 0.25 - 1e-9 and regulation != 1 else HYBRID
# +     return FEDERATED if lean >= 0.25 - 1e-9 and regulation != 5 else HYBRID

# %% wrong: Reads a negative lean as federated.
# says: lean -0.25, regulation 3: expected 'centre of excellence'
# edits: official
# -         return CENTRE
# -     return FEDERATED if lean >= 0.25 - 1e-9 and regulation != 1 else HYBRID
# +         return FEDERATED
# +     return CENTRE if lean >= 0.25 - 1e-9 and regulation != 1 else HYBRID

# %% wrong: Knows only two models and decides by the sign.
# says: lean 0.1, regulation 5: expected 'hybrid'
# edits: official
# -     if lean <= -0.25 + 1e-9:
# +     if lean < 0:
#           return CENTRE
# -     return FEDERATED if lean >= 0.25 - 1e-9 and regulation != 1 else HYBRID
# +     return FEDERATED

# %% wrong: Uses a third as the limit.
# says: lean -0.25, regulation 3: expected 'centre of excellence'
# edits: official
# -     if lean <= -0.25 + 1e-9:
# +     if lean <= -0.33 + 1e-9:
#           return CENTRE
# -     return FEDERATED if lean >= 0.25 - 1e-9 and regulation != 1 else HYBRID
# +     return FEDERATED if lean >= 0.33 - 1e-9 and regulation != 1 else HYBRID

# %% wrong: Forgets to divide by the sum of the weights.
# says: Birch Retail Group: expected a lean of
# edits: official
# -         weight / total * (organisations[criterion].to_numpy() - 3) / 2
# +         weight * (organisations[criterion].to_numpy() - 3) / 2

# %% wrong: Divides by the number of criteria.
# says: Birch Retail Group: expected a lean of
# edits: official
# -         weight / total * (organisations[criterion].to_numpy() - 3) / 2
# +         weight / len(weights) * (organisations[criterion].to_numpy() - 3) / 2

# %% wrong: Ignores the weights.
# says: Birch Retail Group: expected a lean of
# edits: official
# -         weight / total * (organisations[criterion].to_numpy() - 3) / 2
# +         1 / len(weights) * (organisations[criterion].to_numpy() - 3) / 2

# %% wrong: Takes the mean score from 1 to 5 for the lean.
# says: Birch Retail Group: expected a lean of
# edits: official
# -         weight / total * (organisations[criterion].to_numpy() - 3) / 2
# +         weight / total * organisations[criterion].to_numpy()

# %% wrong: Scales scores from 0 to 1 instead of -1 to 1.
# says: Birch Retail Group: expected a lean of
# edits: official
# -         weight / total * (organisations[criterion].to_numpy() - 3) / 2
# +         weight / total * (organisations[criterion].to_numpy() - 1) / 4

# %% wrong: Forgets to divide by 2, so that leans go from -2 to 2.
# says: Birch Retail Group: expected a lean of
# edits: official
# -         weight / total * (organisations[criterion].to_numpy() - 3) / 2
# +         weight / total * (organisations[criterion].to_numpy() - 3)

# %% wrong: Centres each criterion on the firms' own mean.
# says: Birch Retail Group: expected a lean of
# edits: official
# -         weight / total * (organisations[criterion].to_numpy() - 3) / 2
# +         weight / total * (organisations[criterion].to_numpy() - organisations[criterion].mean()) / 2

# %% wrong: Always uses all seven criteria, with weight 1 where none is given.
# says: as the only weights, Cedar leans
# edits: official
#       """Return lean and choice of each organisation."""
# +     if sum(weights.values()) == 0:
# +         raise ValueError("the weights add up to 0")
# +     every = ["talent", "diversity", "regulation", "speed", "size", "funding", "platform"]
# +     weights = {name: weights.get(name, 1) for name in every if name in organisations}

# %% wrong: Applies the veto only if regulation has a weight.
# says: that counts whatever its weight
# edits: official
# -     choice = [choose(value, score) for value, score in zip(lean, organisations["regulation"])]
# +     choice = [choose(value, score if weights.get("regulation") else 5) for value, score in zip(lean, organisations["regulation"])]

# %% wrong: Gives a hybrid for weights that add up to 0.
# says: weights that add up to
# edits: official
# -         raise ValueError("the weights add up to 0")
# +         total = 1

# %% wrong: Keeps the index of the frame instead of the names.
# says: the names are the index, in order
# edits: official
# -     return pd.DataFrame({"lean": lean, "choice": choice}, index=names)
# +     return pd.DataFrame({"lean": lean, "choice": choice}, index=organisations.index)

# %% wrong: Sorts the firms by name.
# says: the names are not the index, in order
# edits: official
# -     return pd.DataFrame({"lean": lean, "choice": choice}, index=names)
# +     return pd.DataFrame({"lean": lean, "choice": choice}, index=names).sort_index()

# %% wrong: Writes the lean into the frame that was handed in.
# says: what was handed in has been changed
# edits: official
#       )
# +     organisations["lean"] = lean

# %% wrong: Rounds the lean to one decimal before choosing.
# says: Birch Retail Group: expected a lean of
# edits: official
#       )
# +     lean = lean.round(1)
