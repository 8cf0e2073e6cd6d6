"""The relay's side of one process: a socket read and written with deadlines, and a way to kill it.

Nothing here blocks: a process that does not answer in time, floods, or speaks out of turn raises
:class:`Broken`, and so does one whose tree of processes takes more memory than it may.
"""

from __future__ import annotations

import contextlib
import os
import select
import shutil
import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from split_grader.sandbox import cgroup, memory
from split_grader.split.both.protocol import HEAD, Frame, WireError, pack_frame, unpack_head

if TYPE_CHECKING:
    from split_grader.sandbox.limits import Limits
    from split_grader.sandbox.nursery import Born

ENDED = "the process ended"
"""What is said of one that was not ended from here: by itself, or by the system."""
_TICK = 0.05
_CHUNK = 1 << 18


class Broken(Exception):  # noqa: N818 - a state of the process, not an error of this program
    """The process no longer answers correctly.

    ``how`` is *timeout*, *killed* (it died or was ended for what it took) or *protocol*.
    """

    def __init__(self, how: str, reason: str) -> None:
        super().__init__(reason)
        self.how = how


class Fault(Exception):  # noqa: N818 - no answer caused it
    """Something of ours ended or failed, and no answer is to blame."""


class Channel:
    """A conversation with one process."""

    def __init__(self, born: Born, limits: Limits, role: str) -> None:
        self._connection = born.connection
        self._handle = born.handle
        self._scratch = born.scratch
        self._limits = limits
        # A checker may send what a test makes; what an answer sends costs the grader memory.
        self._longest = limits.traffic if role == "checker" else limits.frame
        self.role = role
        self._pid = _pid_of(born.handle)
        with contextlib.suppress(OSError):  # which takes turns with this one
            os.sched_setaffinity(self._pid, os.sched_getaffinity(0))
        self._group = cgroup.Group(self._pid, limits)
        self._memory = memory.Watch(self._pid)
        self._buffer = bytearray()
        self.alive = True
        self._next_look = time.monotonic() + _TICK

    def send(self, kind: int, number: int, body: bytes, deadline: float) -> None:
        """Send a frame.

        Raises
        ------
        Broken
            If the process has ended or does not read in time.
        """
        view = memoryview(pack_frame(kind, number, body))
        while view:
            try:
                count = self._connection.send(view[:_CHUNK])
            except BlockingIOError:
                self._wait(select.POLLOUT, deadline)
            except OSError:
                raise self._ended() from None
            else:
                view = view[count:]

    def receive(self, deadline: float) -> Frame:
        """Wait for a frame.

        Raises
        ------
        Broken
            If the process ends, breaks the rules of the wire or does not answer in time.
        """
        self._fill(HEAD.size, deadline)
        try:
            length, kind, number = unpack_head(bytes(self._buffer[: HEAD.size]), self._longest)
        except WireError as error:
            raise Broken("protocol", str(error)) from None
        self._fill(HEAD.size + length, deadline)
        body = bytes(memoryview(self._buffer)[HEAD.size : HEAD.size + length])
        del self._buffer[: HEAD.size + length]
        return Frame(kind, number, body)

    def silent(self) -> bool:
        """Tell whether everything that the process sent has been read."""
        return not self.alive or (not self._buffer and not _is_ready(self._connection))

    @property
    def bounded(self) -> bool:
        """Whether the kernel itself bounds the memory and the processes of the whole tree."""
        return {"memory", "pids"} <= self._group.bounded

    def ended(self) -> bool:
        """Tell whether the process has ended."""
        return not self.alive or _is_ready(self._handle)

    def _fill(self, size: int, deadline: float) -> None:
        while len(self._buffer) < size:
            try:
                chunk = self._connection.recv(min(_CHUNK, max(4096, size - len(self._buffer))))
            except BlockingIOError:
                self._wait(select.POLLIN, deadline)
                continue
            except OSError:
                chunk = b""
            if not chunk:
                raise self._ended()
            self._buffer += chunk

    def _wait(self, event: int, deadline: float) -> None:
        now = time.monotonic()
        if now >= deadline:
            raise Broken("timeout", "it took too long")
        _is_ready(self._connection, event, min(_TICK, deadline - now))
        self._look()

    def _look(self) -> None:
        """End the tree if it takes too much memory; look rarely, because it costs time."""
        now = time.monotonic()
        if now < self._next_look:
            return
        self._next_look = now + _TICK
        size = self._memory.used(self._limits.memory_bytes)
        if size > self._limits.memory_bytes:
            self.kill()
            raise self._too_large()

    def _ended(self) -> Broken:
        """Describe why a process has hung up."""
        return self._too_large() if self._group.overran() else Broken("killed", ENDED)

    def _too_large(self) -> Broken:
        return Broken(
            "killed", f"it took more than {self._limits.memory_bytes >> 20} MiB of memory"
        )

    def interrupt(self) -> None:
        """Stop what the process does, as a notebook's stop button would."""
        with contextlib.suppress(OSError):
            signal.pidfd_send_signal(self._handle, signal.SIGINT)

    def kill(self) -> None:
        """Kill the process; as the first of its namespace it takes all others with it."""
        if not self.alive:
            return
        self.alive = False
        children = [] if self._scratch is None else memory.tree(self._pid)
        with contextlib.suppress(OSError):
            signal.pidfd_send_signal(self._handle, signal.SIGKILL)
        for child in children[1:]:
            with contextlib.suppress(OSError):
                os.kill(child, signal.SIGKILL)
        self._connection.close()
        self._memory.close()
        self._group.remove()
        os.close(self._handle)
        if self._scratch is not None:
            shutil.rmtree(self._scratch, ignore_errors=True)


def _is_ready(handle: Any, event: int = select.POLLIN, seconds: float = 0.0) -> bool:
    poll = select.poll()
    poll.register(handle, event)
    return bool(poll.poll(seconds * 1000))


def _pid_of(handle: int) -> int:
    """Return the number, in our own namespace, of the process behind a pidfd."""
    for line in Path(f"/proc/self/fdinfo/{handle}").read_text().splitlines():
        if line.startswith("Pid:"):
            return int(line.split()[1])
    return -1
