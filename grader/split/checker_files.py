"""Files that both sides have: which of the student's a test may find, and which it names."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.split.both import files
from grader.split.both.texts import Texts
from grader.split.kinds import VALUE
from grader.split.locked_files import SUPPORT, LockedFiles
from grader.split.process.peer import Peer
from grader.split.ruled import Ruled
from grader.split.sorts import whole

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grader.split.process.shell import Shell


class Filing(Ruled):
    """A side that takes files and hands them over."""

    def __init__(self, peer: Peer, shell: Shell) -> None:
        super().__init__(peer, shell)
        self.protected: set[str] = set()
        self.student_texts: set[bytes] = set()
        self.student_files: dict[str, bytes] = {}
        self.texts = Texts()
        self.locked_files = LockedFiles()
        self._asked_paths: list[str] = []
        self._lent_paths: set[str] = set()
        self._waiting = files.Waiting()
        self._written: set[str] = set()
        self._put: set[str] = set()
        self._gone: set[str] = set()

    def _tell_removed(self) -> None:
        """Have files removed over there that both sides had and the test has removed."""
        shared = (self._put | self.student_files.keys()) - self.protected
        missing = {path for path in shared if not os.path.lexists(path)}
        above = {str(folder) for path in missing for folder in Path(path).parents}
        missing |= {folder for folder in above if not os.path.lexists(folder)}
        gone, self._gone = missing - self._gone, missing
        if gone:
            self.peer.ask({"do": "put", "files": [], "gone": sorted(gone)}, ())

    def _hand_over(self, paths: list[str]) -> None:
        entries: list[list[Any]] = []
        blobs: list[bytes] = []
        for path in paths:
            target = Path(files.HOME, path)
            parent = target if target.is_dir() else target.parent
            if str(parent) not in {files.HOME, "/tmp"} and parent.is_dir():  # noqa: S108
                entries.append([str(parent), None])
            content = None if target.is_dir() else files.read(str(target))
            if content is not None:
                entries.append([path, len(blobs)])
                blobs.append(content)
                self._put.add(files.full(path))
        if entries:
            self.peer.ask({"do": "put", "files": entries}, blobs)

    def _take_files(self, entries: list[Any], parts: list[memoryview]) -> None:
        """Write the files that the test looks for; keep those that a later one may look for."""
        for path, position in entries:
            full, content = files.full(str(path)), bytes(parts[position])
            self._waiting.drop(full)
            if self._may_write(full, content):
                self._write(full, content)
            elif not self._is_asked(full) and not self._is_closed(full):
                self._waiting.keep(full, content)

    def _take_waiting(self) -> None:
        """Write what was kept and is asked for now, but not over what a test wrote since."""
        for full, content in self._waiting.take(self._is_asked):
            if self._may_write(full, content, lent=False):
                self._write(full, content)

    def _write(self, full: str, content: bytes) -> None:
        self.student_texts.add(files.digest(content))
        self.student_files[full] = content
        self.locked_files.give_up(full)
        files.write([[full, 0]], [memoryview(content)])

    def _may_write(self, full: str, content: bytes, *, lent: bool = True) -> bool:
        """Tell whether the student's file may stand here: only where the test looks for one.

        A file that the test itself wrote is its own, unless it was given to the student's code. One
        that a locked cell wrote is the instructor's, unless the solution, too, put another one in
        its place; without a reference, unless it was given to the student's code, or the locked
        cell wrote nothing there, or something of the student's.
        """
        if self._is_closed(full) or not self._is_asked(full):
            return False
        if not self._is_own(full):
            return True
        lent = lent and _is_below(full, self._lent_paths)
        found = files.read(full)
        if not self.locked_files.has(full, found):
            return lent
        if content == found:
            return False
        if self.policy.kinds is None:
            return lent or not found or self.locked_files.is_unsure(full)
        return self._is_solutions(full)

    def _is_solutions(self, full: str) -> bool:
        """Tell whether the solution has put a file of its own in the place of a locked cell's."""
        place = full + "<file>"
        self.policy.value(place, VALUE)
        return self.policy.recording or place in (self.policy.kinds or {})

    def _note_files(self) -> None:
        """Note which files of locked cells are the solution's by now."""
        for full in self.locked_files if self.policy.recording else ():
            if self._is_asked(full) and full in self.student_files and not self._is_own(full):
                self._is_solutions(full)

    def _is_asked(self, full: str) -> bool:
        return _is_below(full, self._asked_paths)

    def _is_closed(self, full: str) -> bool:
        """Tell whether no file of the student's may ever stand here."""
        is_hidden = full.startswith(SUPPORT) or "__pycache__" in full
        return is_hidden or full in self.protected or not files.is_open(full)

    def _is_own(self, full: str) -> bool:
        """Tell whether what stands here is none of the student's."""
        if not os.path.lexists(full):
            return False
        content = files.read(full)
        return content is None or content != self.student_files.get(full)

    def note_written(self, path: Any) -> None:
        """Note that a file of the scratch space is being written, by the test or for it."""
        if isinstance(path, (str, os.PathLike)):
            full = files.full(os.fsdecode(path))
            if files.is_open(full):
                self._written.add(full)

    def judge_files_named(self) -> None:
        """Refuse a text that names a file which the test wrote for itself, to compare with.

        Whoever hands back ``want.txt`` in place of what it should have saved has the file compared
        with itself. Where the solution names such a file, others may.
        """
        for full in sorted(self._written - self.protected):
            content = files.read(full) if Path(full).is_file() else None
            is_own = content is not None and content != self.student_files.get(full)
            if not is_own or _is_below(full, self._lent_paths):
                continue
            paths = {whole(path) for path in self.texts.paths_of_file(full)}
            tolerated = [self.tolerates(path, "<own file>") for path in sorted(paths)]
            if not all(tolerated):
                name = full.rpartition("/")[2]
                reason = f"the answer names {name}, which the test wrote to compare with"
                self.policy.refusals.append(reason)


def _is_below(full: str, places: Iterable[str]) -> bool:
    return any(full == place or full.startswith(place + "/") for place in places)
