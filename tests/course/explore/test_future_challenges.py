"""The challenges of lesson 13: what solves them, and what just misses."""

import numpy as np
import pytest

from course.explore import future

EXPLORABLES = {name: getattr(future, name)() for name in future.__all__}


def number_in(option):
    return int(option.split()[-1])


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


def test_a_scene_about_leaks_asks_its_own_question_and_gives_away_nothing():
    luck = future.automl(only=("tried", "cases"))
    leaks = future.automl(only=("tried", "leaks", "gate"), at={"leaks": "2"})
    assert leaks.guess.prompt != luck.guess.prompt
    assert leaks.veiled
    truth = leaks.guess.truth_in(leaks.scene)
    worse = leaks.scene.facts["worse"]
    assert str(worse) in leaks.guess.explanation
    assert truth == min(leaks.guess.options, key=lambda option: abs(number_in(option) - worse))


def test_two_leaks_and_a_hold_out_just_miss_the_challenge_of_a_gate():
    leaks = future.automl(only=("tried", "leaks", "gate"), at={"leaks": "2"})
    results = [
        solved(leaks, leaks.setting({"leaks": count, "gate": "hold-out"})) for count in ("2", "3")
    ]
    assert results == [[False], [True]]
