"""The files that locked cells have written on the side of the tests: the instructor's."""

from __future__ import annotations

import contextlib
import hashlib
import importlib
from pathlib import Path
from typing import TYPE_CHECKING

from grader.split.both import files, names, writing

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterator

SUPPORT = "/tmp/support"  # noqa: S108 - private to the sandbox
"""Where modules of the instructor's are imported from, out of the reach of the student's files."""


class LockedFiles:
    """Remembers which files statements of locked cells have written, and what was in them."""

    def __init__(self) -> None:
        self._digests: dict[str, bytes] = {}
        self._bound: dict[str, set[str]] = {}
        self._unsure: set[str] = set()
        self._marks: dict[str, tuple[int, int]] = {}

    def begin(self) -> None:
        """Look at what there is before a cell runs."""
        self._marks = files.marks()

    def note(self, statement: ast.stmt) -> None:
        """Take what has been written since for what a statement has written."""
        before, self._marks = self._marks, files.marks()
        for path, mark in self._marks.items():
            if before.get(path) != mark and not path.startswith(SUPPORT):
                if path not in self._digests and writing.goes_on(statement):
                    self._unsure.add(path)  # what stands before that may be the student's
                self._digests[path] = _digest(files.read(path))
                self._bound.setdefault(path, set()).update(names.stored(statement))

    def doubt(self, statement: ast.stmt) -> None:
        """Leave out a statement that needs the student: what it writes, or closes, is not known."""
        paths = {path for path in self._digests if writing.writes(statement, {path})}
        reads = names.mentioned(statement) - names.stored(statement)
        self._unsure |= paths | {path for path, bound in self._bound.items() if bound & reads}

    def lend_modules(self) -> None:
        """Let modules be imported that a locked cell has written beside the notebook."""
        for path in self._digests:
            content = files.read(path) if path.endswith(".py") else None
            if content is not None and path.startswith(files.HOME + "/"):
                place = SUPPORT + path.removeprefix(files.HOME)
                files.write([[place, 0]], [memoryview(content)])
                importlib.invalidate_caches()

    def has(self, full: str, content: bytes | None) -> bool:
        """Tell whether this is what a locked cell has written there."""
        return self._digests.get(full) == _digest(content)

    def is_unsure(self, full: str) -> bool:
        """Tell whether a locked cell needs the student to write a file to its end."""
        return full in self._unsure

    def give_up(self, full: str) -> None:
        """Let a file be the student's: no module of this name is the instructor's any more."""
        if full in self._digests and full.endswith(".py"):
            with contextlib.suppress(OSError):
                Path(SUPPORT + full.removeprefix(files.HOME)).unlink()

    def __iter__(self) -> Iterator[str]:
        """Yield the paths of the files."""
        return iter([*self._digests])


def _digest(content: bytes | None) -> bytes:
    return b"" if content is None else hashlib.sha256(content).digest()
