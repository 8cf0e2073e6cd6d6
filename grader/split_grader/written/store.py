"""Load and save trained scorers, with the rubric or the course whose marks taught them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from split_grader.base.atomic import write_atomically
from split_grader.base.errors import GraderError
from split_grader.course.course import Course
from split_grader.written import reading
from split_grader.written.rubric import FEWEST, Rubric
from split_grader.written.scorer import Scorer


def own_model(course: Course, assignment: str) -> Path:
    """Return the path of the model from this course's marks."""
    return course.products() / "written" / f"{assignment}.npz"


def load_scorers(rubric: Rubric, own: Path) -> tuple[dict[str, Scorer], tuple[str, ...]]:
    """Return scorers by grade_id, and notes on answers without one.

    Parameters
    ----------
    own
        The course's own model, which takes precedence over the rubric's. It needn't exist.

    Raises
    ------
    GraderError
        If a model can't be read.
    """
    scorers, stale = {}, set()
    for readers in map(_readers, (rubric.model, own)):
        for grade_id, question in rubric.questions.items():
            reader = readers.get(question.name)
            if reader and reader.rubric == question.digest:
                scorers[grade_id] = Scorer(question, reader)
            elif reader:
                stale.add(grade_id)
    waiting = [name for name in rubric.questions if name not in scorers]
    notes = []
    if stale_names := ", ".join(name for name in waiting if name in stale):
        notes.append(
            f"No program scores {stale_names}: the rubric has changed since one was trained. The "
            "answers wait for a person."
        )
    if new_names := ", ".join(name for name in waiting if name not in stale):
        notes.append(
            f"No program scores {new_names} yet: the answers wait for a person. It takes {FEWEST} "
            "marked answers to each to teach one."
        )
    return scorers, tuple(notes)


def keep_scorers(scorers: Mapping[str, Scorer], path: Path) -> None:
    """Save scorers in a file, keeping its scorers of other questions.

    Raises
    ------
    GraderError
        If the file there can't be read.
    """
    readers = _readers(path)
    readers |= {scorer.question.name: scorer.reader for scorer in scorers.values()}
    write_atomically(path, reading.dumped(readers))


def _readers(path: Path) -> dict[str, reading.Reader]:
    try:
        return reading.load(path) if path.is_file() else {}
    except ValueError as error:
        raise GraderError(f"{error}. Delete it, or train it again.") from None
