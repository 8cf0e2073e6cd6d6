"""Apply the grader's rules in nbgrader's commands, by ``nbgrader_config.py``."""

import ast
import re
import sys
from copy import deepcopy
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import is_grade, is_locked, is_solution

from split_grader.base.errors import GraderError
from split_grader.course.assignment import read_assignment
from split_grader.course.course import Course
from split_grader.course.hidden_tests import SEED, hidden_lines, marks_of
from split_grader.course.permissions import permissions_of
from split_grader.course.time_limits import limits_of
from split_grader.intake.ingest import StudentCell, UnreadableError
from split_grader.intake.restore import restore
from split_grader.pages.sanitise import is_heavy_html
from split_grader.results.flags import LOW_TRUST, SAW_TESTS, STOPPED, has_flag
from split_grader.results.scoring import plain
from split_grader.running.isolated import run_isolated, surroundings
from split_grader.running.outputs import sound

Resources = dict[str, Any]
SHOWN = "shown_errors"
"""Key of the resources for tests that failed without any hidden test."""
HIDDEN = "A hidden test failed."
_Shown = tuple[list[NotebookNode], int | None]
"""What a page shows of a cell: its outputs and its execution count."""


class RestoreAssignment(NbGraderPreprocessor):
    """Restore the assignment's own cells around the student's answers.

    It replaces nbgrader's ClearOutput, DeduplicateIds, OverwriteKernelspec and
    OverwriteCells, which stop at a duplicated cell and trust the student's metadata.
    """

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        """Rebuild the notebook."""
        names = resources["nbgrader"]
        course = Course(Path.cwd(), self.config)
        with Gradebook(names["db_url"]) as gradebook:
            assignment = read_assignment(course, gradebook, names["assignment"])
        spec = assignment.notebook(names["notebook"])
        cells = [
            StudentCell(
                cell.cell_type, cell.source, cell.metadata.get("nbgrader", {}).get("grade_id")
            )
            for cell in nb.cells
        ]
        notebook, notes = restore(spec, cells)
        for note in notes:
            self.log.warning(note)
        return notebook, resources


class OwnOutputs(NbGraderPreprocessor):
    """Show what the student's cells print without tests, not while graded.

    Once a test has called a student's function, that code knows the test's hidden inputs and may
    print them later. So the cells run again, in isolation and without hidden tests. If that isn't
    possible, such outputs are left out. The visible part of failed tests runs again as well: an
    error that comes back without any hidden test may be shown as it is.
    """

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        """Replace the output of cells that ran after a test."""
        late = [cell for cell in nb.cells if _ran_after_tests(cell) and not _is_test(cell)]
        failed_tests = [cell for cell in nb.cells if _is_failed_test(cell)]
        resources["nbgrader"][SHOWN] = set()
        if not failed_tests and not any(cell.outputs for cell in late):
            return nb, resources
        fresh = self._run_alone(nb, resources)
        for cell in late:
            cell.outputs, cell.execution_count = fresh.get(cell.id, ([_NOT_SHOWN], None))
        for cell in failed_tests:
            outputs, _ = fresh.get(cell.id, ([], None))
            if any(output.output_type == "error" for output in outputs):
                cell.outputs = outputs
                resources["nbgrader"][SHOWN].add(cell.id)
        return nb, resources

    def _run_alone(self, nb: NotebookNode, resources: Resources) -> dict[str, _Shown]:
        names = resources["nbgrader"]
        course = Course(Path.cwd(), self.config)
        if sys.platform != "linux":
            return {}
        with Gradebook(names["db_url"]) as gradebook:
            spec = read_assignment(course, gradebook, names["assignment"])
        own = deepcopy(nb)
        own.cells = [
            self._open_part(cell, spec.withheld) if _is_failed_test(cell) else cell
            for cell in own.cells
            # A cell that was stopped would be stopped again, and the page would wait for it. But if
            # it ran after tests, being stopped may reveal something of them.
            if _is_failed_test(cell)
            or (not _is_test(cell) and (_ran_after_tests(cell) or not has_flag(cell, STOPPED)))
        ]
        notebook = spec.notebook(names["notebook"])
        limits = notebook.within(limits_of(self.config))
        # The same files as during grading: the executed notebook's folder has only notebooks.
        own_files = course.submitted(names["student"], names["assignment"])
        permissions, seconds = permissions_of(self.config), notebook.seconds
        try:
            with surroundings(spec, own_files, limits, permissions, seconds=seconds) as around:
                run_isolated(own, around, limits)
        except (GraderError, UnreadableError) as error:
            self.log.warning(str(error))
            return {}
        codes = [cell for cell in own.cells if cell.cell_type == "code"]
        return {cell.id: (cell.outputs, cell.execution_count) for cell in codes}

    def _open_part(self, cell: NotebookNode, withheld: frozenset[str]) -> NotebookNode:
        """Turn the visible part of a test into a student's cell.

        A test of a file that students don't get would only report that the file is missing.
        """
        numbers = hidden_lines(cell.source, marks_of(self.config))
        lines = cell.source.split("\n")
        cell.source = "\n".join(line for at, line in enumerate(lines, 1) if at not in numbers)
        if any(Path(name).name in cell.source for name in withheld):
            cell.source = ""
        cell.metadata = NotebookNode()
        return cell


class SoundOutputs(NbGraderPreprocessor):
    """Remove outputs that would break the page or run on it."""

    def preprocess_cell(
        self, cell: NotebookNode, resources: Resources, cell_index: int
    ) -> tuple[NotebookNode, Resources]:
        """Clean one cell."""
        del cell_index
        if cell.cell_type == "code":
            cell.outputs = sound(cell.get("outputs", []))
            for output in cell.outputs:
                _lighten(output.get("data", {}))
        return cell, resources


def _lighten(data: dict[str, Any]) -> None:
    """Remove HTML too heavy for a page if there's a text."""
    html = data.get("text/html")
    if html and data.get("text/plain") and is_heavy_html(html):
        del data["text/html"]


def _is_test(cell: NotebookNode) -> bool:
    """Return whether a cell is graded by running it."""
    return is_grade(cell) and not is_solution(cell)


def _is_failed_test(cell: NotebookNode) -> bool:
    """Return whether a test failed without being stopped."""
    errors = [one for one in cell.get("outputs", []) if one.output_type == "error"]
    return (
        _is_test(cell)
        and bool(errors)
        and not has_flag(cell, STOPPED)
        and errors[0].ename not in _OUR_ERRORS - {"TestFailed", "TestResult"}
    )


def _ran_after_tests(cell: NotebookNode) -> bool:
    return cell.cell_type == "code" and has_flag(cell, SAW_TESTS)


_NOT_SHOWN = new_output(
    "stream", name="stdout", text="[Not shown here: this cell ran after tests had used your code.]"
)


class HideHiddenTests(NbGraderPreprocessor):
    """Remove hidden tests from source and tracebacks of a feedback page.

    The author's own words in the message of a failing assertion stay. Values filled in between them
    come from the student's code, which may repeat a hidden input. Any other text of an error goes,
    and so does everything printed. Inputs drawn for the class are hidden as well, though the lines
    that draw them aren't.
    """

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        """Clean the notebook."""
        own = (cell for cell in nb.cells if is_grade(cell) or is_locked(cell))
        self._marks = marks_of(self.config)
        self._draws = any(SEED in cell.source for cell in own if not is_solution(cell))
        steps: Any = super()  # untyped in nbgrader
        result: tuple[NotebookNode, Resources] = steps.preprocess(nb, resources)
        return result

    def preprocess_cell(
        self, cell: NotebookNode, resources: Resources, cell_index: int
    ) -> tuple[NotebookNode, Resources]:
        """Clean one cell."""
        del cell_index
        if cell.cell_type != "code" or not _is_test(cell):
            return cell, resources
        numbers = hidden_lines(cell.source, self._marks)
        is_open = cell.id in resources["nbgrader"].get(SHOWN, ())
        if not is_open and (numbers or _ran_after_tests(cell) or self._draws):
            cell.outputs = [
                _without_hidden(output, cell, numbers)
                for output in cell.outputs
                # What a hidden test prints may show its inputs.
                if output.output_type == "error"
            ]
        lines = cell.source.split("\n")
        cell.source = "\n".join(line for at, line in enumerate(lines, 1) if at not in numbers)
        return cell, resources


def _without_hidden(
    output: NotebookNode, cell: NotebookNode, hidden_numbers: set[int]
) -> NotebookNode:
    line = failing_line(output, cell)
    what = HIDDEN
    if line is not None and line not in hidden_numbers:
        what = cell.source.split("\n")[line - 1].strip()
    name = _harmless_name(output, cell)
    words = _authors_words(output.evalue, cell.source) or _in_words(name, output)
    if what == HIDDEN:
        words = f"Hidden test: {words}"
    error: NotebookNode = new_output(
        "error", ename=name, evalue=words, traceback=[f"{what}\n{words}"]
    )
    return error


def _in_words(name: str, output: NotebookNode) -> str:
    """Describe the failure of a hidden test that has no message."""
    if name == "Refused" and (refusal := _UNDUE.match(output.evalue)):
        return f"This test gave no points: {refusal[0]}."
    return _WORDS.get(name) or f"This test gave no points: {output.evalue.rstrip('.')}."


_UNEQUAL = "A result is not what the test expects."
_ENDED = "Your code ended its process, or reached a limit."
_WORDS = {
    "AssertionError": _UNEQUAL,
    "TestFailed": _UNEQUAL,
    "Error": "Your code raised an error when the test used it.",
    "Refused": "The grader refused what your code did. Your instructor sees why.",
    "ProcessEnded": _ENDED,
    "NoVerdict": _ENDED,
}
"""Replacements for texts that quote the test, or numbers and names that an answer chose."""
_OUR_ERRORS = {"TestFailed", "Timeout", "ProcessEnded", "Refused", "NoVerdict", "TestResult"}


_UNDUE = re.compile(
    r"`[^`\n]{1,100}` should be data, but is an? (?:iterator|function|class|instance|exception)\b"
)


def _harmless_name(output: NotebookNode, cell: NotebookNode) -> str:
    """Return an error's kind unless students could choose it.

    Code that can raise many errors could reveal its inputs by choosing one.
    """
    # Grading's own errors are one line; an exception comes with a traceback.
    is_ours = output.traceback == [f"{output.ename}: {output.evalue}"]
    if is_ours and output.ename in _OUR_ERRORS and not has_flag(cell, LOW_TRUST):
        return str(output.ename)
    return "AssertionError" if output.ename == "AssertionError" else "Error"


def failing_line(output: NotebookNode, cell: NotebookNode) -> int | None:
    """Return the line of a test, from 1, at which an error ended it."""
    text = plain("\n".join(output.traceback))
    # In a chain of exceptions, the last one ended the test. Its outermost frame is the test itself;
    # the frame's cell number depends on where tests run.
    frame = re.search(r"Cell In\[\d+\], line (\d+)", text.rpartition("(most recent call last)")[2])
    if frame is None or int(frame.group(1)) > len(cell.source.split("\n")):
        return None
    return int(frame.group(1))


def _authors_words(text: str, source: str) -> str:
    """Return the author's words of an assertion, or ""."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return ""
    messages = [node.msg for node in ast.walk(tree) if isinstance(node, ast.Assert) and node.msg]
    for message in messages:
        parts = _literal_parts(message)
        pattern = "".join(".*" if part is None else re.escape(part) for part in parts)
        if any(parts) and re.fullmatch(pattern, text, re.DOTALL):
            return "".join("…" if part is None else part for part in parts)
    return ""


def _literal_parts(message: ast.expr) -> list[str | None]:
    parts = message.values if isinstance(message, ast.JoinedStr) else [message]
    return [
        part.value if isinstance(part, ast.Constant) and isinstance(part.value, str) else None
        for part in parts
    ]
