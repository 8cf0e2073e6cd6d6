"""Files that cross between the two working directories: regular, few and small."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MAX_FILES = 100
MAX_BYTES = 16 * 1024 * 1024
HOME = "/home/student"
_ROOTS = (HOME, "/tmp")  # noqa: S108 - private to the sandbox


def is_open(path: str) -> bool:
    """Tell whether `path` lies in the scratch space of a sandbox, without a way out of it."""
    if not path or len(path) > 1000 or "\0" in path:
        return False
    full = os.path.normpath(os.path.join(HOME, path))  # noqa: PTH118 - no file is touched
    return any(full.startswith(root + "/") for root in _ROOTS)


def read(path: str) -> bytes | None:
    """Return the content of a regular file, reached without a symbolic link; None if it is none."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except (OSError, ValueError):
        return None
    with os.fdopen(descriptor, "rb") as file:
        about = os.fstat(descriptor)
        if not stat.S_ISREG(about.st_mode) or about.st_size > MAX_BYTES:
            return None
        return file.read(MAX_BYTES)


def write(entries: Iterable[Sequence[Any]], blobs: Sequence[memoryview]) -> None:
    """Write files that crossed: ``entries`` are ``[path, position of its blob]``.

    A position of None stands for a folder.
    """
    for name, position in entries:
        if not is_open(str(name)):
            continue
        target = Path(HOME, name)
        try:
            if position is None:
                target.mkdir(parents=True, exist_ok=True)
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            if not target.is_symlink():
                target.write_bytes(blobs[position])
        except OSError:
            continue


class Watch:
    """Notices which of the paths a test mentions were written."""

    def __init__(self) -> None:
        self._paths: list[str] = []
        self._seen: dict[str, tuple[int, int]] = {}

    def begin(self, texts: Iterable[str], *, again: bool = True) -> None:
        """Watch these paths; with `again`, forget those of the test before."""
        fresh = [text for text in texts if is_open(str(text)) and text not in self._paths]
        if again:
            self._paths = []
        self._paths = (self._paths + fresh)[:MAX_FILES]

    def changed(self) -> list[tuple[str, bytes]]:
        """Return the files that are new or were changed since they were last handed over."""
        found: list[tuple[str, bytes]] = []
        room = MAX_BYTES
        for path in self._expanded():
            try:
                about = os.lstat(path)
            except (OSError, ValueError):
                continue
            mark = (about.st_mtime_ns, about.st_size)
            if not stat.S_ISREG(about.st_mode) or self._seen.get(path) == mark:
                continue
            content = read(path)
            if content is None or len(content) > room:
                continue
            room -= len(content)
            self._seen[path] = mark
            found.append((path, content))
        return found

    def _expanded(self) -> list[str]:
        paths: list[str] = []
        for path in self._paths:
            try:
                is_folder = stat.S_ISDIR(os.lstat(path).st_mode)
            except (OSError, ValueError):
                continue
            if is_folder:
                names = sorted(os.listdir(path))  # noqa: PTH208 - names are what is wanted
                paths.extend(f"{path.rstrip('/')}/{name}" for name in names[:MAX_FILES])
            else:
                paths.append(path)
        return paths[:MAX_FILES]


def tree(folder: Path, cap: int) -> list[tuple[str, bytes]]:
    """Return the regular files below `folder` with their relative paths.

    Raises
    ------
    ValueError
        If they are larger than `cap` bytes together.
    """
    found: list[tuple[str, bytes]] = []
    room = cap
    for path in sorted(folder.rglob("*")):
        if path.is_symlink() or not path.is_file():
            continue
        room -= path.stat().st_size
        if room < 0:
            raise ValueError(f"the files in {folder} are larger than {cap:,} bytes together")
        found.append((path.relative_to(folder).as_posix(), path.read_bytes()))
    return found
