"""Sets of broken rules in a fixed order, arrays, and what is live worked out from the end."""


# cell: q7_gate
def broken_rules(candidate, live, rules):
    order = ["accuracy", "regression", "group", "latency", "tests", "approval", "lineage"]
    broken = set()
    needs = {
        "accuracy": ["accuracy"],
        "group": ["accuracy", "worst_group"],
        "latency": ["p99_ms"],
        "tests": ["tests_failed"],
        "approval": ["approved_by"],
        "lineage": ["code", "data"],
    }
    for rule, columns in needs.items():
        if any(is_missing(candidate[column]) for column in columns):
            broken.add(rule)
    if "accuracy" not in broken and candidate["accuracy"] < rules["least_accuracy"]:
        broken.add("accuracy")
    if live is not None:
        if is_missing(candidate["accuracy"]) or is_missing(live["accuracy"]):
            broken.add("regression")
        elif round(live["accuracy"] - candidate["accuracy"] - rules["largest_loss"], 9) > 0:
            broken.add("regression")
    if "group" not in broken:
        if round(candidate["accuracy"] - candidate["worst_group"] - rules["largest_gap"], 9) > 0:
            broken.add("group")
    if "latency" not in broken and not candidate["p99_ms"] <= rules["largest_p99"]:
        broken.add("latency")
    if "tests" not in broken and candidate["tests_failed"] != 0:
        broken.add("tests")
    if candidate["approved_by"] == candidate["author"]:
        broken.add("approval")
    return [rule for rule in order if rule in broken]


# cell: q7_live
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


# cell: q7_rollback
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
