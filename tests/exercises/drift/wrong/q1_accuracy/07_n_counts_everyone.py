"""Accuracy is over known outcomes, but n (and so the interval) counts all applications of a month."""
# cell: q1_accuracy
def accuracy_by_month(applications):
    known = applications.dropna(subset=["defaulted"])
    accuracy = (known["predicted_default"] == known["defaulted"]).groupby(known["month"]).mean()
    n = applications.groupby("month").size().reindex(accuracy.index)
    z = 1.96
    middle = (accuracy + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * np.sqrt(accuracy * (1 - accuracy) / n + z**2 / (4 * n**2))
    return pd.DataFrame(
        {
            "month": accuracy.index,
            "n": n.to_numpy(),
            "accuracy": accuracy.to_numpy(),
            "low": (middle - half).to_numpy(),
            "high": (middle + half).to_numpy(),
        }
    )
