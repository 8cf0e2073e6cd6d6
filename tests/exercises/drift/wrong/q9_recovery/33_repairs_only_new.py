"""Repairs the new applications and learns from unrepaired ones."""
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
    model = make_pipeline(
        make_column_transformer(
            (StandardScaler(), NUMERIC), (OneHotEncoder(handle_unknown="ignore"), CATEGORICAL)
        ),
        LogisticRegression(max_iter=1000),
    )
    model.fit(recent[FEATURES], recent["defaulted"].astype(int))
    return model.predict(repair(new)[FEATURES])
