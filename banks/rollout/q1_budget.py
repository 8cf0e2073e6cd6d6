# %% right: loops
def budget_by_day(log, objective, limit):
    times = list(log["time"])
    day, last = min(times).normalize(), max(times).normalize()
    rows = []
    while day <= last:
        rows.append({"day": day, "payments": 0, "bad": 0})
        day += pd.Timedelta(days=1)
    place = {row["day"]: row for row in rows}
    for time, caller, status, ms in zip(times, log["caller"], log["status"], log["latency_ms"]):
        if caller != "probe":
            row = place[time.normalize()]
            row["payments"] += 1
            if status != 200 or ms > limit:
                row["bad"] += 1
    allowed = (1 - objective) * sum(row["payments"] for row in rows)
    spent = 0
    for row in rows:
        spent += row["bad"]
        row["share_bad"] = row["bad"] / row["payments"] if row["payments"] else float("nan")
        row["spent"] = spent / allowed
    return pd.DataFrame(rows)

# %% right: arrays
def budget_by_day(log, objective, limit):
    day = log["time"].to_numpy().astype("datetime64[D]")
    place = (day - day.min()).astype(int)
    payment = log["caller"].isin(["shop", "app"]).to_numpy()
    good = (log["status"].to_numpy() == 200) & (log["latency_ms"].to_numpy() <= limit)
    size = place.max() + 1
    payments = np.bincount(place[payment], minlength=size)
    bad = np.bincount(place[payment & ~good], minlength=size)
    share = np.divide(bad, payments, out=np.full(size, np.nan), where=payments > 0)
    return pd.DataFrame(
        {
            "day": pd.Timestamp(day.min()) + pd.to_timedelta(np.arange(size), unit="D"),
            "payments": payments,
            "bad": bad,
            "share_bad": share,
            "spent": np.cumsum(bad) / ((1 - objective) * payments.sum()),
        }
    )

# %% right: frames
def budget_by_day(log, objective, limit):
    frame = log.reset_index(drop=True)
    frame["payment"] = frame["caller"].ne("probe")
    frame["late"] = frame["latency_ms"].gt(limit)
    frame["bad"] = frame["payment"] & (frame["status"].ne(200) | frame["late"])
    table = frame.resample("D", on="time").agg(payments=("payment", "sum"), bad=("bad", "sum"))
    table["share_bad"] = frame[frame["payment"]].resample("D", on="time")["bad"].mean().astype(float)
    table["spent"] = table["bad"].cumsum() / (frame["payment"].sum() * (1 - objective))
    return table.reset_index().rename(columns={"time": "day"})

# %% wrong: Counts probes as payments.
# says: probes are not payments
# edits: official
# -     payment = log["caller"] != "probe"
# +     payment = log["caller"] != ""

# %% wrong: Counts the bad answers to probes too.
# says: a slow probe is not a bad payment
# edits: official
# -     bad = payment & ((log["status"] != 200) | (log["latency_ms"] > limit))
# +     bad = (log["status"] != 200) | (log["latency_ms"] > limit)

# %% wrong: Looks at failures alone.
# says: an answer after 500.1 ms
# edits: official
# -     bad = payment & ((log["status"] != 200) | (log["latency_ms"] > limit))
# +     bad = payment & (log["status"] != 200)

# %% wrong: Looks at latency alone: a failure is fast.
# says: bad are a 503
# edits: official
# -     bad = payment & ((log["status"] != 200) | (log["latency_ms"] > limit))
# +     bad = payment & (log["latency_ms"] > limit)

# %% wrong: Leaves out codes from 400 to 499 as the callers' fault.
# says: a 422 and a 504
# edits: official
# -     bad = payment & ((log["status"] != 200) | (log["latency_ms"] > limit))
# +     bad = payment & ((log["status"] >= 500) | (log["latency_ms"] > limit))

# %% wrong: Takes an answer at the limit for late.
# says: exactly 500 ms is good
# edits: official
# -     bad = payment & ((log["status"] != 200) | (log["latency_ms"] > limit))
# +     bad = payment & ((log["status"] != 200) | (log["latency_ms"] >= limit))

# %% wrong: Calls bad only what failed and was late.
# says: bad are a 503
# edits: official
# -     bad = payment & ((log["status"] != 200) | (log["latency_ms"] > limit))
# +     bad = payment & (log["status"] != 200) & (log["latency_ms"] > limit)

# %% wrong: Knows the limit by heart.
# says: with a limit of 100 ms
# edits: official
# -     bad = payment & ((log["status"] != 200) | (log["latency_ms"] > limit))
# +     bad = payment & ((log["status"] != 200) | (log["latency_ms"] > 500))

# %% wrong: Leaves out days on which nobody paid.
# says: expected five rows
# edits: official
# -     table = marks.groupby(day.to_numpy()).sum().reindex(days, fill_value=0)
# +     table = marks.groupby(day.to_numpy()).sum()

# %% wrong: Leaves the counts of an empty day missing.
# says: four on the 4th
# edits: official
# -     table = marks.groupby(day.to_numpy()).sum().reindex(days, fill_value=0)
# +     table = marks.groupby(day.to_numpy()).sum().reindex(days)

# %% wrong: Begins and ends with the first and last payment.
# says: the log goes from 1 to 5 October
# edits: official
# -     days = pd.date_range(day.min(), day.max(), freq="D")
# +     days = pd.date_range(day[payment].min(), day[payment].max(), freq="D")

# %% wrong: Puts 0 for the share of a day without payments.
# says: share_bad is missing on days without payments
# edits: loops
# -         row["share_bad"] = row["bad"] / row["payments"] if row["payments"] else float("nan")
# +         row["share_bad"] = row["bad"] / max(row["payments"], 1)

# %% wrong: Spends each day by itself.
# says: The 1st spends both
# edits: official
# -     table["spent"] = table["bad"].cumsum() / allowed
# +     table["spent"] = table["bad"] / allowed

# %% wrong: Gives each day a budget of its own payments.
# says: two bad ones for the whole log
# edits: official
# -     table["spent"] = table["bad"].cumsum() / allowed
# +     table["spent"] = (table["share_bad"] / (1 - objective)).fillna(0).cumsum()

# %% wrong: Allows what has come in so far, instead of the whole log.
# says: two bad ones for the whole log
# edits: official
# -     table["spent"] = table["bad"].cumsum() / allowed
# +     table["spent"] = table["bad"].cumsum() / ((1 - objective) * table["payments"].cumsum())

# %% wrong: Divides by the payments that have to be good.
# says: two bad ones for the whole log
# edits: official
# -     allowed = (1 - objective) * table["payments"].sum()
# +     allowed = objective * table["payments"].sum()

# %% wrong: Sets the budget by all rows of the log, probes included.
# says: two bad ones for the whole log
# edits: official
# -     allowed = (1 - objective) * table["payments"].sum()
# +     allowed = (1 - objective) * len(log)

# %% wrong: Says that no more than all of a budget can be spent.
# says: the 4th spends two more
# edits: official
# -     table["spent"] = table["bad"].cumsum() / allowed
# +     table["spent"] = (table["bad"].cumsum() / allowed).clip(upper=1)

# %% wrong: Returns what is left of the budget.
# says: expected 1, 1, 1, 2
# edits: arrays
# -             "spent": np.cumsum(bad) / ((1 - objective) * payments.sum()),
# +             "spent": 1 - np.cumsum(bad) / ((1 - objective) * payments.sum()),

# %% wrong: Leaves the day in the index.
# says: a column 'day' is missing
# edits: official
# -     return table.rename_axis("day").reset_index()
# +     return table.rename_axis("day")

# %% wrong: Returns days as text.
# says: as Timestamps
# edits: official
# -     return table.rename_axis("day").reset_index()
# +     return table.rename_axis("day").reset_index().assign(day=lambda made: made["day"].dt.strftime("%Y-%m-%d"))

# %% wrong: Adds its columns to the log that it was given.
# says: the frame that was handed in has been changed
# edits: frames
# -     frame = log.reset_index(drop=True)
# +     frame = log

# %% wrong: Trusts the order of the log for its first and last day.
# says: the log goes from 1 to 5 October
# edits: official
# -     days = pd.date_range(day.min(), day.max(), freq="D")
# +     days = pd.date_range(day.iloc[0], day.iloc[-1], freq="D")

# %% wrong: Rounds the budget down to whole payments.
# says: a budget need not be whole
# edits: official
# -     allowed = (1 - objective) * table["payments"].sum()
# +     allowed = int(round((1 - objective) * table["payments"].sum(), 6))

# %% wrong: Takes every code below 400 for an answer.
# says: only 200 is good
# edits: official
# -     bad = payment & ((log["status"] != 200) | (log["latency_ms"] > limit))
# +     bad = payment & ((log["status"] >= 400) | (log["latency_ms"] > limit))

# %% wrong: Takes every code from 200 to 299 for good.
# says: only 200 is good
# edits: official
# -     bad = payment & ((log["status"] != 200) | (log["latency_ms"] > limit))
# +     bad = payment & ((log["status"] // 100 != 2) | (log["latency_ms"] > limit))

# %% wrong: Takes the last row of the log for its last day.
# says: here a probe of the 5th is the first
# edits: official
# -     days = pd.date_range(day.min(), day.max(), freq="D")
# +     days = pd.date_range(day.min(), day.iloc[-1], freq="D")

# %% wrong: Counts in fractions.
# says: expected whole numbers
# edits: official
# -     marks = pd.DataFrame({"payments": payment.astype(int), "bad": bad.astype(int)})
# +     marks = pd.DataFrame({"payments": payment.astype(float), "bad": bad.astype(float)})

# %% wrong: Rounds the share of bad payments.
# says: a share is not rounded
# edits: official
# -     table["share_bad"] = table["bad"] / table["payments"].where(table["payments"] > 0)
# +     table["share_bad"] = (table["bad"] / table["payments"].where(table["payments"] > 0)).round(3)

# %% wrong: Rounds what is spent.
# says: what is spent is not rounded
# edits: official
# -     table["spent"] = table["bad"].cumsum() / allowed
# +     table["spent"] = (table["bad"].cumsum() / allowed).round(2)

# %% wrong: Returns four weeks at most.
# says: has 45 days
# edits: official
# -     return table.rename_axis("day").reset_index()
# +     return table.rename_axis("day").reset_index()[:28]
