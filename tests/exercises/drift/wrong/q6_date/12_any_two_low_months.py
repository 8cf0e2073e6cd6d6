"""Takes two low months for a fall although they do not follow each other."""


# cell: q6_date
def date_the_fall(applications):
    known = applications.dropna(subset=["defaulted"])
    right = (known["predicted_default"] == known["defaulted"]).astype(float)
    p = right[known["month"] <= 12].mean()
    live = right[known["month"] > 12].groupby(known["month"]).agg(["mean", "size"])
    low = live[live["mean"] < p - 2 * np.sqrt(p * (1 - p) / live["size"])]
    if len(low) < 2:
        return None
    return int(low.index.min())
