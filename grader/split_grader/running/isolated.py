"""Run a notebook by split grading: answers in one isolated process, tests in another."""

import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from nbformat import NotebookNode, from_dict
from nbformat.v4 import new_output
from nbgrader.utils import is_grade, is_locked, is_solution

from split_grader.base.errors import GraderError
from split_grader.course.assignment import AssignmentSpec, NotebookSpec
from split_grader.course.hidden_tests import USUAL, Marks
from split_grader.course.permissions import Permissions
from split_grader.intake.ingest import copy_files
from split_grader.results.flags import FAULT, LOW_TRUST, SAW_TESTS, STOPPED
from split_grader.running.kernel import Incidents, cell_name, is_python
from split_grader.running.outputs import sound
from split_grader.running.secrecy import hidden_literals, withhold
from split_grader.sandbox.limits import Limits
from split_grader.sandbox.nursery import Line, ZygoteError
from split_grader.split import Assignment, Cell, CellOutcome, Engine, Outcome, Profile, Verdict
from split_grader.split.both.outcome import CellKind
from split_grader.split.relay.engine import PRELOAD

# A sentence lists this many cells; of more, it gives only the first and the last.
_NAMED = 3

_engines: dict[Permissions, Engine] = {}


def can_isolate(spec: NotebookSpec) -> bool:
    """Return whether split grading can run this notebook: Python, on Linux."""
    return sys.platform == "linux" and is_python(spec.kernelspec)


def engine(permissions: Permissions) -> Engine:
    """Return this process's engine with its warm processes, created at first use."""
    if permissions not in _engines:
        close_engines()
        _engines[permissions] = _new_engine(permissions)
    return _engines[permissions]


def begin(permissions: Permissions) -> None:
    """Start this process's zygote in the background, where the system allows one."""
    if sys.platform == "linux":
        engine(permissions).nursery.begin()


def lend(permissions: Permissions) -> Line | None:
    """Return a worker's line to our zygote, if possible."""
    line = None
    with suppress(ZygoteError, OSError):
        line = _engines[permissions].lend() if permissions in _engines else None
    if line is None:
        close_engines()  # no worker will use them
    return line


def borrow(permissions: Permissions, line: Line | None) -> None:
    """Use the parent process's zygote, as long as it lives."""
    if line is not None:
        _engines[permissions] = _new_engine(permissions, line)


def _new_engine(permissions: Permissions, line: Line | None = None) -> Engine:
    return Engine(
        preload=(*PRELOAD, *permissions.modules),
        readable=[Path(folder) for folder in permissions.readable],
        path=permissions.path,
        line=line,
    )


def close_engines() -> None:
    """End this process's warm processes."""
    while _engines:
        _engines.popitem()[1].close()


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The files and settings with which a notebook runs.

    Attributes
    ----------
    permissions
        Files that its code may read.
    files, shown, submitted
        Folders whose files are next to the notebook: the instructor's for tests, the instructor's
        for answers, and the student's.
    profile
        What the tests need, as recorded from the instructor's solution.
    seconds
        Time limits of single cells, by label, if not the general limit.
    seed
        Seed for drawing hidden inputs.
    marks
        Marks around the hidden lines of a test.
    """

    permissions: Permissions = field(default_factory=Permissions)
    files: Path | None = None
    shown: Path | None = None
    submitted: Path | None = None
    profile: Profile | None = None
    seconds: Mapping[str, float] = field(default_factory=dict)
    seed: int | None = None
    marks: Marks = USUAL


@contextmanager
def surroundings(
    assignment: AssignmentSpec,
    own: Path | None,
    limits: Limits,
    permissions: Permissions,
    **more: Any,
) -> Iterator[Surroundings]:
    """Copy a notebook's files to a temporary place.

    Parameters
    ----------
    own
        The student's folder; None if the instructor's solution runs.
    more
        The other attributes of :class:`Surroundings`.

    Raises
    ------
    UnreadableError
        If the files exceed the limits or can't be read.
    """
    with TemporaryDirectory(prefix="gr", ignore_cleanup_errors=True) as place:
        target = Path(place, "own")
        own_copy = own and copy_files(own, target, limits.files_bytes, limits.files)
        files = copy_given(assignment, own and target, Path(place, "given"), limits)
        readable = _without_withheld(files, assignment.withheld, Path(place, "shown"))
        yield Surroundings(
            permissions=permissions, files=files, shown=readable, submitted=own_copy, **more
        )


def copy_given(
    assignment: AssignmentSpec, own: Path | None, place: Path, limits: Limits
) -> Path | None:
    """Copy the instructor's files, except those that students hand in.

    A file that students hand in is left out, or as released if this student has none.

    Parameters
    ----------
    own
        The student's files; None if the instructor's solution runs.

    Returns
    -------
    Path or None
        The place; None if there is nothing to copy.

    Raises
    ------
    UnreadableError
        If the files exceed the limits or can't be read.
    """
    copy = copy_files(assignment.files, place, limits.files_bytes)
    if own is not None:
        leave_out(place, assignment.students_own)
        for name, text in assignment.blank.items():
            if name not in assignment.students_own or not (own / name).is_file():
                (place / name).write_text(text, encoding="utf-8")
    return copy


def _without_withheld(files: Path | None, withheld: frozenset[str], place: Path) -> Path | None:
    """Copy the files that answers may read; None if those are all."""
    if files is None or not withheld:
        return None
    shutil.copytree(files, place)
    leave_out(place, withheld)
    return place


def leave_out(folder: Path, names: Iterable[str]) -> None:
    """Remove files from a copied folder, by relative path."""
    for path in (folder / name for name in names):
        if path.is_file():
            path.unlink()


def run_isolated(notebook: NotebookNode, around: Surroundings, limits: Limits) -> Incidents:
    """Run all cells of a notebook in place.

    Parameters
    ----------
    notebook
        Its cells have nbgrader's labels; they receive outputs that nbgrader can score.

    Raises
    ------
    GraderError
        If this machine couldn't run it.
    """
    assignment = Assignment(
        files=around.files,
        shown=around.shown,
        submitted=around.submitted,
        profile=around.profile,
        inputs_seed=around.seed,
    )
    cells = [as_cell(node, around.seconds) for node in notebook.cells]
    outcome = engine(around.permissions).run(cells, assignment, limits)
    if outcome.failure:
        raise GraderError(f"Nothing could be run here: {outcome.failure}")
    tests = [cell.source for cell in cells if cell.kind == "test"]
    visible = "\n".join(cell.source for cell in cells if cell.kind != "test")
    literals = hidden_literals(tests, visible, around.marks)
    for node, result in zip(notebook.cells, outcome.cells, strict=True):
        if node.cell_type == "code":
            _show(node, result)
            node.outputs = sound(node.outputs)
            if result.saw_tests and result.kind != "test":
                withhold(node, literals)
    return _incidents(notebook.cells, outcome, limits)


def as_cell(node: NotebookNode, seconds: Mapping[str, float]) -> Cell:
    """Convert a labelled notebook cell for split grading."""
    label = node.metadata.get("nbgrader", {})
    kind: CellKind = "student"
    if node.cell_type != "code":
        kind = "markdown"
    elif is_grade(node) and not is_solution(node):
        kind = "test"
    elif is_locked(node) and not is_solution(node):
        kind = "locked"
    name = str(label.get("grade_id") or "")
    points = float(label.get("points") or 0)
    return Cell(kind, node.source, name, points, seconds.get(name))


def _show(node: NotebookNode, result: CellOutcome) -> None:
    node.outputs = [from_dict(output) for output in result.outputs]
    node.execution_count = result.execution_count
    is_stopped = result.kind != "test" and result.status in {"timeout", "killed"}
    flags = {SAW_TESTS: result.saw_tests, STOPPED: is_stopped, LOW_TRUST: result.low_trust}
    flags[FAULT] = result.status == "fault"
    set_flags = {name: True for name, is_set in flags.items() if is_set}
    node.metadata.pop("grader", None)  # anything the student wrote there
    if set_flags:
        node.metadata["grader"] = set_flags
    if result.kind != "test":
        return
    if result.verdict is Verdict.PARTIAL:
        node.outputs = [out for out in node.outputs if out.output_type != "execute_result"]
        data = {"text/plain": repr(result.score)}
        node.outputs.append(new_output("execute_result", data, execution_count=None))
    elif result.verdict is not Verdict.PASSED:
        _say_why(node, result)


_ERROR_NAMES = {
    Verdict.FAILED: "TestFailed",
    Verdict.TIMEOUT: "Timeout",
    Verdict.KILLED: "ProcessEnded",
    Verdict.REFUSED: "Refused",
}


def _say_why(node: NotebookNode, result: CellOutcome) -> None:
    # nbgrader gives no points to a cell with an error, and shows the first one.
    if result.verdict is Verdict.FAILED and any(o.output_type == "error" for o in node.outputs):
        return
    name = _ERROR_NAMES.get(result.verdict or Verdict.NO_VERDICT, "NoVerdict")
    text = result.message or "the test did not say how it ended"
    why = new_output("error", ename=name, evalue=text, traceback=[f"{name}: {text}"])
    node.outputs = [why, *node.outputs]


def _incidents(nodes: Sequence[NotebookNode], outcome: Outcome, limits: Limits) -> Incidents:
    # Each sentence with all its cells, of which there may be 2,000.
    timeouts: dict[_Sentence, list[str]] = {}
    others: dict[_Sentence, list[str]] = {}
    for index, (node, result) in enumerate(zip(nodes, outcome.cells, strict=True)):
        where = cell_name(node, index)
        if result.status == "timeout":
            why = _too_long(result, limits)
            timeouts.setdefault(("Cell", "was", "were", f" stopped: {why}"), []).append(where)
        elif result.status == "fault":
            sentence = "Cell", "waits", "wait", f" for a person: {result.message}"
            others.setdefault(sentence, []).append(where)
        elif result.status == "killed":
            sentence = "Cell", "ended its", "ended their", f" process: {result.message}"
            others.setdefault(sentence, []).append(where)
        elif result.verdict is Verdict.NO_VERDICT:
            sentence = "Test", "gave", "gave", f" no verdict: {result.message}"
            others.setdefault(sentence, []).append(where)
        elif result.verdict is Verdict.REFUSED:
            # Most are wrong or worse. But an honest answer may be odd, and only a person can tell.
            sentence = "Test", "was", "were", f" refused: {result.message}"
            others.setdefault(sentence, []).append(where)
    notes = [_sentence(sentence, cells) for sentence, cells in others.items()]
    if outcome.dropped:
        most = limits.outputs_bytes / 1_000_000
        notes.append(
            f"The outputs of {outcome.dropped:,} cells were left out: together they exceed "
            f"{most:g} MB. Points are not affected."
        )
    sentences = tuple(_sentence(*item) for item in timeouts.items())
    return Incidents(sentences, tuple(notes), "\n".join(outcome.faults))


_Sentence = tuple[str, str, str, str]


def _sentence(words: _Sentence, cells: list[str]) -> str:
    """Return a sentence about one or many cells."""
    subject, verb, plural, rest = words
    if len(cells) == 1:
        return f"{subject} {cells[0]} {verb}{rest}."
    names = [f"{int(cell):,}" if cell.isdecimal() else cell for cell in cells]
    where = f"{names[0]} to {names[-1]} ({len(names):,} in all)"
    if len(names) <= _NAMED:
        where = f"{', '.join(names[:-1])} and {names[-1]}"
    return f"{subject}s {where} {plural}{rest}."


def _too_long(result: CellOutcome, limits: Limits) -> str:
    return result.message or f"the notebook used up its {limits.submission_seconds:g} s"
