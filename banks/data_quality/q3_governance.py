# %% right: arrays
def my_contract():
    return {
        "owner": "Head of store operations",
        "lineage": "till / nightly file / landing area".split(" / "),
        "retention_days": 730,
        "residency": {"loyalty": ["JP"]},
    }


def release(feed, contract, today, to):
    if gaps(contract):
        raise ValueError("gaps: " + ", ".join(gaps(contract)))
    day = feed["file"].str[-14:-4].to_numpy("datetime64[D]")
    young = (np.datetime64(today) - day).astype(int) <= contract["retention_days"]
    found = feed.copy()[young]
    home = found["store"].str[:2].to_numpy()
    for column, places in contract["residency"].items():
        if column in found:
            found[column] = found[column].mask(np.isin(home, list(places)) & (home != to))
    return found

# %% right: loops
import datetime as dt


def my_contract():
    return dict(
        owner="the head of store operations",
        lineage=["Till of each store", "Nightly file, one a store", "Landing area at headquarters"],
        retention_days=2 * 365,
        residency=dict(loyalty=["JP"]),
    )


def release(feed, contract, today, to):
    if gaps(contract) != []:
        raise ValueError("no release under a contract with gaps")
    now = dt.date.fromisoformat(today)
    keep = [(now - dt.date.fromisoformat(name[-14:-4])).days <= contract["retention_days"] for name in feed["file"]]
    sent = feed[np.array(keep, dtype=bool)].copy()
    for column in contract["residency"]:
        if column not in sent.columns:
            continue
        limited = set(contract["residency"][column]) - {to}
        stays = np.array([store[:2] in limited for store in sent["store"]], dtype=bool)
        values = sent[column].to_numpy(copy=True)
        values[stays] = np.nan
        sent[column] = values
    return sent

# %% right: pandera_rules
def my_contract():
    return {
        "residency": {"loyalty": ["JP"]},
        "retention_days": 730,
        "owner": "Head of Store Operations",
        "lineage": ["till", "nightly file", "landing area"],
        "purpose": "orders",
    }


def release(feed, contract, today, to):
    problems = gaps(contract)
    if problems:
        raise ValueError(problems)
    oldest = (pd.Timestamp(today) - pd.Timedelta(contract["retention_days"], "D")).strftime("%Y-%m-%d")
    rows = feed.loc[(feed["file"].str[-14:-4] >= oldest).to_numpy()]
    country = rows["store"].str[:2]
    limits = {name: places for name, places in contract["residency"].items() if name in feed.columns}
    return rows.assign(
        **{name: rows[name].where(~country.isin([p for p in places if p != to])) for name, places in limits.items()}
    )

# %% right: records
def my_contract():
    return dict(owner="Head of store operations", lineage=["till", "nightly file", "landing area"],
                retention_days=730, residency=dict(loyalty=["JP"]))


def release(feed, contract, today, to):
    if gaps(contract):
        raise ValueError(gaps(contract))
    first = (pd.Timestamp(today) - pd.Timedelta(days=contract["retention_days"])).strftime("%Y-%m-%d")
    days = np.array([name[6:16] for name in feed["file"]])
    out = feed.iloc[np.flatnonzero(days >= first)].copy()
    for column, countries in contract["residency"].items():
        if column not in out:
            continue
        stay = [country in countries and country != to for country in out["store"].astype(str).str[:2]]
        if any(stay):
            out[column] = [np.nan if s else v for s, v in zip(stay, out[column])]
    return out

# %% wrong: Lists columns by country instead of countries by column.
# says: residency should say that the column loyalty may not leave
# edits: official
# -         "residency": {"loyalty": ["JP"]},
# +         "residency": {"JP": ["loyalty"]},

# %% wrong: Gives retention in years.
# says: how long is a row kept? See the decision above
# edits: official
# -         "retention_days": 730,
# +         "retention_days": 2,

# %% wrong: Lists lineage from here to the source.
# says: lineage should list three steps
# edits: official
# -         "lineage": ["till", "nightly file", "landing area"],
# +         "lineage": ["landing area", "nightly file", "till"],

# %% wrong: Leaves out the last day of retention.
# says: on 15 January, five days back reach 10 January
# edits: official
# -     kept = feed[(age <= pd.Timedelta(days=contract["retention_days"])).to_numpy()].copy()
# +     kept = feed[(age < pd.Timedelta(days=contract["retention_days"])).to_numpy()].copy()

# %% wrong: Takes the business day from the column date.
# says: the day is the one in the file's name
# edits: official
# -     age = pd.Timestamp(today) - pd.to_datetime(feed["file"].str[-14:-4])
# +     age = pd.Timestamp(today) - pd.to_datetime(feed["date"], format="mixed")

# %% wrong: Leaves out rows of a limited country instead of emptying the value.
# says: on 15 January, five days back reach 10 January
# edits: official
# -             kept[column] = kept[column].mask(stays)
# +             kept = kept[~stays.reindex(kept.index).to_numpy()] if stays.index.is_unique else kept[~stays.to_numpy()]
# +             country = kept["store"].str[:2]

# %% wrong: Empties the value in its own country as well.
# says: what goes to JP itself keeps every loyalty figure
# edits: official
# -             stays = country.isin(countries) & (country != to)
# +             stays = country.isin(countries)

# %% wrong: Leaves out the whole column.
# says: all columns stay
# edits: official
# -             kept[column] = kept[column].mask(stays)
# +             kept = kept.drop(columns=column)

# %% wrong: Empties the values of all countries unless the row is at home.
# says: what goes to JP itself keeps every loyalty figure
# edits: official
# -             stays = country.isin(countries) & (country != to)
# +             stays = country != to

# %% wrong: Writes 0 instead of nothing.
# says: in NL the Japanese loyalty figure is missing and the
# edits: official
# -             kept[column] = kept[column].mask(stays)
# +             kept[column] = kept[column].mask(stays, 0)

# %% wrong: Empties values in the frame that it was given.
# says: the frame that was handed in has been changed
# edits: official
# -     kept = feed[(age <= pd.Timedelta(days=contract["retention_days"])).to_numpy()].copy()
# +     kept = feed.drop(index=feed.index[(age > pd.Timedelta(days=contract["retention_days"])).to_numpy()], inplace=True) or feed

# %% wrong: Gives the rows a fresh index.
# says: index and order stay
# edits: official
# -     kept = feed[(age <= pd.Timedelta(days=contract["retention_days"])).to_numpy()].copy()
# +     kept = feed[(age <= pd.Timedelta(days=contract["retention_days"])).to_numpy()].reset_index(drop=True)

# %% wrong: Fails for a column that the feed does not have.
# says: KeyError
# edits: official
# -         if column in kept:
# +         if True:

# %% wrong: Releases data without a sound contract.
# says: a contract with gaps must be refused with ValueError
# edits: official
# -     if gaps(contract):
# -         raise ValueError(f"the contract has gaps: {', '.join(gaps(contract))}")

# %% wrong: Knows Meridian's limit by heart.
# says: under another contract, whose loyalty figures may not leave
# edits: official
# -     for column, countries in contract["residency"].items():
# +     for column, countries in {"loyalty": ["JP"]}.items():

# %% wrong: Leaves out rows of later days as well.
# says: rows of exactly retention_days are kept, older ones are not
# edits: official
# -     kept = feed[(age <= pd.Timedelta(days=contract["retention_days"])).to_numpy()].copy()
# +     kept = feed[((age >= pd.Timedelta(0)) & (age <= pd.Timedelta(days=contract["retention_days"]))).to_numpy()].copy()
