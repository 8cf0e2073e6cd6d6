"""The engine's input and output, as small typed values."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from split_grader.split.both.profile import Profile

CellKind = Literal["student", "locked", "test", "markdown"]


@dataclass(frozen=True)
class Cell:
    """One cell of a notebook; its text is all that is taken from a submission.

    Parameters
    ----------
    kind : {"student", "locked", "test", "markdown"}
        *student*: the student's code. *locked*: read-only code of the instructor, which runs on
        both sides. *test*: a test cell of the instructor, which only the checker sees.
    source : str
    grade_id : str, optional
        Required for a test cell.
    points : float, optional
        Of a test cell.
    seconds : float, optional
        A ceiling for this cell that replaces the one in the limits.
    """

    kind: CellKind
    source: str
    grade_id: str = ""
    points: float = 0.0
    seconds: float | None = None


@dataclass(frozen=True)
class Assignment:
    """An assignment's part of a run besides its cells.

    Parameters
    ----------
    name : str
    files : Path, optional
        The instructor's folder. Its regular files are in the working directory of both processes.
    shown : Path, optional
        The folder for the student's process, if students do not get all of the files.
    submitted : Path, optional
        The student's folder. Its files are in the working directory of the student's process only:
        a test must not import a ``numpy.py`` from it.
    profile : Profile, optional
        What the instructor's own solution needed (see :meth:`split_grader.split.Engine.profile`).
        Without it all tests run together with the answers.
    seed : int, optional
        Seed of ``random`` and numpy's global generator at the start; drawn afresh if not given.
    inputs_seed : int, optional
        What a test cell finds in the environment as ``GRADING_SEED``, to draw hidden inputs from.
        The student's process never sees it.
    """

    name: str = ""
    files: Path | None = None
    shown: Path | None = None
    submitted: Path | None = None
    profile: Profile | None = None
    seed: int | None = None
    inputs_seed: int | None = None


class Verdict(StrEnum):
    """How a test cell ended."""

    PASSED = "passed"
    FAILED = "failed"
    PARTIAL = "partial"
    TIMEOUT = "timeout"
    KILLED = "killed"
    REFUSED = "refused"
    NO_VERDICT = "no_verdict"


@dataclass
class CellOutcome:
    """What happened to one cell.

    ``outputs`` are nbformat output dictionaries. ``status`` is one of *ok*, *error*, *timeout*,
    *killed*, *fault* and *not_run*; ``verdict`` and ``score`` belong to test cells only. After a
    *fault*, which is ours, a test has no score: a person decides.
    ``message`` is meant for a person and may quote a hidden input: it is for the instructor.
    ``low_trust`` marks a test that ran in one process with the student's code. ``saw_tests`` marks
    a cell that ran after tests had called the student's functions: its outputs may repeat what
    those were given, and must not be shown to the student. ``ends`` tells what the last line of a
    test came to, where that was asked for (see :func:`split_grader.split.both.last_line.end_of`).
    """

    kind: CellKind
    grade_id: str = ""
    points: float = 0.0
    status: str = "not_run"
    outputs: list[dict[str, Any]] = field(default_factory=list)
    execution_count: int | None = None
    verdict: Verdict | None = None
    score: float | None = None
    message: str = ""
    low_trust: bool = False
    saw_tests: bool = False
    seconds: float = 0.0
    ends: str = ""


@dataclass
class Outcome:
    """What happened to a submission: one entry per cell, in the cells' order.

    ``sandboxed`` tells whether every layer the sandbox needs did hold (see
    :mod:`split_grader.sandbox.layers`). ``failure`` says why nothing could be run; it is the
    machine's fault, not the student's. ``dropped`` counts the cells whose outputs were left out
    because the submission as a whole had too many. ``faults`` are the tracebacks of what failed on
    our side, twice.
    """

    cells: list[CellOutcome]
    sandboxed: bool
    seconds: float = 0.0
    replays: int = 0
    failure: str = ""
    dropped: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def tests(self) -> dict[str, CellOutcome]:
        """The test cells' outcomes by ``grade_id``."""
        return {cell.grade_id: cell for cell in self.cells if cell.kind == "test"}

    @property
    def score(self) -> float:
        """Sum of the test cells' scores, in points."""
        return sum(cell.score or 0.0 for cell in self.cells)
