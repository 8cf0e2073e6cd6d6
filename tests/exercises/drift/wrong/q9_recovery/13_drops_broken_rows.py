"""Drops the broken rows of new, so some applicants get no decision."""
# cell: q9_recovery
def recover(train, new):
    clean = train[train["month"] <= 12]

    def sound(frame):
        keep = (frame[NUMERIC] <= 1.5 * clean[NUMERIC].max()).all(axis=1)
        return frame[keep]

    known = train.dropna(subset=["defaulted"])
    recent = known[known["month"] > known["month"].max() - 3]
    model = make_pipeline(
        make_column_transformer(
            (StandardScaler(), NUMERIC), (OneHotEncoder(handle_unknown="ignore"), CATEGORICAL)
        ),
        LogisticRegression(max_iter=1000),
    )
    recent = sound(recent)
    model.fit(recent[FEATURES], recent["defaulted"].astype(int))
    return model.predict(sound(new)[FEATURES])
