# %% right: loops
def rollback_target(log, versions, model, time):
    known = log[(log["time"] <= time).to_numpy()]
    table = live_periods(known, model)
    still = [row for row in table.to_dict("records") if pd.isna(row["end"])]
    if not still:
        return None
    live = still[0]["version"]
    failed = set()
    for _, row in known.iterrows():
        if (
            row["model"] == model
            and row["event"] == "rollback"
            and row["environment"] == "production"
        ):
            failed.add(row["version"])
    schema = {}
    for _, row in versions.iterrows():
        if row["model"] == model:
            schema[row["version"]] = row["schema"]
    last = {}
    for row in table.to_dict("records"):
        last[row["version"]] = row["start"]
    fit = [v for v in last if v != live and v not in failed and schema[v] == schema[live]]
    return max(fit, key=lambda v: last[v]) if fit else None

# %% right: arrays
def rollback_target(log, versions, model, time):
    mine = log[log["model"] == model]
    mine = mine[mine["time"] <= time]
    production = mine[mine["environment"] == "production"]
    history = live_periods(production, model)
    now = history[history["end"].isna()]
    if now.empty:
        return None
    live = int(now["version"].iloc[0])
    schema = versions[versions["model"] == model].set_index("version")["schema"].to_dict()
    failed = production[production["event"] == "rollback"]["version"].tolist()
    for version in reversed(history["version"].tolist()):
        if version == live or version in failed:
            continue
        if schema[version] != schema[live]:
            continue
        return version
    return None

# %% right: library
def rollback_target(log, versions, model, time):
    known = log.query("model == @model and time <= @time")
    periods = live_periods(known, model)
    if len(periods) == 0 or isinstance(periods["end"].iloc[-1], str):
        return None
    live = periods["version"].iloc[-1]
    failed = known.query("event == 'rollback' and environment == 'production'")["version"]
    mine = versions.query("model == @model")
    wanted = mine.loc[mine["version"] == live, "schema"].iloc[0]
    readable = mine.loc[mine["schema"] == wanted, "version"]
    fit = periods[
        periods["version"].isin(readable)
        & ~periods["version"].isin(failed)
        & (periods["version"] != live)
    ]
    return None if fit.empty else int(fit.sort_values("start")["version"].iloc[-1])

# %% wrong: Goes back to the version number before.
# says: credit at 2025-03-20T00:00: 3 is live; 2 was rolled back
# edits: official
#       schema = versions[versions["model"] == model].set_index("version")["schema"]
# +     return int(live) - 1 if live > 1 else None

# %% wrong: Goes back to whatever was live just before.
# says: cannot read today's inputs; expected None
# edits: official
# -         if version != live and version not in failed and schema[version] == schema[live]:
# +         if version != live:

# %% wrong: Goes back to a version that was rolled back itself.
# says: cannot read today's inputs; expected None
# edits: official
# -         if version != live and version not in failed and schema[version] == schema[live]:
# +         if version != live and schema[version] == schema[live]:

# %% wrong: Goes back to a version that cannot read today's inputs.
# says: cannot read today's inputs; expected None
# edits: official
# -         if version != live and version not in failed and schema[version] == schema[live]:
# +         if version != live and version not in failed:

# %% wrong: Asks for the newest schema instead of that of the live version.
# says: credit at 2025-03-20T00:00: 3 is live; 2 was rolled back
# edits: official
# -         if version != live and version not in failed and schema[version] == schema[live]:
# +         if version != live and version not in failed and schema[version] == schema.loc[schema.index.max()]:

# %% wrong: Looks the schema up without the model.
# says: what happens at that minute is known
# edits: official
# -     schema = versions[versions["model"] == model].set_index("version")["schema"]
# +     schema = versions.drop_duplicates("version").set_index("version")["schema"]

# %% wrong: Uses rollbacks that are still to come.
# says: was live just before it
# edits: official
# -     is_back = (known["event"] == "rollback") & (known["environment"] == "production")
# -     failed = set(known.loc[is_back, "version"])
# +     whole = log[log["model"] == model]
# +     is_back = (whole["event"] == "rollback") & (whole["environment"] == "production")
# +     failed = set(whole.loc[is_back, "version"])

# %% wrong: Looks at what is live at the end of the log.
# says: credit at 2025-03-20T00:00: 3 is live; 2 was rolled back
# edits: official
# -     known = log[(log["model"] == model) & (log["time"] <= time)]
# +     known = log[(log["model"] == model)]

# %% wrong: Leaves out what happens at that minute.
# says: 3 went live in this minute
# edits: official
# -     known = log[(log["model"] == model) & (log["time"] <= time)]
# +     known = log[(log["model"] == model) & (log["time"] < time)]

# %% wrong: Counts a rollback in staging as a failure.
# says: 8 was rolled back in staging only
# edits: official
# -     is_back = (known["event"] == "rollback") & (known["environment"] == "production")
# +     is_back = (known["event"] == "rollback")

# %% wrong: Counts the rollbacks of other models.
# says: credit at 2025-10-01T00:00: 9 is live
# edits: official
# -     is_back = (known["event"] == "rollback") & (known["environment"] == "production")
# -     failed = set(known.loc[is_back, "version"])
# +     seen = log[log["time"] <= time]
# +     is_back = (seen["event"] == "rollback") & (seen["environment"] == "production")
# +     failed = set(seen.loc[is_back, "version"])

# %% wrong: Takes the highest version number that fits.
# says: again: the last period counts
# edits: official
# -     for version in past["version"].iloc[::-1]:
# +     for version in sorted(past["version"], reverse=True):

# %% wrong: Takes the oldest version that fits.
# says: credit at 2025-10-01T00:00: 9 is live
# edits: official
# -     for version in past["version"].iloc[::-1]:
# +     for version in past["version"]:

# %% wrong: Orders the versions by their first period.
# says: again: the last period counts
# edits: official
# -     for version in past["version"].iloc[::-1]:
# +     for version in past["version"].drop_duplicates().iloc[::-1]:

# %% wrong: Takes versions that never were live.
# says: credit at 2025-03-20T00:00: 3 is live; 2 was rolled back
# edits: official
# -     for version in past["version"].iloc[::-1]:
# +     for version in sorted(schema.index, reverse=True):

# %% wrong: Gives a version back although nothing is live.
# says: shelf has been retired, so nothing is live; expected None
# edits: official
# -     if past.empty or not pd.isna(past["end"].iloc[-1]):
# +     if past.empty:

# %% wrong: Takes the most accurate version that fits.
# says: never failed in production
# edits: official
# -     for version in past["version"].iloc[::-1]:
# +     for version in versions[(versions["model"] == model) & versions["version"].isin(past["version"])].sort_values("accuracy" if "accuracy" in versions else "schema")["version"].iloc[::-1]:

# %% wrong: Returns 0 if no version fits.
# says: cannot read today's inputs; expected None
# edits: official
# -     return None
# +     return 0

# %% wrong: Fails if no version fits.
# says: ValueError
# edits: official
# -     return None
# +     raise ValueError("no version fits")

# %% wrong: Returns the live version if no other fits.
# says: cannot read today's inputs; expected None
# edits: official
# -     return None
# +     return int(live)

# %% wrong: Looks only for versions below the live one by number.
# says: was live just before it
# edits: official
# -         if version != live and version not in failed and schema[version] == schema[live]:
# +         if version < live and version not in failed and schema[version] == schema[live]:

# %% wrong: Forgives a failure if the version was deployed again later.
# says: cannot read today's inputs; expected None
# edits: official
# -     failed = set(known.loc[is_back, "version"])
# +     failed = set(known.loc[is_back, "version"]) - set(known.loc[known["event"] == "deploy", "version"].loc[lambda v: v.duplicated()])
