"""Look through a folder that anybody may have filled.

It may be nested so deep that whoever walks through it never comes back, hold names that no path can
hold, so many files that listing them takes hours, and files that nobody may read. All of it becomes
an :class:`UnreadableError`, which belongs to the folder's owner and to nobody else.
"""

import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from grader.errors import UnreadableError

TIMESTAMP = "timestamp.txt"
"""Says when a submission was handed in."""
_DEEPEST = 30
# In bytes, of the path below the folder: wherever a copy stands, it fits there, too.
_LONGEST = 1_000
_BOOKKEEPING = {".ipynb_checkpoints", "__pycache__"}
_SHOWN = 60


def regular_files(folder: Path, most: int | None = None) -> list[Path]:
    """Return the regular files below a folder, in order; links are neither followed nor listed.

    Parameters
    ----------
    most
        How many files and folders there may be; any number if None.

    Raises
    ------
    UnreadableError
        If there are more, if they are nested too deep, or if a folder cannot be read.
    """
    found: list[str] = []
    waiting = [""]
    count = 0
    while waiting:
        here = waiting.pop()
        with (
            reading(shown(here) if here else f"The folder {folder.name!r}"),
            os.scandir(folder / here) as entries,
        ):
            for entry in entries:
                name = os.path.join(here, entry.name)  # noqa: PTH118 - ten times as fast
                count += 1
                _require_bounds(name, count, most)
                if entry.is_dir(follow_symlinks=False):
                    waiting += [name] if entry.name not in _BOOKKEEPING else []
                elif entry.is_file(follow_symlinks=False):
                    found.append(name)
    return [folder / name for name in sorted(found)]


def extra_files(folder: Path, most: int | None = None) -> list[Path]:
    """Regular files of an assignment or submission other than notebooks and bookkeeping.

    Parameters
    ----------
    most
        How many files and folders there may be; any number if None.

    Raises
    ------
    UnreadableError
        If the folder holds more, is nested too deep, or cannot be read.
    """
    with reading(f"The folder {folder.name!r}"):
        if not folder.is_dir():
            return []
    return [
        path
        for path in regular_files(folder, most)
        if path.suffix.lower() != ".ipynb" and path.name != TIMESTAMP
    ]


def _require_bounds(name: str, count: int, most: int | None) -> None:
    if most is not None and count > most:
        raise UnreadableError(
            f"There are more than {most:,} files and folders beside the notebook. "
            "Hand in only what the notebook reads."
        )
    if name.count(os.sep) > _DEEPEST:
        raise UnreadableError(
            f"Folders are nested too deep: more than {_DEEPEST} in {shown(name)}."
        )
    length = len(os.fsencode(name))
    if length > _LONGEST:
        raise UnreadableError(
            f"The path {shown(name)} is too long: {length:,} bytes, at most {_LONGEST:,} are read."
        )


def notebooks(folder: Path) -> list[Path]:
    """Return whatever in a folder is called a notebook, in order."""
    # Also PS1.IPYNB: it may come from a system to which that is the same.
    return sorted(path for path in folder.iterdir() if path.suffix.lower() == ".ipynb")


def require_no_link(folder: Path) -> None:
    """Raise UnreadableError if a submission's folder is a link, which may lead anywhere."""
    with reading("The submission's folder"):
        linked = folder.is_symlink() or folder.parent.is_symlink()
    if linked:
        raise UnreadableError("The submission's folder is a link to another one.")


def shown(name: str) -> str:
    """Return a path of a student's as a message shows it: on one line, and short."""
    return repr(name if len(name) <= _SHOWN else f"{name[:_SHOWN]}...")


@contextmanager
def reading(what: str) -> Iterator[None]:
    """Have what the system says while a folder is read told of that folder.

    Parameters
    ----------
    what
        The subject of the sentence.
    """
    try:
        yield
    except OSError as error:
        raise UnreadableError(f"{what} cannot be read: {error.strerror}.") from error


def open_regular(path: Path, what: str) -> BinaryIO:
    """Open a regular file to read it.

    Parameters
    ----------
    what
        The subject of the sentence that says why it cannot be opened.

    Raises
    ------
    UnreadableError
        If it is a link, a pipe or the like, or cannot be opened.
    """
    # Never follow a link, and never wait for the other end of a pipe.
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    with reading(what):
        if path.is_symlink():
            raise UnreadableError(
                f"{what} cannot be read: it is a link, and links are not followed."
            )
        handle = os.open(path, flags)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise UnreadableError(f"{what} cannot be read: it is not a regular file.")
    return os.fdopen(handle, "rb")


def fingerprint(folder: Path, most_bytes: int, most: int) -> str:
    """Return a text that changes with what is in a folder, whatever that is.

    Parameters
    ----------
    most_bytes
        How much is read in all. Of what is beyond, size and time count: a file without content
        takes no room on a disk, and long to read.
    most
        How many files and folders there may be; of a folder with more, only that is told.
    """
    total = hashlib.sha256()
    try:
        require_no_link(folder)
        files = regular_files(folder, most)
    except UnreadableError as error:
        # Nothing of it can be graded before that is put right.
        return hashlib.sha256(str(error).encode(errors="replace")).hexdigest()
    for path in files:
        content, mark = _content(path, most_bytes)
        most_bytes -= len(content)
        total.update(f"{path.relative_to(folder)}:{mark}:".encode(errors="replace"))
        total.update(content)
    return total.hexdigest()


def _content(path: Path, room: int) -> tuple[bytes, str]:
    """Return what is in a file and its size; without content if it is too large or unreadable."""
    try:
        with open_regular(path, "It") as file:
            about = os.fstat(file.fileno())
            if about.st_size > room:
                return b"", f"{about.st_size} {about.st_mtime_ns}"
            return file.read(room), f"{about.st_size}"
    except (OSError, UnreadableError) as error:
        return b"", str(error)
