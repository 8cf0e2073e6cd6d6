"""The student process: runs the student's cells and answers for the objects they made.

It sees the names a test needs, the calls it makes and their arguments; never a test.
"""

from __future__ import annotations

import contextlib
import math
import mmap
import re
import signal
import sys
import threading
from typing import TYPE_CHECKING, Any

from split_grader.split.both import files
from split_grader.split.both.handles import link_of
from split_grader.split.both.last_line import TRUTH, is_finite, is_true, number_of
from split_grader.split.both.peer import Peer
from split_grader.split.both.protocol import ASK, RUN, WireError, unpack
from split_grader.split.both.side import End
from split_grader.split.both.values import NotAValue
from split_grader.split.process import seeds, warned

if TYPE_CHECKING:
    import socket
    from collections.abc import Iterable, Iterator

    from split_grader.split.both.peer import Body
    from split_grader.split.process.shell import Shell

_BALLAST = 16 << 20
_SMALL = 4096
"""Bytes of a value up to which its content is compared after each call, to see if it is a new one.

Of a longer one only the identity is compared."""


_ROOM = 1 << 20
"""Bytes of an answer that values leave to what else it tells."""
_HISTORY = re.compile(r"_+|_i*\d*|__\w+__")


class StudentEnd(End):
    """The student's end of the conversation."""

    def __init__(self, peer: Peer, shell: Shell) -> None:
        super().__init__(peer, sign=-1)
        self._shell = shell
        self._start = frozenset(shell.user_ns)
        self._watched: dict[str, tuple[Any, bytes | None]] = {}
        self._locked: frozenset[str] = frozenset()
        self._turn = threading.RLock()
        self.files = files.Watch()

    def locked(self, name: str) -> type | None:
        """Return the student's own class of this name: a locked cell has run here as well."""
        kind = self._shell.user_ns.get(name) if name in self._locked else None
        return kind if isinstance(kind, type) and link_of(kind) is None else None

    def ask(
        self,
        question: dict[str, Any],
        path: str,
        args: tuple[Any, ...] = (),
        keywords: dict[str, Any] | None = None,
    ) -> Any:
        """Ask; an answer's threads, which may use a test's function too, take turns."""
        with self._turn:
            return super().ask(question, path, args, keywords)

    def serve(self, header: dict[str, Any], blobs: list[memoryview]) -> Body:
        """Answer a question; what it asks meanwhile does not wait for the asking thread."""
        outer, self._turn = self._turn, threading.RLock()
        try:
            return super().serve(header, blobs)
        finally:
            self._turn = outer

    def other(
        self,
        header: dict[str, Any],
        blobs: list[memoryview],
        answer: dict[str, Any],
        parts: list[bytes],
    ) -> None:
        """Hand over the names that a test needs, or store the files that it has changed."""
        if header["do"] == "put":
            files.remove(header.get("gone", ()))
            files.write(header["files"], blobs)
            self.files.note(path for path, _ in header["files"])
        elif header["do"] == "names":
            self._locked = frozenset(header["classes"])
            if header.get("anew"):
                self.files.anew()
            names = header["names"] + (self._bound_names() if header.get("all") else [])
            self._hand_names(dict.fromkeys(names), answer, parts)
        elif header["do"] != "changed":
            super().other(header, blobs, answer, parts)

    def _bound_names(self) -> list[str]:
        """Return the names that the answers have bound, without IPython's of earlier results."""
        fresh = self._shell.user_ns.keys() - self._start
        return sorted(name for name in fresh if not _HISTORY.fullmatch(name))

    def _hand_names(self, names: Iterable[str], answer: dict[str, Any], parts: list[bytes]) -> None:
        space = self._shell.user_ns
        entries: list[list[Any]] = []
        self._watched = {}
        for name in names:
            if name not in space:
                continue
            try:
                body = self.packed(space[name], name)
                if sum(map(len, parts)) + len(body) > self.peer.cap - _ROOM:
                    raise WireError(f"{len(body):,} bytes are too many to send")  # noqa: TRY301
            except (NotAValue, WireError, ValueError, RecursionError) as reason:
                entries.append([name, str(reason)])
                continue
            if not callable(space[name]):
                self._watched[name] = space[name], body if len(body) <= _SMALL else None
            entries.append([name, len(parts)])
            parts.append(body)
        answer["names"] = entries

    @contextlib.contextmanager
    def around(
        self,
        header: dict[str, Any],
        blobs: list[memoryview],
        answer: dict[str, Any],
        parts: list[bytes],
    ) -> Iterator[None]:
        """Apply what the test has bound and seeded; report what was printed, bound and written."""
        if "seeds" in header:
            seeds.take(self.unpacked(blobs[header["seeds"]], "seeds"))
        space, before = self._shell.user_ns, dict[str, Any]()
        for name, place in header.get("rebound", ()):
            before[name] = space.pop(name, self)
            if place is not None:
                space[name] = self.unpacked(blobs[place], name)
        self._shell.collector.tap()
        notes: contextlib.AbstractContextManager[list[Any]] = contextlib.nullcontext([])
        if header.get("warns"):
            notes = warned.noted()
        try:
            with notes as texts:
                yield
        finally:
            output = self._shell.collector.untap()
            for name, old in before.items():
                space.pop(name, None) if old is self else space.update({name: old})
        if output:
            answer["out"] = output
        if texts:
            answer["warned"] = texts
        if bound := self._bound_anew(parts):
            answer["bound"] = bound
        self._add_files(answer, parts)

    def _bound_anew(self, parts: list[bytes]) -> list[list[Any]]:
        news = []
        for name, (old, before) in self._watched.items():
            with contextlib.suppress(KeyError, NotAValue, WireError, ValueError, RecursionError):
                now = self._shell.user_ns[name]
                if before is None and now is old:
                    continue
                after = self.packed(now, name)
                if after != before:
                    self._watched[name] = now, None if before is None else after
                    news.append([name, len(parts)])
                    parts.append(after)
        return news

    def _add_files(self, answer: dict[str, Any], parts: list[bytes]) -> None:
        # An answer must fit into a frame, or all of it is lost.
        changes = self.files.changed(self.peer.cap // 2 - sum(map(len, parts)))
        if changes:
            answer["files"] = [[path, len(parts) + k] for k, (path, _) in enumerate(changes)]
            parts.extend(content for _, content in changes)
        if removals := self.files.gone():
            answer["removed"] = removals


class _Ballast:
    """Memory that a cell can't take, so that its objects can still answer questions.

    A cell that starts threads until there is no room for one more leaves less than one needs.
    """

    _held: mmap.mmap | None = None

    def hold(self) -> None:
        """Take the memory, if there is any left."""
        if self._held is None:
            with contextlib.suppress(OSError, MemoryError):
                flags = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS
                self._held = mmap.mmap(-1, _BALLAST, flags=flags)

    def drop(self) -> None:
        """Free the memory."""
        if self._held is not None:
            self._held.close()
            self._held = None


def serve(connection: socket.socket, shell: Shell, limits: dict[str, Any]) -> None:
    """Run the student's cells until the relay hangs up."""
    shell.prepare(limits["output_bytes"])
    signal.signal(signal.SIGINT, signal.default_int_handler)  # which stops a cell
    sys.path.insert(0, "")
    peer = Peer(connection, limits["frame"])
    end, ballast = StudentEnd(peer, shell), _Ballast()
    while True:
        try:
            frame = peer.receive()
        except EOFError:
            return
        if frame.kind == ASK:
            ballast.drop()
            peer.serve(frame)
        elif frame.kind == RUN:
            ballast.hold()
            header, blobs = unpack(frame.body)
            if "files" in header:
                files.write(header["files"], blobs)
                if header.get("given"):
                    end.files.note(path for path, *_ in header["files"])
                peer.done(frame.number, {})
                continue
            seeds.give_seed(header.get("seed"))
            ran = shell.run(header["source"])
            report = {"ok": ran.ok, "outputs": ran.outputs}
            if "due" in header:
                report |= _ending(ran.value, header["due"])
            peer.done(frame.number, report)
            del ran
            sys.last_value = sys.last_traceback = None


def _ending(value: Any, due: str) -> dict[str, Any]:
    number = number_of(value)
    if number is not None and not is_finite(number):
        number = math.nan  # a very long integer does not fit into a report either
    return {"value": number, "true": due == TRUTH and is_true(value)}
