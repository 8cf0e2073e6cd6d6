"""Copy a small course to begin from: an assignment, its bank and a configuration."""

import shutil
import tempfile
from pathlib import Path

from grader.errors import GraderError

_HERE = Path(__file__).parent
# In a wheel, the example is next to this file; in the repository, next to the package.
EXAMPLE = next(filter(Path.is_dir, (_HERE / "_quickstart", _HERE.parent / "quickstart")))
"""The example course. Nothing is ever written there."""
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
            f"{folder} exists, and nothing in it may be replaced. Name a new folder for the course."
        )
    folder.parent.mkdir(parents=True, exist_ok=True)
    # An interruption leaves no half-copied course under this name.
    with tempfile.TemporaryDirectory(dir=folder.parent) as place:
        copy = shutil.copytree(
            EXAMPLE, Path(place) / folder.name, ignore=shutil.ignore_patterns(*_LEFT_OUT)
        )
        copy.rename(folder)
