"""Uses a forest without random_state, so a second run gives other answers."""
# cell: q9_recovery
from sklearn.ensemble import RandomForestClassifier


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
    model = make_pipeline(
        make_column_transformer((OneHotEncoder(), CATEGORICAL), remainder="passthrough"),
        RandomForestClassifier(20),
    )
    model.fit(repair(recent)[FEATURES], recent["defaulted"].astype(int))
    return model.predict(repair(new)[FEATURES])
