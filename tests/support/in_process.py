"""Grade answers against an exercise's own test cells, in this process.

The official solution replaces missing answers. Each notebook has its own names.
"""

import contextlib
import io
import re
import signal
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import nbformat
import pandas as pd

SOLUTIONS = Path(__file__).resolve().parents[2] / "solutions"
SECONDS = 20

_ANSWER = re.compile(r"### BEGIN SOLUTION.*?### END SOLUTION", re.DOTALL)


class OutOfTimeError(BaseException):
    """A cell took too long. No `except Exception` of a solution can swallow it."""


@dataclass(frozen=True)
class Cell:
    """A code cell of nbgrader: a locked set-up, a solution or a test."""

    notebook: str
    label: str
    source: str
    points: float
    is_solution: bool

    @property
    def question(self) -> str:
        """The label of the test's solution cell."""
        return self.label.partition("-")[0]

    @property
    def released(self) -> str:
        """The source as learners receive it."""
        return _ANSWER.sub("raise NotImplementedError", self.source)

    @cached_property
    def code(self) -> CodeType:
        """The source, compiled once for all answers."""
        return compile(self.source, f"<{self.label}>", "exec")


@dataclass(frozen=True)
class Verdict:
    """The result of one test cell."""

    label: str
    score: float
    points: float
    error: BaseException | None = None
    shown: str = ""

    @property
    def is_full(self) -> bool:
        return self.score == self.points

    def __str__(self) -> str:
        reason = f" ({type(self.error).__name__}: {self.error})" if self.error else ""
        return f"{self.label}: {self.score:g} of {self.points:g}{reason}"


@dataclass
class Exercise:
    """An assignment's code cells."""

    name: str
    cells: list[Cell] = field(init=False)

    def __post_init__(self) -> None:
        self.cells = [
            Cell(
                notebook=path.stem,
                label=cell.metadata.nbgrader.grade_id,
                source=cell.source,
                points=cell.metadata.nbgrader.get("points", 0),
                is_solution=cell.metadata.nbgrader.solution,
            )
            for path in sorted((SOLUTIONS / self.name).glob("*.ipynb"))
            for cell in nbformat.read(path, as_version=4).cells
            if cell.cell_type == "code" and "nbgrader" in cell.metadata
        ]

    @property
    def questions(self) -> list[str]:
        return [cell.label for cell in self.cells if cell.is_solution]

    def solution_of(self, question: str) -> Cell:
        return next(cell for cell in self.cells if cell.label == question)

    def tests_of(self, question: str) -> list[Cell]:
        return [cell for cell in self.cells if cell.points and cell.question == question]

    def grade(
        self,
        answers: dict[str, str] | None = None,
        question: str | None = None,
        *,
        until_lost: bool = False,
    ) -> list[Verdict]:
        """Run set-up, solutions and tests of one notebook or of all.

        Parameters
        ----------
        answers
            Source of the solution cells that differ from the official ones.
        question
            The question whose tests run; all of them by default.
        until_lost
            Whether to stop after the first test that loses points.

        Raises
        ------
        ValueError
            An answer or the question names no solution cell of the assignment.
        """
        answers = answers or {}
        unknown_questions = {*answers, *([question] if question else [])} - set(self.questions)
        if unknown_questions:
            raise ValueError(
                f"no solution cell {sorted(unknown_questions)}; there are {self.questions}."
            )
        notebooks = dict.fromkeys(cell.notebook for cell in self.cells)
        if question:
            notebooks = [self.solution_of(question).notebook]
        verdicts: list[Verdict] = []
        for notebook in notebooks:
            verdicts += self._grade_notebook(notebook, answers, question, until_lost=until_lost)
        return verdicts

    def _grade_notebook(
        self, notebook: str, answers: dict[str, str], question: str | None, *, until_lost: bool
    ) -> list[Verdict]:
        cells = [cell for cell in self.cells if cell.notebook == notebook]
        namespace = self._fresh_namespace(notebook)
        for cell in cells:
            if cell.is_solution:
                source = answers.get(cell.label)
                code = cell.code if source is None else _compiled(source, cell.label)
                if isinstance(code, SyntaxError):
                    return [
                        Verdict(test.label, 0, test.points, code)
                        for test in self.tests_of(cell.label)
                    ]
                _run(code, namespace)
        tests = self.tests_of(question) if question else [cell for cell in cells if cell.points]
        verdicts = []
        for test in tests:
            verdicts.append(_grade(test, namespace))
            if until_lost and not verdicts[-1].is_full:
                break
        return verdicts

    @cached_property
    def _set_ups(self) -> dict[str, dict[str, Any]]:
        """Return the names that each notebook's locked cells define."""
        namespaces: dict[str, dict[str, Any]] = {}
        for cell in self.cells:
            namespace = namespaces.setdefault(cell.notebook, {"__name__": "__main__"})
            if not cell.is_solution and not cell.points:
                exec(cell.code, namespace)  # noqa: S102 - the assignment's own cell
        return namespaces

    def _fresh_namespace(self, notebook: str) -> dict[str, Any]:
        # Shallow, because pandas copies on write.
        return {
            name: value.copy(deep=False) if isinstance(value, pd.DataFrame) else value
            for name, value in self._set_ups[notebook].items()
        }


def _compiled(source: str, label: str) -> CodeType | SyntaxError:
    try:
        return compile(source, f"<answer to {label}>", "exec")
    except SyntaxError as error:
        return error


def _grade(test: Cell, namespace: dict[str, Any]) -> Verdict:
    error, output = _run(test.code, namespace)
    # nbgrader's rule: an exception gives no points, anything else all points of the cell.
    return Verdict(test.label, 0 if error else test.points, test.points, error, output)


def _run(code: CodeType, namespace: dict[str, Any]) -> tuple[BaseException | None, str]:
    """Run a cell; return its error, and its output and warnings."""
    output = io.StringIO()
    with (
        warnings.catch_warnings(record=True) as records,
        contextlib.redirect_stdout(output),
        contextlib.redirect_stderr(output),
        _time_limit(),
    ):
        warnings.simplefilter("always")
        try:
            exec(code, namespace)  # noqa: S102 - our own answers
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # noqa: BLE001 - a solution may raise anything, also exit
            exception: BaseException | None = error
        else:
            exception = None
    return exception, output.getvalue() + "".join(str(warning.message) for warning in records)


@contextlib.contextmanager
def _time_limit() -> Iterator[None]:
    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise OutOfTimeError(f"stopped after {SECONDS} s")

    before = signal.signal(signal.SIGPROF, stop)
    # Processor time: a busy machine must not make a right answer late.
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
