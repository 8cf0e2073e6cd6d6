"""Numbers the categories in the order in which each frame shows them, so a code means another channel in new."""
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

    def table(frame):
        x = repair(frame)[FEATURES]
        for name in CATEGORICAL:
            x[name] = pd.factorize(x[name])[0]
        return x

    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000))
    model.fit(table(recent), recent["defaulted"].astype(int))
    return model.predict(table(new))
