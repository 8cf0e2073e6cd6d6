"""Glues the months together with concat; when there is no month yet, it returns a frame without columns."""
# cell: q8_labels
def known_outcomes(applications, as_of, maturity=12):
    pieces = []
    for month, piece in applications.groupby("month", sort=False):
        if month > as_of:
            continue
        piece = piece.copy()
        if month + maturity > as_of:
            piece["defaulted"] = np.nan
        pieces.append(piece)
    if not pieces:
        return pd.DataFrame()
    together = pd.concat(pieces)
    return together.loc[[label for label in applications.index if label in together.index]]
