# %% right: recursion
def ancestry(data, parents):
    """Return a set of data and of all that it was made from."""
    found = {data}
    for one in parents.get(data, []):
        if one != "outside" and one not in found:
            found |= ancestry(one, parents)
    return found


def standing(data, sources, faulty):
    parents = {}
    for one, part in zip(sources["data"], sources["made_from"]):
        parents.setdefault(one, []).append(part)
    found = ancestry(data, parents)
    if faulty in found:
        return "hit"
    return "unknown" if any(one not in parents for one in found) else "clear"


def days_decided(versions, sources, periods, faulty, until):
    noted = {(row.model, row.version): row.data for row in versions.itertuples()}
    days = {model: {"hit": 0.0, "unknown": 0.0, "clear": 0.0} for model in versions["model"]}
    for row in periods.itertuples():
        end = until if pd.isna(row.end) or row.end > until else row.end
        length = (pd.Timestamp(end) - pd.Timestamp(row.start)).total_seconds() / 86_400
        days[row.model][standing(noted[row.model, row.version], sources, faulty)] += length
    rows = [[model, days[model]["hit"], days[model]["unknown"]] for model in sorted(days)]
    return pd.DataFrame(rows, columns=["model", "hit", "unknown"])

# %% right: forward
def downstream(start, sources):
    """Return some data sets and all that were made from them."""
    found = set(start)
    while True:
        made = set(sources.loc[sources["made_from"].isin(found).to_numpy(), "data"])
        if made <= found:
            return found
        found |= made


def standing(data, sources, faulty):
    known = set(sources["data"])
    if data in downstream({faulty}, sources):
        return "hit"
    lost = set(sources["made_from"]) - known - {"outside"}
    return "clear" if data in known and data not in downstream(lost, sources) else "unknown"


def days_decided(versions, sources, periods, faulty, until):
    kinds = versions[["model", "version"]].assign(
        standing=[standing(data, sources, faulty) for data in versions["data"]]
    )
    rows = kinds.merge(periods, on=["model", "version"], how="left")
    end = np.minimum(pd.to_datetime(rows["end"]).fillna(pd.Timestamp(until)), pd.Timestamp(until))
    rows["days"] = ((end - pd.to_datetime(rows["start"])) / np.timedelta64(1, "D")).fillna(0.0)
    table = rows.groupby("model")[["days"]].sum()
    for name in ("hit", "unknown"):
        table[name] = rows["days"].where(rows["standing"] == name, 0.0).groupby(rows["model"]).sum()
    return table.reset_index()[["model", "hit", "unknown"]]

# %% right: query
def standing(data, sources, faulty):
    import sqlite3

    database = sqlite3.connect(":memory:")
    database.execute("CREATE TABLE sources (data TEXT, made_from TEXT)")
    pairs = sources[["data", "made_from"]].to_numpy(object).tolist()
    database.executemany("INSERT INTO sources VALUES (?, ?)", pairs)
    data = "" if pd.isna(data) else data
    rows = database.execute(
        """
        WITH RECURSIVE origin(name) AS (
            SELECT ? UNION SELECT made_from FROM sources JOIN origin ON data = name
        )
        SELECT name, name IN (SELECT data FROM sources) FROM origin WHERE name <> 'outside'
        """,
        [data],
    ).fetchall()
    database.close()
    if faulty in [name for name, _ in rows]:
        return "hit"
    return "clear" if all(known for _, known in rows) else "unknown"


def days_decided(versions, sources, periods, faulty, until):
    table = {}
    for model in sorted(versions["model"].unique()):
        sums = {"hit": 0.0, "unknown": 0.0}
        for row in periods[(periods["model"] == model).to_numpy()].to_dict("records"):
            mine = versions[((versions["model"] == model) & (versions["version"] == row["version"])).to_numpy()]
            name = standing(mine["data"].iloc[0], sources, faulty)
            end = min(row["end"], until) if isinstance(row["end"], str) else until
            if name in sums:
                sums[name] += float((np.datetime64(end) - np.datetime64(row["start"])) / np.timedelta64(1, "D"))
        table[model] = sums
    return pd.DataFrame(table).T.rename_axis("model").reset_index()

# %% wrong: Looks at direct ingredients only.
# says: that from raw-a
# edits: official
# -     seen, todo = set(), [data]
# -     while todo:
# -         one = todo.pop()
# -         if one != "outside" and one not in seen:
# -             seen.add(one)
# -             todo += made_from.get(one, [])
# +     seen = {data, *made_from.get(data, [])} - {"outside"}

# %% wrong: Goes down two steps and no further.
# says: that from raw-a
# edits: official
# -     seen, todo = set(), [data]
# -     while todo:
# -         one = todo.pop()
# -         if one != "outside" and one not in seen:
# -             seen.add(one)
# -             todo += made_from.get(one, [])
# +     seen = {data, *made_from.get(data, [])}
# +     seen |= {part for one in seen for part in made_from.get(one, [])}
# +     seen -= {"outside"}

# %% wrong: Stops after ten steps.
# says: a fault goes on through any number of sets
# edits: official
# -     while todo:
# +     while todo and len(seen) < 20:

# %% wrong: Follows the first ingredient only.
# says: one of its two ingredients
# edits: official
# -     made_from = sources.groupby("data")["made_from"].agg(list).to_dict()
# +     made_from = {data: [part] for data, part in sources.groupby("data")["made_from"].first().items()}

# %% wrong: Follows the last ingredient only, as a plain dictionary has it.
# says: expected 'unknown'; got 'clear'
# edits: official
# -     made_from = sources.groupby("data")["made_from"].agg(list).to_dict()
# +     made_from = {data: [part] for data, part in zip(sources["data"], sources["made_from"])}

# %% wrong: Follows the arrows the wrong way round.
# says: it was made from raw-a directly
# edits: official
# -     made_from = sources.groupby("data")["made_from"].agg(list).to_dict()
# +     made_from = sources.groupby("made_from")["data"].agg(list).to_dict()

# %% wrong: Calls whatever shares an ingredient with the faulty set hit.
# says: is not called clear
# edits: official
# -     if faulty in seen:
# +     if faulty in seen or data in made_from.get(faulty, []) or faulty in made_from and seen & set(made_from[faulty]):

# %% wrong: Does not call the faulty set itself hit.
# says: it is the faulty set itself
# edits: official
# -     if faulty in seen:
# +     if faulty in seen - {data}:

# %% wrong: Takes unknown for clear.
# says: nobody knows whether raw-a went into it
# edits: official
# -     return "clear" if seen <= set(made_from) else "unknown"
# +     return "clear"

# %% wrong: Takes unknown for hit.
# says: nobody knows whether raw-a went into it
# edits: official
# -     return "clear" if seen <= set(made_from) else "unknown"
# +     return "clear" if seen <= set(made_from) else "hit"

# %% wrong: Lets unknown outweigh hit.
# says: t9 is unknown, but t2 was made from raw-a
# edits: official
# -     if faulty in seen:
# -         return "hit"
# -     return "clear" if seen <= set(made_from) else "unknown"
# +     if not seen <= set(made_from):
# +         return "unknown"
# +     return "hit" if faulty in seen else "clear"

# %% wrong: Says unknown at the first gap, before it has looked everywhere.
# says: look at all of them before you say unknown
# edits: official
# -         one = todo.pop()
# +         one = todo.pop()
# +         if one == faulty:
# +             return "hit"
# +         if one != "outside" and one not in made_from:
# +             return "unknown"

# %% wrong: Takes a missing fingerprint for clear.
# says: what is missing has no row
# edits: official
# -     return "clear" if seen <= set(made_from) else "unknown"
# +     return "clear" if {one for one in seen if not pd.isna(one)} <= set(made_from) else "unknown"

# %% wrong: Asks only whether the set itself has a row.
# says: nobody knows whether raw-a went into it
# edits: official
# -     return "clear" if seen <= set(made_from) else "unknown"
# +     return "clear" if data in made_from else "unknown"

# %% wrong: Asks only whether direct ingredients have a row.
# says: of whose ingredients one is unknown
# edits: official
# -     return "clear" if seen <= set(made_from) else "unknown"
# +     return "clear" if {data, *made_from.get(data, [])} - {"outside"} <= set(made_from) else "unknown"

# %% wrong: Takes the outside for an unknown set.
# says: which came from outside
# edits: official
# -         if one != "outside" and one not in seen:
# +         if one not in seen:

# %% wrong: Takes an empty fingerprint for clear.
# says: an empty text has no row
# edits: official
# -     return "clear" if seen <= set(made_from) else "unknown"
# +     return "clear" if seen - {""} <= set(made_from) else "unknown"

# %% wrong: Leaves out periods that are not over.
# says: loans 3 for 2.5 days up to the 12th
# edits: official
# -     end = pd.to_datetime(rows["end"]).fillna(last).clip(upper=last)
# +     end = pd.to_datetime(rows["end"]).clip(upper=last)

# %% wrong: Counts beyond the end.
# says: alarms 1 counts half a day
# edits: official
# -     end = pd.to_datetime(rows["end"]).fillna(last).clip(upper=last)
# +     end = pd.to_datetime(rows["end"]).fillna(last)

# %% wrong: Counts whole days only.
# says: loans 2 was live for 2.5 days
# edits: official
# -     rows["days"] = (end - pd.to_datetime(rows["start"])) / pd.Timedelta(days=1)
# +     rows["days"] = (end - pd.to_datetime(rows["start"])).dt.days

# %% wrong: Counts hours.
# says: loans 2 was live for 2.5 days
# edits: official
# -     rows["days"] = (end - pd.to_datetime(rows["start"])) / pd.Timedelta(days=1)
# +     rows["days"] = (end - pd.to_datetime(rows["start"])) / pd.Timedelta(hours=1)

# %% wrong: Counts versions instead of days.
# says: expected hit to be 0, 0, 5 and 0
# edits: official
# -     rows["days"] = (end - pd.to_datetime(rows["start"])) / pd.Timedelta(days=1)
# +     rows["days"] = 1.0

# %% wrong: Joins by the version's number alone.
# says: expected hit to be 0, 0, 5 and 0
# edits: official
# -     rows = periods.merge(versions[["model", "version", "data"]], on=["model", "version"])
# +     rows = periods.merge(versions[["version", "data"]], on="version")

# %% wrong: Counts a version that came back once.
# says: loans 1 was live for 4 days and came back for 2
# edits: official
# -     rows = periods.merge(versions[["model", "version", "data"]], on=["model", "version"])
# +     rows = periods.drop_duplicates(["model", "version"]).merge(versions[["model", "version", "data"]])

# %% wrong: Leaves out models without a hit.
# says: expected every model of versions
# edits: official
# -     return pd.DataFrame(table)
# +     table = pd.DataFrame(table)
# +     return table[table["hit"] > 0].reset_index(drop=True)

# %% wrong: Knows only the models that went live.
# says: boots without a period too
# edits: official
# -     table = {"model": sorted(set(versions["model"]))}
# +     table = {"model": sorted(set(periods["model"]))}

# %% wrong: Lists models as they come.
# says: in alphabetical order
# edits: official
# -     table = {"model": sorted(set(versions["model"]))}
# +     table = {"model": list(versions["model"].unique())}

# %% wrong: Counts hit days as unknown days, too.
# says: expected unknown to be 0.5, 0, 6 and 0
# edits: official
# -         days = rows[rows["standing"] == name].groupby("model")["days"].sum()
# +         days = rows[rows["standing"].isin(["hit", name])].groupby("model")["days"].sum()
