"""A small course to begin from: one assignment, a bank of answers to it, a configuration."""

import shutil
import tempfile
from pathlib import Path

from grader.errors import GraderError

_HERE = Path(__file__).parent
# In a wheel the example lies beside this file; in the repository, beside the package.
EXAMPLE = next(filter(Path.is_dir, (_HERE / "_quickstart", _HERE.parent / "quickstart")))
"""The course that is copied. Nothing is ever written there."""
ASSIGNMENT = "payback"
_LEFT_OUT = ("__pycache__", ".ipynb_checkpoints")


def start_course(folder: Path) -> None:
    """Copy the example to a new folder.

    Raises
    ------
    GraderError
        If the folder exists.
    """
    if folder.exists():
        raise GraderError(
            f"{folder} exists, and nothing in it may be replaced. Name a folder for the new course "
            "that is not there yet."
        )
    folder.parent.mkdir(parents=True, exist_ok=True)
    # Whoever interrupts it finds no half a course under the name.
    with tempfile.TemporaryDirectory(dir=folder.parent) as place:
        made = shutil.copytree(
            EXAMPLE, Path(place) / folder.name, ignore=shutil.ignore_patterns(*_LEFT_OUT)
        )
        made.rename(folder)
