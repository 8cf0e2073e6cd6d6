"""The same rules for nbgrader's own commands, set in ``nbgrader_config.py``."""

import ast
import re
from pathlib import Path
from typing import Any

from jupyter_client.manager import KernelManager
from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader.api import Gradebook
from nbgrader.preprocessors import Execute, NbGraderPreprocessor
from nbgrader.utils import is_grade
from traitlets import Enum

from grader.assignment import read_assignment
from grader.course import Course
from grader.ingest import StudentCell
from grader.restore import restore
from grader.scoring import plain, settle

_BEGIN = "BEGIN HIDDEN TESTS"
_END = "END HIDDEN TESTS"
Resources = dict[str, Any]


class RestoreAssignment(NbGraderPreprocessor):
    """Replace everything but the student's answers by the assignment's own cells.

    It stands in for nbgrader's ClearOutput, DeduplicateIds, OverwriteKernelspec and
    OverwriteCells, which stop at a duplicated cell and trust the student's metadata.
    """

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        """Rebuild the notebook."""
        names = resources["nbgrader"]
        course = Course(Path.cwd(), self.config)
        with Gradebook(names["db_url"]) as gradebook:
            assignment = read_assignment(course, gradebook, names["assignment"])
        spec = next(each for each in assignment.notebooks if each.name == names["notebook"])
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


class ExecuteFairly(Execute):
    """Run the notebook as nbgrader does, but let a warning in a test cost no points."""

    shutdown_kernel = Enum(["graceful", "immediate"], default_value="immediate").tag(config=True)

    def preprocess(
        self, nb: NotebookNode, resources: Any = None, km: KernelManager | None = None
    ) -> tuple[NotebookNode, Resources]:
        """Execute, then settle the outputs of the tests."""
        nb, resources = super().preprocess(nb, resources, km)
        for cell in nb.cells:
            settle(cell)
        return nb, resources


class HideHiddenTests(NbGraderPreprocessor):
    """Remove hidden tests from a feedback page: from the source and from tracebacks.

    A message that the author wrote for a failing assertion stays, because it is meant for the
    student; any other text of an error inside a hidden region goes.
    """

    def preprocess_cell(
        self, cell: NotebookNode, resources: Resources, cell_index: int
    ) -> tuple[NotebookNode, Resources]:
        """Clean one cell."""
        del cell_index
        if is_grade(cell) and cell.cell_type == "code" and _BEGIN in cell.source:
            hidden = _hidden_lines(cell.source)
            cell.outputs = [
                _without_hidden(output, cell, hidden)
                for output in cell.outputs
                # What a hidden test prints may show its inputs.
                if output.output_type == "error"
            ]
            lines = cell.source.split("\n")
            cell.source = "\n".join(line for at, line in enumerate(lines, 1) if at not in hidden)
        return cell, resources


def _hidden_lines(source: str) -> set[int]:
    hidden: set[int] = set()
    inside = False
    for number, line in enumerate(source.split("\n"), start=1):
        inside = inside or _BEGIN in line
        if inside:
            hidden.add(number)
        if _END in line:
            inside = False
    return hidden


def _without_hidden(output: NotebookNode, cell: NotebookNode, hidden: set[int]) -> NotebookNode:
    line = _failing_line(output, cell)
    if line is not None and line not in hidden:
        text = f"{output.ename}: {output.evalue}"
        shown = [cell.source.split("\n")[line - 1].strip(), text]
    elif output.ename == "AssertionError" and _is_authors_message(output.evalue, cell.source):
        shown = ["A hidden test failed.", output.evalue]
    else:
        shown = ["A hidden test failed."]
    trace = ["\n".join(shown)]
    cleaned: NotebookNode = new_output(
        "error", ename=output.ename, evalue=shown[-1], traceback=trace
    )
    return cleaned


def _failing_line(output: NotebookNode, cell: NotebookNode) -> int | None:
    text = plain("\n".join(output.traceback))
    found = re.search(rf"Cell In\[{cell.execution_count}\], line (\d+)", text)
    if found is None or int(found.group(1)) > len(cell.source.split("\n")):
        return None
    return int(found.group(1))


def _is_authors_message(text: str, source: str) -> bool:
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return False
    messages = [node.msg for node in ast.walk(tree) if isinstance(node, ast.Assert) and node.msg]
    return bool(text) and any(_pattern(message).fullmatch(text) for message in messages)


def _pattern(message: ast.expr) -> re.Pattern[str]:
    parts = message.values if isinstance(message, ast.JoinedStr) else [message]
    literal = [
        re.escape(part.value)
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
        else ".*"
        for part in parts
    ]
    if all(part == ".*" for part in literal):
        return re.compile(r"(?!)")
    return re.compile("".join(literal), re.DOTALL)
