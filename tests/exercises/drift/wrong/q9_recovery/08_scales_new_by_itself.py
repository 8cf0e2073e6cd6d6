"""Standardises the new applications with their own mean and spread, so an answer hangs on who else applies."""
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
    recent, new = repair(recent), repair(new)

    def scaled(frame):
        numbers = (frame[NUMERIC] - frame[NUMERIC].mean()) / frame[NUMERIC].std()
        for name in CATEGORICAL:
            for level in sorted(recent[name].unique()):
                numbers[level] = (frame[name] == level).astype(float)
        return numbers

    model = LogisticRegression(max_iter=1000).fit(scaled(recent), recent["defaulted"].astype(int))
    return model.predict(scaled(new))
