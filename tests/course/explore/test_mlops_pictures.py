"""The track of faults and the log's year: marks are counted, and one drag is not enough."""

from itertools import combinations

import pytest

from course.explore import mlops
from course.simulate.mlops import GATES
from tools.pages.widgets import positions

MOST_MARKS = 600
TRIOS = [("none", "none", "none"), *combinations(GATES, 3)]
SCENES = {
    "gates": lambda: mlops.pipeline(only=("first", "second", "third")),
    "sign": lambda: mlops.pipeline(
        only=("third", "labels"), at={"first": "canary", "second": "freshness"}
    ),
    "pipeline": mlops.pipeline,
    "log": lambda: mlops.time_machine(only=("model", "week")),
    "time machine": mlops.time_machine,
}


@pytest.fixture(autouse=True)
def place(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_PROGRESS", str(tmp_path / "progress.json"))


def scene(trio, labels="a year"):
    explorable = mlops.pipeline()
    names = dict(zip(("first", "second", "third"), trio, strict=True))
    return explorable._model(**explorable.setting({**names, "labels": labels})).data


@pytest.mark.parametrize("labels", ["30 days", "a year"])
def test_the_words_above_the_track_count_its_marks(labels):
    for trio in TRIOS:
        data = scene(trio, labels)
        fates = data["track"]["fate"]
        words = [f"{(fates == fate).sum()} {fate}" for fate in data["said"]["fate"]]
        assert list(data["said"]["words"]) == words
        assert sorted(data["track"]["number"]) == list(range(48))
        assert sum(map(len, data.values())) <= MOST_MARKS


def test_no_two_stopped_faults_share_a_place():
    for trio in TRIOS:
        track = scene(trio)["track"]
        assert not track[track["fate"] == "stopped"].duplicated(["x", "y"]).any()


def test_only_faults_that_a_new_gate_touches_move():
    places = [
        scene(("canary", "freshness", third))["track"].set_index("number").sort_index()
        for third in ("none", "backtest")
    ]
    moved = (places[0][["x", "y"]] != places[1][["x", "y"]]).any(axis=1)
    assert moved.any()
    assert (places[1].loc[moved, "fate"] == "stopped").all()


def test_silent_loss_stays_whatever_the_gates_until_outcomes_come_early():
    def last_lane(*arguments):
        track = scene(*arguments)["track"]
        lane = track[track["y"] > 6].sort_values("number")
        return lane[["number", "x", "fate"]].reset_index(drop=True)

    first = last_lane(TRIOS[0])
    assert len(first) == 6
    assert all(last_lane(trio).equals(first) for trio in TRIOS)
    assert not last_lane(("canary", "freshness", "outcome"), "30 days").equals(first)


@pytest.mark.parametrize("name", SCENES)
def test_no_drag_of_one_control_reaches_a_challenge(name):
    shown = SCENES[name]()
    hidden = {preset for challenge in shown.challenges for preset in challenge.opens}
    starts = [values for preset, values in shown.presets.items() if preset not in hidden]
    if name == "log":  # where the lesson leaves a reader
        starts = [shown.setting({"week": 11}), shown.setting({"week": 22})]
    settings = [
        {**start, control["name"]: position}
        for start in starts
        for control in shown.controls
        for position in positions(control)
    ]
    assert shown.challenges
    assert [
        (challenge.text, setting)
        for setting in settings
        for reached in [shown._model(**setting)]
        for challenge in shown.challenges
        if challenge.reached(setting, reached)
    ] == []
