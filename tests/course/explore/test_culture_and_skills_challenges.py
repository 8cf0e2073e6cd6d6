"""The challenges of lesson 10: what keeps a promise, and that no asked move gives one away."""

import numpy as np
import pytest

from course.explore import culture_and_skills
from course.simulate.culture_and_skills import play, run_plan
from course.simulate.culture_and_skills.tasks import TASKS
from support.explored import solved_by_one_drag


@pytest.mark.parametrize("seed", range(20))
def test_the_better_and_the_hollow_job_differ_whatever_the_world(seed):
    today = dict.fromkeys(TASKS, "leave")
    better = run_plan({**today, "documents": "automate"}, seed=seed)
    hollow = run_plan({**today, "talks": "automate", "decisions": "assist"}, seed=seed)
    assert np.mean(better.enjoyable_in > hollow.enjoyable_in + 0.1) >= 0.95


@pytest.mark.parametrize("seed", range(20))
def test_the_promise_can_be_kept_within_the_budget_whatever_the_luck(seed):
    staff = play(trained=1, notice=3, leaving=0.06, seed=seed)
    assert np.percentile(staff.cut[:, -1], 95) <= 110
    assert staff.cost.mean() <= 11.5


@pytest.mark.parametrize(
    "setting",
    [
        {"trained": 100, "notice": 4, "leaving": 6},  # beyond the budget
        {"trained": 100, "notice": 2, "leaving": 6},  # too many cuts
        {"trained": 75, "notice": 3, "leaving": 6},
        {"trained": 100, "notice": 3},  # more leave
    ],
)
def test_a_promise_for_the_lowest_rate_is_neither_the_longest_nor_the_cheapest(setting):
    explorable = culture_and_skills.reskilling()
    values = explorable.setting(setting)
    assert not explorable.challenges[0].reached(values, explorable._model(**values))


@pytest.mark.parametrize(
    "moves",
    [
        {"trained": 100},
        {"notice": 3},
        {"trained": 100, "notice": 4},
        {"trained": 100, "notice": 4, "leaving": 15},
    ],
)
def test_no_drag_after_a_move_that_the_lesson_asks_for_keeps_the_promise(moves):
    explorable = culture_and_skills.reskilling(only=("trained", "notice", "leaving"))
    assert len(explorable.challenges) == 1
    assert solved_by_one_drag(explorable, {"asked": explorable.setting(moves)}) == []


def test_one_slider_from_the_first_pair_does_not_solve_the_second():
    explorable = culture_and_skills.together()
    first, second = explorable.challenges
    solutions = solved_by_one_drag(explorable, {"first": explorable.setting(first.witness)})
    assert second.text not in {text for _, _, text in solutions}


@pytest.mark.parametrize(
    ("challenge", "setting", "title"),
    [
        (0, {"person": 80, "ai": 80, "shared": 10, "follow": 50, "sense": 65}, "beats both by"),
        (1, {"person": 75, "ai": 85, "shared": 0, "follow": 10, "sense": 35}, "either, by 0.5 "),
    ],
)
def test_a_challenge_goes_by_the_number_in_the_title(challenge, setting, title):
    explorable = culture_and_skills.together()
    scene = explorable._model(**setting)
    assert title in scene.title
    assert explorable.challenges[challenge].reached(setting, scene)
