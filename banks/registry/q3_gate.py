# %% right: loops
def gate(releases):
    answers = []
    for row in releases.to_dict("records"):
        keeps = (
            isinstance(row["approved_by"], str)
            and row["approved_by"] != row["author"]
            and isinstance(row["data"], str)
            and row["data"] != ""
            and row["tests_failed"] == 0
            and row["p99_ms"] <= 250
        )
        differ = row["better"] + row["worse"]
        shown = (row["better"] - row["worse"]) / differ**0.5 if differ else 0.0
        answers.append(bool(keeps and shown > 0.9))
    return np.array(answers)

# %% right: shrink
def gate(releases):
    better, worse, cases = (releases[name].to_numpy(float) for name in ("better", "worse", "cases"))
    noise = np.sqrt(better + worse + 1) / cases
    trust = 0.01**2 / (0.01**2 + noise**2)
    gain = trust * (better - worse) / cases
    spread = np.sqrt(trust) * noise
    missing = releases[["approved_by", "data", "tests_failed", "p99_ms"]].isna().any(axis=1)
    broken = missing | (releases["approved_by"] == releases["author"]) | (releases["data"] == "")
    broken |= (releases["tests_failed"] > 0) | (releases["p99_ms"] > 250)
    return ~broken.to_numpy(bool) & (gain > 0.5 * spread)

# %% right: interval
def keeps_rules(releases):
    return (
        releases["tests_failed"].eq(0)
        & releases["p99_ms"].le(250)
        & releases["data"].fillna("").astype(bool)
        & releases["approved_by"].notna()
        & releases["approved_by"].ne(releases["author"])
    )


def gate(releases):
    share = (releases["better"] - releases["worse"]) / releases["cases"]
    square = (releases["better"] + releases["worse"]) / releases["cases"]
    error = np.sqrt((square - share**2) / releases["cases"])
    return keeps_rules(releases) & (share - 0.84 * error > 0)

# %% wrong: Looks at the rules alone.
# says: it loses 300 of 20,000 cases
# edits: official
# -     return (approved & noted & sound & (gained > 0.85 * chance)).to_numpy(bool)
# +     return (approved & noted & sound).to_numpy(bool)

# %% wrong: Lets out whatever is not a point worse.
# says: 2 says nothing
# edits: official
# -     return (approved & noted & sound & (gained > 0.85 * chance)).to_numpy(bool)
# +     return (approved & noted & sound & (gained > -0.01 * releases["cases"])).to_numpy(bool)

# %% wrong: Lets out whatever looks better, by however little.
# says: 2 says nothing
# edits: official
# -     return (approved & noted & sound & (gained > 0.85 * chance)).to_numpy(bool)
# +     return (approved & noted & sound & (gained > 0)).to_numpy(bool)

# %% wrong: Asks for half a point, on every test set alike.
# says: 2 says nothing
# edits: official
# -     return (approved & noted & sound & (gained > 0.85 * chance)).to_numpy(bool)
# +     return (approved & noted & sound & (gained > 0.005 * releases["cases"])).to_numpy(bool)

# %% wrong: Asks for a point, on every test set alike.
# says: at least 90% of
# edits: official
# -     return (approved & noted & sound & (gained > 0.85 * chance)).to_numpy(bool)
# +     return (approved & noted & sound & (gained > 0.01 * releases["cases"])).to_numpy(bool)

# %% wrong: Asks for the evidence of a two-sided test at 5%.
# says: you ask for too much evidence
# edits: official
# -     return (approved & noted & sound & (gained > 0.85 * chance)).to_numpy(bool)
# +     return (approved & noted & sound & (gained > 1.96 * chance)).to_numpy(bool)

# %% wrong: Asks for certainty.
# says: you ask for too much evidence
# edits: official
# -     return (approved & noted & sound & (gained > 0.85 * chance)).to_numpy(bool)
# +     return (approved & noted & sound & (gained > 4 * chance)).to_numpy(bool)

# %% wrong: Believes what a third of the chance could bring.
# says: your gate lets out a harm
# edits: official
# -     return (approved & noted & sound & (gained > 0.85 * chance)).to_numpy(bool)
# +     return (approved & noted & sound & (gained > 0.38 * chance)).to_numpy(bool)

# %% wrong: Takes the root of all cases for the chance.
# says: enough on a small test set too
# edits: official
# -     chance = np.sqrt(releases["better"] + releases["worse"])
# +     chance = 2 * np.sqrt(releases["cases"])

# %% wrong: Believes large test sets only.
# says: enough on a small test set too
# edits: official
# -     return (approved & noted & sound & (gained > 0.85 * chance)).to_numpy(bool)
# +     large = releases["cases"] >= 1000
# +     return (approved & noted & sound & large & (gained > 0.85 * chance)).to_numpy(bool)

# %% wrong: Compares the other way round.
# says: it keeps every rule
# edits: official
# -     gained = releases["better"] - releases["worse"]
# +     gained = releases["worse"] - releases["better"]

# %% wrong: Asks for a ratio of better to worse.
# says: at least 90% of
# edits: official
# -     return (approved & noted & sound & (gained > 0.85 * chance)).to_numpy(bool)
# +     return (approved & noted & sound & (releases["better"] > 1.3 * releases["worse"])).to_numpy(bool)

# %% wrong: Lets a release out where no case differs.
# says: there is no evidence
# edits: official
# -     return (approved & noted & sound & (gained > 0.85 * chance)).to_numpy(bool)
# +     return (approved & noted & sound & (gained >= 0.85 * chance)).to_numpy(bool)

# %% wrong: Lets tests out that have not run.
# says: its tests have not run
# edits: official
# -     sound = (releases["tests_failed"] == 0) & (releases["p99_ms"] <= 250)
# +     sound = ~(releases["tests_failed"] > 0) & (releases["p99_ms"] <= 250)

# %% wrong: Asks only whether tests have run.
# says: two of its tests failed
# edits: official
# -     sound = (releases["tests_failed"] == 0) & (releases["p99_ms"] <= 250)
# +     sound = releases["tests_failed"].notna() & (releases["p99_ms"] <= 250)

# %% wrong: Lets out what nobody has timed.
# says: nobody measured how fast
# edits: official
# -     sound = (releases["tests_failed"] == 0) & (releases["p99_ms"] <= 250)
# +     sound = (releases["tests_failed"] == 0) & ~(releases["p99_ms"] > 250)

# %% wrong: Asks for less than 250 ms.
# says: with 250 ms exactly
# edits: official
# -     sound = (releases["tests_failed"] == 0) & (releases["p99_ms"] <= 250)
# +     sound = (releases["tests_failed"] == 0) & (releases["p99_ms"] < 250)

# %% wrong: Forgets the time of an answer.
# says: it answers too slowly
# edits: official
# -     sound = (releases["tests_failed"] == 0) & (releases["p99_ms"] <= 250)
# +     sound = (releases["tests_failed"] == 0) & releases["p99_ms"].notna()

# %% wrong: Allows 300 ms.
# says: it answers too slowly, in 251 ms
# edits: official
# -     sound = (releases["tests_failed"] == 0) & (releases["p99_ms"] <= 250)
# +     sound = (releases["tests_failed"] == 0) & (releases["p99_ms"] <= 300)

# %% wrong: Lets out what nobody has approved.
# says: nobody approved it
# edits: official
# -     approved = releases["approved_by"].notna() & (releases["approved_by"] != releases["author"])
# +     approved = releases["approved_by"] != releases["author"]

# %% wrong: Lets authors approve their own work.
# says: its author approved it
# edits: official
# -     approved = releases["approved_by"].notna() & (releases["approved_by"] != releases["author"])
# +     approved = releases["approved_by"].notna()

# %% wrong: Forgets lineage.
# says: nobody noted its training data
# edits: official
# -     return (approved & noted & sound & (gained > 0.85 * chance)).to_numpy(bool)
# +     return (approved & sound & (gained > 0.85 * chance)).to_numpy(bool)

# %% wrong: Takes an empty fingerprint for a noted one.
# says: nobody noted its training data
# edits: official
# -     noted = releases["data"].fillna("") != ""
# +     noted = releases["data"].notna()

# %% wrong: Takes a missing fingerprint for a noted one.
# says: nobody noted its training data
# edits: official
# -     noted = releases["data"].fillna("") != ""
# +     noted = releases["data"] != ""

# %% wrong: Returns only the releases that may go out.
# says: expected a value for each of 14 releases
# edits: official
# -     return (approved & noted & sound & (gained > 0.85 * chance)).to_numpy(bool)
# +     may = approved & noted & sound & (gained > 0.85 * chance)
# +     return releases.index[may.to_numpy(bool)].to_numpy()

# %% wrong: Returns words.
# says: expected plain booleans
# edits: official
# -     return (approved & noted & sound & (gained > 0.85 * chance)).to_numpy(bool)
# +     return np.where(approved & noted & sound & (gained > 0.85 * chance), "release", "stop")

# %% wrong: Returns 0 and 1.
# says: expected plain booleans
# edits: official
# -     return (approved & noted & sound & (gained > 0.85 * chance)).to_numpy(bool)
# +     return (approved & noted & sound & (gained > 0.85 * chance)).to_numpy(int)

# %% wrong: Writes into the frame that was handed in.
# says: the frame that was handed in has been changed
# edits: official
# -     gained = releases["better"] - releases["worse"]
# +     releases["gained"] = releases["better"] - releases["worse"]
# +     gained = releases["gained"]
