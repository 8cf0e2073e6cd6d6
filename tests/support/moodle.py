"""Imitate what Moodle does with an uploaded grading worksheet.

Moodle's own code is ``mod/assign/feedback/offline`` (``importgradeslib.php``, ``locallib.php``) on
``lib/csvlib.class.php``: English strings, no scale, no group mode.
"""

import csv
import io
from dataclasses import dataclass, field
from datetime import datetime

REQUIRED = ("Identifier", "Grade", "Last modified (grade)")
COMMENT = "Feedback comments"


class RefusedError(Exception):
    """Moodle can't read the uploaded grades file."""


@dataclass
class Moodle:
    """One assignment: its maximum, and each participant's grade and its time."""

    maximum: float
    participants: set[str]
    grades: dict[str, float] = field(default_factory=dict)
    changed: dict[str, datetime] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)
    locked: set[str] = field(default_factory=set)

    def upload(self, content, *, now=datetime(2026, 12, 1, 9)):  # noqa: DTZ001
        """Upload a worksheet; return the changed grades by participant."""
        head, *rows = self._lines(content)
        if any(name not in head for name in REQUIRED):
            raise RefusedError(head)
        places = {name: place for place, name in enumerate(head)}  # the last of two
        updates = {}
        for row in rows:
            number = row[places["Identifier"]][len("Participant ") :]
            if number not in self.participants:
                continue
            sheet_time = _time(row[places["Last modified (grade)"]])
            last_change = self.changed.get(number)
            is_stale = last_change is not None and (last_change - sheet_time).total_seconds() > 60
            grade = _number(row[places["Grade"]])
            if self._is_taken(number, grade, is_stale=is_stale):
                updates[number] = self.grades[number] = grade
                self.changed[number] = now
            if places.get(COMMENT) and not is_stale:
                self.comments[number] = row[places[COMMENT]]
        return updates

    @staticmethod
    def _lines(content):
        text = content.decode("utf-8").removeprefix("\ufeff")
        text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
        lines = [line for line in csv.reader(io.StringIO(text, newline="")) if line]
        if any(len(line) != len(lines[0]) for line in lines):
            raise RefusedError("Rows differ in their number of cells.")
        return lines

    def _is_taken(self, number, grade, *, is_stale):
        if grade is None or number in self.locked or is_stale:
            return False
        return grade != self.grades.get(number) and 0 <= grade <= self.maximum


def _number(text):
    text = text.replace(" ", "")
    if not text:
        return None
    try:
        return float(text)
    except ValueError:
        return 0.0  # as PHP does with strings


def _time(text):
    try:
        return datetime.strptime(text, "%A, %d %B %Y, %I:%M %p")  # noqa: DTZ007
    except ValueError:
        return datetime(1970, 1, 1)  # noqa: DTZ001 - what PHP takes a text for


HEAD = (
    '\ufeffIdentifier,"Full name","Email address",Status,Grade,"Maximum grade",'
    '"Grade can be changed","Last modified (submission)","Last modified (grade)",'
    '"Feedback comments"\r\n'
)


def worksheet(people, *, maximum="6.00"):
    """Return a worksheet as Moodle writes it: numbers, names and times."""
    rows = []
    for number, name, moment in people:
        label, mail = name.replace('"', '""'), f"{name.split()[0].lower()}{number}@example.org"
        rows.append(
            f'"Participant {number}","{label}",{mail},"Submitted for grading - ",,{maximum},Yes,'
            f'"{moment}",-,\r\n'
        )
    return (HEAD + "".join(rows)).encode()
