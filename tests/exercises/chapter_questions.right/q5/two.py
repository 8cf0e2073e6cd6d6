"""scipy, scikit-learn and pandas: whatever has a ready-made function is taken from there."""
# cell: q5_funnel
from scipy.stats import binomtest


def exact_interval(passed, entered, confidence=0.95):
    ends = binomtest(int(passed), int(entered)).proportion_ci(confidence, method="exact")
    return ends.low, ends.high


def chance_of_at_most(passed, entered, rate):
    return binomtest(passed, entered, rate, alternative="less").pvalue


def funnel(pilots):
    steps = ["pilot ended", "roll-out stalled", "in production"]
    counts = pilots["stage"].value_counts().reindex(steps, fill_value=0)
    reached = counts[::-1].cumsum()[::-1].tolist()
    entered = pd.Series([reached[0], reached[1], reached[0]], ["roll-out", "production", "both"])
    passed = pd.Series([reached[1], reached[2], reached[2]], entered.index)
    ends = [exact_interval(k, n) if n else (None, None) for k, n in zip(passed, entered)]
    table = pd.concat({"entered": entered, "passed": passed, "lost": entered - passed}, axis=1)
    table["share"] = passed / entered.where(entered > 0)
    table[["low", "high"]] = np.array(ends, dtype=float)
    return table
# cell: q5_causes
from sklearn.metrics import cohen_kappa_score


def code_cause(status, codebook):
    padded = " " + " ".join(re.findall(r"\w+", status.lower())) + " "
    best = ("none", "")
    for cause, phrases in codebook.items():
        for phrase in phrases:
            words = " " + " ".join(re.findall(r"\w+", phrase.lower())) + " "
            if words in padded and len(phrase) > len(best[1]):
                best = (cause, phrase)
    return best[0]


def kappa(one, other):
    one, other = np.asarray(one, dtype=object), np.asarray(other, dtype=object)
    if len(set(one) | set(other)) == 1:
        return 1.0
    return float(cohen_kappa_score(one.astype(str), other.astype(str)))
# cell: q5_choice
from scipy.optimize import Bounds, LinearConstraint, milp


def best_few(pilots, foundations, limits, count):
    names, bases = list(pilots.index), list(foundations.index)
    size, width = len(names), len(names) + len(bases)
    gain = np.r_[(pilots["value"] - pilots["cost"]).to_numpy(float), -foundations["cost"].to_numpy(float)]
    table = np.hstack([pilots[SCARCE].to_numpy(float).T, foundations[SCARCE].to_numpy(float).T])
    rules = [LinearConstraint(table, -np.inf, [limits[name] for name in SCARCE])]
    rules.append(LinearConstraint(np.r_[np.ones(size), np.zeros(len(bases))], count, count))
    for place, name in enumerate(names):
        for need in pilots.loc[name, "needs"].split():
            row = np.zeros(width)
            row[place], row[size + bases.index(need)] = 1, -1
            rules.append(LinearConstraint(row, -np.inf, 0))
        for other in pilots.loc[name, "overlaps"].split():
            if other in names:
                row = np.zeros(width)
                row[place] = row[names.index(other)] = 1
                rules.append(LinearConstraint(row, -np.inf, 1))
    done = milp(-gain, constraints=rules, integrality=np.ones(width), bounds=Bounds(0, 1))
    if not done.success:
        return []
    return [name for name, taken in zip(names, done.x[:size]) if taken > 0.5]
