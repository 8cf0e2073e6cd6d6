"""The folders of one class: the shared course, the exchange, and a home for each person."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from grader.course.course import CONFIG_NAME, find_course
from grader.demo import make_course
from tools.classroom import database
from tools.classroom.environment import ROOT
from tools.classroom.problem import ClassroomError

TEACHER = "teacher"
STUDENTS = ("ada", "bela")
COURSE_ID = "class"
_CELL_SECONDS = 20.0
_COURSE_CONFIG = """
c.CourseDirectory.course_id = {course_id!r}
c.CourseDirectory.db_url = {db_url!r}
c.Exchange.root = {exchange!r}
"""
# All servers run as one user of the machine; nbgrader would take that one's name.
_STUDENT_CONFIG = """import os

c = get_config()
c.CourseDirectory.course_id = {course_id!r}
c.CourseDirectory.student_id = os.environ["JUPYTERHUB_USER"]
c.Exchange.root = {exchange!r}
"""
_TEACHERS_PARTS = ("formgrader", "course_list")
_TEACHERS_MENUS = ("formgrader", "course-list", "create-assignment")


@dataclass(frozen=True)
class Folders:
    """Where everything of one class lies."""

    root: Path

    @property
    def course(self) -> Path:
        """The course that the teacher opens: solutions, submissions, feedback."""
        return self.root / "course"

    @property
    def exchange(self) -> Path:
        """What is handed out and in, by nbgrader's rules."""
        return self.root / "exchange"

    @property
    def homes(self) -> Path:
        """A folder for each person."""
        return self.root / "homes"

    @property
    def hub(self) -> Path:
        """What the hub keeps, and its log."""
        return self.root / "hub"

    @property
    def postgres(self) -> Path:
        """The database, and its log."""
        return self.root / "postgres"

    @property
    def student_config(self) -> Path:
        """What Jupyter reads before the course's own configuration where a student works."""
        return self.root / "student-config"

    def make(self, assignment: str) -> None:
        """Make what is not there yet; what somebody has worked on stays."""
        self.exchange.mkdir(parents=True, exist_ok=True)
        for name in (TEACHER, *STUDENTS):
            if not (home := self.homes / name).is_dir():
                shutil.copytree(ROOT / "modules", home / "modules", ignore=_no_text)
        self._configure_students()
        if not self.course.is_dir():
            self._make_course(assignment)

    def hand_out(self, assignment: str) -> None:
        """Release the assignment and put it where students fetch it, once."""
        if not (self.exchange / COURSE_ID / "outbound" / assignment).is_dir():
            self._run("grader", "release", assignment)
            self._run("nbgrader", "release_assignment", assignment)

    def _make_course(self, assignment: str) -> None:
        # Under another name until it is whole.
        unfinished = self.course.with_name("course-unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        bank = ROOT / "banks" / assignment
        make_course(find_course(ROOT), assignment, unfinished, bank, _CELL_SECONDS)
        with (unfinished / CONFIG_NAME).open("a", encoding="utf-8") as config:
            config.write(_COURSE_CONFIG.format(**self._settings()))
        unfinished.rename(self.course)

    def _configure_students(self) -> None:
        config = self.student_config
        for folder in ("jupyter_server_config.d", "labconfig"):
            (config / folder).mkdir(parents=True, exist_ok=True)
        text = _STUDENT_CONFIG.format(**self._settings())
        (config / CONFIG_NAME).write_text(text, encoding="utf-8")
        off = {f"nbgrader.server_extensions.{part}": False for part in _TEACHERS_PARTS}
        server = {"ServerApp": {"jpserver_extensions": off}}
        (config / "jupyter_server_config.d" / "students.json").write_text(json.dumps(server))
        menus = {"disabledExtensions": {f"@jupyter/nbgrader:{m}": True for m in _TEACHERS_MENUS}}
        (config / "labconfig" / "page_config.json").write_text(json.dumps(menus))

    def _settings(self) -> dict[str, str]:
        return {
            "course_id": COURSE_ID,
            "db_url": database.url(self.postgres),
            "exchange": str(self.exchange),
        }

    def _run(self, program: str, *arguments: str) -> None:
        command = [Path(sys.executable).with_name(program), *arguments]
        done = subprocess.run(  # noqa: S603 - our own command
            command, cwd=self.course, capture_output=True, text=True, check=False
        )
        if done.returncode:
            told = done.stderr or done.stdout
            raise ClassroomError(f"`{program} {' '.join(arguments)}` failed: {told}")


def _no_text(_folder: str | os.PathLike[str], names: list[str]) -> list[str]:
    return [name for name in names if name == "text"]
