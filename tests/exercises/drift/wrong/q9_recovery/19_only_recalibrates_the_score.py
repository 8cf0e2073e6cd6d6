"""Fits a new curve on the deployed score: that heals a prior shift, not a concept shift or a broken feed."""
# cell: q9_recovery
def recover(train, new):
    def logit(frame):
        score = frame["score"].clip(1e-4, 1 - 1e-4)
        return np.log(score / (1 - score)).to_frame()

    known = train.dropna(subset=["defaulted"])
    recent = known[known["month"] > known["month"].max() - 3]
    model = LogisticRegression().fit(logit(recent), recent["defaulted"].astype(int))
    return model.predict(logit(new))
