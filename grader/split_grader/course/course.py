"""A typed view of an nbgrader course directory."""

import os
import secrets
import sys
from dataclasses import dataclass
from pathlib import Path

from nbgrader.api import Course as CourseEntry
from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory
from sqlalchemy.exc import SQLAlchemyError
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from split_grader.base.atomic import write_atomically
from split_grader.base.errors import GraderError
from split_grader.course.database import (
    cannot_open,
    enter_version,
    parse_url,
    shown_name,
    with_driver,
)

CONFIG_NAME = "nbgrader_config.py"


@dataclass(frozen=True)
class Course:
    """The folders and gradebook of a course.

    Parameters
    ----------
    root
        The course's folder.
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
        """Return the folder with the instructor's notebook and solutions."""
        return self._path("source_directory", ".", assignment)

    def release(self, assignment: str) -> Path:
        """Return the folder with the notebook that students receive."""
        return self._path("release_directory", ".", assignment)

    def solution(self, assignment: str) -> Path:
        """Return the folder with the solution that students may read."""
        return self._path("solution_directory", ".", assignment)

    def submitted(self, student: str, assignment: str) -> Path:
        """Return the folder with one student's submission."""
        return self._path("submitted_directory", student, assignment)

    def autograded(self, student: str, assignment: str) -> Path:
        """Return the folder with one student's executed notebook, for Formgrader."""
        return self._path("autograded_directory", student, assignment)

    def feedback(self, student: str, assignment: str) -> Path:
        """Return the folder with one student's feedback pages."""
        return self._path("feedback_directory", student, assignment)

    def products(self) -> Path:
        """Return the folder for files that nbgrader doesn't have."""
        return self._path("submitted_directory", ".", ".").resolve().parent

    def results(self, assignment: str) -> Path:
        """Return the folder with one record per graded submission."""
        return self.products() / "results" / assignment

    def inputs_seed(self, assignment: str) -> int:
        """Return the class's seed for hidden inputs.

        It's drawn once and saved, so that a stopped run continues with the same inputs. Delete the
        file ``seed`` among the results, and the next run draws a new one.
        """
        path = self.results(assignment) / "seed"
        if not path.is_file():
            write_atomically(path, str(secrets.randbelow(2**31)).encode(), mode=0o600)
        return int(path.read_text(encoding="ascii"))

    def profiles(self, assignment: str) -> Path:
        """Return the folder with the recorded needs of tests."""
        return self.products() / "profiles" / assignment

    def set_aside(self, student: str, assignment: str) -> Path:
        """Return the folder with a student's files that aren't graded."""
        return self.products() / "set_aside" / student / assignment

    def reports(self) -> Path:
        """Return the folder with class reports and exported tables."""
        return self.products() / "reports"

    @property
    def db_url(self) -> str:
        """Address of the gradebook."""
        return str(self.directory().db_url)

    @property
    def gradebook_name(self) -> str:
        """The gradebook's address, without user and password."""
        return shown_name(parse_url(self.db_url), self.root)

    def assignments(self) -> list[str]:
        """Return the assignments with an instructor's or a released notebook."""
        folders = [self.source("."), self.release(".")]
        notebooks = [path for folder in folders for path in folder.glob("*/*.ipynb")]
        return sorted({path.parent.name for path in notebooks})

    def require_assignment(self, assignment: str) -> None:
        """Raise GraderError unless the assignment exists."""
        if assignment in self.assignments():
            return
        self.require_usual_structure()
        assignments = ", ".join(self.assignments()) or "none"
        raise GraderError(
            f"There is no assignment called {assignment!r} in {self.source('.')}. "
            f"Assignments found: {assignments}."
        )

    def require_usual_structure(self) -> None:
        """Raise GraderError unless the course has nbgrader's usual folders."""
        structure = self.directory().directory_structure
        usual = CourseDirectory.directory_structure.default_value
        if structure != usual:
            raise GraderError(
                f"{CONFIG_NAME} sets c.CourseDirectory.directory_structure to {structure!r}. Only "
                f"nbgrader's default is supported: {usual!r}."
            )

    def students_with_submission(self, assignment: str) -> list[str]:
        """Return the students who have a folder for this assignment.

        Raises
        ------
        GraderError
            If the course doesn't use nbgrader's usual folders.
        """
        self.require_usual_structure()
        folder = self.submitted(".", ".").resolve()
        if not folder.is_dir():
            return []
        return sorted(
            path.name
            for path in folder.iterdir()
            if _may_be_folder(self.submitted(path.name, assignment))
        )

    def has_gradebook(self) -> bool:
        """Return whether a gradebook exists; a database server counts as one."""
        url = parse_url(self.db_url)
        return url.get_backend_name() != "sqlite" or Path(url.database or "").is_file()

    def gradebook(self) -> Gradebook:
        """Open the gradebook, creating it the first time.

        Raises
        ------
        GraderError
            If the database can't be opened.
        """
        put_interpreter_on_path()
        url = parse_url(self.db_url)
        if url.get_backend_name() == "sqlite" and url.database:
            self._require_folder(Path(url.database).resolve().parent)
        try:
            enter_version(url)
            gradebook = Gradebook(self.db_url, self.directory().course_id)
            if url.get_backend_name() != "sqlite":
                _enter_course(gradebook)
        except (SQLAlchemyError, ImportError) as error:
            raise cannot_open(url, error) from error
        return gradebook

    def _require_folder(self, folder: Path) -> None:
        """Create the gradebook's folder inside the course; elsewhere it must exist."""
        if folder.is_relative_to(self.root):
            folder.mkdir(parents=True, exist_ok=True)
        elif not folder.is_dir():
            raise GraderError(
                f"There is no folder {folder} for the gradebook. Correct the address (--db, or "
                "db_url in the configuration), or create the folder."
            )


def _may_be_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        # It can't be read; the student gets a message instead of being left out.
        return True


def _enter_course(gradebook: Gradebook) -> None:
    # nbgrader doesn't enter a course without a name; then a server, unlike a file, refuses
    # assignments.
    name = gradebook.course_id
    if gradebook.db.get(CourseEntry, name) is None:
        gradebook.db.add(CourseEntry(id=name))
        gradebook.db.commit()


def put_interpreter_on_path() -> None:
    """Put this environment on PATH, for notebooks that start `python`."""
    here = str(Path(sys.executable).parent)
    parts = os.environ.get("PATH", "").split(os.pathsep)
    if here not in parts:
        os.environ["PATH"] = os.pathsep.join([here, *parts])


def find_course(start: Path | None = None, db_url: str | None = None) -> Course:
    """Find the course that a folder belongs to.

    Looks for ``nbgrader_config.py`` in `start` and each folder above it. Without one, a folder
    that contains ``source`` counts as a course with nbgrader's default names.

    Parameters
    ----------
    db_url
        Address of a gradebook to use instead of the configuration's ``db_url``.

    Raises
    ------
    GraderError
        If there is no course, or its configuration doesn't load.
    """
    course = _find_course((start or Path.cwd()).resolve())
    course.config.CourseDirectory.root = str(course.root)
    address = db_url or course.config.CourseDirectory.get("db_url")
    if address is not None:
        # nbgrader's own converters read it from the configuration.
        course.config.CourseDirectory.db_url = with_driver(str(address))
    return course


def is_in_course() -> bool:
    """Return whether the working directory belongs to a configured course."""
    here = Path.cwd().resolve()
    return any((folder / CONFIG_NAME).is_file() for folder in (here, *here.parents))


def _find_course(here: Path) -> Course:
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
