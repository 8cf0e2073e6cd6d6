"""The ends as roots of a quadratic; a frame of figures with apply, then one row a bar."""
# cell: q1_interval
def share_interval(share, respondents, confidence=0.95):
    z2 = norm.isf((1 - confidence) / 2) ** 2
    # (share - end)^2 = z2 * end * (1 - end) / n, as a quadratic in the end.
    a, b, c = 1 + z2 / respondents, -(2 * share + z2 / respondents), share**2
    root = np.sqrt(max(b * b - 4 * a * c, 0))
    return (-b - root) / (2 * a), (-b + root) / (2 * a)
# cell: q1_shares
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
