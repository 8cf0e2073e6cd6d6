"""Learns from all months with the month as one more feature; the line it fits cannot bend a relation."""
# cell: q9_recovery
def recover(train, new):
    clean = train[train["month"] <= 12]

    def repair(frame):
        frame = frame.copy()
        for name in NUMERIC:
            values = frame[name].astype(float)
            frame[name] = values.mask(values > 1.5 * clean[name].max(), clean[name].median())
        return frame

    known = repair(train.dropna(subset=["defaulted"]))
    columns = [*FEATURES, "month"]
    model = make_pipeline(
        make_column_transformer((StandardScaler(), [*NUMERIC, "month"]), (OneHotEncoder(), CATEGORICAL)),
        LogisticRegression(max_iter=1000),
    )
    model.fit(known[columns], known["defaulted"].astype(int))
    return model.predict(repair(new)[columns])
