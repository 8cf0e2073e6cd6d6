"""Makes dummies of each frame by itself: a batch that lacks a category has other columns."""
# cell: q9_recovery
def recover(train, new):
    clean = train[train["month"] <= 12]

    def repair(frame):
        frame = frame.copy()
        for name in NUMERIC:
            values = frame[name].astype(float)
            frame[name] = values.mask(values > 1.5 * clean[name].max(), clean[name].median())
        return frame

    known = train.dropna(subset=["defaulted"])
    recent = known[known["month"] > known["month"].max() - 3]
    x = pd.get_dummies(repair(recent)[FEATURES], dtype=float)
    scaler = StandardScaler().fit(x)
    model = LogisticRegression(max_iter=1000).fit(scaler.transform(x), recent["defaulted"].astype(int))
    return model.predict(scaler.transform(pd.get_dummies(repair(new)[FEATURES], dtype=float)))
