"""Run programs in the background, each with a log."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tools.classroom.problem import ClassroomError

_PARTING_SECONDS = 30
_LINES_OF_LOG = 8


@dataclass(frozen=True)
class Program:
    """A running program."""

    name: str
    process: "subprocess.Popen[bytes]"
    log: Path

    def require_running(self) -> None:
        """Raise a :class:`ClassroomError` if the program has ended."""
        if self.process.poll() is not None:
            raise ClassroomError(f"{self.name} has ended. The end of {self.log}:\n{self._tail()}")

    def wait_until(self, ready: Callable[[], bool], seconds: float = 60) -> None:
        """Wait until a program is ready.

        Raises
        ------
        ClassroomError
            The program ends, or is not ready in time.
        """
        end = time.monotonic() + seconds
        while not ready():
            self.require_running()
            if time.monotonic() > end:
                raise ClassroomError(
                    f"{self.name} is not ready after {seconds:g} s. The end of {self.log}:\n"
                    f"{self._tail()}"
                )
            time.sleep(0.1)

    def stop(self, end: signal.Signals) -> None:
        """Stop the program, and kill everything left in its session."""
        with suppress(ProcessLookupError):
            self.process.send_signal(end)
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(_PARTING_SECONDS)
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def _tail(self) -> str:
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        return "\n".join(lines[-_LINES_OF_LOG:])


@contextmanager
def running(
    name: str,
    command: Sequence[str | Path],
    folder: Path,
    env: Mapping[str, str] | None = None,
    end: signal.Signals = signal.SIGTERM,
) -> Iterator[Program]:
    """Run a program in a folder; its log goes there too.

    Parameters
    ----------
    end
        The signal that asks it to end.
    """
    folder.mkdir(parents=True, exist_ok=True)
    log = folder / f"{name.lower().replace(' ', '-')}.log"
    with log.open("wb") as file:
        process = subprocess.Popen(  # noqa: S603 - our own commands
            [str(part) for part in command],
            cwd=folder,
            env={**os.environ, **(env or {})},
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=file,
            # Ctrl+C must reach only the class itself, which stops the programs in order.
            start_new_session=True,
        )
    program = Program(name, process, log)
    try:
        yield program
    finally:
        program.stop(end)


def free_port() -> int:
    """Return a free port of this machine."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(port: int) -> bool:
    """Tell whether something listens on a port of this machine."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
