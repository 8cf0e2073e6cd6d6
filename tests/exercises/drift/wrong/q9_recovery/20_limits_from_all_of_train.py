"""Takes the limits of the repair from all of train, where the broken feed is already in."""
# cell: q9_recovery
def recover(train, new):
    highest = train[NUMERIC].max()
    middle = train[NUMERIC].median()

    def repair(frame):
        fixed = frame[FEATURES].copy()
        for name in NUMERIC:
            fixed[name] = fixed[name].where(fixed[name] <= highest[name], middle[name])
        return fixed

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
