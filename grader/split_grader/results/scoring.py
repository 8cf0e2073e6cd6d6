"""Turn an executed notebook's outputs into points, by nbgrader's rules made fair.

nbgrader gives nothing when a test writes to stderr, and full points when it ends in ``False``,
``nan`` or a negative number. :func:`settle` corrects the outputs once, so that nbgrader's own
code, which reads them next, agrees.
"""

import math
import re

from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader.utils import determine_grade, is_grade, is_task

from split_grader.results.flags import FAULT, LOW_TRUST, has_flag
from split_grader.results.result import CellScore

_ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_LONGEST = 400


def settle(cell: NotebookNode) -> None:
    """Rewrite a test cell's outputs to mean what its author meant."""
    if cell.cell_type != "code" or not is_grade(cell):
        return
    for output in cell.outputs:
        if output.output_type == "stream" and output.name == "stderr":
            output.name = "stdout"
    problem = _bad_result(cell)
    if problem:
        text = [f"TestResult: {problem}"]
        error = new_output("error", ename="TestResult", evalue=problem, traceback=text)
        cell.outputs = [error, *cell.outputs]


def _bad_result(cell: NotebookNode) -> str:
    points = float(cell.metadata.nbgrader.points)
    for output in cell.outputs:
        if output.output_type != "execute_result":
            continue
        text = str(output.data.get("text/plain", ""))
        if text == "False":
            return "the test ended with False"
        try:
            value = float(text)
        except ValueError:
            continue
        if not math.isfinite(value) or not 0 <= value <= points:
            return f"the test gave {text} points, expected 0 to {points:g}"
    return ""


def score_notebook(name: str, notebook: NotebookNode) -> list[CellScore]:
    """Return the points of every graded cell of an executed notebook."""
    scores = []
    for cell in notebook.cells:
        if is_task(cell):
            points = float(cell.metadata.nbgrader.points)
            scores.append(CellScore(name, cell.metadata.nbgrader.grade_id, None, points))
        elif is_grade(cell):
            settle(cell)
            score, points = _grade(cell)
            score = None if has_flag(cell, FAULT) else score
            label = cell.metadata.nbgrader.grade_id
            message = "" if score is not None and score >= points else failure(cell)
            low_trust = has_flag(cell, LOW_TRUST)
            scores.append(CellScore(name, label, score, points, message, low_trust))
    return scores


def _grade(cell: NotebookNode) -> tuple[float | None, float]:
    # A result without a text form gives no points, and nbgrader would fail on it.
    results = [out for out in cell.get("outputs", []) if out.output_type == "execute_result"]
    if any("text/plain" not in out.data for out in results):
        cell.outputs = [out for out in cell.outputs if out.output_type != "execute_result"]
    score, points = determine_grade(cell)
    return (None if score is None else float(score)), float(points)


def failure(cell: NotebookNode) -> str:
    """Return a cell's first error in one short line."""
    for output in cell.get("outputs", []):
        if output.output_type == "error":
            text = plain(f"{output.ename}: {output.evalue}" if output.evalue else output.ename)
            line = "".join(sign for sign in " ".join(text.split()) if sign.isprintable())
            return line if len(line) <= _LONGEST else f"{line[:_LONGEST]} …"
    return ""


def plain(text: str) -> str:
    """Return text without terminal colours."""
    return _ANSI.sub("", text)
