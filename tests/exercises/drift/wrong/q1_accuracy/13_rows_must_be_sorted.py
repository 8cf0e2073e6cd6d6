"""Groups neighbouring rows with itertools.groupby without sorting first, so a month comes many times."""
# cell: q1_accuracy
from itertools import groupby


def accuracy_by_month(applications):
    z = 1.96
    records = applications[["month", "predicted_default", "defaulted"]].to_numpy().tolist()
    records = [r for r in records if not np.isnan(r[2])]
    rows = []
    for month, group in groupby(records, key=lambda r: r[0]):
        right = [r[1] == r[2] for r in group]
        n = len(right)
        p = sum(right) / n
        c = (p + z**2 / (2 * n)) / (1 + z**2 / n)
        h = z / (1 + z**2 / n) * (p * (1 - p) / n + z**2 / (4 * n**2)) ** 0.5
        rows.append([int(month), n, p, c - h, c + h])
    return pd.DataFrame(rows, columns=["month", "n", "accuracy", "low", "high"])
