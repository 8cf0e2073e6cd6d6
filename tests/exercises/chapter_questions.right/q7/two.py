"""Checks in a table, a fold over events, frames and merges."""


# cell: q7_gate
def broken_rules(candidate, live, rules):
    def number(value):
        return float("nan") if is_missing(value) else float(value)

    accuracy, worst = number(candidate["accuracy"]), number(candidate["worst_group"])
    holds = {
        "accuracy": accuracy >= rules["least_accuracy"],
        "regression": live is None
        or number(live["accuracy"]) - accuracy <= rules["largest_loss"] + 1e-9,
        "group": accuracy - worst <= rules["largest_gap"] + 1e-9,
        "latency": number(candidate["p99_ms"]) <= rules["largest_p99"],
        "tests": number(candidate["tests_failed"]) == 0,
        "approval": not is_missing(candidate["approved_by"])
        and candidate["approved_by"] != candidate["author"],
        "lineage": not any(is_missing(candidate[name]) for name in ("code", "data")),
    }
    return [name for name in holds if not holds[name]]


# cell: q7_live
from functools import reduce


def _after(stack, event):
    kind, version = event
    if kind == "deploy":
        return stack if stack[-1:] == (version,) else (*stack, version)
    if kind == "rollback":
        return stack[:-1]
    return () if kind == "retire" else stack


def live_periods(log, model):
    mine = log.loc[log["model"].eq(model) & log["environment"].eq("production")].sort_values("time")
    events = list(zip(mine["event"], mine["version"].tolist()))
    tops = []
    for count in range(len(events)):
        stack = reduce(_after, events[: count + 1], ())
        tops.append(stack[-1] if stack else -1)
    table = pd.DataFrame({"version": tops, "start": mine["time"].tolist()})
    table = table[table["version"] != table["version"].shift(fill_value=-1)]
    table["end"] = table["start"].shift(-1)
    return table[table["version"] != -1].reset_index(drop=True)


# cell: q7_rollback
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
