"""Alarms: what the screen calls half is half, one drag is not enough. Team: the title's hire."""

import pytest

from course.explore import people_and_change
from tools.pages.widgets import positions


@pytest.fixture(scope="module")
def shown():
    return people_and_change.alarms()


def reached(shown, **moved):
    setting = shown.setting(moved)
    scene = shown._model(**setting)
    return scene.title, [challenge.reached(setting, scene) for challenge in shown.challenges]


@pytest.mark.parametrize(("caught", "half"), [(50, True), (60, True), (65, False), (85, False)])
def test_half_of_the_alarms_are_real_where_the_title_says_so(shown, caught, half):
    title, (first, _) = reached(shown, caught=caught, second="other evidence")
    assert (int(title.split(" of 100 alarms")[0]) >= 50) == half
    assert first == half


@pytest.mark.parametrize(
    ("days", "named"),
    [
        (20, "is a data engineer"),
        (80, "is a data engineer or a data scientist"),
        (90, "is a data scientist"),
        (120, "is a data scientist"),
    ],
)
def test_the_team_names_the_hire_that_dividing_names(days, named):
    team = people_and_change.team()
    title = team._model(**team.setting({"model_days": days})).title
    assert title.endswith(named)


def test_no_control_alone_and_no_preset_reaches_a_challenge(shown):
    alone = [
        {control["name"]: position} for control in shown.controls for position in positions(control)
    ]
    assert len(alone) > 70
    settings = [*alone, *shown.presets.values()]
    assert [setting for setting in settings if any(reached(shown, **setting)[1])] == []
