"""numpy: ends by root search, matrices of sets, counts by comparison."""
# cell: q5_funnel
def exact_interval(passed, entered, confidence=0.95):
    half = (1 - confidence) / 2
    return np.array(
        [
            0.0 if passed == 0 else beta(passed, entered - passed + 1).ppf(half),
            1.0 if passed == entered else beta(passed + 1, entered - passed).isf(half),
        ]
    )


def chance_of_at_most(passed, entered, rate):
    return binom.pmf(np.arange(passed + 1), entered, rate).sum()


def funnel(pilots):
    stage = pilots["stage"].to_numpy()
    live = stage == "in production"
    begun = live | (stage == "roll-out stalled")
    decided = stage != "pilot running"
    gates = {"roll-out": (decided, begun), "production": (begun, live), "both": (decided, live)}
    lines = []
    for gate, (enters, passes) in gates.items():
        n, k = np.count_nonzero(enters), np.count_nonzero(enters & passes)
        low, high = exact_interval(k, n) if n else (np.nan,) * 2
        line = {"gate": gate, "entered": n, "passed": k, "lost": n - k}
        lines.append({**line, "share": np.divide(k, n) if n else np.nan, "low": low, "high": high})
    return pd.DataFrame(lines).set_index("gate")
# cell: q5_causes
def code_cause(status, codebook):
    flat = [(phrase, cause) for cause, phrases in codebook.items() for phrase in phrases]
    flat.sort(key=lambda pair: len(pair[0]), reverse=True)
    for phrase, cause in flat:
        if re.search(rf"(^|\W){re.escape(phrase)}($|\W)", status, flags=re.I):
            return cause
    return "none"


def kappa(one, other):
    one, other = np.array(list(one)), np.array(list(other))
    causes = np.union1d(one, other)
    table = np.array([[((one == a) & (other == b)).mean() for b in causes] for a in causes])
    chance = table.sum(axis=0) @ table.sum(axis=1)
    if np.isclose(chance, 1):
        return np.float64(1)
    return (np.trace(table) - chance) / (1 - chance)
# cell: q5_choice
def best_few(pilots, foundations, limits, count):
    sets = np.array(list(combinations(range(len(pilots)), count)), dtype=int)
    if not len(sets):
        return []
    member = np.zeros((len(sets), len(pilots)), dtype=bool)
    np.put_along_axis(member, sets, values=True, axis=1)
    needs = np.array([[base in text.split() for base in foundations.index] for text in pilots["needs"]])
    clash = np.array([[other in text.split() for other in pilots.index] for text in pilots["overlaps"]])
    built = (member.astype(int) @ needs.astype(int)) > 0
    taken = member @ pilots[SCARCE].to_numpy(float) + built @ foundations[SCARCE].to_numpy(float)
    net = member @ pilots["value"].to_numpy(float) - taken[:, 0]
    allowed = (taken <= np.array([limits[name] for name in SCARCE])).all(axis=1)
    allowed &= ((member.astype(int) @ clash.astype(int)) * member).sum(axis=1) == 0
    if not allowed.any():
        return []
    best = np.flatnonzero(allowed)[np.argmax(net[allowed])]
    return pilots.index[member[best]].tolist()
