"""The challenges of lesson 13: what solves them, and what just misses."""

import numpy as np
import pytest

from course.explore import future

EXPLORABLES = {name: getattr(future, name)() for name in future.__all__}


def solved(explorable, values):
    scene = explorable._model(**values)
    return [one.reached(values, scene) for one in explorable.challenges]


@pytest.mark.parametrize(("exit_cost", "expected"), [(2.75, False), (3, True), (3.25, False)])
def test_only_the_lowest_exit_at_which_buying_is_dearer_counts(exit_cost, expected):
    explorable = EXPLORABLES["build_or_buy"]
    values = explorable.setting({"kit": True, "exit_cost": exit_cost})
    assert solved(explorable, values)[0] is expected
    assert (explorable._model(**values).facts["mean"] > 0) == (exit_cost >= 3)


def test_both_ways_of_counting_a_fleet_can_be_solved_by_more_than_the_witness():
    explorable = EXPLORABLES["fleet"]
    near = [explorable.setting({"mixed": True, "wait": wait, "stop": "1%"}) for wait in (1, 2)]
    assert np.all([solved(explorable, values)[0] for values in near])


def test_a_scene_about_leaks_is_open_and_one_about_luck_asks_first():
    assert future.automl(only=("tried", "cases")).guess
    leaks = future.automl(only=("tried", "leaks", "gate"))
    assert leaks.guess is None
    assert not leaks.veiled
