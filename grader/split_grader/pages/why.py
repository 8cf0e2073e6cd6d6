"""Say why a question lost points, from what grading has stored; nothing runs again."""

import ast
from collections.abc import Iterator
from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_notebook
from nbgrader.api import Gradebook, MissingEntry, SubmittedAssignment
from nbgrader.utils import is_grade, is_solution

from split_grader.base.errors import GraderError, one_line
from split_grader.course.assignment import AssignmentSpec, read_assignment
from split_grader.course.course import Course
from split_grader.course.hidden_tests import SEED, hidden_lines, marks_of
from split_grader.intake.collected import late_marks, read_collected
from split_grader.intake.restore import why_not_run
from split_grader.pages.page import lost_points
from split_grader.pages.preprocessors import SHOWN, HideHiddenTests, failing_line
from split_grader.results.extensions import require_student
from split_grader.results.flags import LOW_TRUST, STOPPED, has_flag
from split_grader.results.grade_table import GradedQuestion, group_questions, ungraded
from split_grader.results.gradebook import is_graded, stored_results
from split_grader.results.lateness import open_lateness, penalty_of, told_lateness, unpunished_mark
from split_grader.results.result import Result
from split_grader.results.scoring import failure
from split_grader.running.grade_one import WITHOUT_ISOLATION
from split_grader.running.kernel import cell_name
from split_grader.running.profiles import stored_profile
from split_grader.split import Profile

_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Explanation:
    """The points of one question, and why.

    `parts` has a heading and sentences for each graded cell, for cells that failed, and for the
    whole submission.
    """

    points: float
    most: float
    parts: tuple[tuple[str, tuple[str, ...]], ...]


def explain(course: Course, assignment: str, student: str, question: str) -> Explanation:
    """Explain a student's points on one question.

    Parameters
    ----------
    question
        The label of its answer, or of one of its tests.

    Raises
    ------
    GraderError
        If the assignment, the student or the question doesn't exist, or the work isn't graded.
    """
    with course.gradebook() as gradebook:
        spec = read_assignment(course, gradebook, assignment)
        graded_question = _require_question(spec, question)
        entry = _require_graded(course, gradebook, assignment, student)
        labels = [cell.name.rpartition("/")[2] for cell in graded_question.cells]
        name = graded_question.name.rpartition("/")[0] or spec.notebooks[0].name
        work = _Work.read(course, entry, name)
        parts = [
            *(work.graded_cell(label) for label in labels),
            ("Other cells that failed", tuple(work.failed_cells())),
            ("The whole submission", (*work.remarks(), *_lateness(course, entry))),
        ]
        points = sum(float(work.grades[label].score) for label in labels)
    return Explanation(points, graded_question.max_score, tuple(part for part in parts if part[1]))


def _require_question(spec: AssignmentSpec, name: str) -> GradedQuestion:
    questions = group_questions(spec)
    matches = [one for one in questions if name in _names(one)]
    if len(matches) == 1:
        return matches[0]
    problem = "has several questions" if matches else "has no question"
    names = ", ".join(one.name for one in matches or questions)
    raise GraderError(f"{spec.name} {problem} {name!r}. Name one of these: {names}.")


def _names(question: GradedQuestion) -> set[str]:
    """Return all names of a question and its cells, with and without the notebook's."""
    names = {question.name, *(cell.name for cell in question.cells)}
    return names | {name.rpartition("/")[2] for name in names}


def _require_graded(
    course: Course, gradebook: Gradebook, assignment: str, student: str
) -> SubmittedAssignment:
    require_student(course, gradebook, assignment, student)
    with suppress(MissingEntry):
        entry: SubmittedAssignment = gradebook.find_submission(assignment, student)
        if is_graded(course, entry):
            return entry
    for one in ungraded(course, assignment, set()):
        if one.student == student:
            raise GraderError(f"{assignment} of {student} is {one.status}. {one.reason}")
    raise GraderError(f"{student} has handed in nothing of {assignment}.")


@dataclass(frozen=True, slots=True)
class _Work:
    """What is stored about one notebook of a submission.

    Parameters
    ----------
    notebook
        As executed; without cells if its file is gone.
    grades, comments
        nbgrader's own, by label.
    result
        The record of `grader grade`; None where only nbgrader's commands graded.
    profile
        Where the tests ran, and why.
    words
        What the student's page says of a failed test, by label.
    """

    name: str
    notebook: NotebookNode
    grades: dict[str, Any]
    comments: dict[str, Any]
    result: Result | None
    profile: Profile
    words: dict[str, str]
    config: Any

    @classmethod
    def read(cls, course: Course, entry: SubmittedAssignment, name: str) -> "_Work":
        student, assignment = str(entry.student.id), str(entry.assignment.name)
        path = course.autograded(student, assignment) / f"{name}.ipynb"
        notebook = nbformat.read(path, as_version=4) if path.is_file() else new_notebook()
        graded_notebook: Any = next(one for one in entry.notebooks if one.name == name)
        return cls(
            name,
            notebook,
            {grade.name: grade for grade in graded_notebook.grades},
            {comment.name: comment.comment for comment in graded_notebook.comments},
            stored_results(course, assignment).get(student),
            stored_profile(course, assignment, name),
            _words_for_student(notebook, course.config),
            course.config,
        )

    def graded_cell(self, label: str) -> tuple[str, tuple[str, ...]]:
        """Return a heading with the points of a graded cell, and why."""
        grade = self.grades[label]
        sentences = [*_marks(grade)]
        for cell in self.notebook.cells:
            if _label(cell) == label and _is_test(cell) and not why_not_run(self.notebook):
                sentences += self._test(cell)
        if comment := self.comments.get(label):
            sentences.append(f"Comment: {one_line(comment)}")
        return f"{label}: {grade.score:g} of {grade.max_score:g} points", tuple(sentences)

    def _test(self, cell: NotebookNode) -> Iterator[str]:
        yield self._where(cell)
        label, error = _label(cell), _error(cell)
        if reason := self.profile.failing.get(label):
            yield f"Your own solution fails this test: {reason}."
        if error is None:
            return
        line = failing_line(error, cell)
        if line is not None:
            is_hidden = line in hidden_lines(cell.source, marks_of(self.config))
            kind = "a line hidden from students" if is_hidden else "a visible line"
            yield f"Failed at {kind}: {_statement(cell.source, line)}"
        yield f"Error: {failure(cell)}"
        yield f"The student reads: {_short(self.words[label])}"

    def _where(self, cell: NotebookNode) -> str:
        """Say in which process a test ran."""
        if self.result is None:
            return "Graded by nbgrader's command, which doesn't record where the test ran."
        if any(f"{self.name!r} {WITHOUT_ISOLATION}" in note for note in self.result.notes):
            return "Ran in a Jupyter kernel, together with the answers."
        if has_flag(cell, LOW_TRUST):
            reason = self.profile.low_trust.get(_label(cell), "")
            return f"Ran together with the answers{reason and f': {reason}'}."
        error = _error(cell)
        is_refused = error is not None and error.ename == "Refused"
        return f"Ran apart from the answers{' and was refused' if is_refused else ''}."

    def failed_cells(self) -> Iterator[str]:
        """Yield each cell that isn't a test and raised an error or was stopped."""
        for place, cell in enumerate(self.notebook.cells):
            if cell.cell_type == "code" and not _is_test(cell) and _error(cell) is not None:
                # A stopped cell's error is that of the interruption.
                problem = "stopped" if has_flag(cell, STOPPED) else failure(cell)
                yield f"{cell_name(cell, place)}: {problem}"

    def remarks(self) -> Iterator[str]:
        """Yield what grading said about the submission."""
        if reason := why_not_run(self.notebook):
            yield reason
        if self.result is not None:
            yield from filter(None, (self.result.message, *self.result.notes))


def _marks(grade: Any) -> Iterator[str]:
    """Yield what a person has done, or has to do, about a grade."""
    if grade.needs_manual_grade:
        yield "Waits for a person."
    if grade.manual_score is not None:
        by_program = "" if grade.auto_score is None else f" Grading gave {grade.auto_score:g}."
        yield f"A person gave {grade.manual_score:g}.{by_program}"
    if grade.extra_credit:
        yield f"Extra credit: {grade.extra_credit:g}."


def _lateness(course: Course, entry: SubmittedAssignment) -> Iterator[str]:
    marks = late_marks(read_collected(course, str(entry.assignment.name)))
    students = {student for student, is_late in marks.items() if is_late}
    if lateness := told_lateness(entry):
        lowers = " It lowers the total, not a question's points." if penalty_of(entry) else ""
        yield lateness + lowers
    if remark := unpunished_mark(course, entry, students) or open_lateness(course, entry, students):
        yield remark


def _words_for_student(notebook: NotebookNode, config: Any) -> dict[str, str]:
    """Return what the student's page says of each failed test, by label.

    The page runs a failed test's visible part once more, and shows an error that comes back. Here,
    an error in a visible line counts as such.
    """
    page = deepcopy(notebook)
    failed_tests = [cell for cell in page.cells if _is_test(cell) and _error(cell) is not None]
    visible = {cell.id for cell in failed_tests if _fails_visibly(cell, _error(cell), config)}
    hide: Any = HideHiddenTests  # untyped in nbgrader
    hide(config=config).preprocess(page, {"nbgrader": {SHOWN: visible}})
    return {_label(cell): lost_points(cell, 0.0, 1.0).words for cell in failed_tests}


def _fails_visibly(cell: NotebookNode, error: NotebookNode | None, config: Any) -> bool:
    line = failing_line(error, cell) if error else None
    is_hidden = line is None or line in hidden_lines(cell.source, marks_of(config))
    return not is_hidden and SEED not in cell.source


def _statement(source: str, line: int) -> str:
    """Return the innermost statement around a line of a test."""
    try:
        statements = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.stmt)]
    except SyntaxError:
        statements = []
    around = [one for one in statements if one.lineno <= line <= (one.end_lineno or 0)]
    innermost = max(around, key=lambda one: one.lineno, default=None)
    text = ast.get_source_segment(source, innermost) if innermost else None
    return _short(text or source.split("\n")[line - 1])


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]} …"


def _is_test(cell: NotebookNode) -> bool:
    return cell.cell_type == "code" and is_grade(cell) and not is_solution(cell)


def _error(cell: NotebookNode) -> NotebookNode | None:
    errors = (one for one in cell.get("outputs", []) if one.output_type == "error")
    return next(errors, None)


def _label(cell: NotebookNode) -> str:
    return str(cell.metadata.get("nbgrader", {}).get("grade_id", ""))
