"""The result of grading a submission, whatever happened to it."""

import json
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Self

from split_grader.base.errors import one_line
from split_grader.course.assignment import AssignmentSpec, NotebookSpec

SCORED, SUGGESTED = "Scored by a program", "Suggested by a program"
"""Beginnings of a program's comment.

A student sees the first kind, unless a person's mark replaced it.
"""


class Status(StrEnum):
    """How grading ended."""

    GRADED = "graded"
    TIMED_OUT = "timed out"
    UNREADABLE = "unreadable"
    FAILED = "failed"

    @property
    def has_scores(self) -> bool:
        """Whether the scores were earned by running the notebook."""
        return self in {Status.GRADED, Status.TIMED_OUT}


@dataclass(frozen=True, slots=True)
class CellScore:
    """Points of one graded cell; `score` is None where a person must decide.

    `low_trust` means that the test ran in one process with the answers, which could tamper with it.
    `comment` is a program's comment on a written answer.
    """

    notebook: str
    grade_id: str
    score: float | None
    max_score: float
    message: str = ""
    low_trust: bool = False
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """The outcome for one submission.

    `message` describes in a sentence anything abnormal in grading; `notes` are smaller things an
    instructor may want to know; `seconds` is wall time; `log` says where the grader itself failed.
    """

    student: str
    assignment: str
    status: Status
    message: str = ""
    cells: tuple[CellScore, ...] = ()
    notes: tuple[str, ...] = ()
    seconds: float = 0.0
    log: str = ""

    @property
    def score(self) -> float:
        """Points given automatically."""
        return sum(cell.score or 0.0 for cell in self.cells)

    @property
    def max_score(self) -> float:
        """Points that could be earned."""
        return sum(cell.max_score for cell in self.cells)

    @property
    def needs_a_look(self) -> bool:
        """Whether a person should read the message or a note."""
        return self.status is not Status.GRADED or bool(self.notes)

    def to_json(self) -> str:
        """Return the result as JSON text."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read a result written by :meth:`to_json`."""
        record = json.loads(text)
        record["status"] = Status(record["status"])
        record["cells"] = tuple(CellScore(**cell) for cell in record["cells"])
        # A sentence may quote a student's text, and is shown among other students' sentences.
        record["message"] = one_line(record["message"])
        record["notes"] = tuple(one_line(note) for note in record["notes"])
        return cls(**record)


def same_scores(notebook: NotebookSpec, score: float | None) -> list[CellScore]:
    """Return one score for all cells of an unrun notebook; None means undecided."""
    return [CellScore(notebook.name, cell.grade_id, score, cell.points) for cell in notebook.scored]


def without_points(  # noqa: PLR0913
    student: str,
    assignment: AssignmentSpec,
    status: Status,
    message: str,
    *,
    notes: tuple[str, ...] = (),
    seconds: float = 0.0,
) -> Result:
    """Return the result of a submission that couldn't run."""
    cells = tuple(cell for notebook in assignment.notebooks for cell in same_scores(notebook, None))
    return Result(student, assignment.name, status, message, cells, notes, seconds)
