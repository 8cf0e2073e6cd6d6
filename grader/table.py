"""Grades of one assignment as plain rows, read from the gradebook; export and report use them."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbgrader.api import Gradebook, SubmittedAssignment

from grader.assignment import AssignmentSpec, read_assignment
from grader.course import Course
from grader.errors import GraderError
from grader.gradebook import stored_results
from grader.result import Result, Status
from grader.scoring import failure


@dataclass(frozen=True, slots=True)
class Question:
    """One graded cell."""

    name: str
    max_score: float


@dataclass(frozen=True, slots=True)
class Row:
    """One student's grades, manual ones included.

    Parameters
    ----------
    scores
        Points for each question.
    total
        Their sum, less a late penalty.
    failures
        The message of each failed test, by question.
    reasons
        Why a person should look; empty when there is nothing unusual.
    ran
        Whether the submission could be run.
    """

    student: str
    status: str
    scores: dict[str, float]
    total: float
    failures: dict[str, str]
    reasons: tuple[str, ...]
    ran: bool


@dataclass(frozen=True, slots=True)
class GradeTable:
    """All grades of one assignment."""

    assignment: str
    questions: tuple[Question, ...]
    rows: tuple[Row, ...]
    absent: tuple[str, ...]

    @property
    def max_score(self) -> float:
        """Points that a perfect submission earns."""
        return sum(question.max_score for question in self.questions)


def read_table(course: Course, assignment: str) -> GradeTable:
    """Read the grades of an assignment.

    Raises
    ------
    GraderError
        If nothing has been graded.
    """
    results = stored_results(course, assignment)
    with course.gradebook() as gradebook:
        spec = read_assignment(course, gradebook, assignment)
        submissions = gradebook.assignment_submissions(assignment)
        if not submissions:
            raise GraderError(
                f"Nothing of {assignment!r} is graded yet. Run `grader grade {assignment}` first."
            )
        rows = [_row(course, spec, entry, results.get(entry.student.id)) for entry in submissions]
        handed_in = {row.student for row in rows}
        absent = sorted(_everyone(gradebook) - handed_in)
    return GradeTable(
        assignment,
        tuple(_questions(spec)),
        tuple(sorted(rows, key=lambda row: row.student.lower())),
        tuple(absent),
    )


def _everyone(gradebook: Gradebook) -> set[str]:
    return {str(student.id) for student in gradebook.students}


def _questions(spec: AssignmentSpec) -> list[Question]:
    several = len(spec.notebooks) > 1
    return [
        Question(f"{notebook.name}/{cell.grade_id}" if several else cell.grade_id, cell.points)
        for notebook in spec.notebooks
        for cell in notebook.scored
    ]


def _row(
    course: Course, spec: AssignmentSpec, entry: SubmittedAssignment, result: Result | None
) -> Row:
    several = len(spec.notebooks) > 1
    scores: dict[str, float] = {}
    failures: dict[str, str] = {}
    waiting = 0
    student = str(entry.student.id)
    for notebook in entry.notebooks:
        prefix = f"{notebook.name}/" if several else ""
        path = course.autograded(student, spec.name) / f"{notebook.name}.ipynb"
        messages = _messages(path)
        for grade in notebook.grades:
            scores[prefix + grade.name] = float(grade.score)
            waiting += grade.needs_manual_grade
            if grade.score < grade.max_score and messages.get(grade.name):
                failures[prefix + grade.name] = messages[grade.name]
    status = result.status if result else Status.GRADED
    return Row(
        student=student,
        status=str(status),
        scores=scores,
        total=_total(entry),
        failures=failures,
        reasons=_reasons(result, waiting),
        ran=status.has_scores,
    )


def _total(entry: SubmittedAssignment) -> float:
    # nbgrader's classes declare these columns as None and fill them in later.
    score: Any = entry.score
    penalty: Any = entry.late_submission_penalty
    return max(0.0, float(score) - float(penalty or 0.0))


def _messages(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    cells = nbformat.read(path, as_version=4).cells
    labelled = [cell for cell in cells if "nbgrader" in cell.metadata]
    return {cell.metadata.nbgrader.get("grade_id", ""): failure(cell) for cell in labelled}


def _reasons(result: Result | None, waiting: int) -> tuple[str, ...]:
    reasons = []
    if result and result.message:
        reasons.append(result.message)
    if result:
        reasons += result.notes
    if waiting and (result is None or result.status.has_scores):
        answers = "1 answer waits" if waiting == 1 else f"{waiting} answers wait"
        reasons.append(f"{answers} for a person in Formgrader.")
    return tuple(reasons)
