"""The track of faults and the log's year: marks are counted."""

from functools import cache
from itertools import combinations

import pytest

from course.explore import mlops
from course.simulate.mlops import GATES
from support.explored import solved_by_one_drag
from support.sampling import sampled

MOST_MARKS = 600
TRIOS = [("none", "none", "none"), *sampled(combinations(GATES, 3), every=3)]


@cache
def scene(trio, labels):
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
        track = scene(trio, "a year")["track"]
        assert not track[track["fate"] == "stopped"].duplicated(["x", "y"]).any()


def test_only_faults_that_a_new_gate_touches_move():
    places = [
        scene(("canary", "freshness", third), "a year")["track"].set_index("number").sort_index()
        for third in ("none", "backtest")
    ]
    is_moved = (places[0][["x", "y"]] != places[1][["x", "y"]]).any(axis=1)
    assert is_moved.any()
    assert (places[1].loc[is_moved, "fate"] == "stopped").all()


def test_silent_loss_stays_whatever_the_gates_until_outcomes_come_early():
    def last_lane(trio, labels="a year"):
        track = scene(trio, labels)["track"]
        lane = track[track["y"] > 6].sort_values("number")
        return lane[["number", "x", "fate"]].reset_index(drop=True)

    first = last_lane(TRIOS[0])
    assert len(first) == 6
    assert all(last_lane(trio).equals(first) for trio in TRIOS)
    assert not last_lane(("canary", "freshness", "outcome"), "30 days").equals(first)


@pytest.mark.parametrize("week", [11, 22])
def test_no_drag_from_where_the_lesson_leaves_a_reader_solves_the_log(week):
    log = mlops.time_machine(only=("model", "week"))
    assert solved_by_one_drag(log, {"left": log.setting({"week": week})}) == []
