"""The registry: sound versions and flawed ones, and a log that people wrote."""

import pandas as pd
import pytest

from course.data import registry

LEARNERS = [None, *(f"learner-{number}" for number in range(20))]


def broken(version: pd.Series, before: float | None) -> list[str]:
    """The rules of the gate that a version breaks, worked out plainly."""
    rules = registry.RULES
    checks = {
        "accuracy": version["accuracy"] < rules["least_accuracy"],
        "regression": before is not None
        and before - version["accuracy"] > rules["largest_loss"] + 1e-9,
        "group": version["accuracy"] - version["worst_group"] > rules["largest_gap"] + 1e-9,
        "latency": version["p99_ms"] > rules["largest_p99"],
        "tests": version["tests_failed"] != 0,
        "approval": version["approved_by"] == version["author"],
        "lineage": version["data"] == "" or version["code"] == "",
    }
    return [name for name, is_broken in checks.items() if is_broken]


@pytest.mark.parametrize("variant", LEARNERS)
def test_a_gate_tells_exactly_the_flawed_versions(variant):
    flaws = registry.truth(variant).set_index(["model", "version"])["kind"].to_dict()
    for model, versions in registry.load("versions", variant).groupby("model"):
        before = None
        for _, version in versions.iterrows():
            rules = broken(version, before)
            kind = flaws.get((model, version["version"]))
            assert (kind in rules) if kind else not rules
            before = before if rules else version["accuracy"]


@pytest.mark.parametrize("variant", LEARNERS)
def test_every_flawed_version_that_went_live_was_rolled_back(variant):
    log = registry.load(variant=variant)
    out = log.query("environment == 'production'").groupby("event")
    pairs = {
        event: set(rows[["model", "version"]].itertuples(index=False, name=None))
        for event, rows in out
    }
    for row in registry.truth(variant).itertuples():
        assert ((row.model, row.version) in pairs["deploy"]) == row.went_live
        assert ((row.model, row.version) in pairs["rollback"]) == row.went_live
    assert len(pairs["rollback"]) == 9


@pytest.mark.parametrize("variant", LEARNERS)
def test_the_log_is_written_late_and_no_two_events_of_a_model_share_a_minute(variant):
    log = registry.load(variant=variant)
    assert not log.duplicated(["model", "time"]).any()
    assert not log["time"].is_monotonic_increasing
    for _, mine in log.groupby(["model", "version"]):
        first = mine.sort_values("time")["event"].tolist()
        assert first[0] == "register"


@pytest.mark.parametrize("variant", LEARNERS)
def test_the_log_and_the_versions_name_the_same_approver(variant):
    versions = registry.load("versions", variant).set_index(["model", "version"])["approved_by"]
    approvals = registry.load(variant=variant).query("event == 'approve'")
    assert len(approvals) > 20
    for row in approvals.itertuples():
        assert row.person == versions[row.model, row.version]


def test_the_default_story_has_a_month_without_anything_to_go_back_to():
    versions = registry.load("versions").query("model == 'credit'").set_index("version")
    live_flaws = registry.truth().query("model == 'credit'").set_index("version")["went_live"]
    assert live_flaws.to_dict() == {2: True, 4: False, 5: True, 6: True}
    assert versions.loc[3, "schema"] != versions.loc[7, "schema"]


def test_every_flaw_is_a_rule_that_some_learner_meets():
    kinds = set().union(*(registry.truth(variant)["kind"] for variant in LEARNERS))
    assert kinds == set(registry.FLAWS)
