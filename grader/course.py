"""A typed view of an nbgrader course directory."""

import os
import secrets
import sys
from dataclasses import dataclass
from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from grader.errors import GraderError
from grader.files import write_atomically

CONFIG_NAME = "nbgrader_config.py"


@dataclass(frozen=True)
class Course:
    """Where a course keeps its assignments, submissions and grades.

    Parameters
    ----------
    root
        The folder that holds the course.
    config
        nbgrader's configuration, as its own commands read it.
    """

    root: Path
    config: Config

    def directory(self, assignment: str = "", student: str = "*") -> CourseDirectory:
        """Return nbgrader's own course object, set to one assignment."""
        directory = CourseDirectory(config=self.config)
        directory.root = str(self.root)
        directory.assignment_id = assignment
        directory.student_id = student
        return directory

    def _path(self, step: str, student: str, assignment: str) -> Path:
        directory = self.directory()
        return Path(directory.format_path(getattr(directory, step), student, assignment))

    def source(self, assignment: str) -> Path:
        """Folder with the instructor's notebook and its solutions."""
        return self._path("source_directory", ".", assignment)

    def release(self, assignment: str) -> Path:
        """Folder with the notebook that students receive."""
        return self._path("release_directory", ".", assignment)

    def submitted(self, student: str, assignment: str) -> Path:
        """Folder with what one student handed in."""
        return self._path("submitted_directory", student, assignment)

    def autograded(self, student: str, assignment: str) -> Path:
        """Folder with one student's executed notebook; Formgrader reads it."""
        return self._path("autograded_directory", student, assignment)

    def feedback(self, student: str, assignment: str) -> Path:
        """Folder with the pages one student may read."""
        return self._path("feedback_directory", student, assignment)

    def products(self) -> Path:
        """Folder beside the submissions for what this command adds to nbgrader's own."""
        return self._path("submitted_directory", ".", ".").resolve().parent

    def results(self, assignment: str) -> Path:
        """Folder with one small record for each graded submission."""
        return self.products() / "results" / assignment

    def inputs_seed(self, assignment: str) -> int:
        """Return the number that hidden inputs are drawn from, the same for the whole class.

        It is drawn once and kept, so that a run that was stopped goes on with the same inputs;
        delete the file ``seed`` among the results, and the next run draws a new one.
        """
        path = self.results(assignment) / "seed"
        if not path.is_file():
            write_atomically(path, str(secrets.randbelow(2**31)).encode(), mode=0o600)
        return int(path.read_text(encoding="ascii"))

    def set_aside(self, student: str, assignment: str) -> Path:
        """Folder with files of a student that are not the one to grade."""
        return self.products() / "set_aside" / student / assignment

    def reports(self) -> Path:
        """Folder with class reports and exported tables."""
        return self.products() / "reports"

    @property
    def db_url(self) -> str:
        """Address of the gradebook."""
        return str(self.directory().db_url)

    def assignments(self) -> list[str]:
        """Names of the assignments that have a notebook, the instructor's or the released one."""
        folders = [self.source("."), self.release(".")]
        found = [path for folder in folders for path in folder.glob("*/*.ipynb")]
        return sorted({path.parent.name for path in found})

    def require_assignment(self, assignment: str) -> None:
        """Raise GraderError unless there is such an assignment."""
        if assignment in self.assignments():
            return
        known = ", ".join(self.assignments()) or "none"
        raise GraderError(
            f"There is no assignment called {assignment!r} in {self.source('.')}. "
            f"Assignments found: {known}."
        )

    def students_with_submission(self, assignment: str) -> list[str]:
        """Names of the students who have a folder for this assignment."""
        folder = self.submitted(".", ".").resolve()
        if not folder.is_dir():
            return []
        return sorted(
            path.name for path in folder.iterdir() if self.submitted(path.name, assignment).is_dir()
        )

    def gradebook(self) -> Gradebook:
        """Open the gradebook, creating it if this is the first time.

        Raises
        ------
        GraderError
            If the database cannot be opened.
        """
        _put_interpreter_on_path()
        url = make_url(self.db_url)
        if url.get_backend_name() == "sqlite" and url.database:
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        try:
            return Gradebook(self.db_url, self.directory().course_id)
        except SQLAlchemyError as error:
            shown = url.render_as_string(hide_password=True)
            raise GraderError(
                f"The gradebook {shown} cannot be opened ({type(error).__name__}). "
                "Check the address (db_url) and that you may write there."
            ) from error


def _put_interpreter_on_path() -> None:
    # nbgrader asks the `alembic` program for its version when it creates a database.
    here = str(Path(sys.executable).parent)
    parts = os.environ.get("PATH", "").split(os.pathsep)
    if here not in parts:
        os.environ["PATH"] = os.pathsep.join([here, *parts])


def find_course(start: Path | None = None) -> Course:
    """Find the course that a folder belongs to.

    Looks for ``nbgrader_config.py`` in `start` and each folder above it; without one, a folder that
    has a ``source`` folder counts as a course with nbgrader's default names.

    Raises
    ------
    GraderError
        If there is no course, or its configuration does not load.
    """
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / CONFIG_NAME).is_file():
            config = _read_config(folder)
            return Course(Path(config.CourseDirectory.get("root", folder)).resolve(), config)
    for folder in (here, *here.parents):
        if (folder / "source").is_dir():
            return Course(folder, Config())
    raise GraderError(
        f"No course found in {here} or above it: expected a file {CONFIG_NAME} or a folder "
        "'source'. Change to the course's folder, or pass --course FOLDER."
    )


def _read_config(folder: Path) -> Config:
    try:
        return PyFileConfigLoader(CONFIG_NAME, path=str(folder)).load_config()
    except Exception as error:
        raise GraderError(
            f"{folder / CONFIG_NAME} does not load: {type(error).__name__}: {error}"
        ) from error
