"""The course map says how many questions are due."""

from datetime import timedelta

import pytest

from course import course_map, coursemap, deck, progress
from course.syllabus import Module


@pytest.fixture(autouse=True)
def place(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_PROGRESS", str(tmp_path / "progress.json"))


def shown():
    return course_map()._repr_mimebundle_()


def test_a_chapter_question_is_counted_beside_its_lesson():
    progress.record("exercise-chapter_questions.q1_shares", passed=True)
    progress.record("exercise-chapter_questions.q4_fall", passed=True)
    progress.record("exercise-chapter_questions.q4_drift", passed=False)
    progress.record("exercise-chapter_questions.q7_gate", passed=True)
    states = {module.slug: state for module, state in course_map().lines()}
    assert states["scaling_gap"] == "open: 4 steps, question 1: 1 of 2 self-checked"
    assert states["drift"] == "open: 7 steps, question 4: 1 of 3 self-checked"
    assert states["mlops"] == "open: 4 steps, question 7: 1 of 3 self-checked"


def test_a_lesson_without_steps_is_in_preparation(monkeypatch):
    written, planned = Module(1, "scaling_gap", "Why?", ("funnel",)), Module(2, "later", "When?")
    monkeypatch.setattr(coursemap, "MODULES", (written, planned))
    assert [state for _, state in course_map().lines()] == ["open: 1 step", "in preparation"]


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
