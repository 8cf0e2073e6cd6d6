"""Asks whether a limit is passed the wrong way, and lets what is missing pass."""
# cell: q7_gate
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
