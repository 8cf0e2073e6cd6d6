"""What a course's own gradebook says of written answers: the grades that a person entered."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import nbformat

from grader.course.course import Course
from grader.written.labels import Labelled
from grader.written.rubric import questions
from grader.written.thresholds import THRESHOLDS

if TYPE_CHECKING:
    from grader.written.learning import Learned

_LABEL = re.compile(r"^(q\d+)_written$", re.IGNORECASE)


def question_of(grade_id: str) -> str:
    """Return the question that a cell answers (``q4_written`` answers Q4), or an empty text."""
    found = _LABEL.match(grade_id)
    name = found[1].upper() if found else ""
    return name if name in questions() else ""


def grades_of(course: Course, assignment: str) -> list[Labelled]:
    """Return the written answers of an assignment that a person has graded.

    Only their scores are known, not which points they earned.

    Raises
    ------
    GraderError
        If there is no such assignment.
    """
    course.require_assignment(assignment)
    found: list[Labelled] = []
    with course.gradebook() as gradebook:
        for submission in gradebook.assignment_submissions(assignment):
            for notebook in submission.notebooks:
                manual = {
                    grade.name: float(grade.manual_score) + float(grade.extra_credit or 0)
                    for grade in notebook.grades
                    if grade.manual_score is not None and question_of(grade.name)
                }
                if manual:
                    folder = course.autograded(submission.student.id, assignment)
                    found += _answers(folder / f"{notebook.name}.ipynb", manual)
    return found


def learnt_from(course: Course, assignment: str) -> dict[str, Learned]:
    """Return what the grades entered so far teach, for the questions that have enough of them."""
    graded = grades_of(course, assignment)
    counts = Counter(one.question for one in graded)
    return {
        name: _learnt(name, tuple(one for one in graded if one.question == name))
        for name, count in counts.items()
        if count >= THRESHOLDS.fewest_graded
    }


@lru_cache(maxsize=16)
def _learnt(name: str, graded: tuple[Labelled, ...]) -> Learned:
    """Learn from the same grades once: nbgrader's commands ask for it notebook by notebook."""
    # Classifiers and the encoder are loaded only where there is something to learn.
    from grader.written.learning import learn  # noqa: PLC0415

    return learn(name, graded)


def _answers(path: Path, manual: dict[str, float]) -> list[Labelled]:
    try:
        cells = nbformat.read(path, as_version=4).cells
    except (OSError, ValueError):
        return []  # it was taken away; the grade alone teaches nothing
    texts = {cell.metadata.get("nbgrader", {}).get("grade_id"): cell.source for cell in cells}
    return [
        Labelled(question_of(label), texts[label], None, score)
        for label, score in manual.items()
        if label in texts
    ]
