"""Plain loops and the math module; the quantile by the standard library."""
# cell: q1_interval
import math
from statistics import NormalDist


def share_interval(share, respondents, confidence=0.95):
    z = NormalDist().inv_cdf(1 - (1 - confidence) / 2)
    n = float(respondents)
    root = math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    ends = []
    for sign in (-1, 1):
        ends.append((share + z * z / (2 * n) + sign * z * root) / (1 + z * z / n))
    return ends
# cell: q1_shares
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
