# %% right: loops
def choice_shares(organisations, drawn):
    names = list(organisations["organisation"])
    counts = np.zeros((len(names), 3))
    for _, row in drawn.iterrows():
        for place, choice in enumerate(profile(organisations, row.to_dict())["choice"]):
            counts[place, CHOICES.index(choice)] += 1
    return pd.DataFrame(counts / len(drawn), index=names, columns=CHOICES)

# %% right: arrays
def choice_shares(organisations, drawn):
    records = drawn.to_dict("records")
    answers = np.array([profile(organisations, record)["choice"].tolist() for record in records])
    return pd.DataFrame(
        np.column_stack([np.mean(answers == choice, axis=0) for choice in CHOICES]),
        columns=CHOICES,
        index=organisations["organisation"].tolist(),
    )

# %% right: library
def choice_shares(organisations, drawn):
    table = pd.concat(
        [
            profile(organisations, dict(zip(drawn.columns, row)))["choice"]
            for row in drawn.to_numpy()
        ]
    )
    shares = pd.crosstab(table.index, table).reindex(
        index=organisations["organisation"], columns=CHOICES, fill_value=0
    ) / len(drawn)
    return shares

# %% wrong: Averages the draws and chooses once.
# says: the leans of one are -0.5, 0, 0.5 and 0.8
# edits: official
# -         [profile(organisations, row)["choice"] for row in drawn.to_dict("records")]
# +         [profile(organisations, row)["choice"] for row in [drawn.mean().to_dict()]]

# %% wrong: Gives counts instead of shares.
# says: the leans of one are -0.5, 0, 0.5 and 0.8
# edits: official
# -     shares = {choice: (choices == choice).mean().to_numpy() for choice in CHOICES}
# +     shares = {choice: (choices == choice).sum().to_numpy() for choice in CHOICES}

# %% wrong: Gives per cent.
# says: the leans of one are -0.5, 0, 0.5 and 0.8
# edits: official
# -     shares = {choice: (choices == choice).mean().to_numpy() for choice in CHOICES}
# +     shares = {choice: 100 * (choices == choice).mean().to_numpy() for choice in CHOICES}

# %% wrong: Takes the share over organisations instead of draws.
# says: the leans of one are -0.5, 0, 0.5 and 0.8
# edits: official
# -     shares = {choice: (choices == choice).mean().to_numpy() for choice in CHOICES}
# +     shares = {choice: (choices == choice).mean(axis=1).mean() for choice in CHOICES}

# %% wrong: Looks at the first draw only.
# says: the leans of one are -0.5, 0, 0.5 and 0.8
# edits: official
# -         [profile(organisations, row)["choice"] for row in drawn.to_dict("records")]
# +         [profile(organisations, row)["choice"] for row in drawn.to_dict("records")[:1]]

# %% wrong: Leaves out the last draw.
# says: the leans of one are -0.5, 0, 0.5 and 0.8
# edits: official
# -         [profile(organisations, row)["choice"] for row in drawn.to_dict("records")]
# +         [profile(organisations, row)["choice"] for row in drawn.to_dict("records")[:-1]]

# %% wrong: Looks at the first hundred draws.
# says: a share is wrong; each draw is a set of
# edits: official
# -         [profile(organisations, row)["choice"] for row in drawn.to_dict("records")]
# +         [profile(organisations, row)["choice"] for row in drawn.to_dict("records")[:100]]

# %% wrong: Has no column for a choice that never comes up.
# says: a choice that never comes up has a column
# edits: official
# -     return pd.DataFrame(shares, index=list(organisations["organisation"]))
# +     table = pd.DataFrame(shares, index=list(organisations["organisation"]))
# +     return table.loc[:, table.sum() > 0]

# %% wrong: Sorts the columns by name.
# says: the columns are CHOICES, in order
# edits: official
# -     return pd.DataFrame(shares, index=list(organisations["organisation"]))
# +     return pd.DataFrame(shares, index=list(organisations["organisation"])).sort_index(axis=1)

# %% wrong: Sorts the rows by name.
# says: the names are the index, in order
# edits: official
# -     return pd.DataFrame(shares, index=list(organisations["organisation"]))
# +     return pd.DataFrame(shares, index=list(organisations["organisation"])).sort_index()

# %% wrong: Leaves the index as numbers.
# says: the names are the index
# edits: official
# -     return pd.DataFrame(shares, index=list(organisations["organisation"]))
# +     return pd.DataFrame(shares, index=organisations.index)

# %% wrong: Has the choices as rows and the organisations as columns.
# says: the columns are CHOICES, in order
# edits: official
# -     return pd.DataFrame(shares, index=list(organisations["organisation"]))
# +     return pd.DataFrame(shares, index=list(organisations["organisation"])).T

# %% wrong: Uses the given weights instead of those drawn.
# says: KeyError
# edits: official
# -         [profile(organisations, row)["choice"] for row in drawn.to_dict("records")]
# +         [profile(organisations, weights)["choice"] for row in drawn.to_dict("records")]

# %% wrong: Gives 1 to the choice that comes up most, and 0 to the others.
# says: the leans of one are -0.5, 0, 0.5 and 0.8
# edits: official
# -     return pd.DataFrame(shares, index=list(organisations["organisation"]))
# +     table = pd.DataFrame(shares, index=list(organisations["organisation"]))
# +     return table.eq(table.max(axis=1), axis=0).astype(float)

# %% wrong: Averages the leans and chooses once, with certainty.
# says: the leans of one are -0.5, 0, 0.5 and 0.8
def choice_shares(organisations, drawn):
    leans = pd.DataFrame([profile(organisations, row)["lean"].to_numpy() for row in drawn.to_dict("records")])
    mean = leans.mean().to_numpy()
    choices = pd.DataFrame([[choose(v, r) for v, r in zip(mean, organisations["regulation"])]])
    shares = {choice: (choices == choice).mean().to_numpy() for choice in CHOICES}
    return pd.DataFrame(shares, index=list(organisations["organisation"]))

# %% wrong: Judges by the lean alone, without regulation.
# says: heavy regulation rules out federated in each draw
def choice_shares(organisations, drawn):
    choices = pd.DataFrame([[choose(v, 5) for v in profile(organisations, row)["lean"]] for row in drawn.to_dict("records")])
    shares = {choice: (choices == choice).mean().to_numpy() for choice in CHOICES}
    return pd.DataFrame(shares, index=list(organisations["organisation"]))

# %% wrong: Takes draws by their label, which may repeat.
# says: the labels of the rows of drawn may repeat
# edits: official
# -         [profile(organisations, row)["choice"] for row in drawn.to_dict("records")]
# +         [profile(organisations, row)["choice"] for row in [drawn[~drawn.index.duplicated()].loc[label].to_dict() for label in drawn.index.unique()]]

# %% wrong: Divides by the number of organisations.
# says: the leans of one are -0.5, 0, 0.5 and 0.8
# edits: official
# -     shares = {choice: (choices == choice).mean().to_numpy() for choice in CHOICES}
# +     shares = {choice: (choices == choice).sum().to_numpy() / len(organisations) for choice in CHOICES}

# %% wrong: Divides each criterion's weight by its sum over draws.
# says: the leans of one are -0.5, 0, 0.5 and 0.8
# edits: official
# -         [profile(organisations, row)["choice"] for row in drawn.to_dict("records")]
# +         [profile(organisations, row)["choice"] for row in (drawn / drawn.sum()).to_dict("records")]

# %% wrong: Rounds the shares to two decimals.
# says: of the last three draws
# edits: official
# -     return pd.DataFrame(shares, index=list(organisations["organisation"]))
# +     return pd.DataFrame(shares, index=list(organisations["organisation"])).round(2)

# %% wrong: Takes row after row by the label it happens to have.
# says: labels of the rows of drawn may repeat
# edits: official
# -         [profile(organisations, row)["choice"] for row in drawn.to_dict("records")]
# +         [profile(organisations, drawn.loc[[i]].iloc[0].to_dict())["choice"] for i in drawn.index]
