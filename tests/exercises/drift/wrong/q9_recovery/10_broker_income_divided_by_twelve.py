"""Repairs what broke at Meridian, the income of brokers by 12, whatever is broken here."""
# cell: q9_recovery
def recover(train, new):
    def repair(frame):
        frame = frame.copy()
        frame["income"] = frame["income"].astype(float)
        broken = (frame["channel"] == "broker") & (frame["month"] >= 21)
        frame.loc[broken, "income"] = frame.loc[broken, "income"] / 12
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
