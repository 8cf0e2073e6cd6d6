# %% right: arrays
PLACEHOLDERS = {"", "unknown", "tbd", "n/a"}


def my_contract():
    return {
        "owner": "Head of store operations",
        "lineage": "till / nightly file / landing area".split(" / "),
        "retention_days": 730,
        "residency": {"loyalty": ["JP"]},
    }


def gaps(contract):
    problems = set()
    match contract.get("owner"):
        case str(text) if text.strip().lower() not in PLACEHOLDERS:
            pass
        case _:
            problems.add("owner")
    match contract.get("lineage"):
        case [_, *_] as steps if isinstance(steps, list) and all(isinstance(s, str) and s.strip() for s in steps):
            pass
        case _:
            problems.add("lineage")
    match contract.get("retention_days"):
        case bool():
            problems.add("retention_days")
        case int(days) if days >= 1:
            pass
        case _:
            problems.add("retention_days")
    if not isinstance(contract.get("residency"), dict):
        problems.add("residency")
    return sorted(problems)


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


def gaps(contract):
    found = []
    lineage = contract.get("lineage")
    if type(lineage) is not list or not lineage:
        found.append("lineage")
    elif any(not isinstance(step, str) or step.isspace() or step == "" for step in lineage):
        found.append("lineage")
    owner = contract.get("owner")
    if not isinstance(owner, str) or owner.strip().casefold() in ("", "unknown", "tbd", "n/a"):
        found.append("owner")
    if type(contract.get("residency")) is not dict:
        found.append("residency")
    days = contract.get("retention_days")
    if type(days) is not int or days < 1:
        found.append("retention_days")
    return found


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


def gaps(contract):
    tests = {
        "lineage": lambda v: isinstance(v, list) and len(v) > 0 and all(isinstance(s, str) and s.strip() for s in v),
        "owner": lambda v: isinstance(v, str) and v.strip().lower() not in ["", "n/a", "tbd", "unknown"],
        "residency": lambda v: isinstance(v, dict),
        "retention_days": lambda v: isinstance(v, int) and v is not True and v is not False and v > 0,
    }
    return sorted(name for name, test in tests.items() if not test(contract.get(name)))


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


def gaps(contract):
    def text(x):
        return type(x) is str and x.strip() != ""
    good = {
        "owner": text(contract.get("owner")) and contract["owner"].strip().casefold() not in {"unknown", "tbd", "n/a"},
        "lineage": type(contract.get("lineage")) is list and len(contract["lineage"]) > 0 and all(text(x) for x in contract["lineage"]),
        "retention_days": type(contract.get("retention_days")) is int and contract["retention_days"] >= 1,
        "residency": type(contract.get("residency")) is dict,
    }
    return sorted(name for name, fine in good.items() if not fine)


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

# %% wrong: Accepts tbd as an owner.
# says: all four entries are gaps here: a placeholder
# edits: official
# -         "owner": is_text(owner) and owner.strip().lower() not in {"unknown", "tbd", "n/a"},
# +         "owner": is_text(owner),

# %% wrong: Finds placeholders in small letters only.
# says: all four entries are gaps here: a placeholder
# edits: official
# -         "owner": is_text(owner) and owner.strip().lower() not in {"unknown", "tbd", "n/a"},
# +         "owner": is_text(owner) and owner.strip() not in {"unknown", "tbd", "n/a"},

# %% wrong: Accepts a placeholder with blanks around it.
# says: expected the gaps ['owner'] for {'owner': ' n/a '}
# edits: official
# -         "owner": is_text(owner) and owner.strip().lower() not in {"unknown", "tbd", "n/a"},
# +         "owner": is_text(owner) and owner.lower() not in {"unknown", "tbd", "n/a"},

# %% wrong: Accepts blanks as an owner.
# says: expected the gaps ['owner'] for {'owner': ' '}
# edits: official
# -         return isinstance(value, str) and bool(value.strip())
# +         return isinstance(value, str) and bool(value)

# %% wrong: Accepts an owner that is no text.
# says: expected the gaps ['owner'] for {'owner': ' '}
# edits: official
# -         "owner": is_text(owner) and owner.strip().lower() not in {"unknown", "tbd", "n/a"},
# +         "owner": bool(owner) and str(owner).strip().lower() not in {"unknown", "tbd", "n/a"},

# %% wrong: Takes an empty residency for a gap.
# says: a contract without residency limits ({}) and with one step
# edits: official
# -         "residency": isinstance(residency, dict),
# +         "residency": isinstance(residency, dict) and bool(residency),

# %% wrong: Accepts True as a number of days.
# says: expected the gaps ['retention_days'] for {'retention_days': True}
# edits: official
# -         "retention_days": isinstance(days, int) and not isinstance(days, bool) and days >= 1,
# +         "retention_days": isinstance(days, int) and days >= 1,

# %% wrong: Accepts fractions of days.
# says: expected the gaps ['retention_days'] for {'retention_days'
# edits: official
# -         "retention_days": isinstance(days, int) and not isinstance(days, bool) and days >= 1,
# +         "retention_days": isinstance(days, (int, float)) and not isinstance(days, bool) and days >= 1,

# %% wrong: Accepts a number of days written as text.
# says: expected the gaps ['retention_days'] for {'retention_days'
# edits: official
# -         "retention_days": isinstance(days, int) and not isinstance(days, bool) and days >= 1,
# +         "retention_days": str(days).isdigit() and int(days) >= 1,

# %% wrong: Accepts a retention that is not above 0.
# says: all four entries are gaps here: a placeholder
# edits: official
# -         "retention_days": isinstance(days, int) and not isinstance(days, bool) and days >= 1,
# +         "retention_days": isinstance(days, int) and not isinstance(days, bool) and days >= -1,

# %% wrong: Accepts lineage as one text.
# says: expected the gaps ['lineage'] for {'lineage': 'till'}
# edits: official
# -         "lineage": isinstance(lineage, list) and bool(lineage) and all(map(is_text, lineage)),
# +         "lineage": isinstance(lineage, (list, str)) and bool(lineage) and all(map(is_text, lineage)),

# %% wrong: Does not look into the list of lineage.
# says: expected the gaps ['lineage'] for {'lineage': ['till', '']}
# edits: official
# -         "lineage": isinstance(lineage, list) and bool(lineage) and all(map(is_text, lineage)),
# +         "lineage": isinstance(lineage, list) and bool(lineage),

# %% wrong: Is content with one good step of lineage.
# says: expected the gaps ['lineage'] for {'lineage': ['till', '']}
# edits: official
# -         "lineage": isinstance(lineage, list) and bool(lineage) and all(map(is_text, lineage)),
# +         "lineage": isinstance(lineage, list) and bool(lineage) and any(map(is_text, lineage)),

# %% wrong: Lists gaps in the order of the contract.
# says: all four entries are gaps here: a placeholder
# edits: official
# -     return [name for name, good in sound.items() if not good]
# +     return [name for name in ["owner", "lineage", "retention_days", "residency"] if not sound[name]]

# %% wrong: Returns the first gap only.
# says: all four entries are gaps here: a placeholder
# edits: official
# -     return [name for name, good in sound.items() if not good]
# +     return [name for name, good in sound.items() if not good][:1]

# %% wrong: Fails when an entry is missing.
# says: KeyError
# edits: official
# -     days, residency = contract.get("retention_days"), contract.get("residency")
# +     days, residency = contract["retention_days"], contract["residency"]

# %% wrong: Leaves out the last day of retention.
# says: on 15 January, five days back reach 10 January
# edits: official
# -     kept = feed[(age <= pd.Timedelta(days=contract["retention_days"])).to_numpy()].copy()
# +     kept = feed[(age < pd.Timedelta(days=contract["retention_days"])).to_numpy()].copy()

# %% wrong: Takes the business day from the column date.
# says: KeyError
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
# says: values of loyalty are missing or changed where they may
# edits: official
# -             stays = country.isin(countries) & (country != to)
# +             stays = country.isin(countries)

# %% wrong: Leaves out the whole column.
# says: KeyError
# edits: official
# -             kept[column] = kept[column].mask(stays)
# +             kept = kept.drop(columns=column)

# %% wrong: Empties the values of all countries unless the row is at home.
# says: values of amount are missing or changed where they may
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
# says: index, order or another column has changed
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
# says: values of loyalty have left a country that they may
# edits: official
# -     for column, countries in contract["residency"].items():
# +     for column, countries in {"loyalty": ["JP"]}.items():

# %% wrong: Leaves out rows of later days as well.
# says: rows of exactly retention_days are kept, older ones are not
# edits: official
# -     kept = feed[(age <= pd.Timedelta(days=contract["retention_days"])).to_numpy()].copy()
# +     kept = feed[((age >= pd.Timedelta(0)) & (age <= pd.Timedelta(days=contract["retention_days"]))).to_numpy()].copy()
