"""Files that cross between the two working directories: regular, few and small."""

from __future__ import annotations

import contextlib
import itertools
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Any

from split_grader.sandbox import HOME

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

MAX_FILES = 200
MAX_ENTRIES = 2000
MAX_BYTES = 16 * 1024 * 1024
_ROOTS = (HOME, "/tmp")  # noqa: S108 - private to the sandbox


def is_open(path: str) -> bool:
    """Tell whether `path` is inside a sandbox's scratch space and stays there."""
    if not path or len(path) > 1000 or "\0" in path:
        return False
    return any(full(path).startswith(root + "/") for root in _ROOTS)


def is_scratch(path: str) -> bool:
    """Tell whether a file may have been written here, and was not mounted into the scratch space.

    Python may be mounted there, and the course. A file in an archive counts as written.
    """
    roots = [root for root in _ROOTS if full(path).startswith(root + "/")]
    try:
        return any(os.lstat(path).st_dev == os.lstat(root).st_dev for root in roots)
    except OSError:
        return bool(roots)


def full(path: str) -> str:
    """Return the full path of a file that a test or an answer names."""
    return os.path.normpath(os.path.join(HOME, path))  # noqa: PTH118 - no file is touched


def read(path: str) -> bytes | None:
    """Return a regular file's content; None for a link or anything else."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except (OSError, ValueError):
        return None
    about = os.fstat(descriptor)
    if not stat.S_ISREG(about.st_mode) or about.st_size > MAX_BYTES:
        os.close(descriptor)
        return None
    with os.fdopen(descriptor, "rb") as file:
        return file.read(MAX_BYTES)


def write(entries: Iterable[Sequence[Any]], blobs: Sequence[memoryview]) -> None:
    """Write files that crossed: ``entries`` are ``[path, position of its blob]``.

    A position of None means a folder. A true third item means that the blob continues the file:
    a large one comes in parts.
    """
    for name, position, *more in entries:
        if not is_open(str(name)):
            continue
        target = Path(HOME, name)
        try:
            if position is None:
                target.mkdir(parents=True, exist_ok=True)
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            if not target.is_symlink():
                with target.open("ab" if any(more) else "wb") as file:
                    file.write(blobs[position])
        except OSError:
            continue


def remove(paths: Iterable[str]) -> None:
    """Remove files that the other side has removed, and folders that are empty then."""
    for path in sorted(filter(is_open, paths), reverse=True):
        target = Path(full(path))
        with contextlib.suppress(OSError):
            if target.is_dir() and not target.is_symlink():
                target.rmdir()
            else:
                target.unlink()


class Watch:
    """Notices new and changed files in the scratch space.

    It is not told which of them a test looks for: that would tell what the test says.
    """

    def __init__(self) -> None:
        self._seen: dict[str, tuple[int, int]] = {}
        self._given: dict[str, tuple[int, int]] = {}

    def note(self, paths: Iterable[str]) -> None:
        """Note these files as handed over in their current state."""
        for path in paths:
            full = os.path.join(HOME, path)  # noqa: PTH118 - as the walk spells it
            with contextlib.suppress(OSError):
                about = os.lstat(full)
                self._given[full] = self._seen[full] = about.st_mtime_ns, about.st_size

    def anew(self) -> None:
        """Forget what was handed over: the process that had it has ended."""
        self._seen = dict(self._given)

    def gone(self) -> list[str]:
        """Return files that were handed over and have been removed, each once."""
        paths = [path for path in self._seen if not os.path.lexists(path)]
        for path in paths:
            del self._seen[path]
        return paths

    def changed(self, room: int = MAX_BYTES) -> list[tuple[str, bytes]]:
        """Return files that are new or have changed since they were handed over.

        Small ones come first: a big one that nobody looks for keeps none back. What does not fit
        into `room` bytes is left for the next time.
        """
        fresh = [(*files, path) for path, files in marks().items() if self._seen.get(path) != files]
        files: list[tuple[str, bytes]] = []
        room = min(room, MAX_BYTES)
        for *mark, path in sorted(fresh, key=lambda one: one[1:])[:MAX_FILES]:
            content = read(path) if mark[1] <= room else None
            if content is None or len(content) > room:
                continue
            room -= len(content)
            self._seen[path] = mark[0], mark[1]
            files.append((path, content))
        return files


def marks() -> dict[str, tuple[int, int]]:
    """Return the regular files of the scratch space, each with what tells whether it changed."""
    return {path: (about.st_mtime_ns, about.st_size) for path, about in _regular_files()}


class Waiting:
    """Files that came before a test asked for them: the latest ones, up to a number and a size."""

    def __init__(self, most: int = MAX_ENTRIES, room: int = 4 * MAX_BYTES) -> None:
        self._found: dict[str, bytes] = {}
        self._most, self._room = most, room

    def keep(self, full: str, content: bytes) -> None:
        """Keep a file's latest state, and forget the oldest file if it is full."""
        self.drop(full)
        self._found[full] = content
        self._room -= len(content)
        while self._found and (self._room < 0 or len(self._found) > self._most):
            self.drop(next(iter(self._found)))

    def drop(self, full: str) -> None:
        """Forget a file."""
        self._room += len(self._found.pop(full, b""))

    def take(self, is_due: Callable[[str], bool]) -> list[tuple[str, bytes]]:
        """Return and forget the files that a test has asked for."""
        due = [(full, content) for full, content in self._found.items() if is_due(full)]
        for full, _ in due:
            self.drop(full)
        return due


def _regular_files() -> Iterator[tuple[str, os.stat_result]]:
    """Yield the regular files of this process's own scratch space, up to a number."""
    # Without namespaces these folders would be the machine's.
    queue = list(_ROOTS) if os.environ.get("HOME") == HOME else []
    room = MAX_ENTRIES
    while queue:
        folder = queue.pop(0)
        try:
            device = os.lstat(folder).st_dev
            entries = list(itertools.islice(os.scandir(folder), room))
        except OSError:
            continue
        room -= len(entries)
        for entry in entries:
            with contextlib.suppress(OSError):
                about = entry.stat(follow_symlinks=False)
                # What is mounted there is Python, or the course.
                if stat.S_ISDIR(about.st_mode) and about.st_dev == device:
                    queue += [entry.path] if entry.name != "__pycache__" else []
                elif stat.S_ISREG(about.st_mode):
                    yield entry.path, about


def tree(folder: Path, cap: int) -> list[tuple[str, bytes]]:
    """Return the regular files below `folder` with their relative paths.

    Raises
    ------
    ValueError
        If they are larger than `cap` bytes together.
    """
    files: list[tuple[str, bytes]] = []
    room = cap
    for path in sorted(folder.rglob("*")):
        if path.is_symlink() or not path.is_file():
            continue
        room -= path.stat().st_size
        if room < 0:
            raise ValueError(f"the files in {folder} are larger than {cap:,} bytes together")
        files.append((path.relative_to(folder).as_posix(), path.read_bytes()))
    return files
