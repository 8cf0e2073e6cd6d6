# %% right: library
def known_outcomes(applications, as_of, maturity=12):
    received = applications.query("month <= @as_of").copy()
    age = as_of - received["month"]
    received["defaulted"] = np.where(age >= maturity, received["defaulted"].astype(float), np.nan)
    return received

# %% right: loops
def known_outcomes(applications, as_of, maturity=12):
    keep, outcome = [], []
    for place in range(len(applications)):
        month = applications["month"].iloc[place]
        if month > as_of:
            continue
        keep.append(place)
        known = month + maturity <= as_of
        outcome.append(applications["defaulted"].iloc[place] if known else float("nan"))
    frame = applications.iloc[keep].copy()
    frame["defaulted"] = pd.Series(outcome, index=frame.index, dtype=float)
    return frame

# %% right: vectorised
def known_outcomes(applications, as_of, maturity=12):
    frame = applications.loc[applications["month"].le(as_of)].copy()
    frame["defaulted"] = frame["defaulted"].astype("Int64")
    frame.loc[frame["month"].gt(as_of - maturity), "defaulted"] = pd.NA
    return frame

# %% wrong: Takes "from the end of month m + maturity on" as strictly later: outcomes come one month too late.
# says: the end of month 14, outcomes of months 1
def known_outcomes(applications, as_of, maturity=12):
    seen = applications[applications["month"] <= as_of].copy()
    seen["defaulted"] = seen["defaulted"].astype(float)
    seen.loc[as_of - seen["month"] <= maturity, "defaulted"] = np.nan
    return seen

# %% wrong: Counts the month of the application as the first of the twelve, so outcomes come a month too early.
# says: the end of month 14, outcomes of months 1
def known_outcomes(applications, as_of, maturity=12):
    result = applications.loc[applications["month"] <= as_of].copy()
    age_in_months = as_of - result["month"] + 1
    result["defaulted"] = np.where(age_in_months >= maturity, result["defaulted"], np.nan)
    return result

# %% wrong: Keeps the defaults of young months because a default may show early; only repayments have to wait.
# says: the end of month 14, outcomes of months 1
def known_outcomes(applications, as_of, maturity=12):
    df = applications[applications["month"] <= as_of].copy()
    df["defaulted"] = df["defaulted"].astype("float64")
    young = df["month"] > as_of - maturity
    still_paying = df["defaulted"] == 0
    df.loc[young & still_paying, "defaulted"] = np.nan
    return df

# %% wrong: Throws away the applications whose outcome is not known, instead of only hiding the outcome.
# says: at the end of month 14, applications of months 1
def known_outcomes(applications, as_of, maturity=12):
    last_known = as_of - maturity
    frame = applications[applications["month"] <= as_of]
    frame = frame[frame["month"] <= last_known]
    return frame.dropna(subset=["defaulted"])

# %% wrong: Hides the outcomes that are not known, but leaves in the applications that nobody has made yet.
# says: at the end of month 14, applications of months 1
def known_outcomes(applications, as_of, maturity=12):
    out = applications.copy()
    known = out["month"] + maturity <= as_of
    out["defaulted"] = out["defaulted"].where(known)
    return out

# %% wrong: Writes 12 into the code and never looks at the argument maturity.
# says: there are outcomes missing that were known by then
def known_outcomes(applications, as_of, maturity=12):
    frame = applications.query("month <= @as_of").copy()
    too_young = frame["month"] > as_of - 12
    frame["defaulted"] = frame["defaulted"].mask(too_young)
    return frame

# %% wrong: Writes 0 where the outcome is not known yet: a young loan that has not defaulted counts as repaid.
# says: the end of month 14, outcomes of months 1
def known_outcomes(applications, as_of, maturity=12):
    frame = applications[applications["month"] <= as_of].copy()
    outcomes = []
    for month, outcome in zip(frame["month"], frame["defaulted"]):
        if month + maturity <= as_of:
            outcomes.append(outcome)
        else:
            outcomes.append(0)
    frame["defaulted"] = outcomes
    return frame

# %% wrong: Numbers the rows anew, so the index of the applications is lost.
# says: expected every application made by then
def known_outcomes(applications, as_of, maturity=12):
    rows = []
    for row in applications.to_dict("records"):
        if row["month"] > as_of:
            continue
        if row["month"] + maturity > as_of:
            row["defaulted"] = np.nan
        rows.append(row)
    return pd.DataFrame(rows, columns=list(applications.columns))

# %% wrong: Returns the applications sorted by month, not in the order in which they came.
# says: expected every application made by then
def known_outcomes(applications, as_of, maturity=12):
    ordered = applications.sort_values("month", kind="stable")
    ordered = ordered[ordered["month"] <= as_of]
    known = ordered["month"] <= as_of - maturity
    return ordered.assign(defaulted=ordered["defaulted"].astype(float).where(known))

# %% wrong: Blanks the outcomes in the frame that was handed in, so the truth is gone for the next call.
# says: the frame that was handed in has been changed
def known_outcomes(applications, as_of, maturity=12):
    applications["defaulted"] = applications["defaulted"].astype(float)
    applications.loc[applications["month"] + maturity > as_of, "defaulted"] = np.nan
    return applications[applications["month"] <= as_of]

# %% wrong: Looks from the beginning of month as_of: the applications of that month are left out.
# says: at the end of month 14, applications of months 1
def known_outcomes(applications, as_of, maturity=12):
    before_now = applications[applications["month"] < as_of].copy()
    cutoff = as_of - maturity
    before_now["defaulted"] = before_now["defaulted"].where(before_now["month"] <= cutoff)
    return before_now

# %% wrong: Returns only the month and the outcome; the features and the score are lost.
# says: expected all columns
def known_outcomes(applications, as_of, maturity=12):
    small = applications[["month", "defaulted"]]
    small = small[small["month"] <= as_of]
    hidden = small["month"] + maturity > as_of
    return small.assign(defaulted=small["defaulted"].mask(hidden))

# %% wrong: Leaves the helper column with the date of knowledge in the answer.
# says: expected all columns
def known_outcomes(applications, as_of, maturity=12):
    df = applications.copy()
    df["known_from"] = df["month"] + maturity
    df = df[df["month"] <= as_of]
    df["defaulted"] = df["defaulted"].where(df["known_from"] <= as_of)
    return df

# %% wrong: Fills an outcome that was never recorded with 0 once the loan is old enough.
# says: an outcome is known from the end of month m
def known_outcomes(applications, as_of, maturity=12):
    received = applications[applications["month"] <= as_of].copy()
    old_enough = received["month"] + maturity <= as_of
    filled = received["defaulted"].fillna(0).astype(float)
    received["defaulted"] = filled.where(old_enough, np.nan)
    return received

# %% wrong: Cuts off the later applications and stops there: outcomes that nobody has yet are in the frame.
# says: the end of month 14, outcomes of months 1
def known_outcomes(applications, as_of, maturity=12):
    return applications[applications["month"].between(1, as_of)].copy()

# %% wrong: Subtracts the maturity from the wrong limit: only applications that are old enough are returned.
# says: at the end of month 14, applications of months 1
def known_outcomes(applications, as_of, maturity=12):
    last_month = as_of - maturity
    return applications.loc[applications["month"] <= last_month, :].copy()

# %% wrong: Turns the condition round: the young outcomes stay and the old ones are hidden.
# says: the end of month 14, outcomes of months 1
def known_outcomes(applications, as_of, maturity=12):
    df = applications[applications["month"] <= as_of].copy()
    mature = as_of - df["month"] >= maturity
    df["defaulted"] = df["defaulted"].mask(mature)
    return df

# %% wrong: Uses `maturity or 12` for the default, so a maturity of 0 months turns into 12.
# says: there are outcomes missing that were known by then
def known_outcomes(applications, as_of, maturity=None):
    wait = maturity or 12
    received = applications.loc[applications["month"] <= as_of]
    return received.assign(
        defaulted=[
            outcome if month + wait <= as_of else float("nan")
            for month, outcome in zip(received["month"], received["defaulted"])
        ]
    )

# %% wrong: Glues the months together with concat; when there is no month yet, it returns a frame without columns.
# says: a frame without rows keeps all columns
def known_outcomes(applications, as_of, maturity=12):
    pieces = []
    for month, piece in applications.groupby("month", sort=False):
        if month > as_of:
            continue
        piece = piece.copy()
        if month + maturity > as_of:
            piece["defaulted"] = np.nan
        pieces.append(piece)
    if not pieces:
        return pd.DataFrame()
    together = pd.concat(pieces)
    return together.loc[[label for label in applications.index if label in together.index]]

# %% wrong: Writes the word "unknown" where an outcome is not known, instead of a missing value.
# says: the end of month 14, outcomes of months 1
def known_outcomes(applications, as_of, maturity=12):
    frame = applications[applications["month"] <= as_of].copy()
    frame["defaulted"] = frame["defaulted"].astype(object)
    frame.loc[frame["month"] > as_of - maturity, "defaulted"] = "unknown"
    return frame

# %% wrong: Takes the last month in the frame for today, and uses as_of only to cut the rows.
# says: the end of month 14, outcomes of months 1
def known_outcomes(applications, as_of, maturity=12):
    today = applications["month"].max()
    known = applications["month"] <= today - maturity
    frame = applications.assign(defaulted=applications["defaulted"].where(known))
    return frame[frame["month"] <= as_of]

# %% wrong: Writes the months of the visible example (known until 2, seen until 14) into the code.
# says: expected every application made by then
def known_outcomes(applications, as_of=14, maturity=12):
    seen = applications[applications["month"] <= 14].copy()
    seen["defaulted"] = seen["defaulted"].where(seen["month"] <= 2)
    return seen

# %% wrong: Believes that the reference year is always known, whatever the date, and applies the wait to live months only.
# says: the end of month 14, outcomes of months 1
def known_outcomes(applications, as_of, maturity=12):
    frame = applications[applications["month"] <= as_of].copy()
    live = frame["month"] > 12
    waiting = frame["month"] + maturity > as_of
    frame["defaulted"] = frame["defaulted"].mask(live & waiting)
    return frame
