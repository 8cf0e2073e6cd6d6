"""Keep rosters, because platforms accept grades only in the roster's own terms."""

import re
from dataclasses import dataclass
from pathlib import Path

from split_grader.base.atomic import write_atomically
from split_grader.course.course import Course
from split_grader.intake.roster import roster_lines

_TITLE = re.compile(r"(?P<name>.+) \(\d+\)")


def keep_roster(course: Course, assignment: str, content: bytes) -> None:
    """Save a roster unchanged."""
    write_atomically(_folder(course) / f"{assignment}.csv", content)


def kept_roster(course: Course, assignment: str) -> Path | None:
    """Return the roster passed with this assignment's submissions, if any."""
    path = _folder(course) / f"{assignment}.csv"
    return path if path.is_file() else None


def newest_roster(course: Course) -> Path | None:
    """Return the roster saved last, for any assignment."""
    paths = _folder(course).glob("*.csv")
    return max(paths, key=lambda path: path.stat().st_mtime, default=None)


def _folder(course: Course) -> Path:
    return course.products() / "rosters"


@dataclass(frozen=True, slots=True)
class CanvasColumn:
    """An assignment in an export of Canvas's gradebook; `points` may be empty."""

    title: str
    points: str = ""


def canvas_column(path: Path, assignment: str) -> CanvasColumn | None:
    """Return the only column titled with the assignment's name and a number.

    Raises
    ------
    GraderError
        If the file can't be read.
    """
    head, *lines = roster_lines(path) or [[]]
    titles = [_TITLE.fullmatch(title) for title in head]
    places = [
        place
        for place, title in enumerate(titles)
        if title and plain_title(title["name"]) == plain_title(assignment)
    ]
    if len(places) != 1:
        return None
    (place,) = places
    most = next((line for line in lines if line and line[0] == "Points Possible"), [])
    return CanvasColumn(head[place], most[place] if place < len(most) else "")


def plain_title(name: str) -> str:
    """Return the words of a title, for comparing."""
    return " ".join(re.findall(r"\w+", name.casefold().replace("_", " ")))
