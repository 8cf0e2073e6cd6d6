"""Decide which grades to send: final ones that changed here, and that nobody changed there."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from math import isclose

from split_grader.intake.people import People
from split_grader.pages.packing import was_handed_in
from split_grader.platforms.connect import Link
from split_grader.platforms.interface import NewGrade, Page, PlatformError, PlatformGrade
from split_grader.platforms.pull import attempt_of, students_of
from split_grader.platforms.state import Sent, State
from split_grader.results.grade_table import GradeTable, Row
from split_grader.results.gradebook import graded_version

# Platforms keep at least two decimals.
_SMALLEST = 0.005


class Verdict(StrEnum):
    """What happens to a grade."""

    CHANGED_THERE = "changed there"
    SEND = "to send"
    UNCHANGED = "unchanged"
    WAITS = "not sent"


@dataclass(frozen=True, slots=True)
class Options:
    """What a person has decided.

    Parameters
    ----------
    pages
        Whether feedback pages go with the grades.
    all_pages
        Whether a changed page is sent although the grade stays.
    overwrite
        Students whose grade may replace one that somebody changed on the platform.
    """

    pages: bool = True
    all_pages: bool = False
    overwrite: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Change:
    """A grade here and there.

    Parameters
    ----------
    students, members
        One student, or a group with one grade; and their numbers on the platform.
    reason
        Why it isn't sent, or what somebody changed there.
    attempt
        The attempt that the platform has.
    """

    students: tuple[str, ...]
    members: tuple[str, ...]
    verdict: Verdict
    reason: str = ""
    new: NewGrade | None = None
    there: PlatformGrade | None = None
    attempt: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class _Sides:
    """What is known here, and what the platform says, by its numbers."""

    link: Link
    most: float
    state: State
    options: Options
    numbers: Mapping[str, str]
    inactive: frozenset[str]
    grades: Mapping[str, PlatformGrade]
    attempts: Mapping[str, str]


def compare(link: Link, table: GradeTable, state: State, options: Options) -> list[Change]:
    """Compare all grades with those on the platform.

    Raises
    ------
    GraderError
        If the platform refuses, or has another maximum.
    """
    there = link.there
    _require_points(link, table.max_score)
    members = link.platform.members(there)
    students = students_of(People.read(link.course), members)
    sides = _Sides(
        link,
        table.max_score,
        state,
        options if there.takes_pages else replace(options, pages=False),
        {name: number for number, name in students.items()},
        frozenset(one.id for one in members if not one.active),
        {one.member: one for one in link.platform.grades(there)},
        {one.member: attempt_of(one) for one in link.platform.submissions(there)},
    )
    changes = [_change(sides, row.student, row, row.state) for row in table.rows]
    changes += [_change(sides, one.student, None, one.status) for one in table.ungraded]
    if there.shared_grade:
        changes = list(_per_group(changes))
    changes = [
        replace(one, verdict=Verdict.SEND)
        if one.verdict is Verdict.CHANGED_THERE and options.overwrite.intersection(one.students)
        else one
        for one in changes
    ]
    return sorted(changes, key=lambda one: one.students[0].lower())


def _require_points(link: Link, most: float) -> None:
    there = link.there
    if there.obstacle:
        raise PlatformError(f"{there.title!r} takes no grades: {there.obstacle}.")
    if there.points is None or not isclose(there.points, most):
        points = "no points" if there.points is None else f"{there.points:g} points"
        raise PlatformError(
            f"{link.title} has {points} for {there.title!r}, {link.name} has {most:g}. Grades are "
            f"sent as they are, so change the points in {link.title}."
        )


def _change(sides: _Sides, student: str, row: Row | None, state: str) -> Change:
    member = sides.numbers.get(student, "")
    there = sides.grades.get(member)
    change = Change(
        (student,),
        (member,),
        Verdict.WAITS,
        there=there,
        attempt=sides.attempts.get(member, ""),
        group=there.group if there and member not in sides.inactive else "",
    )
    if row is None or not row.is_final:
        return replace(change, reason=f"waits for a person: {state}" if row else state)
    if there is None:
        return replace(change, reason=f"not in the course on {sides.link.title}")
    if reason := _why_not(sides, student, there):
        return replace(change, reason=reason)
    pages, problem = _pages(sides, row) if sides.options.pages else ((), "")
    if problem:
        return replace(change, reason=problem)
    comment = f"{row.total:g} of {sides.most:g} points. {row.lateness}".strip()
    new = NewGrade(member, round(row.total, 4), comment, pages)
    return _judged(
        change, new, there, sides.state.sent.get(member), all_pages=sides.options.all_pages
    )


def _why_not(sides: _Sides, student: str, there: PlatformGrade) -> str:
    """Return why a final grade must not be sent; empty if it may."""
    link, last_pull = sides.link, sides.state.pulled.get(there.member)
    if there.member in sides.inactive:
        return f"no longer in the course on {link.title}"
    if there.locked:
        return there.locked
    if last_pull and last_pull.attempt != sides.attempts.get(there.member, last_pull.attempt):
        return f"handed in again: `grader pull {link.name}`, and grade it first"
    if last_pull and last_pull.before == graded_version(link.course, link.name, student):
        return f"handed in again, and that isn't graded yet: `grader grade {link.name}`"
    return ""


def _pages(sides: _Sides, row: Row) -> tuple[tuple[Page, ...], str]:
    """Return a student's feedback pages, or why they can't be sent."""
    course, name = sides.link.course, sides.link.name
    folder = course.autograded(row.student, name)
    total = f"{row.total:g} of {sides.most:g} points".encode()
    pages = []
    for path in sorted(course.feedback(row.student, name).glob("*.html")):
        content = path.read_bytes()
        if b'class="total"' in content and total not in content:
            return (), f"its feedback page has an older total: `grader feedback {name}`"
        if was_handed_in(folder / f"{path.stem}.ipynb"):
            code = hashlib.sha256(content).hexdigest()[:8]
            pages.append(Page(f"{path.stem}-{code}.html", content))
    missing = f"no feedback page yet: `grader feedback {name}`, or push with --no-pages"
    return tuple(pages), "" if pages else missing


def _judged(
    change: Change, new: NewGrade, there: PlatformGrade, last: Sent | None, *, all_pages: bool
) -> Change:
    """Decide about a grade that may be sent."""
    change = replace(change, new=new)
    reason = ""
    if is_same(there.score, new.score):
        names = (*there.pages, *(last.pages if last else ()))
        if not all_pages or all(is_among(page, names) for page in new.pages):
            return replace(change, verdict=Verdict.UNCHANGED)
    elif there.score is None:
        is_same_attempt = last is not None and last.attempt == change.attempt
        reason = "the grade was removed there" if is_same_attempt else ""
    elif last is None or not is_same(there.score, last.score):
        by = f" by {there.grader}" if there.grader else ""
        at = f" at {there.graded_at:%Y-%m-%d %H:%M %Z}" if there.graded_at else ""
        subject = f"{last.score:g} was" if last else "nothing was"
        reason = f"{there.score:g} was entered there{by}{at}, and {subject} sent from here"
    verdict = Verdict.CHANGED_THERE if reason else Verdict.SEND
    return replace(change, verdict=verdict, reason=reason)


def _per_group(changes: Iterable[Change]) -> Iterator[Change]:
    """Merge the changes of a group, whose members have one grade on the platform."""
    groups: dict[str, list[Change]] = defaultdict(list)
    for one in changes:
        if one.group:
            groups[one.group].append(one)
        else:
            yield one
    for group, same in groups.items():
        students = tuple(name for one in same for name in one.students)
        waiting = next((one for one in same if one.new is None), None)
        scores = {one.new.score for one in same if one.new}
        # A grade for one of them would be everybody's.
        first = waiting or min(same, key=lambda one: list(Verdict).index(one.verdict))
        reason = f"{waiting.students[0]}: {waiting.reason}" if waiting else first.reason
        if len(scores) > 1:
            first = replace(first, verdict=Verdict.WAITS, new=None)
            reason = f"{group} has one grade there, and its members have different ones here"
        members = tuple(number for one in same for number in one.members)
        yield replace(first, students=students, members=members, reason=reason)


def is_same(there: float | None, score: float) -> bool:
    """Return whether a platform has this score."""
    return there is not None and abs(there - score) < _SMALLEST


def is_among(page: Page, names: Iterable[str]) -> bool:
    """Return whether a page was sent; platforms may add to a file's name."""
    return any(page.name.removesuffix(".html") in name for name in names)
