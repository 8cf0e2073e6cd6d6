"""How many hand-ins are graded in a day, and which one counts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from split_grader.base.errors import GraderError
from split_grader.course.course import Course
from split_grader.watching.journal import HandIn


@dataclass(frozen=True, slots=True)
class Rules:
    """A course's rules for hand-ins.

    Parameters
    ----------
    per_day
        How many of a student's hand-ins are graded in a day; all if None.
    best
        Whether the best one counts; otherwise the last.
    zone
        In which days begin at midnight.
    """

    per_day: int | None
    best: bool
    zone: ZoneInfo

    @property
    def told(self) -> str:
        """The rules in words."""
        counts = f"The {'best' if self.best else 'last'} one counts."
        return counts if self.per_day is None else f"{self.told_limit}. {counts}"

    @property
    def told_limit(self) -> str:
        """The limit in words."""
        return f"{self.per_day} a day {'is' if self.per_day == 1 else 'are'} graded"

    @classmethod
    def of(cls, course: Course) -> "Rules":
        """Read ``c.Grader.attempts_per_day``, ``attempt_that_counts`` and the exchange's zone.

        Raises
        ------
        GraderError
            If one of them can't be used.
        """
        per_day = course.config.Grader.get("attempts_per_day", None)
        counts = course.config.Grader.get("attempt_that_counts", "last")
        zone = course.config.Exchange.get("timezone", "UTC")
        if per_day is not None and (type(per_day) is not int or per_day < 1):
            raise GraderError(
                f"c.Grader.attempts_per_day is {per_day!r}; expected a whole number from 1, or "
                "None for no limit."
            )
        if counts not in {"last", "best"}:
            raise GraderError(
                f'c.Grader.attempt_that_counts is {counts!r}; expected "last" or "best".'
            )
        try:
            return cls(per_day, counts == "best", ZoneInfo(str(zone)))
        except (ValueError, OSError, LookupError) as error:
            raise GraderError(
                f'c.Exchange.timezone is {zone!r}; expected a name such as "America/Chicago".'
            ) from error

    def next_allowed(self, hand_in: HandIn, earlier: Iterable[HandIn]) -> datetime | None:
        """Return when the student may hand in again; None if this one is within the limit."""
        day = hand_in.received.astimezone(self.zone).date()
        attempt_count = sum(
            one.is_attempt
            and one.received.astimezone(self.zone).date() == day
            and not {*one.notebooks}.isdisjoint(hand_in.notebooks)
            for one in earlier
        )
        if self.per_day is None or attempt_count < self.per_day:
            return None
        return datetime.combine(day + timedelta(days=1), time(), self.zone)

    def counts(self, hand_in: HandIn, earlier: Iterable[HandIn]) -> bool:
        """Return whether a graded hand-in is the one for the gradebook.

        Points that a person has yet to give are in no comparison.
        """
        stored_hand_ins = [one for one in earlier if one.stored]
        if not self.best or not stored_hand_ins:
            return True
        return not hand_in.failed and hand_in.points >= stored_hand_ins[-1].points


def told_time(when: datetime, rules: Rules) -> str:
    """Format a time in the course's zone."""
    return f"{when.astimezone(rules.zone):%Y-%m-%d %H:%M:%S %Z}"
