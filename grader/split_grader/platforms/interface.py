"""Describe what `grader pull` and `grader push` need from a learning platform.

One class per platform follows :class:`Platform`. It speaks the platform's protocol and decides
nothing: what is new, what may be sent and what somebody changed there is the same for all.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import PurePosixPath
from typing import Protocol

from split_grader.base.errors import GraderError

PAUSES = (1.0, 2.0, 4.0, 8.0)
"""Seconds to wait between attempts, unless the platform says how long."""


class PlatformError(GraderError):
    """The platform refused something; the text says what, and what to do."""


class TokenError(PlatformError):
    """The token is missing, wrong, expired or withdrawn."""


class RightsError(PlatformError):
    """The token is valid, but its owner may not do this."""


class AnonymousError(PlatformError):
    """The platform hides who handed in, and reading would reveal it."""


class RateLimitError(PlatformError):
    """The platform still refuses after several pauses; it did nothing."""


class NetworkError(PlatformError):
    """No answer arrived, so nobody knows whether the platform did what it was asked."""


@dataclass(frozen=True, slots=True)
class Member:
    """A student of the platform's course.

    Parameters
    ----------
    id
        The platform's number for the student, as in submissions and grades.
    login, number
        User name and student number; empty if the token's owner may not see them.
    ids
        The numbers to keep in `Person.ids`, such as ``{"canvas": "101"}``; with the keys that
        rosters have, so that a student collected from a download is recognised.
    active
        Whether the student is still in the course.
    """

    id: str
    first: str = ""
    last: str = ""
    email: str = ""
    section: str = ""
    login: str = ""
    number: str = ""
    ids: Mapping[str, str] = field(default_factory=dict)
    active: bool = True


@dataclass(frozen=True, slots=True)
class Assignment:
    """An assignment on the platform.

    Parameters
    ----------
    points
        The most points that it gives there; None if it has no grade.
    anonymous
        Whether names are hidden; then `Member.id` is the platform's anonymous number. An adapter
        without such numbers raises AnonymousError.
    shared_grade
        Whether one grade counts for a whole group.
    takes_pages
        Whether a grade can have feedback pages.
    obstacle
        Why no grades can be entered; empty if they can.
    """

    id: str
    title: str
    points: float | None
    anonymous: bool = False
    shared_grade: bool = False
    takes_pages: bool = True
    obstacle: str = ""


@dataclass(frozen=True, slots=True)
class File:
    """A file that a student handed in.

    `path` is its name in the platform's own download, which `grader collect` understands. `place`
    is where the adapter finds it, the same for all members of a group.
    """

    id: str
    path: PurePosixPath
    size: int
    place: str


@dataclass(frozen=True, slots=True)
class Submission:
    """A student's newest attempt; a group's work appears once per member.

    `when` has a time zone, and is None if the platform doesn't know.
    """

    member: str
    attempt: int
    when: datetime | None
    files: tuple[File, ...]


@dataclass(frozen=True, slots=True)
class PlatformGrade:
    """A student's grade as the platform has it.

    Parameters
    ----------
    score
        As it was entered, before penalties of the platform; None if there is no grade.
    pages
        File names in all comments, to recognise what was sent; may be empty in `Platform.grades`.
    graded_at, grader
        When, with time zone, and by whom; the platform's number if it doesn't give a name.
    locked
        Why nobody should change it, such as "excused"; else empty.
    """

    member: str
    score: float | None = None
    pages: tuple[str, ...] = ()
    graded_at: datetime | None = None
    grader: str = ""
    group: str = ""
    locked: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A feedback page; its name has a fingerprint of its content."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class NewGrade:
    """A grade to send, with a comment and feedback pages."""

    member: str
    score: float
    comment: str
    pages: tuple[Page, ...] = ()


class Platform(Protocol):
    """A course on a learning platform; making one sends no request.

    Every method raises a `PlatformError`, never a library's error, and never with the token in it.
    Reading is tried again after a lost connection.
    """

    title: str
    """The platform's name in sentences, such as ``Canvas``."""
    token_variable: str
    """The environment variable with the token, unless the course names another."""

    def __init__(self, url: str, course: str, token: str) -> None: ...

    def assignment(self, name: str, number: str) -> Assignment:
        """Find an assignment by its number, or by its title if the number is empty."""

    def members(self, assignment: Assignment) -> list[Member]:
        """Return the course's students, and everybody with work: some may have left."""

    def submissions(self, assignment: Assignment) -> list[Submission]:
        """Return the newest attempt of every student who handed in."""

    def content(self, file: File) -> bytes:
        """Download a file."""

    def grades(self, assignment: Assignment) -> list[PlatformGrade]:
        """Return an entry for every student who can have a grade, also without one."""

    def grade(self, assignment: Assignment, member: str) -> PlatformGrade:
        """Read one student's grade afresh."""

    def send(self, assignment: Assignment, grade: NewGrade) -> PlatformGrade:
        """Enter a grade with its comment and pages, and return what the platform has now.

        Never tries again after a lost connection: the caller first looks whether it has arrived. A
        plain `PlatformError` concerns this student only; the errors derived from it end the run.
        """
