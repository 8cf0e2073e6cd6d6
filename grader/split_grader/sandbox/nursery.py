"""Starts a zygote, asks it for processes, and ends it."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from split_grader.sandbox import LINE, bubble
from split_grader.sandbox.scope import Door

if TYPE_CHECKING:
    from collections.abc import Sequence

    from split_grader.sandbox.limits import Limits

START_SECONDS = 90.0
FORK_SECONDS = 20.0
UNPRIVILEGED = 64_321
"""The user a root-started grader becomes: a number that no account has."""
_NUMERIC = ("OPENBLAS", "OMP", "MKL", "BLIS", "NUMEXPR", "VECLIB_MAXIMUM")
"""What the names of settings begin with that libraries of linear algebra read."""


class ZygoteError(RuntimeError):
    """The zygote could not be started or has ended."""


@dataclass(frozen=True)
class Born:
    """A new process: its socket, a handle to kill it by, and its scratch folder if it needs one."""

    connection: socket.socket
    handle: int
    scratch: Path | None


@dataclass(frozen=True)
class Line:
    """What another process needs in order to use this process's zygote.

    Attributes
    ----------
    connection
        Its end of the line; it can be sent to another process.
    missing
        Modules that the zygote could not import, with the reason.
    """

    connection: socket.socket
    missing: list[str]


class Nursery:
    """One zygote, started when first needed.

    Parameters
    ----------
    preload : sequence of str
        Modules the zygote imports.
    readable : sequence of Path
        Folders the processes may read besides Python itself.
    path : sequence of str
        Folders to add to the processes' ``sys.path``.
    namespaces : bool, optional
        Whether to use bubblewrap; by default, if it works.
    line : Line, optional
        To another process's zygote, made with the same arguments. Should that one end, this
        nursery starts its own.
    """

    def __init__(
        self,
        preload: Sequence[str],
        readable: Sequence[Path] = (),
        path: Sequence[str] = (),
        *,
        namespaces: bool | None = None,
        line: Line | None = None,
    ) -> None:
        self._preload = list(preload)
        self._readable = list(readable)
        self._path = list(path)
        self._wish = namespaces
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._stage: str | None = None
        self._log: Any = None
        self._begun = False
        devices = (Path("/dev/urandom"), Path("/dev/zero"))
        self._shown = [str(p) for p in (*bubble.visible(readable), *devices)]
        self.namespaces = False
        self.missing: list[str] = []
        self.started = 0
        """How many zygotes there have been."""
        if line is not None:
            self._control, self.namespaces, self.missing = line.connection, True, line.missing
            self.started = 1

    @property
    def pid(self) -> int | None:
        """The number of the outermost process, while one runs."""
        return None if self._process is None else self._process.pid

    def begin(self) -> None:
        """Start the zygote in the background, if none runs; :meth:`start` waits for it.

        It may end with the thread that begins it.
        """
        with self._lock:
            if self._begun or self.lives() or self._wish is False:
                return
            self._end()
            with contextlib.suppress(ZygoteError, OSError):  # start() says why
                self._open(namespaces=True)

    def start(self) -> None:
        """Start the zygote, if none runs.

        Raises
        ------
        ZygoteError
            If it does not come up.
        """
        with self._lock:
            self._start()

    def lend(self) -> Line | None:
        """Return a line by which another process can have processes from this zygote.

        It is None without namespaces: then nothing but that process would end what it started.

        Raises
        ------
        ZygoteError
            If the zygote does not come up.
        """
        with self._lock:
            self._start()
            if self._control is None or not self.namespaces:
                return None
            ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            with theirs:
                request = json.dumps({"role": LINE}).encode()
                socket.send_fds(self._control, [request], [theirs.fileno()])
            return Line(ours, self.missing)

    def lives(self) -> bool:
        """Tell whether the zygote is alive.

        It hangs up before the system ends the processes that it made. So a dead process and a live
        zygote mean that the process ended by itself.
        """
        control = self._control
        if control is None:
            return False
        poll = select.poll()
        try:
            poll.register(control, select.POLLHUP)
        except ValueError:  # another thread has just closed it
            return False
        return not poll.poll(0)

    def _start(self) -> None:
        if not self._begun:
            if self.lives():
                return
            self._end()
        if self._wish is None:
            self._wish = self._can_have_namespaces()
            if self._wish:
                return
        self._launch(namespaces=self._wish)

    def _can_have_namespaces(self) -> bool:
        """Start a zygote in namespaces; tell whether that is possible on this machine."""
        # Twice, because a zygote that somebody killed says nothing about the machine.
        for _ in range(2):
            with contextlib.suppress(ZygoteError):
                self._launch(namespaces=True)
                return True
        return False

    def _launch(self, *, namespaces: bool) -> None:
        """Start a zygote and wait for it; one that was begun is waited for first."""
        if self._begun:
            with contextlib.suppress(ZygoteError):
                self._wait()
                return
        self._open(namespaces=namespaces)
        self._wait()

    def _wait(self) -> None:
        self._begun = False
        try:
            answer = self._receive(START_SECONDS)[0]
        except (OSError, ZygoteError) as error:
            self._log.seek(0)
            log = self._log.read()[-4000:].decode("utf-8", "replace")
            self._end()
            raise ZygoteError(f"the zygote did not start: {error}\n{log}") from error
        self.missing = answer["missing"]

    def _open(self, *, namespaces: bool) -> None:
        """Start a zygote and name the modules that it loads."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._log = tempfile.TemporaryFile()  # noqa: SIM115 - closed when the zygote ends
        line, environment = self._command(theirs.fileno(), namespaces=namespaces)
        with Door() as door:
            self._process = subprocess.Popen(  # noqa: S603 - our own command
                [*door.prefix, *line],
                pass_fds=[theirs.fileno()],
                stdin=door.stdin,
                stdout=self._log,
                stderr=self._log,
                env=environment,
                start_new_session=True,
            )
            door.admit(self._process.pid)
        theirs.close()
        self._control, self.namespaces, self._begun = ours, namespaces, True
        self.started += 1
        config = {
            "environment": environment,
            "path": self._path,
            "preload": self._preload,
            "namespaces": namespaces,
        }
        with contextlib.suppress(OSError):  # it has ended, as the next request finds out
            ours.send(json.dumps(config).encode())

    def _command(self, descriptor: int, *, namespaces: bool) -> tuple[list[str], dict[str, str]]:
        environment = {
            "PATH": f"{Path(sys.prefix, 'bin')}:/usr/bin:/bin",
            "HOME": "/tmp",  # noqa: S108 - read-only there; a process gets its own
            "LANG": "C.UTF-8",
            "MPLBACKEND": "Agg",
            "MPLCONFIGDIR": "/tmp/matplotlib",  # noqa: S108
            "PYTHONDONTWRITEBYTECODE": "1",
            # The same numeric kernels as in a notebook here: others round differently.
            **{name: value for name, value in os.environ.items() if name.startswith(_NUMERIC)},
            **{f"{library}_NUM_THREADS": "1" for library in _NUMERIC},
        }
        about = [file.parent for file in self._readable if file.name == bubble.COURSE_FILE]
        environment |= {bubble.COURSE_VARIABLE: str(about[0])} if about else {}
        launcher = [sys.executable, "-I", "-S", str(Path(bubble.__file__).with_name("launch.py"))]
        launcher += [str(UNPRIVILEGED), str(UNPRIVILEGED)]
        if not namespaces:
            line = bubble.zygote_command(descriptor)
            if os.geteuid() == 0:
                line = [*launcher, "-", *map(str, bubble.visible(self._readable)), "--", *line]
            self._stage = tempfile.mkdtemp(prefix="grader-zygote-")
            if os.geteuid() == 0:
                os.chown(self._stage, UNPRIVILEGED, UNPRIVILEGED)
            return line, {**environment, "HOME": self._stage}
        environment["IPYTHONDIR"] = "/tmp/ipython"  # noqa: S108 - in the sandbox
        bwrap = bubble.find()
        if bwrap is None:
            raise ZygoteError("bubblewrap is not installed")
        paths = bubble.visible(self._readable)
        if os.geteuid() != 0:
            sources = {path: path for path in paths}
            return bubble.command(bwrap, sources, descriptor, environment), environment
        self._stage = tempfile.mkdtemp(prefix="grader-stage-")
        sources = {path: Path(self._stage, str(number)) for number, path in enumerate(paths)}
        line = bubble.command(bwrap, sources, descriptor, environment)
        return [*launcher, self._stage, *map(str, paths), "--", *line], environment

    def _receive(self, seconds: float) -> tuple[dict[str, Any], list[int]]:
        if self._control is None:
            raise ZygoteError("no zygote runs")
        poll = select.poll()
        poll.register(self._control, select.POLLIN)
        if not poll.poll(seconds * 1000):
            raise ZygoteError("the zygote does not answer")
        message, descriptors, _, _ = socket.recv_fds(self._control, 65_536, 1)
        if not message:
            raise ZygoteError("the zygote has ended")
        return json.loads(message), list(descriptors)

    def fork(self, role: str, limits: Limits, seed: int | None = None) -> Born:
        """Ask for a process.

        Raises
        ------
        ZygoteError
            If the zygote cannot fork, even after it was started afresh.
        """
        with self._lock:
            for attempt in (1, 2):
                try:
                    self._start()
                    return self._fork(role, limits, seed)
                except (OSError, ZygoteError):
                    self._end()
                    if attempt == 2:
                        raise
        raise AssertionError("unreachable")

    def _fork(self, role: str, limits: Limits, seed: int | None) -> Born:
        if self._control is None:
            raise ZygoteError("no zygote runs")
        ours, theirs = socket.socketpair()
        scratch = None if self.namespaces else Path(tempfile.mkdtemp(prefix="grader-scratch-"))
        if scratch is not None and os.geteuid() == 0:
            os.chown(scratch, UNPRIVILEGED, UNPRIVILEGED)
        request = {
            "role": role,
            "limits": asdict(limits),
            "seed": secrets.randbits(32) if seed is None else seed,
            "scratch": None if scratch is None else str(scratch),
            "readable": ["/"] if scratch is None else self._shown,
            "shown": self._shown,
        }
        try:
            with theirs:
                socket.send_fds(self._control, [json.dumps(request).encode()], [theirs.fileno()])
            answer, descriptors = self._receive(FORK_SECONDS)
            if "error" in answer or not descriptors:
                raise ZygoteError(str(answer.get("error", "no process")))  # noqa: TRY301
        except BaseException:
            ours.close()
            if scratch is not None:
                shutil.rmtree(scratch, ignore_errors=True)
            raise
        ours.setblocking(False)  # noqa: FBT003
        return Born(ours, descriptors[0], scratch)

    def _end(self) -> None:
        self._begun = False
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGTERM)
            try:
                self._process.wait(5)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None
        if self._log is not None:
            self._log.close()
            self._log = None
        if self._stage is not None:
            shutil.rmtree(self._stage, ignore_errors=True)
            self._stage = None

    def close(self) -> None:
        """End the zygote and every process it made."""
        with self._lock:
            self._end()
