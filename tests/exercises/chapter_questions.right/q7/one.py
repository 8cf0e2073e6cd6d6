"""Plain ifs, a list of steps, loops over rows."""


# cell: q7_gate
def broken_rules(candidate, live, rules):
    broken = []
    accuracy = candidate["accuracy"]
    unknown = is_missing(accuracy)
    if unknown or accuracy < rules["least_accuracy"]:
        broken.append("accuracy")
    if live is not None:
        if unknown or is_missing(live["accuracy"]):
            broken.append("regression")
        elif accuracy < live["accuracy"] - rules["largest_loss"] - 1e-9:
            broken.append("regression")
    worst = candidate["worst_group"]
    if unknown or is_missing(worst) or worst < accuracy - rules["largest_gap"] - 1e-9:
        broken.append("group")
    if is_missing(candidate["p99_ms"]) or candidate["p99_ms"] > rules["largest_p99"]:
        broken.append("latency")
    if is_missing(candidate["tests_failed"]) or candidate["tests_failed"] > 0:
        broken.append("tests")
    if is_missing(candidate["approved_by"]) or candidate["approved_by"] == candidate["author"]:
        broken.append("approval")
    if is_missing(candidate["code"]) or is_missing(candidate["data"]):
        broken.append("lineage")
    return broken


# cell: q7_live
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


# cell: q7_rollback
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
