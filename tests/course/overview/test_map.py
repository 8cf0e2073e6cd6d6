"""The course map says what a path takes of each lesson, how far one is, and what is due."""

import re
from datetime import timedelta

import pytest

from course import course_map
from course.board import decisions
from course.learner import progress
from course.overview.map import CourseMap
from course.recall import deck
from course.syllabus.syllabus import MODULES, PATHS, LearningPath, Module, Stop


def shown(path="whole"):
    return course_map(path)._repr_mimebundle_()


def states(path):
    return {module.slug: state for module, state in course_map(path).lines()}


def test_a_chapter_question_is_counted_beside_its_lesson():
    progress.record("exercise-chapter_questions.q1_shares", passed=True)
    progress.record("exercise-chapter_questions.q4_fall", passed=True)
    progress.record("exercise-chapter_questions.q4_drift", passed=False)
    progress.record("exercise-chapter_questions.q7_gate", passed=True)
    module_states = states("whole")
    assert module_states["scaling_gap"] == "open: 3 steps, question 1: 1 of 2 self-checked"
    assert module_states["drift"] == "open: 3 steps, question 4: 1 of 3 self-checked"
    assert module_states["mlops"] == "open: 3 steps, question 7: 1 of 3 self-checked"


def test_a_lesson_without_steps_is_in_preparation():
    later = Module(2, "later", "When?")
    small_map = CourseMap(LearningPath("A path", (Stop(later, later.steps, 20),)))
    assert small_map.lines() == [(later, "in preparation")]
    assert "<a" not in small_map._repr_mimebundle_()["text/html"]


def test_an_exercise_that_is_still_being_written_does_not_stop_the_map():
    new = Module(14, "canteen", "How long is the queue?", ("queue",), exercise="canteen")
    small_map = CourseMap(LearningPath("A path", (Stop(new, new.steps, 20),)))
    assert small_map.lines() == [(new, "open: 1 step, exercise not released yet")]


@pytest.mark.parametrize("path", PATHS)
def test_a_path_lists_its_lessons_and_no_others(path):
    questions = [stop.module.question for stop in PATHS[path].stops]
    assert [module.question for module, _ in course_map(path).lines()] == questions
    for form in shown(path).values():
        assert [m.question for m in MODULES if m.question in form] == questions


def test_without_a_path_the_map_has_the_whole_course():
    assert shown() == course_map()._repr_mimebundle_()
    assert len(course_map().lines()) == len(MODULES)


def test_a_path_says_what_to_do_in_each_lesson_and_how_long_readers_need():
    assert (
        "section 1, Count and check: a thousand machines; Your decision: 20 min"
        in shown("executive")["text/plain"]
    )
    for form in shown("executive").values():
        assert "About 3 hours in all, 4 with every challenge; then one for the board paper" in form
    table = shown()["text/html"]
    assert f">{PATHS['whole'].stops[-1].minutes} min; <a" in table
    assert "Count and check" not in table
    assert f"About {PATHS['whole'].hours} hours in all. Exercises are not counted." in table


def test_a_part_links_the_sections_that_it_names():
    table = shown("executive")["text/html"]
    place = "04_people_and_change.ipynb#1.-Count-and-check:-a-thousand-machines"
    assert f'<a href="{place}">section 1, Count and check: a thousand machines</a>' in table


@pytest.mark.parametrize("path", ["executive", "practitioner"])
def test_a_shorter_path_ends_with_a_row_for_the_board_paper(path):
    *_, last = re.findall(r"<tr>(.*?)</tr>", shown(path)["text/html"].split("<tfoot>")[0])
    assert '<a href="../exercises/board_paper/board_paper.ipynb">Board paper</a>' in last
    assert "60 min" in last
    assert "Board paper  [60 min]" in shown(path)["text/plain"]
    assert "Board paper" not in shown()["text/html"]


def test_a_part_names_its_steps_in_the_order_of_the_lesson():
    for path in ("executive", "practitioner"):
        text = "Forty pilots, fourteen people; Your decision; Two years of your decisions: 30 min"
        assert text in shown(path)["text/plain"]


def test_below_a_part_stands_what_its_decision_takes_for_known():
    bundle = CourseMap(
        LearningPath(
            "A path",
            (
                Stop(MODULES[6], ("matrix", "decision"), 15),
                Stop(MODULES[7], MODULES[7].steps, 65),
            ),
        )
    )._repr_mimebundle_()
    first, below, second, _total = bundle["text/plain"].splitlines()
    assert (MODULES[6].question in first, MODULES[7].question in second) == (True, True)
    background = decisions.decision("prioritization")["part"]["before"]
    assert below.strip() == background
    question, details, after = re.findall(r"<tr>(.*?)</tr>", bundle["text/html"])[1:4]
    assert MODULES[6].question in question
    assert "the sponsors' ranges" in background
    folded_text = background.replace("'", "&#x27;")
    assert f"<details><summary>Before you decide</summary>{folded_text}</details>" in details
    assert MODULES[7].question in after


def test_a_path_counts_only_its_own_steps_and_the_decision_is_one():
    progress.record("drift.label_delay")
    assert states("executive")["drift"] == "open: 2 steps"
    assert states("whole")["drift"] == "1 of 3 steps"
    progress.record("drift.shift")
    assert states("executive")["drift"] == "1 of 2 steps"
    progress.record("drift.decision")
    assert states("executive")["drift"] == "2 of 2 steps"


def test_a_lesson_with_a_workbench_links_it_and_is_complete_without_it():
    module = Module(7, "drift", "Why?", ("shift",), workbench=("feedback",), minutes=30)
    whole = CourseMap(LearningPath("A path", (Stop(module, module.steps, 30),)))
    assert '30 min; <a href="07_drift_workbench.ipynb">workbench</a>' in whole._table()
    assert "[30 min; 07_drift_workbench.ipynb]" in whole._text()
    progress.record("drift.feedback")
    assert whole.lines() == [(module, "open: 1 step")]
    progress.record("drift.shift")
    assert whole.lines() == [(module, "1 of 1 steps")]


def test_a_path_through_part_of_a_lesson_leaves_the_workbench_out():
    module = Module(7, "drift", "Why?", ("shift", "feedback"), workbench=())
    part = CourseMap(LearningPath("A path", (Stop(module, ("shift", "decision"), 30),)))
    assert "workbench" not in part._table() + part._text()


def test_an_unknown_path_is_answered_with_those_that_there_are():
    with pytest.raises(ValueError, match=r"no path 'manager'; there are: executive, practit"):
        course_map("manager")


def test_nothing_is_said_while_nothing_is_due():
    deck.rate("drift", "cure", right=False, at=progress.now())
    assert "due" not in shown()["text/plain"] + shown()["text/html"]


@pytest.mark.parametrize(
    ("names", "line"),
    [(["cure"], "1 question is due"), (["cure", "input-alarm"], "2 questions are due")],
)
def test_what_is_due_is_counted_below_the_table(names, line):
    for name in names:
        deck.rate("drift", name, right=False, at=progress.now() - timedelta(days=2))
    assert shown()["text/plain"].splitlines()[-1] == f"{line}: review()"
    assert shown()["text/html"].endswith(f"</table><p>{line}: <code>review()</code></p>")
