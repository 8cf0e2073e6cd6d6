"""Copy a small course to begin from: an assignment with its bank and, if asked, its lesson."""

import shutil
import tempfile
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from split_grader.base.errors import GraderError

EXAMPLE = Path(__file__).parents[1] / "example"
"""The example course. Nothing is ever written there."""
ASSIGNMENT = "payback"
LESSON = ("course.toml", "decisions", "explore", "modules", "questions", "simulate")
"""What the lesson consists of, in the example's folder."""
LIBRARY = "scaling-ai-course"
"""The distribution that lessons import, and that builds their pages."""
NEXT = (
    f"grader release {ASSIGNMENT}",
    "coursekit notebooks",
    "coursekit pages",
    f"grader bank {ASSIGNMENT}",
    f"grader demo --assignment {ASSIGNMENT} --students 6",
    "mkdir downloads",
    f"cp source/{ASSIGNMENT}/{ASSIGNMENT}.ipynb downloads/alice.ipynb",
    f"grader collect {ASSIGNMENT} downloads",
    f"grader grade {ASSIGNMENT}",
)
"""The commands that show all of a course with a lesson, in order."""
_LEFT_OUT = ("__pycache__", ".ipynb_checkpoints")
_GUIDE, _ABOUT_THE_ASSIGNMENT = "README.md", "ASSIGNMENT.md"


def start_course(folder: Path, *, lesson: bool = False) -> None:
    """Copy the example to a new folder, with or without its lesson.

    Raises
    ------
    GraderError
        If the folder exists or can't be made, or if the library that lessons need isn't installed.
    """
    if folder.exists():
        raise GraderError(
            f"{folder} exists, and nothing in it may be replaced. Name a new folder for the course."
        )
    if lesson:
        _require_library()
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise GraderError(
            f"{folder} can't be created, because {folder.parent} isn't a folder. "
            "Name another place."
        ) from None
    left_out = _LEFT_OUT if lesson else (*_LEFT_OUT, *LESSON, _GUIDE)
    # An interruption leaves no half-copied course under this name.
    with tempfile.TemporaryDirectory(dir=folder.parent) as place:
        copy = shutil.copytree(
            EXAMPLE, Path(place) / folder.name, ignore=shutil.ignore_patterns(*left_out)
        )
        if not lesson:
            (copy / _ABOUT_THE_ASSIGNMENT).rename(copy / _GUIDE)
        copy.rename(folder)


def _require_library() -> None:
    try:
        distribution(LIBRARY)
    except PackageNotFoundError:
        raise GraderError(
            f"A lesson needs the library {LIBRARY}, which isn't installed here. Install it, with "
            f'what authors need: pip install "{LIBRARY}[author]". Or leave out --lesson: an '
            "assignment needs only the grader."
        ) from None
