"""Run a command and record its time, its resources and its results."""

from __future__ import annotations

import contextlib
import os
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil

_CPU_GROUPS = Path("/sys/fs/cgroup/cpuacct")
_TICK = 0.25


@dataclass
class Run:
    """A finished command.

    Attributes
    ----------
    seconds
        Wall-clock time.
    cpu
        Processor seconds of all its processes; None if the system can't tell. It can for root with
        control groups of version 1; nothing else counts processes that nobody waits for.
    memory
        By time, the proportional set size (PSS) of all processes below the command's own, in bytes.
    done
        By time, the number of results and the processor seconds so far.
    """

    seconds: float = 0.0
    cpu: float | None = None
    memory: list[tuple[float, int]] = field(default_factory=list)
    done: list[tuple[float, int, float]] = field(default_factory=list)

    def steady(self, first: int) -> tuple[float, float | None]:
        """Return seconds and processor seconds per result, without the first few."""
        after = [entry for entry in self.done if entry[1] >= first]
        begin, end = after[0], next(entry for entry in after if entry[1] == after[-1][1])
        count = end[1] - begin[1]
        cpu = None if self.cpu is None else (end[2] - begin[2]) / count
        return (end[0] - begin[0]) / count, cpu


def record(
    command: Sequence[str | Path],
    folder: Path,
    environment: Mapping[str, str],
    *,
    results: Path | None = None,
    memory: bool = False,
) -> Run:
    """Run a command in a folder.

    Parameters
    ----------
    results
        Folder that receives one JSON file per result.
    memory
        Whether to record the memory, which itself takes time.
    """
    run = Run()
    group = _group()
    start = time.perf_counter()
    with subprocess.Popen(  # noqa: S603 - the benchmark's own commands
        command,
        cwd=folder,
        env=dict(environment),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    ) as process:
        if group:
            (group / "cgroup.procs").write_text(str(process.pid))
        over = threading.Event()
        noting = threading.Thread(
            target=_note, args=(run, process.pid, group, start, results, memory, over)
        )
        noting.start()
        _, errors = process.communicate()
        run.seconds = time.perf_counter() - start
        over.set()
        noting.join()
    if process.returncode:
        raise SystemExit(f"{command} failed:\n{errors.decode(errors='replace')[-3000:]}")
    run.cpu = _usage(group) if group else None
    _remove(group)
    return run


def _note(  # noqa: PLR0913, PLR0917
    run: Run,
    pid: int,
    group: Path | None,
    start: float,
    results: Path | None,
    memory: bool,  # noqa: FBT001
    over: threading.Event,
) -> None:
    while not over.wait(_TICK):
        now = time.perf_counter() - start
        if results is not None:
            run.done.append((now, len(list(results.glob("*.json"))), _usage(group)))
        if memory:
            run.memory.append((now, _pss_below(pid)))
    if results is not None:
        now = time.perf_counter() - start
        run.done.append((now, len(list(results.glob("*.json"))), _usage(group)))


def _pss_below(pid: int) -> int:
    total = 0
    with contextlib.suppress(psutil.Error):
        for child in psutil.Process(pid).children(recursive=True):
            with contextlib.suppress(OSError, ValueError):
                for line in Path(f"/proc/{child.pid}/smaps_rollup").read_text().splitlines():
                    if line.startswith("Pss:"):
                        total += int(line.split()[1]) * 1024
    return total


def _group() -> Path | None:
    group = _CPU_GROUPS / f"benchmark-{os.getpid()}-{time.monotonic_ns()}"
    try:
        group.mkdir()
    except OSError:
        return None
    return group


def _usage(group: Path | None) -> float:
    return 0.0 if group is None else int((group / "cpuacct.usage").read_text()) / 1e9


def _remove(group: Path | None) -> None:
    for _ in range(50):
        with contextlib.suppress(OSError):
            if group is not None:
                group.rmdir()
            return
        time.sleep(0.1)
