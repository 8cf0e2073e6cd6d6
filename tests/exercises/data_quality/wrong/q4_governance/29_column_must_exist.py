"""Fails for a column that the feed does not have."""
# cell: q4_governance
def my_contract():
    """Return owner, lineage, retention_days and residency of Meridian's feed."""
    return {
        "owner": "Head of store operations",
        "lineage": ["till", "nightly file", "landing area"],
        "retention_days": 730,
        "residency": {"loyalty": ["JP"]},
    }


def gaps(contract):
    """Return the entries that are missing or empty, in alphabetical order."""
    def is_text(value):
        return isinstance(value, str) and bool(value.strip())

    owner, lineage = contract.get("owner"), contract.get("lineage")
    days, residency = contract.get("retention_days"), contract.get("residency")
    sound = {
        "lineage": isinstance(lineage, list) and bool(lineage) and all(map(is_text, lineage)),
        "owner": is_text(owner) and owner.strip().lower() not in {"unknown", "tbd", "n/a"},
        "residency": isinstance(residency, dict),
        "retention_days": isinstance(days, int) and not isinstance(days, bool) and days >= 1,
    }
    return [name for name, good in sound.items() if not good]


def release(feed, contract, today, to):
    """Return what may be sent to a country on a day."""
    if gaps(contract):
        raise ValueError(f"the contract has gaps: {', '.join(gaps(contract))}")
    age = pd.Timestamp(today) - pd.to_datetime(feed["file"].str[-14:-4])
    kept = feed[(age <= pd.Timedelta(days=contract["retention_days"])).to_numpy()].copy()
    country = kept["store"].str[:2]
    for column, countries in contract["residency"].items():
        if True:
            stays = country.isin(countries) & (country != to)
            kept[column] = kept[column].mask(stays)
    return kept
