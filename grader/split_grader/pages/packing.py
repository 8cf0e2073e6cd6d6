"""Pack feedback pages for upload to a learning platform, named as in its download."""

import zipfile
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from pathlib import Path

import nbformat
from nbformat.v4 import new_notebook

from split_grader.base.atomic import write_atomically
from split_grader.base.errors import GraderError
from split_grader.course.course import Course
from split_grader.intake.collected import prefixes, read_collected
from split_grader.intake.restore import NOT_HANDED_IN, why_not_run


class Platform(StrEnum):
    """A platform that takes many feedback files in one archive."""

    MOODLE = "moodle"
    CANVAS = "canvas"


@dataclass(frozen=True, slots=True)
class Packed:
    """The archive, the number of its pages, and the students who aren't in it."""

    path: Path
    count: int
    unknown: tuple[str, ...]


def pack_feedback(course: Course, assignment: str, platform: Platform) -> Packed:
    """Write an archive of feedback files for the platform.

    Both platforms identify a student by the prefix of the file's name in the download. Pages of
    notebooks that a student didn't hand in are left out.

    Raises
    ------
    GraderError
        If there are no pages, or nothing was collected from that platform.
    """
    pages = sorted(course.feedback(".", ".").resolve().glob(f"*/{assignment}/*.html"))
    if not pages:
        raise GraderError(
            f"There are no feedback pages of {assignment!r}. Run `grader feedback {assignment}`."
        )
    owners = prefixes(read_collected(course, assignment))
    unknown = set()
    content = BytesIO()
    count = 0
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for page in pages:
            student = page.parts[-3]
            if not was_handed_in(course.autograded(student, assignment) / f"{page.stem}.ipynb"):
                continue
            owner = owners.get(student)
            if owner is None or owner.platform != platform:
                unknown.add(student)
                continue
            archive.writestr(f"{owner.prefix}_{page.name}", page.read_bytes())
            count += 1
    if not count:
        raise GraderError(
            f"No submission of {assignment!r} was collected from a download of {platform}, and the "
            "archive needs its names. Collect from the platform's own archive first."
        )
    path = course.reports() / f"{assignment}-feedback-{platform}.zip"
    write_atomically(path, content.getvalue())
    return Packed(path, count, tuple(sorted(unknown)))


def was_handed_in(graded: Path) -> bool:
    """Return whether a graded notebook was in the submission."""
    notebook = nbformat.read(graded, as_version=4) if graded.is_file() else new_notebook()
    return not why_not_run(notebook).endswith(NOT_HANDED_IN)
