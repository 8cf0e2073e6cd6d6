# %% right: loops
def live_periods(log, model):
    events = []
    for _, row in log.iterrows():
        if row["model"] == model and row["environment"] == "production":
            events.append((row["time"], row["event"], row["version"]))
    stack, rows = [], []

    def close(time):
        if rows and rows[-1]["end"] is None:
            rows[-1]["end"] = time

    def open_top(time):
        if stack:
            rows.append({"version": stack[-1], "start": time, "end": None})

    for time, event, version in sorted(events):
        if event == "deploy":
            if stack and stack[-1] == version:
                continue
            close(time)
            stack.append(version)
            open_top(time)
        elif event == "rollback" and stack:
            close(time)
            stack.pop()
            open_top(time)
        elif event == "retire":
            close(time)
            stack.clear()
    return pd.DataFrame(rows, columns=["version", "start", "end"])

# %% right: arrays
def live_periods(log, model):
    log = log[log["environment"] == "production"]
    log = log[log["model"] == model].sort_values("time")
    versions, starts, ends = [], [], []
    history = []
    for event, version, time in log[["event", "version", "time"]].to_numpy().tolist():
        old = list(history)
        if event == "deploy":
            history = history if history and history[-1] == version else history + [version]
        if event == "rollback" and history:
            history = history[: len(history) - 1]
        if event == "retire":
            history = []
        if history == old:
            continue
        if old:
            ends.append(time)
        if history:
            versions.append(version if event == "deploy" else history[-1])
            starts.append(time)
    ends += [None] * (len(starts) - len(ends))
    return pd.DataFrame({"version": versions, "start": starts, "end": ends})

# %% right: library
from functools import reduce


def _after(stack, event):
    kind, version = event
    if kind == "deploy":
        return stack if stack[-1:] == (version,) else (*stack, version)
    if kind == "rollback":
        return stack[:-1]
    return () if kind == "retire" else stack


def live_periods(log, model):
    mine = log.loc[log["model"].eq(model) & log["environment"].eq("production")].sort_values("time")
    events = list(zip(mine["event"], mine["version"].tolist()))
    tops = []
    for count in range(len(events)):
        stack = reduce(_after, events[: count + 1], ())
        tops.append(stack[-1] if stack else -1)
    table = pd.DataFrame({"version": tops, "start": mine["time"].tolist()})
    table = table[table["version"] != table["version"].shift(fill_value=-1)]
    table["end"] = table["start"].shift(-1)
    return table[table["version"] != -1].reset_index(drop=True)

# %% wrong: Reads the log in the order in which it was written.
# says: is rolled back in the evening (written down late), so
# edits: official
# -     for row in mine.sort_values("time").to_dict("records"):
# +     for row in mine.to_dict("records"):

# %% wrong: Counts staging, too.
# says: staging does not count; 1 goes live, then 2
# edits: official
# -     mine = log[(log["model"] == model) & (log["environment"] == "production")]
# +     mine = log[(log["model"] == model)]

# %% wrong: Counts the rollbacks in staging.
# says: staging does not count; 1 goes live, then 2
# edits: official
# -     mine = log[(log["model"] == model) & (log["environment"] == "production")]
# +     mine = log[(log["model"] == model) & ((log["environment"] == "production") | (log["event"] == "rollback"))]

# %% wrong: Mixes the models.
# says: is rolled back in the evening (written down late), so
# edits: official
# -     mine = log[(log["model"] == model) & (log["environment"] == "production")]
# +     mine = log[(log["environment"] == "production")]

# %% wrong: Takes the version of a rollback for the one that comes back.
# says: is rolled back in the evening (written down late), so
# edits: official
# -             below = below[:-1]
# +             below = [*below[:-1], row["version"]]

# %% wrong: Goes back to the version number before.
# says: so 1 comes back: expected versions 1, 2, 1, 3, 1; got [1, 2, 1, 3, 2]
# edits: official
# -             below = below[:-1]
# +             below = [*below[:-1], row["version"] - 1]

# %% wrong: Has nothing live after a rollback.
# says: is rolled back in the evening (written down late), so
# edits: official
# -             below = below[:-1]
# +             below = []

# %% wrong: Brings back whatever was live before, also a version that had failed.
# says: two rollbacks in a row go back by two versions
# edits: official
# -             below = below[:-1]
# +             below = [*below, changes[-2][0]] if len(changes) > 1 and changes[-2][0] is not None else below[:-1]

# %% wrong: Goes back by one version only, however many rollbacks follow.
# says: two rollbacks in a row go back by two versions
# edits: official
# -             below = below[:-1]
# +             below = below[-2:-1] or below

# %% wrong: Fails on a rollback when nothing is live.
# says: IndexError
# edits: official
# -             below = below[:-1]
# +             below.pop()

# %% wrong: Ignores that a model is retired.
# says: a period ends at another time
# edits: official
# -             below = []
# +             below = below

# %% wrong: Treats a retirement as a rollback.
# says: there are too many periods, or too few
# edits: official
# -             below = []
# +             below = below[:-1]

# %% wrong: Lets a rollback reach behind a retirement.
# says: not even a second rollback reaches behind a retirement
# edits: official
# -             below = []
# +             below = [*below, None]

# %% wrong: Puts a version on top that is live already.
# says: which is live already when it is deployed again
# edits: official
# -         if row["event"] == "deploy" and row["version"] != was:
# +         if row["event"] == "deploy":

# %% wrong: Ignores the deploy of a version that was live before.
# says: an older version may be deployed again
# edits: official
# -         if row["event"] == "deploy" and row["version"] != was:
# +         if row["event"] == "deploy" and row["version"] not in below:

# %% wrong: Takes an approval for going live, in any environment.
# says: a period starts at another time
# edits: official
# -     mine = log[(log["model"] == model) & (log["environment"] == "production")]
# +     mine = log[(log["model"] == model) & (log["environment"] != "staging")]
# ...
# -         if row["event"] == "deploy" and row["version"] != was:
# +         if row["event"] in ("deploy", "approve") and row["version"] != was:

# %% wrong: Ends a period when it begins.
# says: a period ends when the next begins
# edits: official
# -     ends = [*[time for _, time in changes[1:]], None]
# +     ends = [*[time for _, time in changes[:-1]], None]

# %% wrong: Ends the last period with the last event.
# says: is still live: expected a missing end
# edits: official
# -     ends = [*[time for _, time in changes[1:]], None]
# +     ends = [*[time for _, time in changes[1:]], mine["time"].max()]

# %% wrong: Gives rows for the time when nothing is live.
# says: there are too many periods, or too few
# edits: official
# -     rows = [(now, start, end) for (now, start), end in zip(changes, ends) if now is not None]
# +     rows = [(now, start, end) for (now, start), end in zip(changes, ends)]

# %% wrong: Lists the deploys and forgets what else happens.
# says: is rolled back in the evening (written down late), so
# edits: official
# -         elif row["event"] == "rollback":
# -             below = below[:-1]
# -         elif row["event"] == "retire":
# -             below = []

# %% wrong: Lists the latest period first.
# says: is rolled back in the evening (written down late), so
# edits: official
# -     return pd.DataFrame(rows, columns=["version", "start", "end"])
# +     return pd.DataFrame(rows, columns=["version", "start", "end"]).iloc[::-1]

# %% wrong: Gives one row for each version, from its first start to its last end.
# says: is rolled back in the evening (written down late), so
# edits: official
# -     return pd.DataFrame(rows, columns=["version", "start", "end"])
# +     table = pd.DataFrame(rows, columns=["version", "start", "end"])
# +     return table.drop_duplicates("version").reset_index(drop=True)

# %% wrong: Returns a frame without columns if there was nothing live.
# says: the columns are there, also without rows
# edits: official
# -     return pd.DataFrame(rows, columns=["version", "start", "end"])
# +     return pd.DataFrame([dict(zip(["version", "start", "end"], row)) for row in rows])

# %% wrong: Sorts the log that was handed in.
# says: the log that was handed in has been changed
# edits: official
#       """Return version, start and end of each period in which a version was live."""
# +     log.sort_values("time", inplace=True)
