"""Read and fill Moodle's grading worksheet: students, times and grades.

Moodle finds columns by its own headings, in the uploader's language, and refuses a file without
these three: *Identifier*, *Grade* and *Last modified (grade)*.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import product
from typing import NoReturn, Self

from split_grader.base.errors import GraderError

IDENTIFIER, GRADE, COMMENT = "Identifier", "Grade", "Feedback comments"
GRADE_TIME, SUBMISSION_TIME = "Last modified (grade)", "Last modified (submission)"
_REQUIRED = (IDENTIFIER, GRADE, GRADE_TIME)
_CHANGEABLE = "Grade can be changed"
_TELLING = {IDENTIFIER, GRADE_TIME, SUBMISSION_TIME, _CHANGEABLE}
_MAXIMUM = ("Maximum grade", "Maximum Grade")  # in newer and older versions
_AGAIN = "Set your language in Moodle to English, download the worksheet again, and do not edit it."
_BOM = "\ufeff"
_FIELD = re.compile(r'"(?:[^"]|"")*"|(?!")[^,\r\n]*')
_PARTICIPANT = re.compile(r"Participant (\d+)")
_NONE = {"", "-"}
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DATES = ("%d %B %Y", "%B %d %Y", "%d %b %Y", "%b %d %Y", "%Y-%m-%d")
_TIMES = ("%I:%M %p", "%H:%M", "%I:%M:%S %p", "%H:%M:%S")


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell's text and its position in the file, including quotes."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Entry:
    """New content of one student's row; it never replaces an instructor's comment."""

    grade: str
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Worksheet:
    """A grading worksheet as Moodle wrote it.

    Parameters
    ----------
    name
        The file's name, for messages.
    text
        The whole text, including the byte order mark.
    columns
        By heading, the place of its cell in each row.
    rows
        By participant's number, the cells of the row.
    """

    name: str
    text: str
    columns: Mapping[str, int]
    rows: Mapping[str, list[_Cell]]

    @classmethod
    def parse(cls, name: str, content: bytes) -> Self:
        """Read a worksheet.

        Raises
        ------
        GraderError
            If Moodle would refuse the file.
        """
        try:
            text = content.decode("utf-8")
        except UnicodeDecodeError:
            _refuse(name, "isn't in UTF-8, the encoding that Moodle uses")
        (head,) = _table(name, text.split("\n", 1)[0]) or [[]]
        columns = _columns(name, [cell.text for cell in head])
        rows: dict[str, list[_Cell]] = {}
        for number, line in enumerate(_table(name, text)[1:], start=2):
            if len(line) != len(head):
                _refuse(name, f"has {len(line)} cells in row {number}, expected {len(head)}")
            identifier = line[columns[IDENTIFIER]].text
            participant = _PARTICIPANT.fullmatch(identifier)
            if participant is None:
                hint = "expected one like 'Participant 4711004'"
                _refuse(name, f"has the identifier {identifier!r} in row {number}, {hint}")
            rows[participant[1]] = line
        return cls(name, text, columns, rows)

    def require_some_of(self, numbers: Iterable[str]) -> None:
        """Raise GraderError if no row has any of the numbers."""
        participants = sorted(numbers)
        if participants and not self.rows.keys() & set(participants):
            raise GraderError(
                f"{self.name} is the worksheet of another assignment: it has participants such as "
                f"{', '.join(sorted(self.rows)[:3]) or 'none'}, the submissions have "
                f"{', '.join(participants[:3])}. Download the worksheet of this assignment."
            )

    def times(self) -> dict[str, datetime]:
        """Return when each participant handed in.

        Times are in the time zone of the instructor's Moodle account.

        Raises
        ------
        GraderError
            If a time has an unknown format.
        """
        if SUBMISSION_TIME not in self.columns:
            return {}
        times = {}
        for number in self.rows:
            text = self._cell(number, SUBMISSION_TIME).text
            if text.strip() in _NONE:
                continue
            time = read_time(text)
            if time is None:
                _refuse(
                    self.name,
                    f"has {text!r} as {SUBMISSION_TIME!r} of participant {number}, expected a time "
                    "like 'Wednesday, 10 June 2026, 2:14 PM'",
                )
            times[number] = time
        return times

    def maximum(self) -> float | None:
        """Return Moodle's maximum grade, or None if missing.

        Raises
        ------
        GraderError
            If Moodle grades by a scale.
        """
        if "Scale" in self.columns:
            raise GraderError(
                f"{self.name} is for an assignment that is graded by a scale. Set its grade to "
                "points in Moodle, and download the worksheet again."
            )
        column = next((name for name in _MAXIMUM if name in self.columns), None)
        text = next((self._cell(number, column).text for number in self.rows), "") if column else ""
        try:
            return float(text) if text else None
        except ValueError:
            _refuse(self.name, f"has {text!r} as {column!r}, expected a number like '32.00'")

    def locked(self) -> set[str]:
        """Return the numbers of participants whose grade is locked in Moodle."""
        if _CHANGEABLE not in self.columns:
            return set()
        return {number for number in self.rows if self._cell(number, _CHANGEABLE).text == "No"}

    def filled(self, entries: Mapping[str, Entry]) -> bytes:
        """Return the worksheet with grades, otherwise byte for byte unchanged.

        Parameters
        ----------
        entries
            By participant's number; other rows stay as they are.
        """
        changes = []
        for number in self.rows.keys() & entries.keys():
            entry = entries[number]
            changes.append((self._cell(number, GRADE), entry.grade))
            if COMMENT in self.columns:
                cell = self._cell(number, COMMENT)
                if not cell.text or _is_ours(cell.text):
                    changes.append((cell, entry.comment))
        parts, at = [], 0
        for cell, text in sorted(changes, key=lambda change: change[0].start):
            parts += [self.text[at : cell.start], self._written(cell, text)]
            at = cell.end
        return "".join([*parts, self.text[at:]]).encode("utf-8")

    def _cell(self, number: str, column: str) -> _Cell:
        return self.rows[number][self.columns[column]]

    def _written(self, cell: _Cell, text: str) -> str:
        was_quoted = self.text[cell.start : cell.start + 1] == '"'
        # Like PHP, which also quotes text with a space.
        if was_quoted or re.search(r'[\s,"]', text):
            return '"{}"'.format(text.replace('"', '""'))
        return text


def read_time(text: str) -> datetime | None:
    """Parse a time from Moodle in British or American English."""
    words = text.replace(",", " ").split()  # also splits at the narrow space before PM
    has_day = words[:1] and words[0].lower() in {*_DAYS, *(day[:3] for day in _DAYS)}
    plain = " ".join(words[1:] if has_day else words)
    for date, time in product(_DATES, _TIMES):
        try:
            return datetime.strptime(plain, f"{date} {time}")  # noqa: DTZ007 - the account's zone
        except ValueError:
            continue
    return None


def is_worksheet(headings: Iterable[str]) -> bool:
    """Return whether headings include one that only a grading worksheet has."""
    return not _TELLING.isdisjoint(headings)


def _columns(name: str, headings: list[str]) -> dict[str, int]:
    columns = {heading: place for place, heading in enumerate(headings)}
    if missing := [one for one in _REQUIRED if one not in columns]:
        separator = next((one for one in ";\t" if one in "".join(headings)), ",")
        _refuse(
            name,
            f"lacks {_quoted(missing)}, which Moodle requires. It has {_quoted(headings)}, "
            f"separated by {separator!r}. Expected English headings separated by ','",
        )
    if len(columns) < len(headings):
        _refuse(name, f"has a heading twice: {_quoted(headings)}")
    return columns


def _is_ours(comment: str) -> bool:
    return comment.startswith("Handed in ") and "after the due date" in comment


def _table(name: str, text: str) -> list[list[_Cell]]:
    """Return the cells by row, the heading first, without empty lines."""
    rows: list[list[_Cell]] = [[]]
    at = len(_BOM) if text.startswith(_BOM) else 0
    while True:
        match = _FIELD.match(text, at)
        after = text[match.end() : match.end() + 2] if match else "?"
        if match is None or (after and after[0] not in ",\r\n"):
            _refuse(
                name, f"cannot be read as a table: row {len(rows)} has a quote in the wrong place"
            )
        raw = match[0]
        content = raw[1:-1].replace('""', '"') if raw.startswith('"') else raw
        rows[-1].append(_Cell(content, *match.span()))
        if not after:
            return [row for row in rows if len(row) > 1 or row[0].text]
        at = match.end() + (2 if after == "\r\n" else 1)
        if after[0] != ",":
            rows.append([])


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(repr(name) for name in names)


def _refuse(name: str, problem: str) -> NoReturn:
    raise GraderError(f"{name} {problem}. {_AGAIN}")
