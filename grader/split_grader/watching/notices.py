"""Give students their pages, and a page that says where each of their hand-ins is."""

import math
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from jinja2 import Environment, PackageLoader, Template
from nbgrader.utils import notebook_hash

from split_grader.base.atomic import write_atomically
from split_grader.course.course import Course
from split_grader.intake.platforms import assignment_in_exchange
from split_grader.intake.receipt import read_secret
from split_grader.watching.journal import HandIn, Journal, State
from split_grader.watching.rules import Rules, told_time

_REFRESH = 20.0
"""Seconds between two pages for a student who waits."""
_AT_ONCE = 50
"""Pages that are renewed together, because grades wait meanwhile."""
_FEWEST, _MOST = 5, 20


@dataclass(slots=True)
class Pace:
    """The times at which hand-ins were finished while others waited."""

    times: list[float] = field(default_factory=list)

    def note(self, now: float, *, is_last: bool) -> None:
        """Note a finished hand-in; after the last of a queue, begin again."""
        self.times = [] if is_last else [*self.times[-_MOST:], now]

    def told(self, ahead: int) -> str:
        """Say what was measured, and how long that means with so many ahead."""
        count = len(self.times) - 1
        if count < _FEWEST:
            return "There is no estimate yet: too few have been graded since the queue began."
        each = (self.times[-1] - self.times[0]) / count
        minutes = math.ceil((ahead + 1) * each / 60)
        about = "less than a minute" if minutes == 1 else f"about {minutes} minutes"
        return f"The last {count} took {each:.1f} s each. At that pace this one is done in {about}."


class Notices:
    """Writes students' pages next to their feedback, and into nbgrader's exchange."""

    def __init__(
        self, course: Course, assignment: str, inbox: Path, journal: Journal, rules: Rules
    ) -> None:
        self._course, self._assignment, self._inbox = course, assignment, inbox
        self._journal, self._rules = journal, rules
        self._pace = Pace()
        self._changed = set(journal.by_student)
        self._told: dict[str, float] = {}

    def note(self, hand_in: HandIn) -> None:
        """Note that a hand-in's state has changed."""
        self._changed.add(hand_in.student)
        if hand_in.state is State.DONE:
            self._pace.note(time.monotonic(), is_last=not self._journal.left)

    def publish(self, hand_in: HandIn, folder: Path) -> None:
        """Copy the pages of a graded hand-in: each keeps its own."""
        for path in folder.glob("*.html"):
            page = path.read_bytes()
            write_atomically(self._folder(hand_in) / path.name, page)
            self._release(hand_in, path.stem, page)

    def write(self) -> None:
        """Write the pages of students whose state has changed, and renew those that are old."""
        now = time.monotonic()
        ahead = {number: count for count, number in enumerate(self._journal.left)}
        waiting = dict.fromkeys(one.student for one in self._journal.left.values())
        old = [one for one in waiting if now - self._told.get(one, -_REFRESH) >= _REFRESH]
        for student in {*old[:_AT_ONCE], *self._changed} - {""}:
            self._told[student] = now
            self._write(student, ahead)
        self._changed.clear()

    def _write(self, student: str, ahead: dict[int, int]) -> None:
        hand_ins = self._journal.by_student[student]
        stored_hand_ins = [one for one in hand_ins if one.stored][-1:]
        lines = [
            {
                "number": number,
                "received": told_time(one.received, self._rules),
                "text": told(one, ahead.get(one.number, 0), self._pace),
                "counts": one in stored_hand_ins,
                "pages": [
                    (path.stem, f"{path.parent.name}/{path.name}")
                    for path in sorted(self._folder(one).glob("*.html"))
                ],
            }
            for number, one in enumerate(hand_ins, start=1)
        ]
        waits = [one for one in hand_ins if one.number in ahead]
        page = _template().render(
            assignment=self._assignment,
            student=student,
            now=told_time(datetime.now(UTC), self._rules),
            rule=self._rules.told,
            waits=waits,
            lines=lines[::-1],
        )
        content = page.encode("utf-8", "replace")
        folder = self._course.feedback(student, self._assignment)
        write_atomically(folder.with_name(f"{folder.name}-status.html"), content)
        for one in waits or hand_ins[-1:]:
            if one.state is not State.DONE:  # then the feedback itself is there
                for path in self._course.release(self._assignment).glob("*.ipynb"):
                    self._release(one, path.stem, content)

    def _folder(self, hand_in: HandIn) -> Path:
        number = self._journal.by_student[hand_in.student].index(hand_in) + 1
        folder = self._course.feedback(hand_in.student, self._assignment)
        return folder.with_name(f"{folder.name}-hand-in-{number}")

    def _release(self, hand_in: HandIn, notebook: str, page: bytes) -> None:
        """Give a page to the student through the exchange, if the work came from it."""
        secret = read_secret(self._journal.files(hand_in)).decode()
        if not secret or not assignment_in_exchange(hand_in.source):
            return
        folder = self._inbox.parent / "feedback"
        if not folder.is_dir():
            folder.mkdir(mode=0o711)  # only those who know a page's name can read it
        name = notebook_hash(secret=secret, notebook_id=notebook)
        write_atomically(folder / f"{name}.html", page)


def told(hand_in: HandIn, ahead: int, pace: Pace) -> str:
    """Say how far a hand-in is.

    Parameters
    ----------
    ahead
        How many unfinished ones came before it.
    """
    points = f"{hand_in.points:g} of {hand_in.most:g} points"
    match hand_in.state:
        case State.REFUSED:
            return f"Not gradable, so it doesn't count as an attempt. {hand_in.reason}."
        case State.OVER:
            return f"Kept, but not graded. {hand_in.reason}."
        case State.WAITING if ahead:
            others = "1 hand-in is" if ahead == 1 else f"{ahead} hand-ins are"
            return f"{others} ahead of this one. {pace.told(ahead)}"
        case State.WAITING:
            return "Nothing is ahead of this one: it is graded now."
    waits = " so far, not final: a person has something to decide" * (not hand_in.is_final)
    apology = "The grader failed. That isn't your fault, and it doesn't count as an attempt."
    return apology if hand_in.failed else f"{points}{waits}. {hand_in.reason}"


@cache
def _template() -> Template:
    environment = Environment(loader=PackageLoader("split_grader.pages"), autoescape=True)
    return environment.get_template("status.html")
