"""Written answers in a notebook: what their cells get, and the comment that says why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import is_grade, is_solution

from grader.course.course import Course
from grader.errors import EncoderMissingError
from grader.results.result import CellScore
from grader.written.local import learnt_from, question_of

if TYPE_CHECKING:
    from grader.written.learning import Learned
    from grader.written.scorer import Scored

_FINAL = "Decided by the checker."
_OPEN = "The checker is not sure; a person decides."


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the checker says of a written answer.

    Attributes
    ----------
    score
        Points, of the cell's own; only what is certain where a person still decides.
    final
        Whether it stands without a person.
    comment
        Each point with the passage that speaks for it.
    """

    score: float
    final: bool
    comment: str


def judge(
    grade_id: str, text: str, points: float, learned: Mapping[str, Learned] | None = None
) -> Judgement:
    """Judge one written answer.

    Parameters
    ----------
    points
        Highest score of the cell; the rubric's maximum is brought to it.
    learned
        By question, what local grades taught.

    Raises
    ------
    EncoderMissingError
        If the encoder is not installed.
    """
    # Loaded only for assignments with written answers: it takes a hundred megabytes.
    from grader.written.rubric import question  # noqa: PLC0415
    from grader.written.scorer import score  # noqa: PLC0415

    asked = question(question_of(grade_id))
    known = (learned or {}).get(asked.name)
    scored = known.score(text) if known else score(asked.name, text)
    credited = {name for name, point in scored.points.items() if point.decision == "credit"}
    certain = scored.score if scored.final else asked.score(credited)
    return Judgement(round(certain * points / asked.most, 2), scored.final, _comment(scored))


def _comment(scored: Scored) -> str:
    lines = [_FINAL if scored.final else _OPEN]
    if scored.flags:
        lines.append(f"Flags on the answer: {', '.join(scored.flags)}.")
    for name, point in scored.points.items():
        said = f"\u201c{point.evidence}\u201d" if point.evidence else "not found by the checker"
        lines.append(f"- {name}: {point.decision} ({point.probability:.0%}), {said}")
    return "\n".join(lines)


def with_written(
    scores: list[CellScore], notebook: NotebookNode, learned: Mapping[str, Learned]
) -> tuple[list[CellScore], list[str]]:
    """Return the scores of a notebook with its written answers judged, and notes on that."""
    texts = {_label(cell): cell.source for cell in notebook.cells}
    done, notes = [], []
    for one in scores:
        if one.score is None and question_of(one.grade_id):
            try:
                judgement = judge(one.grade_id, texts[one.grade_id], one.max_score, learned)
            except EncoderMissingError as error:
                notes = [f"Written answers are left to you. {error}"]
            else:
                one = replace(  # noqa: PLW2901
                    one,
                    score=judgement.score,
                    comment=judgement.comment,
                    undecided=not judgement.final,
                )
        done.append(one)
    return done, notes


def _label(cell: NotebookNode) -> str:
    return str(cell.metadata.get("nbgrader", {}).get("grade_id", ""))


class ScoreWritten(NbGraderPreprocessor):
    """Judge written answers after SaveAutoGrades, so that nbgrader's own commands do it too.

    A hand-entered grade stays, and what such grades have taught is used; the cell stays marked for
    a person where the checker is not sure.
    """

    def preprocess(
        self, nb: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Write points and comments of written answers into the gradebook."""
        cells = [c for c in nb.cells if is_grade(c) and is_solution(c) and question_of(_label(c))]
        if cells:
            names = resources["nbgrader"]
            learned = learnt_from(Course(Path.cwd(), self.config), names["assignment"])
            with Gradebook(names["db_url"]) as gradebook:
                for cell in cells:
                    self._store(gradebook, cell, names, learned)
                gradebook.db.commit()
        return nb, resources

    def _store(
        self,
        gradebook: Gradebook,
        cell: NotebookNode,
        names: dict[str, Any],
        learned: Mapping[str, Learned],
    ) -> None:
        place = (_label(cell), names["notebook"], names["assignment"], names["student"])
        grade: Any = gradebook.find_grade(*place)
        if grade.auto_score is not None:
            return  # nothing was written
        try:
            points = float(cell.metadata.nbgrader.points)
            judgement = judge(_label(cell), cell.source, points, learned)
        except EncoderMissingError as error:
            self.log.warning("Written answers are left to you. %s", error)
            return
        grade.auto_score = judgement.score
        grade.needs_manual_grade = not judgement.final or grade.manual_score is not None
        comment: Any = gradebook.find_comment(*place)
        comment.auto_comment = judgement.comment
