# %% right: loops
def scaling_shares(surveys):
    found = {bar: {"names": set(), "shares": [], "lows": [], "highs": []} for bar in BARS}
    for _, row in surveys.iterrows():
        if row["unit"] != "organisations" or row["technology"] != "AI":
            continue
        if row["evidence"] != "measured" or pd.isna(row["respondents"]):
            continue
        if row["bar"] not in BARS:
            continue
        entry = found[row["bar"]]
        low, high = share_interval(row["share"], row["respondents"])
        entry["names"].add(row["survey"])
        entry["shares"].append(row["share"])
        entry["lows"].append(low)
        entry["highs"].append(high)
    table = []
    for bar in BARS:
        entry = found[bar]
        if entry["names"]:
            shares = entry["shares"]
            line = [len(entry["names"]), min(shares), max(shares), min(entry["lows"]), max(entry["highs"])]
        else:
            line = [0] + [float("nan")] * 4
        table.append(line)
    return pd.DataFrame(table, index=BARS, columns=["surveys", "least", "most", "low", "high"])

# %% right: arrays
def scaling_shares(surveys):
    mask = surveys["unit"].isin(["organisations"]) & surveys["technology"].isin(["AI"])
    mask &= surveys["evidence"].isin(["measured"]) & ~surveys["respondents"].isna()
    good = surveys.loc[mask.to_numpy()]
    table = {}
    for bar in BARS:
        part = good[(good["bar"] == bar).to_numpy()]
        share = part["share"].to_numpy(dtype=float)
        size = part["respondents"].to_numpy(dtype=float)
        ends = np.array([share_interval(p, n) for p, n in zip(share, size)]).reshape(-1, 2)
        some = len(part) > 0
        table[bar] = {
            "figures": len(part),
            "surveys": len(set(part["survey"])),
            "least": share.min() if some else np.nan,
            "most": share.max() if some else np.nan,
            "low": ends[:, 0].min() if some else np.nan,
            "high": ends[:, 1].max() if some else np.nan,
        }
    return pd.DataFrame(table).T

# %% right: library
def scaling_shares(surveys):
    rows = surveys.reset_index(drop=True).query(
        "unit == 'organisations' and technology == 'AI' and evidence == 'measured'"
    )
    rows = rows.dropna(subset=["respondents"]).copy()
    rows["low"] = [share_interval(s, n)[0] for s, n in zip(rows["share"], rows["respondents"])]
    rows["high"] = [share_interval(s, n)[1] for s, n in zip(rows["share"], rows["respondents"])]
    result = pd.DataFrame(index=pd.Index(BARS, name="bar"))
    by_bar = rows.groupby("bar")
    result["surveys"] = by_bar["survey"].nunique()
    result["least"] = by_bar["share"].min()
    result["most"] = by_bar["share"].max()
    result["low"] = by_bar["low"].min()
    result["high"] = by_bar["high"].max()
    result["surveys"] = result["surveys"].fillna(0)
    return result

# %% wrong: Projects and organisations are mixed.
# says: least is wrong; go through the conditions one by one
# edits: official
# -         (surveys["unit"] == "organisations")
# -         & (surveys["technology"] == "AI")
# +         (surveys["technology"] == "AI")

# %% wrong: Generative AI counts too.
# says: least is wrong; go through the conditions one by one
# edits: official
# -         & (surveys["technology"] == "AI")

# %% wrong: Forecasts count as measurements.
# says: beyond pilots: expected 0.16 to 0.38
# edits: official
# -         & (surveys["evidence"] == "measured")
# +         & (surveys["evidence"] != "cited")

# %% wrong: Figures repeated from elsewhere count as measurements.
# says: least is wrong; go through the conditions one by one
# edits: official
# -         & (surveys["evidence"] == "measured")
# +         & (surveys["evidence"] != "forecast")

# %% wrong: Figures without a sample keep their share in the range.
# says: least is wrong; go through the conditions one by one
# edits: official
# -         & surveys["respondents"].notna()

# %% wrong: Counts figures, not surveys.
# says: value: four figures of three different surveys
# edits: official
# -         surveys=("survey", "nunique"),
# +         surveys=("survey", "size"),

# %% wrong: Only the first figure of each survey counts.
# says: value: all figures count, also two of one survey
# edits: official
# -     table = comparable.groupby("bar").agg(
# +     table = comparable.drop_duplicates(["survey", "bar"]).groupby("bar").agg(

# %% wrong: One row for each bar in the table.
# says: expected one row per bar, in the order of BARS
# edits: official
# -     table = table.reindex(BARS)

# %% wrong: The rows are in the order of sorting.
# says: expected one row per bar, in the order of BARS
# edits: official
# -     table = table.reindex(BARS)
# +     table = table.reindex(sorted(BARS, reverse=True))

# %% wrong: A bar that no figure clears has no row.
# says: one row per bar, also for a bar that
# edits: official
# -     table = table.reindex(BARS)
# +     table = table.loc[[bar for bar in BARS if bar in table.index]]

# %% wrong: A bar that no figure clears has a share of 0.
# says: a bar that no figure clears has missing shares and
# edits: official
# -     return table.assign(surveys=table["surveys"].fillna(0).astype(int))
# +     return table.fillna(0).astype({"surveys": int})

# %% wrong: Low and high belong to the smallest and the largest share.
# says: low is wrong; a small sample can reach lower than
def scaling_shares(surveys):
    """Return surveys, least, most, low and high for each bar."""
    rows = []
    for bar in BARS:
        part = surveys[
            (surveys["unit"] == "organisations")
            & (surveys["technology"] == "AI")
            & (surveys["evidence"] == "measured")
            & surveys["respondents"].notna()
            & (surveys["bar"] == bar)
        ].sort_values("share")
        if part.empty:
            rows.append((0, np.nan, np.nan, np.nan, np.nan))
            continue
        first, last = part.iloc[0], part.iloc[-1]
        low = share_interval(first["share"], float(first["respondents"]))[0]
        high = share_interval(last["share"], float(last["respondents"]))[1]
        rows.append((part["survey"].nunique(), first["share"], last["share"], low, high))
    return pd.DataFrame(rows, index=BARS, columns=["surveys", "least", "most", "low", "high"])

# %% wrong: One interval for the mean share and all answers together.
# says: beyond pilots: the lower end of
def scaling_shares(surveys):
    """Return surveys, least, most, low and high for each bar."""
    rows = []
    for bar in BARS:
        part = surveys[
            (surveys["unit"] == "organisations")
            & (surveys["technology"] == "AI")
            & (surveys["evidence"] == "measured")
            & surveys["respondents"].notna()
            & (surveys["bar"] == bar)
        ]
        if part.empty:
            rows.append((0, np.nan, np.nan, np.nan, np.nan))
            continue
        ends = share_interval(part["share"].mean(), float(part["respondents"].sum()))
        rows.append((part["survey"].nunique(), part["share"].min(), part["share"].max(), *ends))
    return pd.DataFrame(rows, index=BARS, columns=["surveys", "least", "most", "low", "high"])

# %% wrong: Takes the largest lower and the smallest upper end.
# says: beyond pilots: the lower end of
# edits: official
# -         low=("low", "min"),
# -         high=("high", "max"),
# +         low=("low", "max"),
# +         high=("high", "min"),

# %% wrong: Means instead of the smallest and the largest share.
# says: beyond pilots: expected 0.16 to 0.38
# edits: official
# -         least=("share", "min"),
# -         most=("share", "max"),
# +         least=("share", "mean"),
# +         most=("share", "mean"),

# %% wrong: Writes the ends into the frame that was handed in.
# says: the frame that was handed in has been changed
# edits: official
#       """Return surveys, least, most, low and high for each bar."""
# +     pairs = zip(surveys["share"], surveys["respondents"].fillna(1).astype(float))
# +     ends = [share_interval(share, respondents) for share, respondents in pairs]
# +     surveys["low"] = [low for low, _ in ends]
# +     surveys["high"] = [high for _, high in ends]
# ...
# -     pairs = zip(comparable["share"], comparable["respondents"].astype(float))
# -     ends = [share_interval(share, respondents) for share, respondents in pairs]
# -     comparable = comparable.assign(low=[low for low, _ in ends], high=[high for _, high in ends])

# %% wrong: The intervals are 99% intervals.
# says: beyond pilots: the lower end of
# edits: official
# -     ends = [share_interval(share, respondents) for share, respondents in pairs]
# +     ends = [share_interval(share, respondents, 0.99) for share, respondents in pairs]

# %% wrong: The bar is a column and not the index.
# says: expected one row per bar, in the order of BARS
# edits: official
# -     return table.assign(surveys=table["surveys"].fillna(0).astype(int))
# +     return table.assign(surveys=table["surveys"].fillna(0).astype(int)).rename_axis("bar").reset_index()

# %% wrong: Knows the result for the published figures by heart.
# says: least is wrong; go through the conditions one by one
def scaling_shares(surveys):
    """Return surveys, least, most, low and high for each bar."""
    rows = [
        (3, 0.16, 0.38, 0.1423, 0.4015),
        (3, 0.05, 0.08, 0.0401, 0.0927),
        (3, 0.06, 0.39, 0.0504, 0.4116),
    ]
    return pd.DataFrame(rows, index=BARS, columns=["surveys", "least", "most", "low", "high"])

# %% wrong: Aligns the ends by index labels, which repeat.
# says: least is wrong; go through the conditions one by one
def scaling_shares(surveys):
    """Return surveys, least, most, low and high for each bar."""
    good = surveys[
        (surveys["unit"] == "organisations")
        & (surveys["technology"] == "AI")
        & (surveys["evidence"] == "measured")
        & surveys["respondents"].notna()
    ]
    good = surveys.loc[good.index]
    rows = []
    for bar in BARS:
        part = good[good["bar"] == bar]
        if part.empty:
            rows.append((0, np.nan, np.nan, np.nan, np.nan))
            continue
        ends = [share_interval(s, float(n)) for s, n in zip(part["share"], part["respondents"].fillna(1))]
        low, high = min(e[0] for e in ends), max(e[1] for e in ends)
        rows.append((part["survey"].nunique(), part["share"].min(), part["share"].max(), low, high))
    return pd.DataFrame(rows, index=BARS, columns=["surveys", "least", "most", "low", "high"])

# %% wrong: Loads the published figures instead of using its argument.
# says: least is wrong; go through the conditions one by one
# edits: official
#       """Return surveys, least, most, low and high for each bar."""
# +     surveys = load("surveys")

# %% wrong: A bar that no figure clears stops it.
# says: KeyError
# edits: official
# -     table = table.reindex(BARS)
# +     table = table.loc[BARS]
