# %% right: loops
# Plain ifs, a list of steps, loops over rows.
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

# %% right: arrays
# Sets of broken rules in a fixed order, arrays, and what is live worked out from the end.
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

# %% right: library
# Checks in a table, a fold over events, frames and merges.
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

# %% wrong: Asks whether a limit is passed the wrong way, and lets what is missing pass.
# says: {'tests_failed': nan}: its tests have not run
def broken_rules(candidate, live, rules):
    broken = []
    accuracy = candidate["accuracy"]
    if accuracy < rules["least_accuracy"]:
        broken.append("accuracy")
    if live is not None and live["accuracy"] - accuracy > rules["largest_loss"] + 1e-9:
        broken.append("regression")
    if accuracy - candidate["worst_group"] > rules["largest_gap"] + 1e-9:
        broken.append("group")
    if candidate["p99_ms"] > rules["largest_p99"]:
        broken.append("latency")
    if candidate["tests_failed"] > 0:
        broken.append("tests")
    if not candidate["approved_by"] or candidate["approved_by"] == candidate["author"]:
        broken.append("approval")
    if not candidate["code"] or not candidate["data"]:
        broken.append("lineage")
    return broken

# %% wrong: Lets tests that have not run pass.
# says: {'tests_failed': nan}: its tests have not run
# edits: official
# -         "tests": (candidate["tests_failed"],),
# +         "tests": (),
# ...
# -         "tests": lambda: candidate["tests_failed"] == 0,
# +         "tests": lambda: not candidate["tests_failed"] or not candidate["tests_failed"] > 0,

# %% wrong: Knows NaN as missing, and not None.
# says: {'approved_by': 'bo', 'data': ''}: its author approved it
# edits: official
# -         if any(is_missing(figure) for figure in figures[name]) or not passed()
# +         if any(figure != figure for figure in figures[name]) or not passed()

# %% wrong: Knows None and NaN as missing, and not an empty text.
# says: {'approved_by': 'bo', 'data': ''}: its author approved it
# edits: official
# -         if any(is_missing(figure) for figure in figures[name]) or not passed()
# +         if any(figure is None or figure != figure for figure in figures[name]) or not passed()

# %% wrong: Breaks a rule exactly at its limit.
# says: ms are exactly at the limits, and pass; expected []; got ['latency']
# edits: official
# -         "accuracy": lambda: accuracy >= rules["least_accuracy"],
# +         "accuracy": lambda: accuracy > rules["least_accuracy"],
# ...
# -         "latency": lambda: candidate["p99_ms"] <= rules["largest_p99"],
# +         "latency": lambda: candidate["p99_ms"] < rules["largest_p99"],

# %% wrong: Allows nothing for rounding, so that a gap at the limit is broken.
# says: ms are exactly at the limits, and pass; expected []; got ['regression', 'group']
# edits: official
# -         "regression": lambda: live is None or before - accuracy <= rules["largest_loss"] + 1e-9,
# -         "group": lambda: accuracy - group <= rules["largest_gap"] + 1e-9,
# +         "regression": lambda: live is None or before - accuracy <= rules["largest_loss"],
# +         "group": lambda: accuracy - group <= rules["largest_gap"],

# %% wrong: Uses Meridian's limits instead of those handed in.
# says: a rule is broken that is not in the list
# edits: official
# -         "accuracy": lambda: accuracy >= rules["least_accuracy"],
# -         "regression": lambda: live is None or before - accuracy <= rules["largest_loss"] + 1e-9,
# -         "group": lambda: accuracy - group <= rules["largest_gap"] + 1e-9,
# -         "latency": lambda: candidate["p99_ms"] <= rules["largest_p99"],
# +         "accuracy": lambda: accuracy >= RULES["least_accuracy"],
# +         "regression": lambda: live is None or before - accuracy <= RULES["largest_loss"] + 1e-9,
# +         "group": lambda: accuracy - group <= RULES["largest_gap"] + 1e-9,
# +         "latency": lambda: candidate["p99_ms"] <= RULES["largest_p99"],

# %% wrong: Calls every loss a regression.
# says: ms are exactly at the limits, and pass; expected []; got ['regression']
# edits: official
# -         "regression": lambda: live is None or before - accuracy <= rules["largest_loss"] + 1e-9,
# +         "regression": lambda: live is None or before - accuracy <= 0,

# %% wrong: Takes the loss relative to what is live.
# says: ms are exactly at the limits, and pass; expected []; got ['regression']
# edits: official
# -         "regression": lambda: live is None or before - accuracy <= rules["largest_loss"] + 1e-9,
# +         "regression": lambda: live is None or (before - accuracy) / before <= rules["largest_loss"] + 1e-9,

# %% wrong: Calls a gain a regression, too.
# says: a rule is broken that is not in the list
# edits: official
# -         "regression": lambda: live is None or before - accuracy <= rules["largest_loss"] + 1e-9,
# +         "regression": lambda: live is None or abs(before - accuracy) <= rules["largest_loss"] + 1e-9,

# %% wrong: Calls it a regression if nothing is live.
# says: a rule is broken that is not in the list
# edits: official
# -         "regression": () if live is None else (accuracy, before),
# +         "regression": (accuracy, before),

# %% wrong: Fails if nothing is live.
# says: TypeError
# edits: official
# -     before = None if live is None else live["accuracy"]
# +     before = live["accuracy"]

# %% wrong: Compares the worst group with the least accuracy.
# says: below what is live; expected ['accuracy', 'regression']
# edits: official
# -         "group": lambda: accuracy - group <= rules["largest_gap"] + 1e-9,
# +         "group": lambda: group >= rules["least_accuracy"],

# %% wrong: Compares the worst group with that of the live version.
# says: one group is 10 points worse; expected ['group']
# edits: official
# -         "group": lambda: accuracy - group <= rules["largest_gap"] + 1e-9,
# +         "group": lambda: live is None or live["worst_group"] - group <= rules["largest_gap"],

# %% wrong: Asks only whether somebody approved it.
# says: {'approved_by': 'bo', 'data': ''}: its author approved it
# edits: official
# -         "approval": lambda: candidate["approved_by"] != candidate["author"],
# +         "approval": lambda: bool(candidate["approved_by"]),

# %% wrong: Is content with code or data.
# says: {'approved_by': 'bo', 'data': ''}: its author approved it
# edits: official
# -         "lineage": (candidate["code"], candidate["data"]),
# +         "lineage": (candidate["code"] or candidate["data"],),

# %% wrong: Asks for the data only.
# says: 'code': ''}: two figures, the approval and the code are missing
# edits: official
# -         "lineage": (candidate["code"], candidate["data"]),
# +         "lineage": (candidate["data"],),

# %% wrong: Lets a latency pass that nobody measured.
# says: two figures, the approval and the code are missing
# edits: official
# -         "latency": (candidate["p99_ms"],),
# +         "latency": (),
# ...
# -         "latency": lambda: candidate["p99_ms"] <= rules["largest_p99"],
# +         "latency": lambda: not candidate["p99_ms"] > rules["largest_p99"],

# %% wrong: Lets a group pass that nobody measured.
# says: two figures, the approval and the code are missing
# edits: official
# -         "group": (accuracy, group),
# +         "group": (accuracy,),
# ...
# -         "group": lambda: accuracy - group <= rules["largest_gap"] + 1e-9,
# +         "group": lambda: is_missing(group) or accuracy - group <= rules["largest_gap"] + 1e-9,

# %% wrong: Takes an empty approval for that of another person.
# says: two figures, the approval and the code are missing
# edits: official
# -         "approval": (candidate["approved_by"],),
# +         "approval": (),

# %% wrong: Sees no loss where the accuracy of what is live is missing.
# says: nobody knows the accuracy of what is live
# edits: official
# -         "regression": () if live is None else (accuracy, before),
# +         "regression": () if live is None else (accuracy,),
# ...
# -         "regression": lambda: live is None or before - accuracy <= rules["largest_loss"] + 1e-9,
# +         "regression": lambda: live is None or not before - accuracy > rules["largest_loss"] + 1e-9,

# %% wrong: Asks for the code only.
# says: {'approved_by': 'bo', 'data': ''}: its author approved it
# edits: official
# -         "lineage": (candidate["code"], candidate["data"]),
# +         "lineage": (candidate["code"],),

# %% wrong: Stops at the first rule that is broken.
# says: below what is live; expected ['accuracy', 'regression']
# edits: official
# -     return [
# +     broken = [
# ...
#       ]
# +     return broken[:1]

# %% wrong: Returns the rules that hold.
# says: ms are exactly at the limits, and pass; expected []
# edits: official
# -         if any(is_missing(figure) for figure in figures[name]) or not passed()
# +         if not any(is_missing(figure) for figure in figures[name]) and passed()

# %% wrong: Returns whether it may go out.
# says: return a list of names
# edits: official
# -     return [
# +     return not [

# %% wrong: Returns the rules in alphabetical order.
# says: expected ['group', 'latency', 'approval', 'lineage']; got ['approval', 'group', 'latency', 'lineage']
# edits: official
# -     return [
# +     return sorted([
# ...
# -     ]
# +     ])

# %% wrong: Lets one failed test pass.
# says: a rule is broken that is not in the list
# edits: official
# -         "tests": lambda: candidate["tests_failed"] == 0,
# +         "tests": lambda: candidate["tests_failed"] <= 1,

# %% wrong: Breaks only the rule named accuracy where the accuracy is missing.
# says: without an accuracy, three rules have not passed
# edits: official
# -         "regression": () if live is None else (accuracy, before),
# -         "group": (accuracy, group),
# +         "regression": () if live is None else (before,),
# +         "group": (group,),
# ...
# -         "regression": lambda: live is None or before - accuracy <= rules["largest_loss"] + 1e-9,
# -         "group": lambda: accuracy - group <= rules["largest_gap"] + 1e-9,
# +         "regression": lambda: live is None or accuracy != accuracy or before - accuracy <= rules["largest_loss"] + 1e-9,
# +         "group": lambda: accuracy != accuracy or accuracy - group <= rules["largest_gap"] + 1e-9,

# %% wrong: Looks at the figures of the live version for everything but accuracy.
# says: of what is live only the accuracy counts
# edits: official
# -         "latency": (candidate["p99_ms"],),
# +         "latency": ((live or candidate)["p99_ms"],),
