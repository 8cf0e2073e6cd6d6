"""Two years: which changes reach the goals, over all changes of all boards."""

from itertools import product

import pytest

from course.board import decisions
from course.explore.case_and_pitfalls import two_years
from course.learner import progress


def options(explorable, name):
    (control,) = (control for control in explorable.controls if control["name"] == name)
    return control["options"]


def reaching(challenge, explorable, **fixed_values):
    """Return the settings at the end of the two years that reach a goal."""
    names = ("board", "module", "option")
    some = [
        [fixed_values[name]] if name in fixed_values else options(explorable, name)
        for name in names
    ]
    settings = []
    for values in product(*some):
        explorable.move(**dict(zip(names, values, strict=True)))
        if challenge.reached(explorable.values, explorable.scene):
            settings.append(values)
    return settings


@pytest.mark.parametrize(("number", "board"), [(0, "Launch more"), (1, "Stop and finish")])
def test_few_changes_of_one_board_reach_a_goal(number, board):
    explorable = two_years()
    goal = explorable.challenges[number]
    settings = reaching(goal, explorable, board=board)
    assert 1 <= len(settings) <= 6, settings
    assert len({module for _, module, _ in settings}) <= 3, settings


def test_no_goal_is_reached_without_choosing_a_board_a_module_and_an_option():
    explorable = two_years()
    for goal in explorable.challenges:
        assert not reaching(goal, explorable, board="Yours")
        assert not reaching(goal, explorable, option="as decided")
        assert not reaching(
            goal, explorable, module=explorable.defaults["module"], option="as it is today"
        )


def test_the_board_of_the_learner_is_played():
    explorable = two_years()
    explorable.move(board="Yours")
    before = explorable.scene.facts["trust"]
    decision = decisions.decision("people_and_change")
    numbers = {number["key"]: number["default"] for number in decision["number"]}
    decisions.decide("people_and_change").decide("override", "They know.", **numbers)
    after = two_years()
    after.move(board="Yours")
    assert after.scene.facts["trust"] > before + 5
    explorable.move(board="As it is")
    explorable.move(board="Yours")
    assert explorable.scene.facts["trust"] == after.scene.facts["trust"]
    assert "Yours, 4 people and change, as decided: Crews may override an alarm" in after.summary
    assert progress.done("people_and_change")["decision"]["option"] == "override"


def test_no_scene_but_the_learners_own_depends_on_what_the_learner_decided():
    before = two_years()
    decisions.decide("prioritization").decide("few", "It ends.", foundations=20, margin=10)
    after = two_years()
    assert before.personal == {"board": "Yours"}
    for board in options(before, "board"):
        before_scene, after_scene = (
            before.scene_at({"board": board}),
            after.scene_at({"board": board}),
        )
        assert ("Yours" in before_scene["data"]["boards"]["board"]) == (board == "Yours")
        assert before.defaults["board"] != "Yours" or before_scene == after_scene


def test_the_options_of_the_chosen_decision_can_be_read_before_one_is_made():
    explorable = two_years()
    explorable.move(board="Yours", module="3 infrastructure")
    assert "Yours, 3 infrastructure, not decided: No objective" in explorable.summary
    explorable.move(option="as it is today")
    for text in ("First option: A fallback", "fourth: A vendor agrees"):
        assert text in explorable.summary


def test_sentences_that_are_joined_are_one_clause():
    explorable = two_years()
    explorable.move(board="Stop and finish", module="4 people and change")
    assert "an answer within a week; then workflow" in explorable.summary
    assert "of 100. " in f"{explorable.summary} "


def test_only_what_a_change_moves_is_told():
    explorable = two_years()
    assert "As decided it has" not in explorable.summary
    explorable.move(board="Platform first", module="8 MLOps", option="as it is today")
    assert "As decided it has" in explorable.summary
    assert decisions.option_text("mlops", None) in explorable.summary


def test_another_option_keeps_the_numbers_of_the_board():
    explorable = two_years()
    explorable.move(board="Launch more", module="1 scaling gap")
    before = explorable.scene.facts["live"]
    explorable.move(option="third option")
    assert explorable.scene.facts["live"] == before, "a definition launches nothing"
    explorable.move(option="as it is today")
    assert explorable.scene.facts["live"] > before + 0.5
