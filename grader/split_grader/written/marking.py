"""Put a program's scores into results, the gradebook and nbgrader's own run."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import is_grade, is_solution

from split_grader.course.course import Course
from split_grader.results.result import SCORED, SUGGESTED, CellScore, Result
from split_grader.written import rubric as rubrics
from split_grader.written.rubric import Mode, Rubric, labelled_cells
from split_grader.written.scorer import Scored, Scorer
from split_grader.written.store import load_scorers, own_model


@dataclass(frozen=True, slots=True)
class Marking:
    """Scores the written answers of one assignment, as its rubric asks.

    Attributes
    ----------
    scorers
        By the grade_id of the answer's cell. An answer without one waits for a person.
    notes
        Answers that wait for a person, and why.
    """

    rubric: Rubric
    scorers: Mapping[str, Scorer]
    notes: tuple[str, ...]

    @property
    def fingerprint(self) -> str:
        """A digest that changes when scores may differ from the recorded ones."""
        total = hashlib.sha256(self.rubric.path.read_bytes())
        for name, scorer in sorted(self.scorers.items()):
            total.update(name.encode() + scorer.reader.weights.tobytes())
        return total.hexdigest()

    def mark(self, grade_id: str, text: str, points: float) -> tuple[float | None, str]:
        """Return a cell's score (None: a person decides), and a comment.

        The comment explains the score. It quotes the student, but not the rubric.

        Parameters
        ----------
        text
            The cell's source.
        points
            Highest score of the cell; the rubric's maximum is scaled to it.
        """
        scorer = self.scorers[grade_id]
        result = scorer.score(text)
        most = scorer.question.most
        if result.is_blank:
            return 0.0, "Nothing was written."
        if result.flags:
            return None, _comment(f"{SUGGESTED}: nothing ({', '.join(result.flags)}).", result)
        if self.rubric.mode is Mode.ADVISE:
            return None, _comment(f"{SUGGESTED}: {result.score} of {most}.", result)
        score = round(result.score * points / most, 2)
        return score, _comment(f"{SCORED}. Ask if you disagree.", result)

    def __call__(self, result: Result, executed: Path) -> Result:
        """Return a result with its written answers marked.

        Parameters
        ----------
        executed
            Folder with the graded notebooks.
        """
        names = {cell.notebook for cell in result.cells if self._waits(cell)}
        cells = {name: labelled_cells(executed / f"{name}.ipynb") for name in names}
        return replace(
            result,
            cells=tuple(
                self._marked(cell, cells[cell.notebook]) if self._waits(cell) else cell
                for cell in result.cells
            ),
        )

    def _waits(self, cell: CellScore) -> bool:
        return cell.score is None and cell.grade_id in self.scorers

    def _marked(self, cell: CellScore, cells: Mapping[str, Any]) -> CellScore:
        if cell.grade_id not in cells:
            return cell
        text = "".join(cells[cell.grade_id]["source"])
        score, comment = self.mark(cell.grade_id, text, cell.max_score)
        return replace(cell, score=score, comment=comment)


def _comment(first: str, result: Scored) -> str:
    likely = [one.quote for one in result.points.values() if one.probability >= 0.5]
    quotes = [f"Counted: \u201c{quote}\u201d" for quote in dict.fromkeys(likely)]
    missing = len(result.points) - len(likely)
    last = f"Not found: {missing} of {len(result.points)} points of the rubric."
    return "\n".join([first, *quotes, last])


def marking_of(course: Course, assignment: str) -> Marking | None:
    """Return the marking of written answers, or None without a rubric.

    Raises
    ------
    GraderError
        If the rubric or its model can't be read.
    """
    rubric = rubrics.of(course, assignment)
    if rubric is None:
        return None
    return Marking(rubric, *load_scorers(rubric, own_model(course, assignment)))


class ScoreWritten(NbGraderPreprocessor):
    """Marks written answers after SaveAutoGrades, also in nbgrader's own commands."""

    def preprocess(
        self, nb: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Write points and comments of written answers into the gradebook."""
        names = resources["nbgrader"]
        marking = marking_of(Course(Path.cwd(), self.config), names["assignment"])
        cells = [cell for cell in nb.cells if is_grade(cell) and is_solution(cell)]
        if marking and cells:
            for note in marking.notes:
                self.log.warning(note)
            with Gradebook(names["db_url"]) as gradebook:
                for cell in cells:
                    _store(gradebook, cell, names, marking)
                gradebook.db.commit()
        return nb, resources


def _store(
    gradebook: Gradebook, cell: NotebookNode, names: Mapping[str, Any], marking: Marking
) -> None:
    label = cell.metadata.nbgrader
    place = (label.grade_id, names["notebook"], names["assignment"], names["student"])
    grade: Any = gradebook.find_grade(*place)
    # An unchanged cell already has its 0.
    if grade.auto_score is None and label.grade_id in marking.scorers:
        score, text = marking.mark(label.grade_id, cell.source, float(label.points))
        grade.auto_score = score
        grade.needs_manual_grade = score is None or grade.manual_score is not None
        comment: Any = gradebook.find_comment(*place)
        comment.auto_comment = text
