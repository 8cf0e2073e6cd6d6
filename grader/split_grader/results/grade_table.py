"""An assignment's grades as plain rows, read from the gradebook for export and report."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook, SubmittedAssignment

from split_grader.base.errors import GraderError
from split_grader.course.assignment import AssignmentSpec, read_assignment
from split_grader.course.course import Course
from split_grader.intake.collected import late_marks, read_collected
from split_grader.intake.people import People, Person
from split_grader.intake.restore import why_not_run
from split_grader.results.flags import LOW_TRUST, STOPPED, has_flag
from split_grader.results.gradebook import is_graded, stored_results
from split_grader.results.lateness import (
    open_lateness,
    penalty_of,
    told_lateness,
    total_of,
    unpunished_mark,
)
from split_grader.results.result import Result, Status
from split_grader.results.scoring import failure

# A message lists this many names before it only counts.
_NAMES = 6
LATE_OR_NOT = "late, time unknown"
"""The state of work that may lose points for being late."""


@dataclass(frozen=True, slots=True)
class GradedCell:
    """One graded cell: a test, or an answer that a person marks."""

    name: str
    max_score: float


@dataclass(frozen=True, slots=True)
class GradedQuestion:
    """A question as instructors see it: one answer, and every cell that gives points for it."""

    name: str
    cells: tuple[GradedCell, ...]

    @property
    def label(self) -> str:
        """The label of its cell, without the name of the notebook."""
        return self.name.rpartition("/")[2]

    @property
    def max_score(self) -> float:
        """Points that a perfect answer earns."""
        return sum(cell.max_score for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Row:
    """One student's grades, including manual ones.

    Parameters
    ----------
    scores
        Points for each graded cell.
    total
        Their sum, minus a late penalty.
    failures
        The message of each failed test, by cell.
    reasons
        Why a person should look; empty when there is nothing unusual.
    ran
        Whether the submission could be run.
    waiting
        Graded cells that a person hasn't marked yet. They have no points until then, and the total
        isn't final.
    undecided
        The same for notebooks that couldn't be run: a new upload or a person settles them.
    low_trust
        Tests that ran in one process with the answers.
    lacking
        Graded cells of a notebook that wasn't handed in or couldn't be read. They have no points.
    penalty
        Points lost because the work was late.
    lateness
        How late the work is and what that costs, in words; empty if it was on time.
    open_lateness
        Why a person must say whether the work is late; the total is not final until then.
    """

    student: str
    status: str
    scores: dict[str, float]
    total: float
    failures: dict[str, str]
    reasons: tuple[str, ...]
    ran: bool
    waiting: frozenset[str] = frozenset()
    low_trust: frozenset[str] = frozenset()
    lacking: frozenset[str] = frozenset()
    penalty: float = 0.0
    lateness: str = ""
    undecided: frozenset[str] = frozenset()
    open_lateness: str = ""

    @property
    def is_final(self) -> bool:
        """Whether a person has nothing left to decide."""
        return not (self.waiting or self.undecided or self.open_lateness)

    @property
    def final_total(self) -> str:
        """The total as a table shows it; empty until it is final."""
        return f"{self.total:g}" if self.is_final else ""

    @property
    def state(self) -> str:
        """The state of the student's grade, in a word or two."""
        if self.waiting:
            return "unfinished"
        if self.undecided and self.ran:
            return "partly unreadable"
        return LATE_OR_NOT if self.open_lateness and self.ran else self.status

    def points(self, question: GradedQuestion) -> float:
        """Return the points earned on one question."""
        return sum(self.scores.get(cell.name, 0.0) for cell in question.cells)

    def waits(self, question: GradedQuestion) -> bool:
        """Return whether part of the question waits for a mark."""
        return any(cell.name in self.waiting | self.undecided for cell in question.cells)

    def lacks(self, question: GradedQuestion) -> bool:
        """Return whether the question's notebook is missing."""
        return any(cell.name in self.lacking for cell in question.cells)


@dataclass(frozen=True, slots=True)
class Ungraded:
    """A student with a submission but no grade; `status` and `reason` say why."""

    student: str
    status: str
    reason: str


@dataclass(frozen=True, slots=True)
class GradeTable:
    """All grades of one assignment.

    Parameters
    ----------
    absent
        Students who handed in nothing.
    low_trust
        Tests that ran together with answers.
    ungraded
        Students whose work is not graded.
    people
        Names, e-mail addresses, sections and platforms' numbers, as far as known.
    """

    assignment: str
    questions: tuple[GradedQuestion, ...]
    rows: tuple[Row, ...]
    absent: tuple[str, ...]
    low_trust: tuple[str, ...] = ()
    ungraded: tuple[Ungraded, ...] = ()
    people: Mapping[str, Person] = field(default_factory=dict)

    def person(self, student: str) -> Person:
        """Return a student's known details."""
        return self.people.get(student) or Person(student)

    @property
    def unfinished(self) -> tuple[Row, ...]:
        """Students with an answer that a person has yet to mark."""
        return tuple(row for row in self.rows if row.waiting)

    @property
    def told_unfinished(self) -> str:
        """How many answers wait, from how many students; empty if there are none."""
        answers = sum(len(row.waiting) for row in self.rows)
        if not answers:
            return ""
        students = len(self.unfinished)
        wait = "1 answer waits" if answers == 1 else f"{answers} answers wait"
        return f"{wait} for a person ({students} student{'s' if students > 1 else ''})"

    @property
    def cells(self) -> tuple[GradedCell, ...]:
        """Every graded cell, in the order of the questions."""
        return tuple(cell for question in self.questions for cell in question.cells)

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
        entries = gradebook.assignment_submissions(assignment)
        submissions = [entry for entry in entries if is_graded(course, entry)]
        if not submissions:
            raise GraderError(
                f"Nothing of {assignment!r} is graded yet. Run `grader grade {assignment}` first."
            )
        marks = late_marks(read_collected(course, assignment))
        late_students = {student for student, is_late in marks.items() if is_late}
        rows = [
            _with_lateness(
                _row(course, spec, entry, results.get(entry.student.id)),
                told_lateness(entry) or unpunished_mark(course, entry, late_students),
                open_lateness(course, entry, late_students),
            )
            for entry in submissions
        ]
        handed_in = {row.student for row in rows}
        without = ungraded(course, assignment, handed_in)
        absent = sorted(_everyone(gradebook) - handed_in - {one.student for one in without})
    return GradeTable(
        assignment,
        group_questions(spec),
        tuple(sorted(rows, key=lambda row: row.student.lower())),
        tuple(absent),
        tuple(sorted({name for row in rows for name in row.low_trust})),
        tuple(without),
        People.read(course).by_student,
    )


def require_finished(table: GradeTable, *, unfinished: bool) -> None:
    """Raise GraderError if answers wait, unless `unfinished` allows that."""
    if not table.unfinished or unfinished:
        return
    names = ", ".join(row.student for row in table.unfinished[:_NAMES])
    more = len(table.unfinished) - _NAMES
    raise GraderError(
        f"{table.told_unfinished}: {names}{f' and {more} more' if more > 0 else ''}. "
        "Mark them in Formgrader, or pass --unfinished: then these answers are left open."
    )


def ungraded(course: Course, assignment: str, graded: set[str]) -> list[Ungraded]:
    """Return students whose submissions can't be graded or aren't graded yet."""
    waiting = set(course.students_with_submission(assignment)) - graded
    yet = [Ungraded(name, "not graded yet", "Run `grader grade`.") for name in waiting]
    refusals: dict[str, str] = {}
    for one in read_collected(course, assignment):
        if one.outcome == "not gradable" and one.student not in waiting | graded | {""}:
            refusals.setdefault(one.student, f"{one.name}: {one.reason}.")
    nothing = [Ungraded(name, "not gradable", why) for name, why in refusals.items()]
    return sorted(yet + nothing, key=lambda one: one.student.lower())


def _everyone(gradebook: Gradebook) -> set[str]:
    return {str(student.id) for student in gradebook.students}


def group_questions(spec: AssignmentSpec) -> tuple[GradedQuestion, ...]:
    """Group an assignment's graded cells into questions, in order.

    A test belongs to the nearest code answer above it. A text answer or a task, which a person
    marks, is a separate question; so is a test without an answer above it.
    """
    groups: dict[str, list[GradedCell]] = {}
    for notebook in spec.notebooks:
        prefix = f"{notebook.name}/" if len(spec.notebooks) > 1 else ""
        answer = ""
        for cell in notebook.cells:
            name = prefix + cell.grade_id
            if cell.solution and cell.cell_type == "code":
                answer = name
                groups[answer] = []
            if cell.grade or cell.task:
                by_hand = cell.solution or cell.task
                question = name if by_hand or not answer else answer
                groups.setdefault(question, []).append(GradedCell(name, cell.points))
    return tuple(GradedQuestion(name, tuple(cells)) for name, cells in groups.items() if cells)


def _row(
    course: Course, spec: AssignmentSpec, entry: SubmittedAssignment, result: Result | None
) -> Row:
    several = len(spec.notebooks) > 1
    scores: dict[str, float] = {}
    failures: dict[str, str] = {}
    waiting: set[str] = set()
    undecided: set[str] = set()
    lacking: set[str] = set()
    apart: set[str] = set()
    stopped_cells: list[str] = []
    student = str(entry.student.id)
    status = result.status if result else Status.GRADED
    for notebook in entry.notebooks:
        prefix = f"{notebook.name}/" if several else ""
        path = course.autograded(student, spec.name) / f"{notebook.name}.ipynb"
        facts = _seen(path)
        apart.update(prefix + name for name in facts.low_trust)
        stopped_cells += [prefix + name for name in facts.stopped]
        has_run = facts.ran and status.has_scores
        if not has_run:
            lacking.update(prefix + grade.name for grade in notebook.grades)
        for grade in notebook.grades:
            scores[prefix + grade.name] = float(grade.score)
            if grade.needs_manual_grade:
                (waiting if has_run else undecided).add(prefix + grade.name)
            if facts.messages.get(grade.name) and grade.score < grade.max_score:  # costs a query
                failures[prefix + grade.name] = facts.messages[grade.name]
    return Row(
        student=student,
        status=str(status),
        scores=scores,
        total=total_of(entry),
        penalty=penalty_of(entry),
        failures=failures,
        undecided=frozenset(undecided),
        reasons=_reasons(result, len(waiting), stopped_cells),
        ran=status.has_scores,
        waiting=frozenset(waiting),
        low_trust=frozenset(apart),
        lacking=frozenset(lacking),
    )


def _with_lateness(row: Row, lateness: str, late_or_not: str) -> Row:
    more = () if late_or_not in {"", *row.reasons} else (late_or_not,)
    reasons = (*row.reasons, *more)
    return replace(row, lateness=lateness, open_lateness=late_or_not, reasons=reasons)


@dataclass(frozen=True, slots=True)
class _Seen:
    """The outcome in a graded notebook itself, as nbgrader's commands leave no result."""

    messages: dict[str, str]
    ran: bool = True
    low_trust: tuple[str, ...] = ()
    stopped: tuple[str, ...] = ()


def _seen(path: Path) -> _Seen:
    if not path.is_file():
        return _Seen({})
    notebook = nbformat.read(path, as_version=4)
    cells = [
        (cell.metadata.get("nbgrader", {}).get("grade_id", ""), cell) for cell in notebook.cells
    ]
    return _Seen(
        {name: failure(cell) for name, cell in cells if name},
        not why_not_run(notebook),
        tuple(name for name, cell in cells if name and has_flag(cell, LOW_TRUST)),
        tuple(
            name or str(place)
            for place, (name, cell) in enumerate(cells, start=1)
            if has_flag(cell, STOPPED)
        ),
    )


def _reasons(result: Result | None, waiting: int, stopped_cells: list[str]) -> tuple[str, ...]:
    reasons = []
    if result and result.message:
        reasons.append(result.message)
    if result:
        reasons += result.notes
    elif stopped_cells:
        reasons.append(f"Stopped at a limit, or their process ended: {', '.join(stopped_cells)}.")
    if waiting:
        answers = "1 answer waits" if waiting == 1 else f"{waiting} answers wait"
        reasons.append(f"{answers} for a person in Formgrader.")
    return tuple(reasons)
