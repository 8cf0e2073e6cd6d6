"""Files on both sides: which of the student's a test may read, and which it hands over."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from split_grader.sandbox import HOME
from split_grader.split.both import files
from split_grader.split.both.kinds import CHANGED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from split_grader.split.both.kinds import Policy

SUPPORT = "/tmp/support"  # noqa: S108 - private to the sandbox
"""Where modules of the instructor's are imported from, out of the reach of answers."""
_RUNS = (".pyc", ".so", ".pth")


class Files:
    """The files of the checker's scratch space, and their owners.

    Attributes
    ----------
    protected : set of str
        The instructor's own, which no answer replaces.
    """

    def __init__(self) -> None:
        self.protected: set[str] = set()
        self._students: dict[str, bytes] = {}
        self._locked: set[str] = set()
        self._asked: list[str] = []
        self._lent: set[str] = set()
        self._put: dict[str, bytes] = {}
        self._waiting = files.Waiting()

    def begin(self, texts: Iterable[str], policy: Policy) -> None:
        """Begin a test, whose texts may be paths that it looks for."""
        self._policy = policy
        self._asked = [files.full(text) for text in texts if files.is_open(text)]
        self._lent = set()
        self._take_waiting()

    def note_locked(self, before: dict[str, Any]) -> None:
        """Note the files that a locked cell has written as the instructor's."""
        now = files.marks()
        self._locked |= {path for path, mark in now.items() if before.get(path) != mark}

    # -- from the student ----------------------------------------------------------------------
    def take(self, entries: list[Any], gone: list[Any], parts: list[memoryview]) -> None:
        """Write the files that the test looks for; keep others for later tests."""
        for path, position in entries:
            full, content = files.full(str(path)), bytes(parts[position])
            self._waiting.drop(full)
            if full in self._locked and files.read(full) == content:
                continue  # the locked cell has run on the other side, too
            if self._may_write(full):
                self._write(full, content)
            elif not self._is_closed(full):
                self._waiting.keep(full, content)
        for path in gone:
            full = files.full(str(path))
            self._waiting.drop(full)
            if self._may_write(full) and os.path.lexists(full):
                self._students.pop(full, None)
                files.remove([full])

    def _take_waiting(self) -> None:
        for full, content in self._waiting.take(self._is_asked):
            if self._may_write(full, is_fresh=False):
                self._write(full, content)

    def _write(self, full: str, content: bytes) -> None:
        self._students[full] = content
        files.write([[full, 0]], [memoryview(content)])

    def _may_write(self, full: str, *, is_fresh: bool = True) -> bool:
        """Tell whether a student's file may be here: only where the test looks for one.

        And not over one of the test's, unless that was handed over and this one is what came of it,
        nor over one that a locked cell wrote, unless the solution's did.
        """
        if self._is_closed(full) or not self._is_asked(full):
            return False
        if full in self._locked and not self._policy.had(f"<file>{full}", CHANGED):
            return False
        if not os.path.lexists(full) or full in self._locked or (is_fresh and full in self._lent):
            return True
        content = files.read(full)
        contents = [self._students.get(full), self._put.get(full) if is_fresh else None]
        return content is not None and content in contents

    def _is_asked(self, full: str) -> bool:
        return any(full == place or full.startswith(place + "/") for place in self._asked)

    def _is_closed(self, full: str) -> bool:
        """Tell whether a student's file may never be here."""
        runs = "__pycache__" in full or full.endswith(_RUNS) or full.startswith(SUPPORT)
        return runs or full in self.protected or not files.is_open(full)

    # -- to the student ------------------------------------------------------------------------
    def handed(self, args: Iterable[Any]) -> tuple[list[list[Any]], list[bytes]]:
        """Return the files that arguments name, to be handed over; answers may replace them."""
        entries: list[list[Any]] = []
        blobs: list[bytes] = []
        paths = [str(arg) for arg in args if _is_path(arg)]
        for path in paths:
            full = files.full(path)
            self._asked.append(full)
            self._lent.add(full)
            target = Path(full)
            for each in _below(target):
                content = files.read(str(each))
                if content is not None and self._put.get(str(each)) != content:
                    entries.append([str(each), len(blobs)])
                    blobs.append(content)
                    self._put[str(each)] = content
            folder = target if target.is_dir() else target.parent
            if folder.is_dir() and str(folder) not in {HOME, "/tmp"}:  # noqa: S108
                entries.insert(0, [str(folder), None])
        if paths:
            self._take_waiting()
        return entries, blobs

    def removed(self) -> list[str]:
        """Return files of both sides that the test has removed."""
        both = (self._put.keys() | self._students.keys()) - self.protected
        paths = {path for path in both if not os.path.lexists(path)}
        for path in paths:
            self._put.pop(path, None)
            self._students.pop(path, None)
        above = {str(folder) for path in paths for folder in Path(path).parents}
        return sorted(paths | {folder for folder in above if not os.path.lexists(folder)})


def _below(target: Path) -> list[Path]:
    """Return a file, or the files of a folder."""
    if target.is_dir() and not target.is_symlink():
        with contextlib.suppress(OSError):
            return sorted(target.rglob("*"))[: files.MAX_FILES]
    return [target]


def _is_path(value: Any) -> bool:
    """Tell whether an argument may name a file of the scratch space."""
    if type(value) is str:  # an object might claim to be one
        is_likely = "/" in value or "." in value or os.path.lexists(files.full(value[:1000]))
        return is_likely and files.is_open(value)
    return issubclass(type(value), os.PathLike) and files.is_open(os.fspath(value))
