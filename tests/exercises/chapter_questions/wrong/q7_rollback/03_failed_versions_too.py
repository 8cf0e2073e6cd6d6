"""Goes back to a version that was rolled back itself."""
# cell: q7_rollback
def rollback_target(log, versions, model, time):
    known = log[(log["model"] == model) & (log["time"] <= time)]
    past = live_periods(known, model)
    if past.empty or not pd.isna(past["end"].iloc[-1]):
        return None
    live = past["version"].iloc[-1]
    is_back = (known["event"] == "rollback") & (known["environment"] == "production")
    failed = set(known.loc[is_back, "version"])
    schema = versions[versions["model"] == model].set_index("version")["schema"]
    for version in past["version"].iloc[::-1]:
        if version != live and schema[version] == schema[live]:
            return int(version)
    return None
