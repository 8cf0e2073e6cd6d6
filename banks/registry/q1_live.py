# %% right: loops
def live_periods(log, model):
    events = []
    for row in log.to_dict("records"):
        if row["model"] == model and row["environment"] == "production":
            events.append((row["time"], row["version"], row["event"]))
    events.sort()
    below = []
    rows = []
    for time, version, event in events:
        if rows and rows[-1]["end"] is None:
            rows[-1]["end"] = time
        if event == "deploy":
            below.append(version)
        elif event == "rollback":
            below.pop()
        else:
            below.clear()
        if below:
            rows.append({"version": below[-1], "start": time, "end": None})
    return pd.DataFrame(rows, columns=["version", "start", "end"])


def live_at(log, model, time):
    found = None
    for row in live_periods(log, model).to_dict("records"):
        if row["start"] <= time:
            found = row
    if found is None:
        return None
    over = isinstance(found["end"], str) and found["end"] <= time
    return None if over else int(found["version"])

# %% right: frames
def live_periods(log, model):
    mine = log.query("model == @model and environment == 'production'").sort_values("time", ignore_index=True)
    state, pile = [], []
    for event, version in mine[["event", "version"]].itertuples(index=False):
        if event == "deploy":
            pile = pile + [version]
        elif event == "rollback":
            pile = pile[: len(pile) - 1]
        elif event == "retire":
            pile = []
        state.append(pile[-1] if pile else 0)
    table = pd.DataFrame({"version": state, "start": mine["time"], "end": mine["time"].shift(-1)})
    return table[table["version"] > 0].reset_index(drop=True)


def live_at(log, model, time):
    table = live_periods(log, model)
    holds = (table["start"] <= time) & (table["end"].isna() | (table["end"] > time))
    return int(table.loc[holds, "version"].iloc[0]) if holds.any() else None

# %% right: replay
def version_after(events):
    """Return the version that is live after these events, newest last."""
    taken = 0
    for version, event in reversed(events):
        if event == "retire":
            return None
        if event == "rollback":
            taken += 1
        elif taken:
            taken -= 1
        else:
            return int(version)
    return None


def production(log, model):
    mine = log[(log["model"] == model) & (log["environment"] == "production")]
    return mine.sort_values("time")[["time", "version", "event"]].to_numpy().tolist()


def live_periods(log, model):
    events = production(log, model)
    rows = []
    for place, (start, _, _) in enumerate(events):
        version = version_after([one[1:] for one in events[: place + 1]])
        end = events[place + 1][0] if place + 1 < len(events) else None
        if version is not None:
            rows.append((version, start, end))
    return pd.DataFrame(rows, columns=["version", "start", "end"])


def live_at(log, model, time):
    return version_after([one[1:] for one in production(log, model) if one[0] <= time])

# %% wrong: Reads the log in the order in which it was written down.
# says: It was written down after the deploy of 7
# edits: official
# -     mine = log[(log["model"] == model) & (log["environment"] == "production")].sort_values("time")
# +     mine = log[(log["model"] == model) & (log["environment"] == "production")]

# %% wrong: Takes staging for production.
# says: version 6 was in staging only
# edits: official
# -     mine = log[(log["model"] == model) & (log["environment"] == "production")].sort_values("time")
# +     mine = log[(log["model"] == model) & log["environment"].ne("")].sort_values("time")

# %% wrong: Mixes the models.
# says: Expected 1, 3, 4, 3, 1, 7
# edits: official
# -     mine = log[(log["model"] == model) & (log["environment"] == "production")].sort_values("time")
# +     mine = log[log["environment"] == "production"].sort_values("time")

# %% wrong: Knows deploys only.
# says: The rollback of 4 brings back 3
# edits: official
# -     mine = log[(log["model"] == model) & (log["environment"] == "production")].sort_values("time")
# +     mine = log[(log["model"] == model) & (log["environment"] == "production")].sort_values("time")
# +     mine = mine[mine["event"] == "deploy"]

# %% wrong: Takes the version that a rollback names for the one that came back.
# says: The rollback of 4 brings back 3
# edits: official
# -         pile = {"deploy": [*pile, version], "rollback": pile[:-1], "retire": []}[event]
# +         pile = {"deploy": [*pile, version], "rollback": [*pile, version], "retire": []}[event]

# %% wrong: Goes back to the version that was live just before, even if it failed.
# says: that of 3 brings back what was below it
# edits: official
# -         pile = {"deploy": [*pile, version], "rollback": pile[:-1], "retire": []}[event]
# +         pile = {"deploy": [*pile, version], "rollback": [*pile, *pile[-2:-1]], "retire": []}[event]

# %% wrong: Goes back to the version with the number before.
# says: that of 3 brings back what was below it
# edits: official
# -         pile = {"deploy": [*pile, version], "rollback": pile[:-1], "retire": []}[event]
# +         pile = {"deploy": [version], "rollback": [version - 1], "retire": []}[event]

# %% wrong: Empties the pile at a rollback.
# says: The rollback of 4 brings back 3
# edits: official
# -         pile = {"deploy": [*pile, version], "rollback": pile[:-1], "retire": []}[event]
# +         pile = {"deploy": [*pile, version], "rollback": [], "retire": []}[event]

# %% wrong: Treats a retirement like a rollback.
# says: socks were retired on the 24th
# edits: official
# -         pile = {"deploy": [*pile, version], "rollback": pile[:-1], "retire": []}[event]
# +         pile = {"deploy": [*pile, version], "rollback": pile[:-1], "retire": pile[:-1]}[event]

# %% wrong: Keeps what was retired in the pile.
# says: Once 3 is rolled back, nothing is live again
# edits: official
# -         pile = {"deploy": [*pile, version], "rollback": pile[:-1], "retire": []}[event]
# -         if pile:
# +         if event != "retire":
# +             pile = [*pile, version] if event == "deploy" else pile[:-1]
# +         if pile and event != "retire":

# %% wrong: Fails where nothing is below the version that goes out.
# says: IndexError
# edits: loops
# -         if below:
# +         if event != "retire":

# %% wrong: Overlooks retirement.
# says: socks were retired on the 24th
# edits: loops
# -         elif event == "rollback":
# -             below.pop()
# -         else:
# -             below.clear()
# +         elif event == "rollback":
# +             below.pop()

# %% wrong: Keeps a first version live that was rolled back.
# says: Once 3 is rolled back, nothing is live again
# edits: official
# -         pile = {"deploy": [*pile, version], "rollback": pile[:-1], "retire": []}[event]
# +         pile = {"deploy": [*pile, version], "rollback": pile[:-1] or pile, "retire": []}[event]

# %% wrong: Gives one row a version.
# says: Expected 1, 3, 4, 3, 1, 7
# edits: official
# -     return pd.DataFrame(rows, columns=["version", "start", "end"])
# +     return pd.DataFrame(rows, columns=["version", "start", "end"]).drop_duplicates("version", ignore_index=True)

# %% wrong: Leaves out periods that are not over.
# says: Expected 1, 3, 4, 3, 1, 7
# edits: official
# -     return pd.DataFrame(rows, columns=["version", "start", "end"])
# +     return pd.DataFrame(rows, columns=["version", "start", "end"]).dropna()

# %% wrong: Sorts by version.
# says: Expected 1, 3, 4, 3, 1, 7
# edits: official
# -     return pd.DataFrame(rows, columns=["version", "start", "end"])
# +     return pd.DataFrame(rows, columns=["version", "start", "end"]).sort_values("version")

# %% wrong: Ends a period only at the next start, so that nothing is never live.
# says: nothing is live until 3 goes live
# edits: official
# -     return pd.DataFrame(rows, columns=["version", "start", "end"])
# +     table = pd.DataFrame(rows, columns=["version", "start", "end"])
# +     return table.assign(end=table["start"].shift(-1))

# %% wrong: Ends the last period at the last event of the log.
# says: version 7 is still live: expected a missing end
# edits: official
# -     return pd.DataFrame(rows, columns=["version", "start", "end"])
# +     return pd.DataFrame(rows, columns=["version", "start", "end"]).fillna({"end": log["time"].max()})

# %% wrong: Keeps the labels of the log.
# says: expected a fresh index
# edits: frames
# -     return table[table["version"] > 0].reset_index(drop=True)
# +     return table[table["version"] > 0].set_axis(log.index[: (table["version"] > 0).sum()])

# %% wrong: Returns a frame without columns if the model never went live.
# says: expected no row, and the columns
# edits: official
# -     return pd.DataFrame(rows, columns=["version", "start", "end"])
# +     return pd.DataFrame([dict(zip(["version", "start", "end"], row)) for row in rows])

# %% wrong: Lets the old version decide in the minute of a deploy.
# says: in the minute of its deploy the new version is live
# edits: official
# -         if start <= time and (pd.isna(end) or time < end):
# +         if start < time and (pd.isna(end) or time <= end):

# %% wrong: Takes the last version that has begun, though nothing may be live any more.
# says: socks were retired on the 24th of January
# edits: official
# -     for version, start, end in live_periods(log, model).itertuples(index=False):
# -         if start <= time and (pd.isna(end) or time < end):
# -             return int(version)
# -     return None
# +     table = live_periods(log, model)
# +     begun = table[table["start"] <= time]
# +     return int(begun["version"].iloc[-1]) if len(begun) else None

# %% wrong: Takes the version registered last.
# says: registered is not live
# edits: official
# -     for version, start, end in live_periods(log, model).itertuples(index=False):
# -         if start <= time and (pd.isna(end) or time < end):
# -             return int(version)
# -     return None
# +     known = log[(log["model"] == model) & (log["time"] <= time)]
# +     return int(known["version"].max()) if len(known) else None

# %% wrong: Takes the version deployed last.
# says: 4 went out on the 16th, and 3 came back
# edits: official
# -     for version, start, end in live_periods(log, model).itertuples(index=False):
# -         if start <= time and (pd.isna(end) or time < end):
# -             return int(version)
# -     return None
# +     mine = log[(log["model"] == model) & (log["environment"] == "production") & (log["event"] == "deploy")]
# +     mine = mine[mine["time"] <= time].sort_values("time")
# +     return int(mine["version"].iloc[-1]) if len(mine) else None

# %% wrong: Returns numpy's number.
# says: a plain int
# edits: official
# -             return int(version)
# +             return np.int64(version)

# %% wrong: Returns 0 where nothing was live.
# says: registered is not live
# edits: official
# -             return int(version)
# -     return None
# +             return int(version)
# +     return 0

# %% wrong: Sorts the log that was handed in.
# says: the frame that was handed in has been changed
# edits: official
# -     mine = log[(log["model"] == model) & (log["environment"] == "production")].sort_values("time")
# +     log.sort_values("time", inplace=True)
# +     mine = log[(log["model"] == model) & (log["environment"] == "production")]
