"""Fills the outcomes that are not known yet with 0 and learns from the last three months of train."""
# cell: q9_recovery
def recover(train, new):
    clean = train[train["month"] <= 12]

    def repair(frame):
        frame = frame.copy()
        for name in NUMERIC:
            values = frame[name].astype(float)
            frame[name] = values.mask(values > 1.5 * clean[name].max(), clean[name].median())
        return frame

    train = repair(train)
    train["defaulted"] = train["defaulted"].fillna(0)
    recent = train[train["month"] >= train["month"].max() - 2]
    if recent["defaulted"].nunique() < 2:
        recent = train[train["month"] > 12]
    model = make_pipeline(
        make_column_transformer(
            (StandardScaler(), NUMERIC), (OneHotEncoder(handle_unknown="ignore"), CATEGORICAL)
        ),
        LogisticRegression(max_iter=1000),
    )
    model.fit(recent[FEATURES], recent["defaulted"].astype(int))
    return model.predict(repair(new)[FEATURES])
