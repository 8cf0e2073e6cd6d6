"""Divides every value beyond the limit by 12, also where the factor is 30 or 100."""
# cell: q9_recovery
def recover(train, new):
    limits = 1.5 * train[train["month"] <= 12][NUMERIC].max()

    def repair(frame):
        frame = frame.copy()
        for name in NUMERIC:
            frame[name] = np.where(frame[name] > limits[name], frame[name] / 12, frame[name])
        return frame

    known = train.dropna(subset=["defaulted"])
    recent = known[known["month"] > known["month"].max() - 3]
    model = make_pipeline(
        make_column_transformer(
            (StandardScaler(), NUMERIC), (OneHotEncoder(handle_unknown="ignore"), CATEGORICAL)
        ),
        LogisticRegression(max_iter=1000),
    )
    model.fit(repair(recent)[FEATURES], recent["defaulted"].astype(int))
    return model.predict(repair(new)[FEATURES])
