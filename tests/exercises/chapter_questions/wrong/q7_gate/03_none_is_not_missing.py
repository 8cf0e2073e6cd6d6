"""Knows NaN as missing, and not None."""
# cell: q7_gate
def broken_rules(candidate, live, rules):
    accuracy, group = candidate["accuracy"], candidate["worst_group"]
    before = None if live is None else live["accuracy"]
    figures = {
        "accuracy": (accuracy,),
        "regression": () if live is None else (accuracy, before),
        "group": (accuracy, group),
        "latency": (candidate["p99_ms"],),
        "tests": (candidate["tests_failed"],),
        "approval": (candidate["approved_by"],),
        "lineage": (candidate["code"], candidate["data"]),
    }
    passes = {
        "accuracy": lambda: accuracy >= rules["least_accuracy"],
        "regression": lambda: live is None or before - accuracy <= rules["largest_loss"] + 1e-9,
        "group": lambda: accuracy - group <= rules["largest_gap"] + 1e-9,
        "latency": lambda: candidate["p99_ms"] <= rules["largest_p99"],
        "tests": lambda: candidate["tests_failed"] == 0,
        "approval": lambda: candidate["approved_by"] != candidate["author"],
        "lineage": lambda: True,
    }
    return [
        name
        for name, passed in passes.items()
        if any(figure != figure for figure in figures[name]) or not passed()
    ]
