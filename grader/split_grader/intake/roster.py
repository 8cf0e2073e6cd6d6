"""Read the student list that a learning platform exports as CSV."""

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from split_grader.base.errors import GraderError
from split_grader.intake.people import Person, safe_name

_Row = dict[str, str]
_FIRST = ("first name", "given name", "firstname", "first_name")
_LAST = ("last name", "surname", "family name", "lastname", "last_name")
_NAME = ("full name", "student", "name", "student name")
_EMAIL = ("email address", "email", "e-mail", "sis email")
_SECTION = ("section", "sections", "group", "groups")
_LOGIN = ("sis login id", "username", "login", "user name", "student_id")
_NUMBER = ("sis user id", "id number", "student id", "orgdefinedid", "id")
_IDENTIFIER = "identifier"
_NAMING = {*_FIRST, *_LAST, *_NAME, *_EMAIL, *_LOGIN, _IDENTIFIER}
_EXPECTED = (
    "Expected a table (CSV) with English headings such as 'Student', 'ID', 'Username', "
    "'First name', 'Last name', 'Email address', 'Section'."
)


@dataclass(frozen=True, slots=True)
class Roster:
    """A platform's students, with times of handing in if it gives them.

    Parameters
    ----------
    key
        The key of the numbers in `Person.ids` that `times` refers to.
    times
        With time zone, or in the zone of the exchange.
    """

    people: list[Person]
    key: str
    times: Mapping[str, datetime] = field(default_factory=dict)


def read_roster(path: Path, assignment: str) -> list[Person]:
    """Read a roster.

    It may be an export of Canvas, Moodle, Blackboard or Brightspace, or a plain table.

    The student's name in the course is the first of these that exists: login, student number,
    e-mail address, the platform's number, full name.

    Parameters
    ----------
    assignment
        The assignment that the numbers in a Moodle grading worksheet belong to.

    Raises
    ------
    GraderError
        If the file can't be read, has no student, or gives two students the same identity.
    """
    people: dict[str, Person] = {}
    for number, row in enumerate(_rows(path), start=2):
        person = _person(row, assignment)
        if person is None:
            continue
        if person.student in people:
            raise GraderError(
                f"{path}, line {number}: {person.student} is there twice. Expected a different "
                "login, number or e-mail address for each student."
            )
        people[person.student] = person
    if not people:
        raise GraderError(f"{path} names no student. {_EXPECTED}")
    return list(people.values())


def roster_lines(path: Path) -> list[list[str]]:
    """Return a roster's cells by line, with any encoding and separator.

    Raises
    ------
    GraderError
        If the file can't be read.
    """
    try:
        text = _decoded(path.read_bytes())
    except OSError as error:
        raise GraderError(f"The roster {path} cannot be read: {error.strerror}.") from error
    delimiter = max(",;\t", key=text.split("\n", 1)[0].count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    return [[cell.strip() for cell in line] for line in lines]


def _rows(path: Path) -> Iterator[_Row]:
    head, *lines = roster_lines(path) or [[]]
    headings = [heading.lower() for heading in head]
    if not _NAMING & set(headings):
        columns = ", ".join(map(repr, head)) or "none"
        raise GraderError(f"{path} names no student. Its columns: {columns}. {_EXPECTED}")
    for line in lines:
        yield dict(zip(headings, line, strict=False))


def _decoded(content: bytes) -> str:
    # Blackboard writes UTF-16, spreadsheets write Latin-1.
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def _person(row: _Row, assignment: str) -> Person | None:
    def value(*names: str) -> str:
        return next((row[name] for name in names if row.get(name)), "").lstrip("#").strip()

    first, last = value(*_FIRST), value(*_LAST)
    if not (first or last):
        first, last = _parts(value(*_NAME))
    if (first, last) in {("Test", "Student"), ("Points", "Possible")}:
        return None
    ids = _ids(row, value, assignment)
    name = value(*_LOGIN) or value(*_NUMBER) or value(*_EMAIL) or f"{first} {last}".strip()
    name = name or value(_IDENTIFIER)  # if Moodle hides names
    if not name:
        return None
    try:
        student = safe_name(name)
    except ValueError as error:
        raise GraderError(f"The roster has a student {name!r}: {error}.") from error
    return Person(student, first, last, value(*_EMAIL), value(*_SECTION), ids)


def _parts(name: str) -> tuple[str, str]:
    last, comma, first = name.partition(",")
    if comma:
        return first.strip(), last.strip()
    first, _, last = name.rpartition(" ")
    return first, last


def _ids(row: _Row, value: Callable[..., str], assignment: str) -> dict[str, str]:
    ids = {}
    if "sis login id" in row or "sis user id" in row or {"student", "id", "section"} <= row.keys():
        ids["canvas"] = row.get("id", "")
        ids["canvas-sis-user"] = row.get("sis user id", "")
        ids["canvas-sis-login"] = row.get("sis login id", "")
    if participant := re.fullmatch(r"\D+(\d+)", row.get(_IDENTIFIER, "")):
        ids[f"moodle/{assignment}"] = participant[1]
    if "orgdefinedid" in row:
        ids["brightspace-org"] = value("orgdefinedid")
    elif "username" in row:
        ids["blackboard"] = row["username"]
    return {key: text for key, text in ids.items() if text}
