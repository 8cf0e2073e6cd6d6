"""The zygote: imports the heavy libraries once, then forks a fresh process for each request.

It never runs a student's code. It listens to the engine on one socket; each request carries the
socket for the new process. The engine may have it listen to others, each on a separate line. A line
that is closed ends the processes made for it. The zygote ends when its engine hangs up.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import select
import signal
import socket
import sys
import warnings
from typing import Any

from split_grader.sandbox import LINE, libc
from split_grader.split.process import warm

MAX_REQUEST = 65_536
_GRAMMAR = "rfc3987_syntax"


def main(descriptor: int) -> None:
    """Import, report, and fork on request until the socket closes."""
    libc.prctl(libc.PR_SET_PDEATHSIG, signal.SIGKILL)
    control = socket.socket(fileno=descriptor)
    config = json.loads(control.recv(MAX_REQUEST))
    os.environ.update(config["environment"])
    sys.path[:0] = config["path"]
    missing = _preload(config["preload"], control)
    import split_grader.sandbox.isolate  # noqa: PLC0415
    import split_grader.split.checker.checker  # noqa: PLC0415
    import split_grader.split.student.student  # noqa: F401, PLC0415
    from split_grader.split.process.shell import make_shell  # noqa: PLC0415

    shell = make_shell()
    _warm_up(shell)
    libc.prctl(libc.PR_SET_DUMPABLE, 0)
    gc.collect()
    gc.freeze()
    libc.use_huge_pages()
    control.send(json.dumps({"ready": True, "missing": missing}).encode())
    _Forker(control, config, shell).serve()


def _preload(names: list[str], control: socket.socket) -> list[str]:
    """Import modules while somebody waits; return those that fail, with the reason."""
    # jsonschema lets it build a grammar, half a second and some megabytes, to check addresses
    # that no chart uses. It does without if the module can't be imported.
    sys.modules.setdefault(_GRAMMAR, None)  # type: ignore[arg-type]
    missing = []
    waits = select.poll()
    waits.register(control, select.POLLHUP)
    for name in names:
        if waits.poll(0):
            sys.exit()
        try:
            importlib.import_module(name)
        except ImportError as error:
            missing.append(f"{name}: {error}")
    if sys.modules[_GRAMMAR] is None:
        del sys.modules[_GRAMMAR]
    return missing


def _warm_up(shell: Any) -> None:
    """Use libraries for the first time, and leave no trace of it in the shell."""
    from split_grader.split.both.protocol import pack, unpack  # noqa: PLC0415
    from split_grader.split.both.values import Decoder, Encoder  # noqa: PLC0415
    from split_grader.split.process.shell import Collector  # noqa: PLC0415

    def send(value: Any) -> Any:
        encoder = Encoder()
        header, blobs = unpack(pack({"v": encoder.encode(value)}, encoder.blobs))
        return Decoder(blobs).decode(header["v"])

    shell.collector = Collector(1_000_000)
    shell.collect()
    output, errors = sys.stdout, sys.stderr
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warm.warm(shell.run, send)
    shell.reset(new_session=True)
    shell.execution_count = 1
    shell.number = 0
    sys.stdout, sys.stderr = output, errors


class _Forker:
    def __init__(self, control: socket.socket, config: dict[str, Any], shell: Any) -> None:
        self._control = control
        self._shell = shell
        self._in_namespaces = bool(config["namespaces"])
        self._lines = {control.fileno(): _Line(control)}
        self._own = os.open("/proc/self/ns/pid", os.O_RDONLY) if self._in_namespaces else -1

    def serve(self) -> None:
        """Fork until the engine hangs up."""
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)
        poll = select.poll()
        poll.register(self._control, select.POLLIN)
        own = self._control.fileno()
        while own in self._lines:
            for number, _ in poll.poll():
                line = self._lines[number]
                new = self._hear(line)
                if new is not None:
                    self._lines[new.socket.fileno()] = new
                    poll.register(new.socket, select.POLLIN)
                if not line.is_open:
                    poll.unregister(number)
                    self._end([self._lines.pop(number)])
        self._end([*self._lines.values()])

    def _end(self, lines: list[_Line]) -> None:
        """Hang up first, then end what still runs: a dead process must mean a dead line."""
        for line in lines:
            line.socket.close()
        for child in [child for line in lines for child in line.children]:
            with contextlib.suppress(OSError):
                signal.pidfd_send_signal(child, signal.SIGKILL)
            os.close(child)

    def _hear(self, line: _Line) -> _Line | None:
        """Serve a request on a line; return the new line if it asked for one."""
        try:
            message, descriptors, _, _ = socket.recv_fds(line.socket, MAX_REQUEST, 1)
        except ConnectionResetError:
            message = b""
        if not message:
            line.is_open = False
            return None
        request, handles = json.loads(message), []
        try:
            connection = _received(descriptors)
            if request["role"] == LINE:
                return _Line(connection)
            with connection:
                handles = [self._fork(request, connection)]
            line.children = [*filter(_lives, line.children), *handles]
            answer = {}
        except OSError as error:
            answer = {"error": str(error)}
        with contextlib.suppress(OSError):  # it has hung up, as the next poll shows
            socket.send_fds(line.socket, [json.dumps(answer).encode()], handles)
        return None

    def _fork(self, request: dict[str, Any], connection: socket.socket) -> int:
        threads = warm.threads()
        if threads != 1:
            raise OSError(f"the zygote has {threads} threads, and will not fork")
        if self._in_namespaces:
            libc.unshare(libc.CLONE_NEWPID)
        try:
            pid = os.fork()
            if not pid:
                self._child(request, connection)
        finally:
            if self._in_namespaces:
                libc.setns(self._own, libc.CLONE_NEWPID)
        return os.pidfd_open(pid)

    def _child(self, request: dict[str, Any], connection: socket.socket) -> None:
        try:
            _become(request, connection, self._shell)
        except BaseException as error:  # noqa: BLE001 - nothing may return into the zygote
            os.write(2, f"{request.get('role')}: {type(error).__name__}: {error}\n".encode())
        finally:
            os._exit(0)


class _Line:
    """A line that asks for processes, and those of its processes that are alive."""

    def __init__(self, connection: socket.socket) -> None:
        self.socket = connection
        self.children: list[int] = []
        self.is_open = True


def _received(descriptors: list[int]) -> socket.socket:
    if not descriptors:
        raise OSError("the zygote has too many files open")
    return socket.socket(fileno=descriptors[0])


def _lives(handle: int) -> bool:
    """Tell whether the process behind a pidfd is alive; close the pidfd if it isn't."""
    if not select.select([handle], [], [], 0)[0]:
        return True
    os.close(handle)
    return False


def _become(request: dict[str, Any], connection: socket.socket, shell: Any) -> None:
    """Turn a fresh fork into a student or checker process."""
    from split_grader.sandbox.isolate import isolate  # noqa: PLC0415
    from split_grader.split.both.protocol import DONE, pack, pack_frame  # noqa: PLC0415
    from split_grader.split.checker import checker  # noqa: PLC0415
    from split_grader.split.process import seeds  # noqa: PLC0415
    from split_grader.split.student import student  # noqa: PLC0415

    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    libc.prctl(libc.PR_SET_DUMPABLE, 1)
    limits = request["limits"]
    wire_fd = 3
    descriptor = connection.detach()
    if descriptor != wire_fd:
        os.dup2(descriptor, wire_fd, inheritable=False)
    os.closerange(wire_fd + 1, 1 << 20)
    quiet = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1):
        os.dup2(quiet, standard)
    failures = isolate(limits, request["scratch"], request["readable"], request["shown"])
    os.dup2(quiet, 2)
    os.close(quiet)
    seeds.reseed(request["seed"])
    wire = socket.socket(fileno=wire_fd)
    wire.sendall(pack_frame(DONE, 0, pack({"failed": failures})))
    role = request["role"]
    if role == "checker":
        libc.prctl(libc.PR_SET_DUMPABLE, 0)
    (checker if role == "checker" else student).serve(wire, shell, limits)
