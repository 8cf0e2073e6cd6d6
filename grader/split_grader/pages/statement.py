"""Statements of completion: a student's grades and lessons on one signed page.

The page is signed as a whole. Its last line is a comment with the key's name and the signature of
everything before it. So no visible word can change, and a statement stays valid when a later
version of the grader writes pages differently.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from html import unescape
from pathlib import Path

from course.learner import progress
from course.overview import completion
from split_grader.base.atomic import write_atomically
from split_grader.base.errors import GraderError
from split_grader.course.course import Course
from split_grader.course.signing import Signer, fingerprint, is_signed, public_key
from split_grader.results.grade_table import GradeTable, read_table
from split_grader.results.gradebook import is_graded

PROGRESS = "my-progress.json"
"""The name under which learners save their progress."""

_LARGEST = 5_000_000  # bytes
_OPEN, _NOTHING = "not final", "not handed in"
_NAMES = 6
_SIGNATURE = re.compile(r"<!-- Ed25519 ([0-9a-f-]{19}) ([A-Za-z0-9+/=]{88}) -->\n\Z")
_TITLE = re.compile(r"<title>(.*?)</title>")
_GRADED = "From the course's gradebook."
_EMPTY = (
    f"There is nothing to state about {{student}}: nothing graded, and no {PROGRESS}. Grade their "
    "work first, or pass the student's file with --progress."
)
_CLOSING = (
    "Signed with this course's key {key}. To check it, keep the file from which this was printed, "
    "and run: grader statement --verify FILE --key public.pem. The course publishes public.pem. "
    "No network is needed."
)


@dataclass(frozen=True, slots=True)
class Written:
    """A statement that was written; `open_grades` aren't final yet."""

    path: Path
    open_grades: tuple[str, ...]


def write_statements(  # noqa: PLR0913
    course: Course,
    signer: Signer,
    students: Sequence[str],
    day: date,
    *,
    handed_in: Path | None = None,
    to: Path | None = None,
) -> Iterator[Written]:
    """Write a signed page for each student.

    Parameters
    ----------
    signer
        Signs with the course's key.
    students
        As in the gradebook; if empty, everybody who has handed in something.
    handed_in
        The progress file of the only student. By default, the newest ``my-progress.json`` among
        their submissions.
    to
        The page of the only student; by default under ``statements/``, next to the submissions.

    Raises
    ------
    GraderError
        If a student is unknown or has handed in nothing, or the progress can't be read.
    """
    names, graded_assignments = _gradebook(course)
    _require(students, names)
    tables = [read_table(course, assignment) for assignment in graded_assignments]
    about = str(course.config.Grader.get("title", "")) or course.root.name
    closing = _CLOSING.format(key=signer.fingerprint)
    for student in students or names:
        rows = tuple(_grade(table, student) for table in tables)
        parts = [completion.Part("Graded work", ("Assignment", "Points"), rows, _GRADED)]
        if lessons := _lessons(course, student, handed_in):
            parts.append(lessons)
        elif all(points == _NOTHING for _, points in rows):
            if student in students:
                raise GraderError(_EMPTY.format(student=student))
            continue
        page = completion.Statement(names[student], about, day, parts, closing).page
        path = to or course.products() / "statements" / f"{student}.html"
        write_atomically(path, _signed(signer, page).encode())
        yield Written(path, tuple(title for title, points in rows if _OPEN in points))


def verify(path: Path, key: Path) -> str:
    """Return the title of a statement that the owner of a key has signed.

    Line ends don't count, because e-mail programs change them.

    Raises
    ------
    GraderError
        If the file isn't a statement, was changed, or is signed with another key.
    """
    try:
        text = path.read_bytes().decode().replace("\r\n", "\n")
    except OSError as problem:
        raise GraderError(f"{path} can't be read: {problem.strerror}.") from None
    except UnicodeDecodeError:
        text = ""
    mark = _SIGNATURE.search(text)
    if mark is None:
        raise GraderError(
            f"{path} isn't a signed statement, or its end is missing. Ask for the file that "
            "`grader statement` wrote: a printout, a PDF or a copy that a browser saved can't be "
            "checked. A learner's own statement has no signature."
        )
    owner = public_key(key)
    if mark[1] != fingerprint(owner):
        raise GraderError(
            f"{path} says that key {mark[1]} signed it, and {key} is {fingerprint(owner)}. It is "
            "another course's statement, or from before this course changed its key. Pass the "
            "public key of that time with --key."
        )
    if not is_signed(owner, text[: mark.start()].encode(), mark[2]):
        raise GraderError(
            f"{path} was changed after it was signed: don't trust what it says. A browser's *Save "
            "as* also changes a page, so ask for the original file."
        )
    title = _TITLE.search(text)
    return unescape(title[1]) if title else ""


def _signed(signer: Signer, page: str) -> str:
    text = f"{page}\n"
    return f"{text}<!-- Ed25519 {signer.fingerprint} {signer.sign(text.encode())} -->\n"


def _gradebook(course: Course) -> tuple[dict[str, str], list[str]]:
    """Return the students' names, and the assignments with a grade."""
    with course.gradebook() as gradebook:
        names = {
            str(one.id): f"{one.first_name or ''} {one.last_name or ''}".strip() or str(one.id)
            for one in gradebook.students
        }
        assignments = [str(assignment.name) for assignment in gradebook.assignments]
        graded_assignments = [
            name
            for name in sorted(assignments)
            if any(is_graded(course, entry) for entry in gradebook.assignment_submissions(name))
        ]
    return dict(sorted(names.items())), graded_assignments


def _require(students: Sequence[str], names: Iterable[str]) -> None:
    roster = list(names)
    if unknown := [student for student in students if student not in roster]:
        some = ", ".join(roster[:_NAMES]) + (" and others" if len(roster) > _NAMES else "")
        raise GraderError(
            f"There is no student {', '.join(unknown)} in the gradebook. It has {some or 'none'}."
        )


def _grade(table: GradeTable, student: str) -> tuple[str, str]:
    """Return an assignment's title, and a student's points or why there are none."""
    title = completion.in_title(table.assignment)
    row = next((row for row in table.rows if row.student == student), None)
    if row is None:
        states = {one.student: f"{_OPEN}: {one.status}" for one in table.ungraded}
        return title, states.get(student, _NOTHING)
    if not row.is_final:
        return title, f"{_OPEN}: {'waits for a person' if row.waiting else row.state}"
    return title, f"{row.total:g} of {table.max_score:g}"


def _lessons(course: Course, student: str, handed_in: Path | None) -> completion.Part | None:
    """Return the lessons in the progress that a student handed in, if any."""
    path = handed_in or _newest(course.submitted(student, "."))
    if path is None:
        return None
    try:
        return completion.lessons(progress.steps_in(path))
    except OSError as problem:
        raise GraderError(f"{path} can't be read: {problem.strerror}.") from None
    except ValueError as problem:
        raise GraderError(
            f"{student}'s lessons can't be stated: {problem}. Ask for a new {PROGRESS}."
        ) from problem


def _newest(folder: Path) -> Path | None:
    """Return the progress file handed in last, in any of a student's submissions."""
    files = [
        path
        for path in folder.glob(f"*/{PROGRESS}")
        # A link could lead to another student's file.
        if path.is_file()
        and path.resolve().is_relative_to(folder.resolve())
        # A student could hand in a file that fills the memory.
        and path.stat().st_size <= _LARGEST
    ]
    return max(files, key=lambda path: path.stat().st_mtime, default=None)
