"""Create a class's folders: the shared course, the exchange and the homes."""

import shutil
import subprocess
import sys
from pathlib import Path

from grader.course.course import CONFIG_NAME, find_course
from grader.demo import make_course
from tools.classroom.environment import ROOT
from tools.classroom.problem import ClassroomError

TEACHER = "teacher"
STUDENTS = ("ada", "bela")
COURSE_ID = "class"
_CELL_SECONDS = 20.0
_COURSE_CONFIG = """
c.CourseDirectory.course_id = {!r}
c.CourseDirectory.db_url = {!r}
c.Exchange.root = {!r}
# Everybody here is the same user of this machine, so nbgrader would suspect each file of cheating.
c.ExchangeCollect.check_owner = False
"""


def homes(root: Path) -> Path:
    """Return the folder of all homes, which have lessons and an exercises folder."""
    folder = root / "homes"
    for name in (TEACHER, *STUDENTS):
        if not (folder / name).is_dir():
            _furnish(folder / name)
    return folder


def _furnish(home: Path) -> None:
    # Under another name until it is complete.
    unfinished = home.with_name(f".{home.name}-unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    lessons = unfinished / "modules"
    shutil.copytree(ROOT / "modules", lessons, ignore=shutil.ignore_patterns("text"))
    (unfinished / "exercises").mkdir()
    unfinished.rename(home)


def exchange(root: Path) -> Path:
    """Return the folder of nbgrader's exchange."""
    folder = root / "exchange"
    folder.mkdir(exist_ok=True)
    return folder


def course(root: Path, assignment: str, gradebook: str) -> Path:
    """Return the course's folder, with its assignment handed out.

    Parameters
    ----------
    root
        The folder of the class.
    gradebook
        The address of the gradebook, which must be running.

    Raises
    ------
    ClassroomError
        The class has another assignment, or this one cannot be released.
    GraderError
        There is no such assignment.
    """
    folder = root / "course"
    if not folder.is_dir():
        _make(folder, assignment, (COURSE_ID, gradebook, str(exchange(root))))
    if not (folder / "source" / assignment).is_dir():
        raise ClassroomError(
            f"The class in {root} has another assignment than {assignment}. Choose another "
            "--folder, or delete this one."
        )
    if not (exchange(root) / COURSE_ID / "outbound" / assignment).is_dir():
        _run(folder, "grader", "release", assignment)
        _run(folder, "nbgrader", "release_assignment", assignment)
    return folder


def _make(folder: Path, assignment: str, settings: tuple[str, str, str]) -> None:
    # Under another name until it is complete.
    unfinished = folder.with_name("course-unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    bank = ROOT / "banks" / assignment
    make_course(find_course(ROOT), assignment, unfinished, bank, _CELL_SECONDS)
    with (unfinished / CONFIG_NAME).open("a", encoding="utf-8") as config:
        config.write(_COURSE_CONFIG.format(*settings))
    unfinished.rename(folder)


def _run(folder: Path, program: str, *arguments: str) -> None:
    command = [Path(sys.executable).with_name(program), *arguments]
    done = subprocess.run(  # noqa: S603 - our own command
        command, cwd=folder, capture_output=True, text=True, check=False
    )
    if done.returncode:
        output = done.stderr or done.stdout
        raise ClassroomError(f"`{program} {' '.join(arguments)}` failed: {output}")
