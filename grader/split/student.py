"""The student process: runs the student's cells and answers for the objects they made.

It sees the names a test needs, the calls it makes and their arguments; never a test.
"""

from __future__ import annotations

import contextlib
import math
import mmap
import sys
import types
from typing import TYPE_CHECKING, Any

from grader.split import process_settings
from grader.split.around import applied
from grader.split.both import files
from grader.split.both.ending import TRUTH, is_finite, is_true, number_of
from grader.split.both.protocol import ASK, RUN, WireError, unpack
from grader.split.both.values import NotAValue
from grader.split.conversation import Side
from grader.split.process import sandbox
from grader.split.process.peer import Peer, failure
from grader.split.proxy import link_of

if TYPE_CHECKING:
    import socket

    from grader.split.process.peer import Body
    from grader.split.process.shell import Shell

_BALLAST = 16 << 20
_SMALL = 4096
"""Bytes of a value that is looked at after each call, whether or not the solution changes it."""


class StudentSide(Side):
    """The student's half of the conversation."""

    has_twins = True

    def __init__(self, peer: Peer, shell: Shell) -> None:
        super().__init__(peer, guarded=False)
        self._shell = shell
        self._watched: dict[str, bytes] = {}
        self._lent: dict[str, bytes] = {}
        self.files = files.Watch()

    def other(self, header: dict[str, Any], blobs: list[memoryview]) -> Body:
        """Hand over the names that a test needs, and the files that have changed.

        Or take what a test has changed.
        """
        if header["do"] == "put":
            files.remove(header.get("gone", ()))
            files.write(header["files"], blobs)
            return {}, []
        if header["do"] == "changed":
            self.aliases.learn(header["aliases"], blobs, "")
            return {}, []
        if header["do"] != "names":
            return super().other(header, blobs)
        return self._names(header)

    def _names(self, header: dict[str, Any]) -> Body:
        if header.get("anew"):
            self.files.anew()
        space = self._shell.user_ns
        found: list[list[Any]] = []
        parts: list[bytes] = []
        self._watched = {}
        self.aliases.clear()
        keys: list[list[int]] = []
        handed: dict[int, int] = {}
        for name in header["names"]:
            if name not in space:
                continue
            if id(space[name]) in handed:
                found.append([name, handed[id(space[name])]])
                if name in header["watch"]:
                    self._watched[name] = parts[handed[id(space[name])]]
                continue
            try:
                body = self.packed(space[name])
            except (NotAValue, WireError, ValueError, RecursionError) as reason:
                found.append([name, str(reason)])
                continue
            is_small = len(body) <= _SMALL and not callable(space[name])
            if name in header["watch"] or (header["all"] and is_small):
                self._watched[name] = body
            found.append([name, len(parts)])
            handed[id(space[name])] = len(parts)
            keys.append(self.aliases.keys_of(space[name], len(body), name))
            parts.append(body)
        answer: dict[str, Any] = {"names": found, "keys": keys}
        self._add_files(answer, parts)
        return answer, parts

    def kin(self, name: str) -> type | None:
        """Return the student's own class of this name: a locked cell has run here as well.

        What the student's code believes of a test's objects is its own affair.
        """
        found = self._shell.user_ns.get(name)
        is_own = isinstance(found, type) and found.__module__ == "__main__"
        return found if is_own and link_of(found) is None else None

    def trace(self) -> types.TracebackType | None:
        """Return a traceback with nothing in it: ``throw`` takes no stand-in for one."""
        try:
            exec(compile("raise Exception", "<test>", "exec"), {})  # noqa: S102 - a constant
        except Exception as error:  # noqa: BLE001 - that one
            trace = error.__traceback__
            return trace and trace.tb_next
        return None

    def _add_files(self, answer: dict[str, Any], parts: list[bytes]) -> None:
        # An answer must fit into a frame, or all of it is lost.
        changed = self.files.changed(self.peer.cap // 2 - sum(map(len, parts)))
        if changed:
            answer["files"] = [[path, len(parts) + k] for k, (path, _) in enumerate(changed)]
            parts.extend(content for _, content in changed)

    def before_call(self) -> None:
        """Note where the printed text stands."""
        self._shell.collector.tap()

    def after_call(self) -> dict[str, Any]:
        """Tell what was printed, and which watched names changed."""
        told: dict[str, Any] = {}
        printed = self._shell.collector.untap()
        if printed:
            told["out"] = printed
        names = {}
        for name, before in {**self._watched, **self._lent}.items():
            if name in self._shell.user_ns:
                try:
                    after = self.packed(self._shell.user_ns[name])
                except (NotAValue, WireError, ValueError, RecursionError):
                    continue
                if after != before:
                    known = self._lent if name in self._lent else self._watched
                    names[name] = known[name] = after
        if names:
            told["names"] = names
            told["keys"] = {
                name: self.aliases.keys_of(self._shell.user_ns[name], len(body), name)
                for name, body in names.items()
            }
        return told

    def serve(self, header: dict[str, Any], blobs: list[memoryview]) -> Body:
        """Answer, and hand over the files that the call wrote."""
        told: dict[str, Any] = {}
        if "around" in header:
            told, blobs = self.unpacked(blobs[-1], "around"), blobs[:-1]
        space = self._shell.user_ns
        with applied(told, space) as warned:
            self._lent = {name: self.packed(value) for name, value in told.get("names", {}).items()}
            before = process_settings.read(header.get("settings", ()))
            answer, parts = super().serve(header, blobs)
            changed = process_settings.changed(before)
            if changed:
                answer["settings"] = changed
            self._lent = {}
        parts = list(parts)
        if warned:
            answer["warned"] = len(parts)
            parts.append(self.packed([[w.category, str(w.message)] for w in warned[:100]]))
        if header.get("do") == "op":
            self._add_files(answer, parts)
        return answer, parts


class _Ballast:
    """Memory that a cell cannot take, so that what it leaves behind can still be asked for.

    A cell that starts threads until there is no room for one more leaves less than one needs.
    """

    _held: mmap.mmap | None = None

    def hold(self) -> None:
        """Take it, if there is any left."""
        if self._held is None:
            with contextlib.suppress(OSError, MemoryError):
                flags = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS
                self._held = mmap.mmap(-1, _BALLAST, flags=flags)

    def drop(self) -> None:
        """Make room."""
        if self._held is not None:
            self._held.close()
            self._held = None


def serve(connection: socket.socket, shell: Shell, limits: dict[str, Any]) -> None:
    """Run the student's cells until the relay hangs up."""
    shell.prepare(limits["output"])
    sys.path.insert(0, "")
    peer = Peer(connection, limits["frame"])
    side, ballast = StudentSide(peer, shell), _Ballast()
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
                    side.files.note(path for path, *_ in header["files"])
                peer.done(frame.number, {})
                continue
            sandbox.give_seed(header.get("seed"))
            ran = shell.run(header["source"])
            peer.done(
                frame.number,
                {
                    "ok": ran.ok,
                    "outputs": ran.outputs,
                    **(_ending(ran.value, header["due"]) if "due" in header else {}),
                },
            )
            del ran
            sys.last_value = sys.last_traceback = None


def _ending(value: Any, due: str) -> dict[str, Any]:
    number = number_of(value)
    if number is not None and not is_finite(number):
        number = math.nan  # a very long integer does not fit into a report either
    return {"value": number, "true": due == TRUTH and is_true(value)}


__all__ = ["StudentSide", "failure", "serve"]
