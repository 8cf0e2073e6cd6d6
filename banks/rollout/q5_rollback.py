# %% right: loops
def way_back(log, routes, versions, bad, now):
    spans = {name: (low, high) for name, low, high in zip(versions["version"], versions["reads_from"], versions["reads_to"])}
    past = sorted((time, stable) for time, stable in zip(routes["time"], routes["stable"]) if time <= now)
    live = past[-1][1]
    candidates = []
    for _, name in reversed(past):
        if name != live and name not in bad and name not in candidates:
            candidates.append(name)
    sent = {
        (caller, contract)
        for time, caller, contract in zip(log["time"], log["caller"], log["contract"])
        if now - pd.Timedelta("1h") < time <= now and caller in ("shop", "app")
    }
    target = None
    for name in candidates:
        low, high = spans[name]
        if all(low <= contract <= high for _, contract in sent):
            target = name
            break
    if not candidates:
        return {"last_good": None, "target": None, "callers": []}
    low, high = spans[candidates[0]]
    callers = sorted({caller for caller, contract in sent if not low <= contract <= high})
    return {"last_good": candidates[0], "target": target, "callers": callers}

# %% right: frames
def way_back(log, routes, versions, bad, now):
    past = routes.loc[routes["time"].le(now), ["time", "stable"]].sort_values("time")
    live = past["stable"].iloc[-1]
    last = past.groupby("stable")["time"].max().drop(live)
    last = last[~last.index.isin(list(bad))].sort_values(ascending=False)
    today = log[log["time"].le(now) & log["time"].gt(now - pd.Timedelta(minutes=60)) & log["caller"].ne("probe")]
    pairs = today[["caller", "contract"]].drop_duplicates().merge(versions, how="cross")
    unread = pairs[~pairs["contract"].between(pairs["reads_from"], pairs["reads_to"])]
    able = [name for name in last.index if name not in set(unread["version"])]
    first = last.index[0] if len(last) else None
    return {
        "last_good": first,
        "target": able[0] if able else None,
        "callers": sorted(unread.loc[unread["version"] == first, "caller"].unique()),
    }

# %% right: arrays
def way_back(log, routes, versions, bad, now):
    order = np.argsort(routes["time"].to_numpy())
    times, stable = routes["time"].to_numpy()[order], routes["stable"].to_numpy()[order]
    stable = stable[times <= np.datetime64(now)][::-1]
    names = pd.unique(stable)[1:]
    names = [str(name) for name in names if name not in bad]
    age = (now - log["time"]).dt.total_seconds().to_numpy()
    use = (age >= 0) & (age < 3600) & (log["caller"] != "probe").to_numpy()
    callers, contracts = log["caller"].to_numpy()[use], log["contract"].to_numpy()[use]
    reads = versions.set_index("version")
    in_the_way = {}
    for name in names:
        outside = (contracts < reads.at[name, "reads_from"]) | (contracts > reads.at[name, "reads_to"])
        in_the_way[name] = sorted(set(callers[outside].tolist()))
    last_good = next(iter(names), None)
    return {
        "last_good": last_good,
        "target": next((name for name in names if in_the_way[name] == []), None),
        "callers": in_the_way.get(last_good, []),
    }

# %% wrong: Goes back to the live version.
# says: wren is live
# edits: official
# -     candidates = [name for name in later_first[1:] if name not in bad]
# +     candidates = [name for name in later_first if name not in bad]

# %% wrong: Leaves out the last route instead of the live version.
# says: in however many rows it is stable
# edits: official
# -     later_first = list(dict.fromkeys(reversed(past)))
# -     candidates = [name for name in later_first[1:] if name not in bad]
# +     later_first = list(dict.fromkeys(reversed(past[:-1])))
# +     candidates = [name for name in later_first if name not in bad]

# %% wrong: Takes a canary for a version that served everybody.
# says: swan was a canary only
# edits: official
# -     past = routes[routes["time"] <= now].sort_values("time")["stable"].tolist()
# +     held = routes[routes["time"] <= now].sort_values("time")
# +     past = [name for pair in zip(held["canary"], held["stable"]) for name in reversed(pair) if name]
# +     past.append(held["stable"].iloc[-1])

# %% wrong: Goes back to a version known as bad.
# says: rook is bad
# edits: official
# -     candidates = [name for name in later_first[1:] if name not in bad]
# +     candidates = later_first[1:]

# %% wrong: Goes back one step at most: nothing, if that one is bad.
# says: tern reads both
# edits: official
# -     candidates = [name for name in later_first[1:] if name not in bad]
# +     candidates = [name for name in later_first[1:2] if name not in bad]

# %% wrong: Goes back to the oldest version.
# says: Rook was stable last
# edits: official
# -     candidates = [name for name in later_first[1:] if name not in bad]
# +     candidates = [name for name in reversed(later_first[1:]) if name not in bad]

# %% wrong: Orders versions by name.
# says: Rook was stable last
# edits: official
# -     candidates = [name for name in later_first[1:] if name not in bad]
# +     candidates = sorted((name for name in later_first[1:] if name not in bad), reverse=True)

# %% wrong: Counts a version by the first time that it was stable.
# says: Rook was stable last
# edits: official
# -     later_first = list(dict.fromkeys(reversed(past)))
# -     candidates = [name for name in later_first[1:] if name not in bad]
# +     later_first = list(reversed(dict.fromkeys(past)))
# +     candidates = [name for name in later_first if name not in bad and name != past[-1]]

# %% wrong: Takes the rows of routes in the order in which they come.
# says: wren is live
# edits: official
# -     past = routes[routes["time"] <= now].sort_values("time")["stable"].tolist()
# +     past = routes[routes["time"] <= now]["stable"].tolist()

# %% wrong: Knows what will be live later.
# says: wren is live
# edits: official
# -     past = routes[routes["time"] <= now].sort_values("time")["stable"].tolist()
# +     past = routes.sort_values("time")["stable"].tolist()

# %% wrong: Takes a route that begins now for one that is still to come.
# says: wren is live from 03:00 on
# edits: official
# -     past = routes[routes["time"] <= now].sort_values("time")["stable"].tolist()
# +     past = routes[routes["time"] < now].sort_values("time")["stable"].tolist()

# %% wrong: Does not ask what callers send.
# says: does not read the 2 of the app
# edits: official
# -     target = next((name for name in candidates if not unread(name)), None)
# +     target = last_good

# %% wrong: Gives up if the last good version does not read what callers send.
# says: and tern reads both
# edits: official
# -     target = next((name for name in candidates if not unread(name)), None)
# +     target = last_good if candidates and not unread(last_good) else None

# %% wrong: Asks what callers ever sent.
# says: nor what was sent after now or a full hour ago
# edits: official
# -     hour = (log["time"] > now - pd.Timedelta(hours=1)) & (log["time"] <= now)
# +     hour = log["time"] <= now

# %% wrong: Asks what callers will send.
# says: nor what was sent after now or a full hour ago
# edits: official
# -     hour = (log["time"] > now - pd.Timedelta(hours=1)) & (log["time"] <= now)
# +     hour = log["time"] > now - pd.Timedelta(hours=1)

# %% wrong: Lets the hour begin an hour before now, that instant included.
# says: nor what was sent after now or a full hour ago
# edits: official
# -     hour = (log["time"] > now - pd.Timedelta(hours=1)) & (log["time"] <= now)
# +     hour = (log["time"] >= now - pd.Timedelta(hours=1)) & (log["time"] <= now)

# %% wrong: Leaves out what was sent at now.
# says: a payment at now itself counts
# edits: official
# -     hour = (log["time"] > now - pd.Timedelta(hours=1)) & (log["time"] <= now)
# +     hour = (log["time"] > now - pd.Timedelta(hours=1)) & (log["time"] < now)

# %% wrong: Asks probes too.
# says: Probes do not count
# edits: official
# -     sent = log[hour & (log["caller"] != "probe")]
# +     sent = log[hour]

# %% wrong: Asks for the newest contract only.
# says: and tern reads both
# edits: official
# -         low, high = reads.loc[name, ["reads_from", "reads_to"]]
# +         low, high = reads.loc[name, "reads_to"], reads.loc[name, "reads_to"]

# %% wrong: Thinks that a version reads everything older.
# says: Lark does not read the 1 of the shop
# edits: official
# -         low, high = reads.loc[name, ["reads_from", "reads_to"]]
# +         low, high = 0, reads.loc[name, "reads_to"]

# %% wrong: Is content if one of the contracts is read.
# says: Rook does not read the 2 of the app
# edits: official
# -         return sorted(set(sent.loc[~sent["contract"].between(low, high), "caller"]))
# +         kept = sent["contract"].between(low, high)
# +         return [] if kept.any() else sorted(set(sent.loc[~kept, "caller"]))

# %% wrong: Takes the last contract of each caller.
# says: The app sent 1 and later 2, and both count
# edits: official
# -     sent = log[hour & (log["caller"] != "probe")]
# +     sent = log[hour & (log["caller"] != "probe")].sort_values("time").groupby("caller").tail(1)

# %% wrong: Names the callers in the way of the target.
# says: callers with bad = []
# edits: official
# -     return {"last_good": last_good, "target": target, "callers": unread(last_good) if candidates else []}
# +     return {"last_good": last_good, "target": target, "callers": unread(target) if target else []}

# %% wrong: Names all callers.
# says: callers with bad = []
# edits: official
# -     return {"last_good": last_good, "target": target, "callers": unread(last_good) if candidates else []}
# +     return {"last_good": last_good, "target": target, "callers": sorted(set(sent["caller"]))}

# %% wrong: Names a caller once a request.
# says: callers with bad = []
# edits: official
# -         return sorted(set(sent.loc[~sent["contract"].between(low, high), "caller"]))
# +         return sorted(sent.loc[~sent["contract"].between(low, high), "caller"])

# %% wrong: Names an empty text where there is no version.
# says: only rook is left
# edits: official
# -     target = next((name for name in candidates if not unread(name)), None)
# +     target = next((name for name in candidates if not unread(name)), "")

# %% wrong: Fails where nothing is left to go back to.
# says: IndexError
# edits: official
# -     last_good = candidates[0] if candidates else None
# +     last_good = candidates[0]
