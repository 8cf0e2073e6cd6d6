"""Takes the last proven row, as if retraining always came last."""
# cell: q4_proof
def gains_out_of_time(loans, learn, prove):
    if not learn or not prove or max(learn) >= min(prove):
        raise ValueError("the months to learn from must lie before the months that prove")
    known = loans[loans["defaulted"].notna()]
    train, new = known[known["month"].isin(learn)], known[known["month"].isin(prove)]
    happened = new["defaulted"].to_numpy()
    right = {
        name: np.asarray(decisions_after(name, train, new)) == happened
        for name in ("keep", "recalibrate", "retrain")
    }
    rows = {}
    for name in ("recalibrate", "retrain"):
        d = right[name].astype(float) - right["keep"]
        half = 1.96 * d.std() / np.sqrt(len(d))
        gain = d.mean()
        rows[name] = [right[name].mean(), gain, gain - half, gain + half]
    return pd.DataFrame.from_dict(rows, orient="index", columns=["accuracy", "gain", "low", "high"])


def proven_remedy(gains):
    proven = gains[gains["low"] > 0]
    return "keep" if proven.empty else proven.index[-1]
