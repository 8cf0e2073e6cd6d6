"""Speak the REST API of Canvas, through canvasapi.

Only canvasapi's requests, pages and uploads are used: its objects parse each field as a date, which
takes longer than the request. Its ``upload_comment`` adds an empty comment for each file, so grade,
comment and files go in one request here.
"""

import logging
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlparse

from canvasapi.exceptions import (
    CanvasException,
    Forbidden,
    InvalidAccessToken,
    ResourceDoesNotExist,
    Unauthorized,
)
from canvasapi.paginated_list import PaginatedList
from canvasapi.requester import Requester
from canvasapi.upload import Uploader
from canvasapi.util import combine_kwargs

from split_grader.intake.kept_rosters import plain_title
from split_grader.platforms.http import PatientSession
from split_grader.platforms.interface import (
    AnonymousError,
    Assignment,
    File,
    Member,
    NewGrade,
    Page,
    PlatformError,
    PlatformGrade,
    RightsError,
    Submission,
    TokenError,
)

_Row = dict[str, Any]
_LONGEST_NAME = 120
_STATES = ["active", "invited", "inactive", "completed"]
_WITH = ["user", "group", "submission_comments"]


class Canvas:
    """A course on Canvas."""

    title = "Canvas"
    token_variable = "CANVAS_API_TOKEN"  # noqa: S105 - the name of a variable

    def __init__(self, url: str, course: str, token: str) -> None:
        self._url = url
        self._course = f"courses/{course}"
        # The library would log the end of the token.
        logging.getLogger("canvasapi").setLevel(logging.WARNING)
        self._requester = Requester(url, token)
        self._requester._session = PatientSession()  # noqa: SLF001 - the library has no time limit
        self._rows: list[_Row] | None = None

    def assignment(self, name: str, number: str) -> Assignment:
        """Find an assignment by its number, or by its title."""
        if number:
            row = self._request("GET", f"{self._course}/assignments/{number}").json()
        else:
            rows = self._list(f"{self._course}/assignments")
            fitting = [one for one in rows if plain_title(one["name"]) == plain_title(name)]
            if len(fitting) != 1:
                titles = ", ".join(f"{one['name']!r} ({one['id']})" for one in rows) or "none"
                raise PlatformError(
                    f"Canvas has {len(fitting)} assignments called {name!r}. It has: {titles}. "
                    f'Add "assignments": {{"{name}": NUMBER}} to c.Grader.platform.'
                )
            row = fitting[0]
        if row.get("anonymize_students"):
            raise AnonymousError(
                f"{row['name']!r} is graded anonymously, and a token would show you the names. "
                "Use *Download Submissions* in Canvas, whose file names are anonymous, or switch "
                "anonymous grading off. After the grades are posted, names are no longer hidden."
            )
        return Assignment(
            str(row["id"]),
            row["name"],
            row.get("points_possible"),
            shared_grade=bool(row.get("group_category_id"))
            and not row.get("grade_group_students_individually"),
            obstacle=_obstacle(row),
        )

    def members(self, assignment: Assignment) -> list[Member]:
        """Return the course's students, and everybody with work: some may have left."""
        sections = {one["id"]: one["name"] for one in self._list(f"{self._course}/sections")}
        options = {"enrollment_type": ["student"], "enrollment_state": _STATES}
        rows = self._list(
            f"{self._course}/search_users", include=["email", "enrollments"], **options
        )
        users = {row["id"] for row in rows}
        # Canvas lists work of some who left, but not the person.
        leavers = [
            {"id": one["user_id"], **(one.get("user") or {})}
            for one in self._all(assignment)
            if one["user_id"] not in users
        ]
        return [_member(row, sections) for row in [*rows, *leavers]]

    def submissions(self, assignment: Assignment) -> list[Submission]:
        """Return the newest attempt of every student who handed in."""
        return [_submission(row) for row in self._all(assignment) if row.get("submitted_at")]

    def content(self, file: File) -> bytes:
        """Download a file; only Canvas itself gets the token."""
        own = urlparse(file.place)[:2] == urlparse(self._url)[:2]
        with _told():
            content: bytes = self._requester.request("GET", _url=file.place, use_auth=own).content
        return content

    def grades(self, assignment: Assignment) -> list[PlatformGrade]:
        """Return an entry for every student."""
        return [_grade(row) for row in self._all(assignment)]

    def grade(self, assignment: Assignment, member: str) -> PlatformGrade:
        """Read one student's grade afresh."""
        path = self._submission(assignment, member)
        return _grade(self._request("GET", path, include=_WITH[1:]).json())

    def send(self, assignment: Assignment, grade: NewGrade) -> PlatformGrade:
        """Upload the pages, then enter grade and comment in one request."""
        path = self._submission(assignment, grade.member)
        numbers = [self._upload(f"{path}/comments/files", page) for page in grade.pages]
        comment: _Row = {"text_comment": grade.comment, "group_comment": assignment.shared_grade}
        if numbers:
            comment["file_ids"] = numbers
        row = self._request(
            "PUT", path, comment=comment, submission={"posted_grade": str(grade.score)}
        ).json()
        return _grade(row)

    def _submission(self, assignment: Assignment, member: str) -> str:
        return f"{self._course}/assignments/{assignment.id}/submissions/{member}"

    def _upload(self, path: str, page: Page) -> int:
        # The library takes name and size from a file on the disk.
        with tempfile.TemporaryDirectory() as folder, _told():
            file = Path(folder) / page.name
            file.write_bytes(page.content)
            is_there, row = Uploader(self._requester, path, file).start()
        if not is_there:
            raise PlatformError(f"Canvas did not accept the feedback page {page.name}.")
        return int(row["id"])

    def _all(self, assignment: Assignment) -> list[_Row]:
        if self._rows is None:
            rows = self._list(
                f"{self._course}/assignments/{assignment.id}/submissions", include=_WITH
            )
            # The teacher's own test student.
            self._rows = [row for row in rows if row.get("user", {}).get("name") != "Test Student"]
        return self._rows

    def _list(self, path: str, **options: Any) -> list[_Row]:
        with _told():
            kind: Any = _as_it_is  # the library wants a class
            rows = PaginatedList(
                kind, self._requester, "GET", path, _kwargs=combine_kwargs(**options)
            )
            return list(rows)

    def _request(self, method: str, path: str, **options: Any) -> Any:
        with _told():
            return self._requester.request(method, path, _kwargs=combine_kwargs(**options))


def _as_it_is(_requester: Requester, row: _Row) -> Any:
    return row


def _obstacle(row: _Row) -> str:
    if row.get("grading_type") in {"not_graded", "pass_fail"}:
        return "Canvas gives no points for it; choose *Display Grade as: Points* there"
    if row.get("moderated_grading") and not row.get("grades_published"):
        return "its grades are moderated in Canvas, and aren't released yet"
    return "" if row.get("published", True) else "it isn't published in Canvas"


def _member(row: _Row, sections: dict[int, str]) -> Member:
    number = str(row["id"])
    last, _, first = (row.get("sortable_name") or row.get("name") or "").partition(", ")
    enrollments = row.get("enrollments") or []
    ids = {
        "canvas": number,
        "canvas-sis-user": row.get("sis_user_id"),
        "canvas-sis-login": row.get("login_id"),
    }
    return Member(
        number,
        first,
        last,
        email=row.get("email") or "",
        section=" and ".join(
            sorted({sections.get(one["course_section_id"], "") for one in enrollments} - {""})
        ),
        login=row.get("login_id") or "",
        number=row.get("sis_user_id") or number,
        ids={key: str(text) for key, text in ids.items() if text},
        active=any(one["enrollment_state"] in {"active", "invited"} for one in enrollments),
    )


def _submission(row: _Row) -> Submission:
    member, late = str(row["user_id"]), bool(row.get("late"))
    name = (row.get("user") or {}).get("sortable_name") or "student"
    start = re.sub(r"[^\w-]|_", "", name.casefold()) + "_LATE" * late + f"_{member}"
    files = tuple(
        File(
            str(one["id"]),
            PurePosixPath(
                f"{start}_{one['id']}_{one['display_name'].replace('/', '-')[-_LONGEST_NAME:]}"
            ),
            int(one["size"] or 0),
            one["url"],
        )
        for one in row.get("attachments") or []
    )
    when = _time(row["submitted_at"])
    return Submission(member, int(row.get("attempt") or 1), when, files)


def _grade(row: _Row) -> PlatformGrade:
    comments = row.get("submission_comments") or []
    attachments = [file for one in comments for file in one.get("attachments") or []]
    score = row.get("entered_score", row.get("score"))
    return PlatformGrade(
        str(row["user_id"]),
        None if score is None else float(score),
        pages=tuple(file["display_name"] for file in attachments),
        graded_at=_time(row.get("graded_at")),
        grader=f"user {row['grader_id']}" if row.get("grader_id") else "",
        group=str((row.get("group") or {}).get("name") or ""),
        locked="excused in Canvas" if row.get("excused") else "",
    )


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


@contextmanager
def _told() -> Iterator[None]:
    """Say in a sentence what Canvas refused, without the library's records of the request."""
    try:
        yield
    except InvalidAccessToken:
        raise TokenError(
            "Canvas does not accept the token: it is wrong, expired or deleted. Create a new one "
            "in Canvas (*Account*, *Settings*, *New Access Token*)."
        ) from None
    except (Unauthorized, Forbidden):
        raise RightsError(
            "Canvas does not allow this with your token. You need a teacher's rights to view and "
            "to edit grades in the course."
        ) from None
    except ResourceDoesNotExist:
        raise PlatformError(
            "Canvas has no such course, assignment or student. Check c.Grader.platform."
        ) from None
    except CanvasException as error:
        raise PlatformError(f"Canvas refused: {str(error)[:200]}") from None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise PlatformError(
            f"Canvas answered in a form that isn't known ({type(error).__name__}). Check the "
            "address in c.Grader.platform."
        ) from None
