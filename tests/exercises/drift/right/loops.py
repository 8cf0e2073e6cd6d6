"""Plain Python: loops, dictionaries and the math module wherever they will do."""
# cell: q1_accuracy
import math


def accuracy_by_month(applications):
    counts = {}
    for month, guess, outcome in zip(
        applications["month"], applications["predicted_default"], applications["defaulted"]
    ):
        if outcome != outcome:
            continue
        n, right = counts.get(month, (0, 0))
        counts[month] = (n + 1, right + (guess == outcome))
    rows = []
    for month in sorted(counts):
        n, right = counts[month]
        p, z = right / n, 1.959963984540054
        centre = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        rows.append({"month": month, "n": n, "accuracy": p, "low": centre - half, "high": centre + half})
    return pd.DataFrame(rows)
# cell: q2_psi
import bisect
import math


def population_stability_index(expected, actual, bins=10):
    expected = sorted(float(value) for value in expected if not math.isnan(value))
    actual = [float(value) for value in actual if not math.isnan(value)]
    if not expected or not actual:
        raise ValueError("both samples need at least one value")
    edges = []
    for part in range(1, bins):
        place = part / bins * (len(expected) - 1)
        below = math.floor(place)
        above = min(below + 1, len(expected) - 1)
        edge = expected[below] + (expected[above] - expected[below]) * (place - below)
        if edge not in edges:
            edges.append(edge)

    def shares(sample):
        counts = [0] * (len(edges) + 1)
        for value in sample:
            counts[bisect.bisect_left(edges, value)] += 1
        return [max(count / len(sample), 0.0001) for count in counts]

    total = 0.0
    for e, a in zip(shares(expected), shares(actual)):
        total += (a - e) * math.log(a / e)
    return total
# cell: q3_tests
import bisect


def _ks_p_value(old, new):
    old, new = sorted(old), sorted(new)
    gap = 0.0
    for value in old + new:
        share_old = bisect.bisect_right(old, value) / len(old)
        share_new = bisect.bisect_right(new, value) / len(new)
        gap = max(gap, abs(share_old - share_new))
    # The asymptotic distribution, with the number of cases rounded as scipy does it.
    size = len(old) * len(new) / (len(old) + len(new))
    return float(stats.kstwo.sf(gap, round(size)))


def _chi_square_p_value(old, new):
    kinds = sorted({str(value) for value in old} | {str(value) for value in new})
    if len(kinds) == 1:
        return 1.0
    total = len(old) + len(new)
    statistic = 0.0
    for kind in kinds:
        seen = [sum(str(value) == kind for value in sample) for sample in (old, new)]
        for count, sample in zip(seen, (old, new)):
            expected = sum(seen) * len(sample) / total
            statistic += (count - expected) ** 2 / expected
    return float(stats.chi2.sf(statistic, len(kinds) - 1))


def two_sample_p_values(reference, current, features):
    answer = {}
    for feature in features:
        old = [value for value in reference[feature] if not pd.isna(value)]
        new = [value for value in current[feature] if not pd.isna(value)]
        is_number = not isinstance(old[0], (str, bool, np.bool_))
        answer[feature] = _ks_p_value(old, new) if is_number else _chi_square_p_value(old, new)
    return pd.Series([answer[feature] for feature in features], index=features)
# cell: q4_correction
def false_alarm_risk(tests, alpha=0.05):
    expected, none = 0.0, 1.0
    for _ in range(tests):
        expected += alpha
        none *= 1 - alpha
    return expected, 1 - none


def holm(p_values):
    p_values = [float(value) for value in p_values]
    places = sorted(range(len(p_values)), key=lambda place: p_values[place])
    adjusted = [0.0] * len(p_values)
    worst = 0.0
    for step, place in enumerate(places):
        worst = min(1.0, max(worst, p_values[place] * (len(p_values) - step)))
        adjusted[place] = worst
    return np.array(adjusted)
# cell: q5_monitor
def monitor(applications, features, alpha=0.05):
    months = {}
    for month in sorted(set(applications["month"])):
        months[month] = applications[applications["month"] == month]
    rows = []
    for month, current in months.items():
        if month <= 12:
            continue
        twin = month
        while twin > 12:
            twin -= 12
        raw = two_sample_p_values(months[twin], current, features)
        for feature, value in zip(features, holm(raw)):
            rows.append({"month": month, "feature": feature, "p_value": value, "alarm": value < alpha})
    return pd.DataFrame(rows)
# cell: q6_date
import math


def date_the_fall(applications):
    n, right = {}, {}
    for month, guess, outcome in zip(
        applications["month"], applications["predicted_default"], applications["defaulted"]
    ):
        if outcome == outcome:
            n[month] = n.get(month, 0) + 1
            right[month] = right.get(month, 0) + int(guess == outcome)
    reference = [month for month in n if month <= 12]
    p = sum(right[month] for month in reference) / sum(n[month] for month in reference)

    def is_low(month):
        if month not in n:
            return False
        return right[month] / n[month] < p - 2 * math.sqrt(p * (1 - p) / n[month])

    for month in sorted(n):
        if month > 12 and is_low(month) and is_low(month + 1):
            return month
    return None
# cell: q7_type
import math


def type_of_shift(reference, current, features):
    for feature in features:
        if isinstance(reference[feature].iloc[0], str):
            continue
        limit = 2 * max(reference[feature])
        beyond = 0
        for value in current[feature]:
            beyond += value > limit
        if beyond > 0.01 * len(current):
            return "fault"

    def has_moved(old, new):
        return min(holm(two_sample_p_values(old, new, features))) < 0.001

    inside = False
    for outcome in (0, 1):
        old = reference[reference["defaulted"] == outcome]
        new = current[current["defaulted"] == outcome]
        inside = inside or has_moved(old, new)
    if inside:
        return "covariate" if has_moved(reference, current) else "concept"
    p, q = reference["defaulted"].mean(), current["defaulted"].mean()
    error = math.sqrt(p * (1 - p) / len(reference) + q * (1 - q) / len(current))
    return "prior" if abs(p - q) > 3.29 * error else "none"
# cell: q8_labels
def known_outcomes(applications, as_of, maturity=12):
    keep, outcome = [], []
    for place in range(len(applications)):
        month = applications["month"].iloc[place]
        if month > as_of:
            continue
        keep.append(place)
        known = month + maturity <= as_of
        outcome.append(applications["defaulted"].iloc[place] if known else float("nan"))
    frame = applications.iloc[keep].copy()
    frame["defaulted"] = pd.Series(outcome, index=frame.index, dtype=float)
    return frame
# cell: q9_recovery
import math


def recover(train, new):
    train, new = train.copy(), new.copy()
    for feature in NUMERIC:
        clean = train.loc[train["month"] <= 12, feature]
        limit, middle = 1.2 * clean.max(), clean.median()
        for frame in (train, new):
            repaired = []
            for value in frame[feature]:
                if value > limit:
                    factors = {12: 0, 30: 0, 100: 0}
                    value = value / min(
                        factors, key=lambda factor: abs(math.log(value / factor / middle))
                    )
                repaired.append(float(value))
            frame[feature] = repaired
    known = train[train["defaulted"].notna()]
    last = max(known["month"])
    recent = known[known["month"].isin([last - 2, last - 1, last])]
    columns = []
    for name in CATEGORICAL:
        for kind in sorted(set(recent[name])):
            columns.append((name, kind))

    def table(frame):
        parts = []
        for name in NUMERIC:
            parts.append((frame[name] - recent[name].mean()) / recent[name].std())
        for name, kind in columns:
            parts.append((frame[name] == kind).astype(float))
        return np.array(parts).T

    model = LogisticRegression(max_iter=1000).fit(table(recent), recent["defaulted"])
    return [int(chance >= 0.5) for chance in model.predict_proba(table(new))[:, 1]]
