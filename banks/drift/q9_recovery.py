# %% right: library
from sklearn.impute import SimpleImputer


def recover(train, new):
    limits = 1.5 * train[train["month"] <= 12][NUMERIC].max()

    def without_faults(frame):
        numbers = frame[NUMERIC].astype(float)
        return frame[FEATURES].assign(**numbers.mask(numbers > limits))

    known = train.dropna(subset=["defaulted"])
    recent = known[known["month"].isin(sorted(known["month"].unique())[-3:])]
    numbers = make_pipeline(SimpleImputer(strategy="median"), StandardScaler())
    model = make_pipeline(
        make_column_transformer((numbers, NUMERIC), (OneHotEncoder(handle_unknown="ignore"), CATEGORICAL)),
        LogisticRegression(C=0.5, max_iter=2000),
    )
    return model.fit(without_faults(recent), recent["defaulted"].astype(bool)).predict(without_faults(new)).astype(int)

# %% right: loops
import math


def recover(train, new):
    train, new = train.copy(), new.copy()
    for feature in NUMERIC:
        clean = train.loc[train["month"] <= 12, feature]
        limit, middle = 1.2 * clean.max(), clean.median()
        for frame in (train, new):
            repaired = []
            for value in frame[feature]:
                if value > limit:
                    factors = {12: 0, 30: 0, 100: 0}
                    value = value / min(
                        factors, key=lambda factor: abs(math.log(value / factor / middle))
                    )
                repaired.append(float(value))
            frame[feature] = repaired
    known = train[train["defaulted"].notna()]
    last = max(known["month"])
    recent = known[known["month"].isin([last - 2, last - 1, last])]
    columns = []
    for name in CATEGORICAL:
        for kind in sorted(set(recent[name])):
            columns.append((name, kind))

    def table(frame):
        parts = []
        for name in NUMERIC:
            parts.append((frame[name] - recent[name].mean()) / recent[name].std())
        for name, kind in columns:
            parts.append((frame[name] == kind).astype(float))
        return np.array(parts).T

    model = LogisticRegression(max_iter=1000).fit(table(recent), recent["defaulted"])
    return [int(chance >= 0.5) for chance in model.predict_proba(table(new))[:, 1]]

# %% right: vectorised
def recover(train, new):
    limits = train.loc[train["month"] <= 12, NUMERIC].max()
    middles = train.loc[train["month"] <= 12, NUMERIC].median()
    train, new = (
        frame.assign(**frame[NUMERIC].astype(float).where(frame[NUMERIC] <= 1.5 * limits, middles, axis=1))
        for frame in (train, new)
    )
    known = train[train["defaulted"].notna()]
    recent = known[known["month"] >= known["month"].max() - 2]
    center, scale = recent[NUMERIC].mean(), recent[NUMERIC].std()

    def design(frame):
        dummies = pd.get_dummies(frame[CATEGORICAL]).reindex(columns=wanted, fill_value=False)
        numbers = (frame[NUMERIC] - center) / scale
        return np.column_stack([np.ones(len(frame)), numbers, dummies.astype(float)])

    wanted = pd.get_dummies(recent[CATEGORICAL]).columns
    x, y = design(recent), recent["defaulted"].to_numpy(float)
    weights = np.zeros(x.shape[1])
    # Newton's method on the penalised likelihood of a logistic regression.
    for _ in range(12):
        p = 1 / (1 + np.exp(-x @ weights))
        hessian = (x * (p * (1 - p))[:, None]).T @ x + np.eye(x.shape[1])
        weights += np.linalg.solve(hessian, x.T @ (y - p) - weights)
    return (design(new) @ weights > 0).astype(int)

# %% wrong: Learns from every known month, so most of its cases come from before the change.
# says: where the records of new are sound
def recover(train, new):
    clean = train[train["month"] <= 12]

    def repair(frame):
        frame = frame.copy()
        for name in NUMERIC:
            values = frame[name].astype(float)
            frame[name] = values.mask(values > 1.5 * clean[name].max(), clean[name].median())
        return frame

    known = repair(train[train["defaulted"].notna()])
    model = make_pipeline(
        make_column_transformer(
            (StandardScaler(), NUMERIC), (OneHotEncoder(handle_unknown="ignore"), CATEGORICAL)
        ),
        LogisticRegression(max_iter=1000),
    )
    model.fit(known[FEATURES], known["defaulted"].astype(int))
    return model.predict(repair(new)[FEATURES])

# %% wrong: Learns from the reference year because its data are clean: that is the old relation again.
# says: where the records of new are sound
def recover(train, new):
    clean = train[train["month"] <= 12]
    new = new.copy()
    for name in NUMERIC:
        limit = 1.5 * clean[name].max()
        new[name] = np.where(new[name] > limit, clean[name].median(), new[name])
    model = make_pipeline(
        make_column_transformer(
            (StandardScaler(), NUMERIC), (OneHotEncoder(handle_unknown="ignore"), CATEGORICAL)
        ),
        LogisticRegression(max_iter=1000),
    )
    model.fit(clean[FEATURES], clean["defaulted"])
    return model.predict(new[FEATURES]).astype(int)

# %% wrong: Hands back what the deployed model decided.
# says: where the records of new are sound
def recover(train, new):
    return new["predicted_default"].to_numpy()

# %% wrong: Retrains on the right months but repairs neither frame.
# says: rows of new, income is more than twice the largest
def recover(train, new):
    known = train.dropna(subset=["defaulted"])
    recent = known[known["month"] > known["month"].max() - 3]
    model = make_pipeline(
        make_column_transformer(
            (StandardScaler(), NUMERIC), (OneHotEncoder(handle_unknown="ignore"), CATEGORICAL)
        ),
        LogisticRegression(max_iter=1000),
    )
    model.fit(recent[FEATURES], recent["defaulted"].astype(int))
    return model.predict(new[FEATURES])

# %% wrong: Repairs the frame it learns from and forgets the new applications.
# says: rows of new, income is more than twice the largest
def recover(train, new):
    clean = train[train["month"] <= 12]

    def repair(frame):
        frame = frame.copy()
        for name in NUMERIC:
            values = frame[name].astype(float)
            frame[name] = values.mask(values > 1.5 * clean[name].max(), clean[name].median())
        return frame

    train = repair(train)
    known = train.dropna(subset=["defaulted"])
    recent = known[known["month"] > known["month"].max() - 3]
    model = make_pipeline(
        make_column_transformer(
            (StandardScaler(), NUMERIC), (OneHotEncoder(handle_unknown="ignore"), CATEGORICAL)
        ),
        LogisticRegression(max_iter=1000),
    )
    model.fit(recent[FEATURES], recent["defaulted"].astype(int))
    decisions = model.predict(new[FEATURES])
    return [int(d) for d in decisions]

# %% wrong: Fills the outcomes that are not known yet with 0 and learns from the last three months of train.
# says: where the records of new are sound
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

# %% wrong: Fills unknown outcomes with the deployed model's decisions and so learns the old model again.
# says: where the records of new are sound
def recover(train, new):
    clean = train[train["month"] <= 12]

    def repair(frame):
        frame = frame.copy()
        for name in NUMERIC:
            values = frame[name].astype(float)
            frame[name] = values.mask(values > 1.5 * clean[name].max(), clean[name].median())
        return frame

    train = repair(train)
    label = train["defaulted"].fillna(train["predicted_default"])
    recent = train["month"] > train["month"].max() - 3
    model = make_pipeline(
        make_column_transformer(
            (StandardScaler(), NUMERIC), (OneHotEncoder(handle_unknown="ignore"), CATEGORICAL)
        ),
        LogisticRegression(max_iter=1000),
    )
    model.fit(train.loc[recent, FEATURES], label[recent].astype(int))
    return model.predict(repair(new)[FEATURES])

# %% wrong: Standardises the new applications with their own mean and spread, so an answer hangs on who else applies.
# says: does not accept missing
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

# %% wrong: Takes the limits of the repair from the new frame itself: where a fifth is broken, its top percentile is broken too.
# says: rows of new, income is more than twice the largest
def recover(train, new):
    known = train.dropna(subset=["defaulted"])
    recent = known[known["month"] > known["month"].max() - 3]

    def repair(frame):
        frame = frame.copy()
        for name in NUMERIC:
            top = frame[name].quantile(0.99)
            frame[name] = frame[name].clip(upper=top)
        return frame

    model = make_pipeline(
        make_column_transformer(
            (StandardScaler(), NUMERIC), (OneHotEncoder(handle_unknown="ignore"), CATEGORICAL)
        ),
        LogisticRegression(max_iter=1000),
    )
    model.fit(repair(recent)[FEATURES], recent["defaulted"].astype(int))
    return model.predict(repair(new)[FEATURES])

# %% wrong: Repairs what broke at Meridian, the income of brokers by 12, whatever is broken here.
# says: where debt_to_income is 30 times too large by web
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

# %% wrong: Returns the probability of default, not a decision.
# says: decisions are 0 or 1
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
    model.fit(repair(recent)[FEATURES], recent["defaulted"].astype(int))
    return model.predict_proba(repair(new)[FEATURES])[:, 1]

# %% wrong: Returns 1 for those who will repay: the decision is turned round.
# says: where the records of new are sound
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
    model.fit(repair(recent)[FEATURES], recent["defaulted"].astype(int))
    p_repay = model.predict_proba(repair(new)[FEATURES])[:, 0]
    return (p_repay > 0.5).astype(int)

# %% wrong: Drops the broken rows of new, so some applicants get no decision.
# says: new applications: expected as many decisions
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

# %% wrong: Predicts channel by channel and joins the pieces, so the decisions are not in the order of new.
# says: where the records of new are sound
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
    model.fit(repair(recent)[FEATURES], recent["defaulted"].astype(int))
    answers = []
    for _, group in repair(new).groupby("channel"):
        answers.extend(model.predict(group[FEATURES]))
    return np.array(answers)

# %% wrong: Calls the riskiest 30% of the batch defaulters, so the answer for one hangs on the others.
# says: an applicant gets another answer among other applicants
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
    model.fit(repair(recent)[FEATURES], recent["defaulted"].astype(int))
    risk = model.predict_proba(repair(new)[FEATURES])[:, 1]
    cut = np.quantile(risk, 1 - recent["defaulted"].mean())
    return (risk > cut).astype(int)

# %% wrong: Repairs the frame that was handed in, not a copy of it.
# says: the training frame has been changed; work on a copy
def recover(train, new):
    clean = train[train["month"] <= 12].copy()
    for frame in (train, new):
        for name in NUMERIC:
            frame[name] = frame[name].astype(float)
            frame.loc[frame[name] > 1.5 * clean[name].max(), name] = clean[name].median()
    known = train.dropna(subset=["defaulted"])
    recent = known[known["month"] > known["month"].max() - 3]
    model = make_pipeline(
        make_column_transformer(
            (StandardScaler(), NUMERIC), (OneHotEncoder(handle_unknown="ignore"), CATEGORICAL)
        ),
        LogisticRegression(max_iter=1000),
    )
    model.fit(recent[FEATURES], recent["defaulted"].astype(int))
    return model.predict(new[FEATURES])

# %% wrong: Leaves income out of the model because Meridian's feed of it is broken.
# says: where debt_to_income is 30 times too large by web
def recover(train, new):
    numeric = [name for name in NUMERIC if name != "income"]
    known = train.dropna(subset=["defaulted"])
    recent = known[known["month"] > known["month"].max() - 3]
    model = make_pipeline(
        make_column_transformer(
            (StandardScaler(), numeric), (OneHotEncoder(handle_unknown="ignore"), CATEGORICAL)
        ),
        LogisticRegression(max_iter=1000),
    )
    columns = numeric + CATEGORICAL
    model.fit(recent[columns], recent["defaulted"].astype(int))
    return model.predict(new[columns])

# %% wrong: Fits a new curve on the deployed score: that heals a prior shift, not a concept shift or a broken feed.
# says: where the records of new are sound
def recover(train, new):
    def logit(frame):
        score = frame["score"].clip(1e-4, 1 - 1e-4)
        return np.log(score / (1 - score)).to_frame()

    known = train.dropna(subset=["defaulted"])
    recent = known[known["month"] > known["month"].max() - 3]
    model = LogisticRegression().fit(logit(recent), recent["defaulted"].astype(int))
    return model.predict(logit(new))

# %% wrong: Takes the limits of the repair from all of train, where the broken feed is already in.
# says: rows of new, income is more than twice the largest
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

# %% wrong: Learns from all months with the month as one more feature; the line it fits cannot bend a relation.
# says: where the records of new are sound
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

# %% wrong: Decides that nobody defaults, since most applicants repay.
# says: where the records of new are sound
def recover(train, new):
    common = train["defaulted"].mode().iloc[0]
    return np.full(len(new), int(common))

# %% wrong: Learns from the first three live months, when the change had hardly begun.
# says: where the records of new are sound
def recover(train, new):
    clean = train[train["month"] <= 12]

    def repair(frame):
        frame = frame.copy()
        for name in NUMERIC:
            values = frame[name].astype(float)
            frame[name] = values.mask(values > 1.5 * clean[name].max(), clean[name].median())
        return frame

    known = train.dropna(subset=["defaulted"])
    recent = known[known["month"].between(13, 15)]
    model = make_pipeline(
        make_column_transformer(
            (StandardScaler(), NUMERIC), (OneHotEncoder(handle_unknown="ignore"), CATEGORICAL)
        ),
        LogisticRegression(max_iter=1000),
    )
    model.fit(repair(recent)[FEATURES], recent["defaulted"].astype(int))
    return model.predict(repair(new)[FEATURES])

# %% wrong: Divides every value beyond the limit by 12, also where the factor is 30 or 100.
# says: Are values repaired that no applicant of the reference year
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

# %% wrong: Clips a broken value to the largest of the reference year, as if the applicant were the most extreme one ever.
# says: rows of new, income is more than twice the largest
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

# %% wrong: Learns from the last ten known months: most of them are from before or during the change.
# says: where the records of new are sound
def recover(train, new):
    clean = train[train["month"] <= 12]

    def repair(frame):
        frame = frame.copy()
        for name in NUMERIC:
            values = frame[name].astype(float)
            frame[name] = values.mask(values > 1.5 * clean[name].max(), clean[name].median())
        return frame

    known = train.dropna(subset=["defaulted"])
    recent = known[known["month"] > known["month"].max() - 10]
    model = make_pipeline(
        make_column_transformer(
            (StandardScaler(), NUMERIC), (OneHotEncoder(handle_unknown="ignore"), CATEGORICAL)
        ),
        LogisticRegression(max_iter=1000),
    )
    model.fit(repair(recent)[FEATURES], recent["defaulted"].astype(int))
    return model.predict(repair(new)[FEATURES])

# %% wrong: Takes the 95% quantile of the reference year for the limit and so wipes out the honest high values.
# says: where the records of new are sound
def recover(train, new):
    clean = train[train["month"] <= 12]

    def repair(frame):
        frame = frame.copy()
        for name in NUMERIC:
            values = frame[name].astype(float)
            frame[name] = values.mask(values > clean[name].quantile(0.95), clean[name].median())
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

# %% wrong: Repairs the new frame in place: the one who handed it in finds other values.
# says: the frame of new applications has been changed
def recover(train, new):
    clean = train[train["month"] <= 12]

    def repair(frame):
        frame = frame.copy()
        for name in NUMERIC:
            values = frame[name].astype(float)
            frame[name] = values.mask(values > 1.5 * clean[name].max(), clean[name].median())
        return frame

    for name in NUMERIC:
        new[name] = repair(new)[name]
    known = train.dropna(subset=["defaulted"])
    recent = known[known["month"] > known["month"].max() - 3]
    model = make_pipeline(
        make_column_transformer(
            (StandardScaler(), NUMERIC), (OneHotEncoder(handle_unknown="ignore"), CATEGORICAL)
        ),
        LogisticRegression(max_iter=1000),
    )
    model.fit(repair(recent)[FEATURES], recent["defaulted"].astype(int))
    return model.predict(new[FEATURES])

# %% wrong: Numbers the categories in the order in which each frame shows them, so a code means another channel in new.
# says: the decisions are not in the order of the rows
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

    def table(frame):
        x = repair(frame)[FEATURES]
        for name in CATEGORICAL:
            x[name] = pd.factorize(x[name])[0]
        return x

    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000))
    model.fit(table(recent), recent["defaulted"].astype(int))
    return model.predict(table(new))

# %% wrong: Makes dummies of each frame by itself: a batch that lacks a category has other columns.
# says: The feature names should match those that were passed
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
    x = pd.get_dummies(repair(recent)[FEATURES], dtype=float)
    scaler = StandardScaler().fit(x)
    model = LogisticRegression(max_iter=1000).fit(scaler.transform(x), recent["defaulted"].astype(int))
    return model.predict(scaler.transform(pd.get_dummies(repair(new)[FEATURES], dtype=float)))

# %% wrong: Fills broken values with the median of the frame in hand, so an answer hangs on who else is in new.
# says: an applicant gets another answer among other applicants; learn scales
def recover(train, new):
    clean = train[train["month"] <= 12]

    def repair(frame):
        frame = frame.copy()
        for name in NUMERIC:
            values = frame[name].astype(float)
            values = values.mask(values > 1.5 * clean[name].max())
            frame[name] = values.fillna(values.median())
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

# %% wrong: Fills a broken value with 0, which is no typical value.
# says: rows of new, income is more than twice the largest
# edits: official
# -         frame = frame[FEATURES].copy()
# -         for feature in NUMERIC:
# -             values = frame[feature].astype(float)
# -             values = values.mask(values > 1.5 * clean[feature].max())
# -             frame[feature] = values.fillna(clean[feature].median())
# +         frame = frame.copy()
# +         for name in NUMERIC:
# +             frame.loc[frame[name] > 1.5 * clean[name].max(), name] = 0
# ...
# -     model.fit(repair(recent), recent["defaulted"].astype(int))
# -     return model.predict(repair(new))
# +     model.fit(repair(recent)[FEATURES], recent["defaulted"].astype(int))
# +     return model.predict(repair(new)[FEATURES])

# %% wrong: Repairs the new applications and learns from unrepaired ones.
# says: where debt_to_income is 30 times too large by web, in train and in new
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

# %% wrong: Learns from all known live months, the ones before the change too.
# says: where the records of new are sound
# edits: official
# -     recent = known[known["month"] > known["month"].max() - 3]
# +     recent = known[known["month"] > 12]
