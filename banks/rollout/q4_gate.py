# %% right: loops
def gate(looks):
    decisions = []
    for row in looks.to_dict("records"):
        signs = []
        for what, of in [("failed", "requests"), ("wrong", "labels")]:
            a, n, b, m = (row[f"{name}_{side}"] for side in ("new", "old") for name in (what, of))
            if n and m and a + b:
                p = (a + b) / (n + m)
                signs.append((a / n - b / m) / (p * (1 - p) * (1 / n + 1 / m)) ** 0.5)
        if any(sign > 3.2 for sign in signs):
            decisions.append("roll back")
        else:
            decisions.append("wait" if row["hours_left"] > 0 else "promote")
    return decisions

# %% right: chances
from scipy.stats import binom


def gate(looks):
    # Of all that went wrong, how many should be the new version's by its share of the counts?
    back = np.zeros(len(looks), dtype=bool)
    for what, of in [("failed", "requests"), ("wrong", "labels")]:
        new, old = looks[f"{what}_new"], looks[f"{what}_old"]
        part = looks[f"{of}_new"] / (looks[f"{of}_new"] + looks[f"{of}_old"]).clip(lower=1)
        back |= binom.sf(new - 1, new + old, part) < 0.001
    return ["roll back" if bad else "promote" if left == 0 else "wait" for bad, left in zip(back, looks["hours_left"])]

# %% right: evidence
def gate(looks):
    # A sequential test of likelihoods: as good as the old version, or worse by a point and a half?
    back = np.zeros(len(looks), dtype=bool)
    for what, of, worse in [("failed", "requests", 0.01), ("wrong", "labels", 0.02)]:
        a, n, b, m = (looks[f"{name}_{side}"].to_numpy(float) for side in ("new", "old") for name in (what, of))
        usual = np.clip(b / np.maximum(m, 1), 0.001, 0.9)
        evidence = a * np.log1p(worse / usual) + (n - a) * np.log1p(-worse / (1 - usual))
        back |= evidence > np.log(60)
    table = pd.Series("wait", index=range(len(looks)))
    table[looks["hours_left"].to_numpy() == 0] = "promote"
    table[back] = "roll back"
    return table

# %% wrong: Looks at status alone.
# says: release 2: 15% of its decisions are wrong
# edits: official
# -     back = (failed > 3) | (wrong > 3)
# +     back = failed > 3

# %% wrong: Looks at labels alone.
# says: release 1: 5% of its requests fail
# edits: official
# -     back = (failed > 3) | (wrong > 3)
# +     back = wrong > 3

# %% wrong: Asks for both signs.
# says: release 1: 5% of its requests fail
# edits: official
# -     back = (failed > 3) | (wrong > 3)
# +     back = (failed > 3) & (wrong > 3)

# %% wrong: Takes the limit of a single look for each of many.
# says: there are 24 looks, and chance gets its turn at each
# edits: official
# -     back = (failed > 3) | (wrong > 3)
# +     back = (failed > 1.96) | (wrong > 1.96)

# %% wrong: Rolls back whatever looks worse.
# says: there are 24 looks, and chance gets its turn at each
# edits: official
# -     back = (failed > 3) | (wrong > 3)
# +     back = (failed > 0.5) | (wrong > 0.5)

# %% wrong: Rolls back versions that are better, too.
# says: of the good versions were not promoted
# edits: official
# -     back = (failed > 3) | (wrong > 3)
# +     back = (abs(failed) > 3) | (abs(wrong) > 3)

# %% wrong: Is so strict that versions that fail go on for hours.
# says: roll back as soon as the counts say so
# edits: official
# -     back = (failed > 3) | (wrong > 3)
# +     back = (failed > 12) | (wrong > 3)

# %% wrong: Decides at the last look only.
# says: release 1: 5% of its requests fail
# edits: official
# -     back = (failed > 3) | (wrong > 3)
# +     back = ((failed > 2) | (wrong > 2)) & (looks["hours_left"] == 0)

# %% wrong: Waits for a day before it looks.
# says: release 1: 5% of its requests fail
# edits: official
# -     back = (failed > 3) | (wrong > 3)
# +     back = ((failed > 3) | (wrong > 3)) & (looks["hour"] >= 24)

# %% wrong: Promotes what shows no sign at the first look.
# says: release 0: it fails as often as the old version, and no label has come
# edits: official
# -     good = np.where(looks["hours_left"] == 0, "promote", "wait")
# +     good = np.where(looks["hour"] >= 4, "promote", "wait")

# %% wrong: Promotes after a day, before labels say anything.
# says: of the bad versions whose answers are wrong more often
# edits: official
# -     good = np.where(looks["hours_left"] == 0, "promote", "wait")
# +     good = np.where((looks["hour"] >= 24) | (looks["hours_left"] == 0), "promote", "wait")

# %% wrong: Never promotes.
# says: last look, as good as the old version in both
# edits: official
# -     good = np.where(looks["hours_left"] == 0, "promote", "wait")
# +     good = np.where(looks["hours_left"] < 0, "promote", "wait")

# %% wrong: Takes the hours of Meridian's canary by heart.
# says: last look at 144: 100.0% of the good versions were not promoted
# edits: official
# -     good = np.where(looks["hours_left"] == 0, "promote", "wait")
# +     good = np.where(looks["hour"] == 96, np.where(looks["hours_left"] == 0, "promote", "wait"), "wait")

# %% wrong: Compares shares with a fixed difference, however few the counts.
# says: of the good versions were not promoted
# edits: official
# -     back = (failed > 3) | (wrong > 3)
# +     share = [looks[f"wrong_{side}"] / looks[f"labels_{side}"].clip(lower=1) for side in ("new", "old")]
# +     fails = [looks[f"failed_{side}"] / looks[f"requests_{side}"] for side in ("new", "old")]
# +     back = (share[0] - share[1] > 0.006) | (fails[0] - fails[1] > 0.002)

# %% wrong: Compares counts instead of shares.
# says: 8% of its decisions are wrong against 5%
# edits: official
# -     back = (failed > 3) | (wrong > 3)
# +     back = (looks["failed_new"] >= looks["failed_old"]) | (looks["labels_new"] > 0) & (looks["wrong_new"] > 0.3 * looks["wrong_old"])

# %% wrong: Divides wrong decisions by all requests, labels or not.
# says: 15% of its first 400 decisions are wrong
# edits: official
# -     wrong = z_of_two(looks["wrong_new"], looks["labels_new"], looks["wrong_old"], looks["labels_old"])
# +     wrong = z_of_two(looks["wrong_new"], looks["requests_new"] * 2, looks["wrong_old"], looks["requests_old"])

# %% wrong: Swaps new and old.
# says: release 1: 5% of its requests fail
# edits: official
# -     failed = z_of_two(looks["failed_new"], looks["requests_new"], looks["failed_old"], looks["requests_old"])
# -     wrong = z_of_two(looks["wrong_new"], looks["labels_new"], looks["wrong_old"], looks["labels_old"])
# +     failed = z_of_two(looks["failed_old"], looks["requests_old"], looks["failed_new"], looks["requests_new"])
# +     wrong = z_of_two(looks["wrong_old"], looks["labels_old"], looks["wrong_new"], looks["labels_new"])

# %% wrong: Returns one decision for all.
# says: five releases were handed in
# edits: official
# -     return np.where(back, "roll back", good).tolist()
# +     return "roll back" if back.any() else str(good[0])

# %% wrong: Uses words of its own.
# says: release 1: 5% of its requests fail
# edits: official
# -     return np.where(back, "roll back", good).tolist()
# +     return np.where(back, "rollback", good).tolist()

# %% wrong: Writes its decisions into the table that it was given.
# says: the frame that was handed in has been changed
# edits: official
# -     return np.where(back, "roll back", good).tolist()
# +     looks["decision"] = np.where(back, "roll back", good)
# +     return looks["decision"].tolist()

# %% wrong: Is too strict for a small canary.
# says: share 1%, labels after 48 hours, last look at 144: of the bad versions
# edits: official
# -     back = (failed > 3) | (wrong > 3)
# +     back = (failed > 4) | (wrong > 4)

# %% wrong: Promotes after two days, which late labels outlast.
# says: share 1%, labels after 48 hours, last look at 144: of the bad versions
# edits: official
# -     good = np.where(looks["hours_left"] == 0, "promote", "wait")
# +     good = np.where((looks["hour"] >= 48) | (looks["hours_left"] == 0), "promote", "wait")

# %% wrong: Adds up both signs.
# says: that it fails less often does not make up for it
# edits: official
# -     back = (failed > 3) | (wrong > 3)
# +     back = failed + wrong > 3

# %% wrong: Does not look at labels before there are thousands.
# says: 15% of its first 400 decisions are wrong
# edits: official
# -     back = (failed > 3) | (wrong > 3)
# +     back = (failed > 3) | (wrong > 3) & (looks["labels_new"] >= 2000)

# %% wrong: Takes a fixed difference of one point for a sign.
# says: share 1%, labels after 48 hours, last look at 144
# edits: official
# -     back = (failed > 3) | (wrong > 3)
# +     share = [looks[f"wrong_{side}"] / looks[f"labels_{side}"].clip(lower=1) for side in ("new", "old")]
# +     fails = [looks[f"failed_{side}"] / looks[f"requests_{side}"] for side in ("new", "old")]
# +     back = (share[0] - share[1] > 0.01) | (fails[0] - fails[1] > 0.01)

# %% wrong: Promotes at the last look without looking.
# says: last look, 8% of its decisions are wrong
# edits: official
# -     return np.where(back, "roll back", good).tolist()
# +     return np.where(back & (looks["hours_left"] > 0), "roll back", good).tolist()
