"""Clips a broken value to the largest of the reference year, as if the applicant were the most extreme one ever."""
# cell: q9_recovery
def recover(train, new):
    top = train[train["month"] <= 12][NUMERIC].max()

    def repair(frame):
        frame = frame.copy()
        frame[NUMERIC] = frame[NUMERIC].clip(upper=top, axis=1)
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
