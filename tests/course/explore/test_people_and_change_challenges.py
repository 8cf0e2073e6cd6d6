"""Alarms and levers: marks are counted, half is half, and the team's hire."""

import pytest

from course.explore import people_and_change
from support.explored import solved_by_one_drag


@pytest.fixture(scope="module")
def shown():
    return people_and_change.alarms()


def reached(shown, **values):
    setting = shown.setting(values)
    scene = shown._model(**setting)
    return scene.title, [challenge.reached(setting, scene) for challenge in shown.challenges]


@pytest.mark.parametrize(
    ("caught_share", "half"), [(50, True), (60, True), (65, False), (85, False)]
)
def test_half_of_the_alarms_are_real_where_the_title_says_so(shown, caught_share, half):
    title, (first, _) = reached(shown, caught=caught_share, second="other evidence")
    assert (int(title.split(" of 100 alarms")[0]) >= 50) == half
    assert first == half


@pytest.mark.parametrize(
    ("days", "ending"),
    [
        (20, "is a data engineer"),
        (80, "is a data engineer or a data scientist"),
        (90, "is a data scientist"),
        (120, "is a data scientist"),
    ],
)
def test_the_team_names_the_hire_that_dividing_names(days, ending):
    team = people_and_change.team()
    title = team._model(**team.setting({"model_days": days})).title
    assert title.endswith(ending)


@pytest.mark.parametrize(
    ("explorable", "left", "challenge"),
    [
        (people_and_change.alarms, {"second": "same sensor again"}, 0),
        (
            people_and_change.adoption,
            {"training": 1, "workflow": 2, "override": 3, "campaign": 0},
            1,
        ),
    ],
)
def test_no_drag_from_where_the_lesson_leaves_a_reader_reaches_the_next_challenge(
    explorable, left, challenge
):
    instance = explorable()
    goal = instance.challenges[challenge].text
    start = {"left": instance.setting(left)}
    assert [
        solution for solution in solved_by_one_drag(instance, start) if solution[2] == goal
    ] == []


SETTINGS = [
    {},
    {"caught": 20},
    {"second": "other evidence"},
    {"failures": 200, "caught": 95},
    {"failures": 1, "caught": 5},
]


def machines(shown, setting):
    return shown._model(**shown.setting(setting)).data["machines"].set_index("machine")


@pytest.mark.parametrize("setting", SETTINGS)
def test_the_words_above_the_hall_count_the_marks_in_it(shown, setting):
    scene = shown._model(**shown.setting(setting))
    marks = scene.data["machines"]
    assert len(marks) <= 600
    assert not marks.duplicated(["column", "row"]).any()
    words = scene.data["words"].set_index("reads")["words"]
    counts = marks["reads"].value_counts()
    assert {kind: int(text.split()[0]) for kind, text in words.items()} == {
        kind: counts.get(kind, 0) for kind in words.index
    }


def test_a_machine_keeps_its_place_and_a_stricter_threshold_adds_no_alarm(shown):
    usual = machines(shown, {})
    for setting in ({"caught": 50}, {"second": "other evidence"}):
        stricter = machines(shown, setting)
        assert usual.loc[stricter.index, ["column", "row"]].equals(stricter[["column", "row"]])
        alarms = stricter.index[stricter["reads"] != "missed failure"]
        assert (usual.loc[alarms, "reads"] != "missed failure").all()
