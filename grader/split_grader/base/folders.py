"""Read an untrusted folder safely.

It may be nested so deeply that a walk through it never ends. It may have names too long for a path,
so many files that listing them takes hours, and files without read permission. Each becomes an
:class:`UnreadableError`, which affects only the folder's owner.
"""

import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from split_grader.base.errors import UnreadableError

TIMESTAMP = "timestamp.txt"
"""The file with the time of handing in."""
_DEEPEST = 30
# In bytes, for the path below the folder, so that a copy fits anywhere.
_LONGEST = 1_000
_BOOKKEEPING = {".ipynb_checkpoints", "__pycache__"}
_SHOWN = 60


def regular_files(folder: Path, most: int | None = None) -> list[Path]:
    """Return the regular files below a folder, sorted and without links.

    Parameters
    ----------
    most
        The largest number of files and folders; any number if None.

    Raises
    ------
    UnreadableError
        If there are more, they are nested too deeply, or a folder can't be read.
    """
    names: list[str] = []
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
                    names.append(name)
    return [folder / name for name in sorted(names)]


def extra_files(folder: Path, most: int | None = None) -> list[Path]:
    """Return the regular files other than notebooks and bookkeeping.

    Parameters
    ----------
    most
        The largest number of files and folders; any number if None.

    Raises
    ------
    UnreadableError
        If the folder has more, is nested too deeply, or can't be read.
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
            f"There are more than {most:,} files and folders next to the notebook. "
            "Hand in only what the notebook reads."
        )
    if name.count(os.sep) > _DEEPEST:
        raise UnreadableError(
            f"Folders are nested too deeply: more than {_DEEPEST} in {shown(name)}."
        )
    length = len(os.fsencode(name))
    if length > _LONGEST:
        raise UnreadableError(
            f"The path {shown(name)} is too long: {length:,} bytes, at most {_LONGEST:,} are read."
        )


def notebooks(folder: Path) -> list[Path]:
    """Return everything in a folder with a notebook's name, sorted."""
    # Also PS1.IPYNB, from systems that ignore case.
    return sorted(path for path in folder.iterdir() if path.suffix.lower() == ".ipynb")


def require_no_link(folder: Path) -> None:
    """Raise UnreadableError if a submission's folder is a link, to anywhere."""
    with reading("The submission's folder"):
        is_link = folder.is_symlink() or folder.parent.is_symlink()
    if is_link:
        raise UnreadableError("The submission's folder is a link to another one.")


def shown(name: str) -> str:
    """Format a student's path for a message: on one line, and short."""
    return repr(name if len(name) <= _SHOWN else f"{name[:_SHOWN]}...")


@contextmanager
def reading(what: str) -> Iterator[None]:
    """Turn the system's errors while reading into UnreadableError.

    Parameters
    ----------
    what
        The subject of the message.
    """
    try:
        yield
    except OSError as error:
        raise UnreadableError(f"{what} cannot be read: {error.strerror}.") from error


def open_regular(path: Path, what: str) -> BinaryIO:
    """Open a regular file for reading.

    Parameters
    ----------
    what
        The subject of the message if it can't be opened.

    Raises
    ------
    UnreadableError
        If it's a link, a pipe or the like, or can't be opened.
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
    """Return a digest that changes with a folder's contents.

    Parameters
    ----------
    most_bytes
        The total size to read. Beyond it, only size and time count, because a sparse file takes no
        room on a disk, but long to read.
    most
        The largest number of files and folders; folders with more have the same digest.
    """
    total = hashlib.sha256()
    try:
        require_no_link(folder)
        files = regular_files(folder, most)
    except UnreadableError as error:
        # Nothing in it can be graded until that is fixed.
        return hashlib.sha256(str(error).encode(errors="replace")).hexdigest()
    for path in files:
        content, mark = _content(path, most_bytes)
        most_bytes -= len(content)
        total.update(f"{path.relative_to(folder)}:{mark}:".encode(errors="replace"))
        total.update(content)
    return total.hexdigest()


def _content(path: Path, room: int) -> tuple[bytes, str]:
    """Return a file's content, if readable, and its size."""
    try:
        with open_regular(path, "It") as file:
            about = os.fstat(file.fileno())
            if about.st_size > room:
                return b"", f"{about.st_size} {about.st_mtime_ns}"
            return file.read(room), f"{about.st_size}"
    except (OSError, UnreadableError) as error:
        return b"", str(error)
