# %% right: loops
def gains_out_of_time(loans, learn, prove):
    if len(learn) == 0 or len(prove) == 0:
        raise ValueError("no months")
    for early in learn:
        for late in prove:
            if early >= late:
                raise ValueError("not out of time")
    known = loans.dropna(subset=["defaulted"])
    train = known[[month in learn for month in known["month"]]]
    new = known[[month in prove for month in known["month"]]]
    y = new["defaulted"].astype(int).to_numpy()
    old = decisions_after("keep", train, new) == y
    table = pd.DataFrame(
        index=["recalibrate", "retrain"], columns=["accuracy", "gain", "low", "high"], dtype=float
    )
    for name in table.index:
        now = decisions_after(name, train, new) == y
        better, worse, n = (now & ~old).sum(), (old & ~now).sum(), len(y)
        gain = (better - worse) / n
        half = 1.96 * np.sqrt(better + worse - (better - worse) ** 2 / n) / n
        table.loc[name] = [now.mean(), gain, gain - half, gain + half]
    return table


def proven_remedy(gains):
    best, answer = 0.0, "keep"
    for name in gains.index:
        if gains.loc[name, "low"] > 0 and gains.loc[name, "gain"] > best:
            best, answer = gains.loc[name, "gain"], name
    return answer

# %% right: arrays
def gains_out_of_time(loans, learn, prove):
    learn, prove = list(learn), list(prove)
    if min(len(learn), len(prove)) == 0 or not all(month < min(prove) for month in learn):
        raise ValueError(f"cannot learn from {learn} and prove on {prove}")
    loans = loans[loans["defaulted"].isin([0, 1])]
    train = loans[loans["month"].isin(learn)].reset_index(drop=True)
    new = loans[loans["month"].isin(prove)].reset_index(drop=True)
    wrong = {
        remedy: np.abs(decisions_after(remedy, train, new) - new["defaulted"]).astype(float)
        for remedy in ["keep", "recalibrate", "retrain"]
    }
    records = []
    for remedy in ["recalibrate", "retrain"]:
        d = wrong["keep"] - wrong[remedy]
        half = 1.96 * np.std(d) / np.sqrt(d.size)
        records.append(
            {
                "accuracy": 1 - wrong[remedy].mean(),
                "gain": d.mean(),
                "low": d.mean() - half,
                "high": d.mean() + half,
            }
        )
    return pd.DataFrame(records, index=["recalibrate", "retrain"])


def proven_remedy(gains):
    candidates = [(row["gain"], name) for name, row in gains.iterrows() if row["low"] > 0]
    return max(candidates, default=(0, "keep"))[1]

# %% right: library
def gains_out_of_time(loans, learn, prove):
    months = [*learn, *prove]
    if (
        not learn
        or not prove
        or sorted(months)[: len(learn)] != sorted(learn)
        or set(learn) & set(prove)
    ):
        raise ValueError("learn first, prove later")
    frames = [loans[loans["month"].isin(m) & loans["defaulted"].notna()] for m in (learn, prove)]
    y = frames[1]["defaulted"].to_numpy(dtype=float)
    hits = pd.DataFrame(
        {
            r: (decisions_after(r, *frames) == y).astype(float)
            for r in ["keep", "recalibrate", "retrain"]
        }
    )
    d = hits[["recalibrate", "retrain"]].sub(hits["keep"], axis=0)
    error = 1.96 * d.std(ddof=0) / len(d) ** 0.5
    result = pd.DataFrame({"accuracy": hits.mean(), "gain": d.mean()}).loc[
        ["recalibrate", "retrain"]
    ]
    return result.assign(low=result["gain"] - error, high=result["gain"] + error)


def proven_remedy(gains):
    good = gains.loc[gains["low"] > 0].sort_values("gain")
    return good.index[-1] if len(good) else "keep"

# %% wrong: Never refuses a proof on months that it learnt from.
# says: is in both lists, which proves nothing: raise ValueError
# edits: official
# -     if not learn or not prove or max(learn) >= min(prove):
# -         raise ValueError("the months to learn from must lie before the months that prove")

# %% wrong: Refuses common months only, and takes months from the future to learn from.
# says: a list that is empty
# edits: official
# -     if not learn or not prove or max(learn) >= min(prove):
# +     if not learn or not prove or set(learn) & set(prove):

# %% wrong: Compares the last month of both lists.
# says: is in both lists, which proves nothing: raise ValueError
# edits: official
# -     if not learn or not prove or max(learn) >= min(prove):
# +     if not learn or not prove or max(learn) >= max(prove):

# %% wrong: Compares the first month of both lists.
# says: is in both lists, which proves nothing: raise ValueError
# edits: official
# -     if not learn or not prove or max(learn) >= min(prove):
# +     if not learn or not prove or min(learn) >= min(prove):

# %% wrong: Lets the last month to learn from prove, too.
# says: is in both lists, which proves nothing: raise ValueError
# edits: official
# -     if not learn or not prove or max(learn) >= min(prove):
# +     if not learn or not prove or max(learn) > min(prove):

# %% wrong: Compares last of learn with first of prove as they were written.
# says: a list that is empty
# edits: official
# -     if not learn or not prove or max(learn) >= min(prove):
# +     if not learn or not prove or learn[-1] >= prove[0]:

# %% wrong: Learns from all months, those of the proof included.
# says: 18, judged on 19 and 20, recalibrate: expected accuracy
# edits: official
# -     train, new = known[known["month"].isin(learn)], known[known["month"].isin(prove)]
# +     train, new = known, known[known["month"].isin(prove)]

# %% wrong: Learns from every month before the proof.
# says: 18, judged on 19 and 20, recalibrate: expected accuracy
# edits: official
# -     train, new = known[known["month"].isin(learn)], known[known["month"].isin(prove)]
# +     train, new = known[known["month"] < min(prove)], known[known["month"].isin(prove)]

# %% wrong: Judges on the months that it learnt from.
# says: 18, judged on 19 and 20, recalibrate: expected accuracy
# edits: official
# -     train, new = known[known["month"].isin(learn)], known[known["month"].isin(prove)]
# +     train, new = known[known["month"].isin(learn)], known[known["month"].isin(learn)]

# %% wrong: Takes unknown outcomes for repaid loans.
# says: an accuracy is wrong; which rows did it learn from
# edits: official
# -     known = loans[loans["defaulted"].notna()]
# +     known = loans.fillna({"defaulted": 0})

# %% wrong: Adds the variances of two accuracies, as if the applicants were others.
# says: 18, judged on 19 and 20, recalibrate: expected low
# edits: official
# -         half = 1.96 * d.std() / np.sqrt(len(d))
# +         p, q = right[name].mean(), right["keep"].mean()
# +         half = 1.96 * np.sqrt((p * (1 - p) + q * (1 - q)) / len(d))

# %% wrong: Gives the interval of the remedy's accuracy.
# says: 18, judged on 19 and 20, recalibrate: expected low
# edits: official
# -         half = 1.96 * d.std() / np.sqrt(len(d))
# +         half = 1.96 * right[name].std() / np.sqrt(len(d))

# %% wrong: Divides the deviation by n instead of its root.
# says: 18, judged on 19 and 20, recalibrate: expected low
# edits: official
# -         half = 1.96 * d.std() / np.sqrt(len(d))
# +         half = 1.96 * d.std() / len(d)

# %% wrong: Forgets to divide by the root of n.
# says: 18, judged on 19 and 20, recalibrate: expected low
# edits: official
# -         half = 1.96 * d.std() / np.sqrt(len(d))
# +         half = 1.96 * d.std()

# %% wrong: Measures the gain against 88% instead of the live model on the same rows.
# says: 18, judged on 19 and 20, recalibrate: expected gain
# edits: official
# -         d = right[name].astype(float) - right["keep"]
# +         d = right[name].astype(float) - 0.88

# %% wrong: Measures retraining against recalibration.
# says: 17 and 18, judged on 19 and 20, retrain
# edits: official
# -         d = right[name].astype(float) - right["keep"]
# +         d = right[name].astype(float) - right["keep" if name == "recalibrate" else "recalibrate"]

# %% wrong: Turns the sign of the gain.
# says: 18, judged on 19 and 20, recalibrate: expected gain
# edits: official
# -         d = right[name].astype(float) - right["keep"]
# +         d = right["keep"].astype(float) - right[name]

# %% wrong: Gives the deployed model a row of its own.
# says: expected a row a remedy
# edits: official
# -     for name in ("recalibrate", "retrain"):
# +     for name in right:

# %% wrong: Names the larger gain, proven or not.
# says: a gain that may be chance is no proof
# edits: official
# -     proven = gains[gains["low"] > 0]
# +     proven = gains

# %% wrong: Takes any gain above 0 for proven.
# says: a gain that may be chance is no proof
# edits: official
# -     proven = gains[gains["low"] > 0]
# +     proven = gains[gains["gain"] > 0]

# %% wrong: Names the remedy with the largest lower end.
# says: the largest gain counts, not the largest lower end
# edits: official
# -     return "keep" if proven.empty else proven["gain"].idxmax()
# +     return "keep" if proven.empty else proven["low"].idxmax()

# %% wrong: Takes the last proven row, as if retraining always came last.
# says: both are proven: the larger gain
# edits: official
# -     return "keep" if proven.empty else proven["gain"].idxmax()
# +     return "keep" if proven.empty else proven.index[-1]

# %% wrong: Names recalibration whenever it is proven.
# says: expected 'retrain'; got 'recalibrate'
# edits: official
# -     return "keep" if proven.empty else proven["gain"].idxmax()
# +     return "keep" if proven.empty else "recalibrate" if "recalibrate" in proven.index else "retrain"

# %% wrong: Returns None where nothing is proven.
# says: no lower end is above
# edits: official
# -     return "keep" if proven.empty else proven["gain"].idxmax()
# +     return None if proven.empty else proven["gain"].idxmax()

# %% wrong: Looks at the largest gain only, and keeps the model if that one is not proven.
# says: a gain that may be chance is no proof
# edits: official
# -     proven = gains[gains["low"] > 0]
# -     return "keep" if proven.empty else proven["gain"].idxmax()
# +     best = gains["gain"].idxmax()
# +     return best if gains.loc[best, "low"] > 0 else "keep"
