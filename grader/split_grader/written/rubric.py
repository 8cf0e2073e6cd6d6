"""An assignment's rubric: the file that asks for the scorer of written answers.

It is ``<assignment>.rubric.toml``, next to the assignment's folder, because nbgrader gives students
everything inside. Without that file, an assignment's written answers wait for a person.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, NoReturn

from split_grader.base.errors import GraderError
from split_grader.course.course import Course
from split_grader.written.reading import Part

FEWEST = 20
"""The fewest marked answers to a question that a model is trained from."""
_EXPECTED = 'Expected [CELL] with prompt = "...", max = 4 and [CELL.points] with ID = "words".'
_DAMAGED = (OSError, ValueError, LookupError, TypeError, AttributeError)


class Mode(StrEnum):
    """The use of a program's score."""

    ADVISE = "advise"
    """The score is a suggestion: every answer waits for a person."""
    PROVISIONAL = "provisional"
    """The score is stored as automatic, until a person enters a mark."""


@dataclass(frozen=True, slots=True)
class Question:
    """The points that one written answer can earn.

    Attributes
    ----------
    name
        Its name in messages and in labelled answers, such as ``Q4``; by default the grade_id.
    grade_id
        The grade_id of the graded cell with the answer.
    prompt
        The question that students read.
    points
        What earns each point, by its id.
    groups
        Highest sum, and the ids of the points that add up to it.
    most
        Highest score.
    parts
        What the question asks for, in its own words; learners may see these.
    sources
        Texts that students might copy, such as the lesson.
    """

    name: str
    grade_id: str
    prompt: str
    points: Mapping[str, str]
    groups: tuple[tuple[int, tuple[str, ...]], ...]
    most: int
    parts: tuple[Part, ...] = ()
    sources: tuple[Path, ...] = ()

    def score(self, credited: Iterable[str]) -> int:
        """Return the score of a set of credited points.

        Raises
        ------
        GraderError
            If the question doesn't have such a point.
        """
        ids = set(credited)
        if unknown := ids - set(self.points):
            raise GraderError(
                f"{self.name} has no point {', '.join(sorted(unknown))}; it has "
                f"{', '.join(self.points)}."
            )
        return sum(min(most, len(ids & set(points))) for most, points in self.groups)

    @property
    def digest(self) -> str:
        """A digest of the points and how they add up."""
        text = json.dumps([self.name, dict(self.points), self.groups])
        return hashlib.sha256(text.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Rubric:
    """The rubric of one assignment.

    Attributes
    ----------
    path
        The rubric's file.
    mode
        The use of a program's score.
    questions
        By the grade_id of the answer's cell.
    answers
        Files of labelled answers to train a model, in addition to the course's own marks.
    """

    path: Path
    mode: Mode
    questions: Mapping[str, Question]
    answers: tuple[Path, ...] = ()

    @property
    def model(self) -> Path:
        """The path of the rubric's model, which needn't exist."""
        return self.path.with_suffix(".npz")


def of(course: Course, assignment: str) -> Rubric | None:
    """Return an assignment's rubric, or None if it doesn't have one.

    Raises
    ------
    GraderError
        If the rubric can't be read, doesn't add up, or names a cell that the assignment lacks.
    """
    folder = course.source(assignment)
    path = folder.with_name(f"{folder.name}.rubric.toml")
    if not path.is_file():
        return None
    rubric = read(path)
    notebooks = [*folder.glob("*.ipynb")] or [*course.release(assignment).glob("*.ipynb")]
    cells = {
        name
        for notebook in notebooks
        for name, cell in labelled_cells(notebook).items()
        if cell["metadata"]["nbgrader"].get("grade") and cell["metadata"]["nbgrader"]["solution"]
    }
    if missing := set(rubric.questions) - cells:
        _refuse(
            path,
            f"{assignment} has no written answer {', '.join(sorted(missing))}; it has "
            f"{', '.join(sorted(cells)) or 'none'}. Name a section after the cell's grade_id.",
        )
    return rubric


def labelled_cells(notebook: Path) -> dict[str, dict[str, Any]]:
    """Return cells by grade_id; none if unreadable."""
    try:
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        labels = [cell["metadata"].get("nbgrader", {}).get("grade_id") for cell in cells]
        return {label: cell for label, cell in zip(labels, cells, strict=True) if label}
    except _DAMAGED:
        return {}


def read(path: Path) -> Rubric:
    """Read a rubric.

    Raises
    ------
    GraderError
        If it can't be read, has an unknown point or mode, or its maximum doesn't add up.
    """
    try:
        sections = tomllib.loads(path.read_text(encoding="utf-8"))
        answers = tuple(path.parent / name for name in sections.pop("answers", []))
    except _DAMAGED as error:
        _refuse(path, f"it can't be read: {error}")
    mode = sections.pop("mode", Mode.ADVISE)
    if mode not in [*Mode]:
        _refuse(path, f'mode is {mode!r}; expected "{Mode.ADVISE}" or "{Mode.PROVISIONAL}".')
    if not sections:
        _refuse(path, f"it has no question. {_EXPECTED}")
    questions = {name: _question(path, name, entry) for name, entry in sections.items()}
    return Rubric(path, Mode(mode), questions, answers)


def _question(path: Path, grade_id: str, entry: Any) -> Question:
    try:
        points = {str(point): str(text) for point, text in entry["points"].items()}
        most, prompt = int(entry["max"]), str(entry["prompt"])
        whole = [{"most": most, "points": list(points)}]
        groups = tuple((int(g["most"]), tuple(g["points"])) for g in entry.get("groups", whole))
        parts_of_prompt = [
            (str(part["ask"]), tuple(part["points"])) for part in entry.get("parts", [])
        ]
        sources = tuple(path.parent / name for name in entry.get("sources", []))
    except _DAMAGED as error:
        _refuse(path, f"[{grade_id}] isn't a question ({error!r}). {_EXPECTED}")
    members = [point for _, ids in groups for point in ids]
    if unknown := {*members, *(point for _, ids in parts_of_prompt for point in ids)} - set(points):
        _refuse(path, f"[{grade_id}] has no point {', '.join(sorted(unknown))} in its points.")
    if sorted(members) != sorted(points):
        _refuse(path, f"[{grade_id}]: every point must be in exactly one group.")
    total = sum(min(top, len(ids)) for top, ids in groups)
    if total != most or most < 1:
        _refuse(path, f"[{grade_id}] has max = {most}, but its points add up to {total}.")
    parts = tuple(
        Part(ask, sum(min(top, len(set(ids) & set(group))) for top, group in groups), ids)
        for ask, ids in parts_of_prompt
    )
    name = str(entry.get("name", grade_id))
    return Question(name, grade_id, prompt, points, groups, most, parts, sources)


def _refuse(path: Path, why: str) -> NoReturn:
    raise GraderError(f"The rubric {path}: {why}")
