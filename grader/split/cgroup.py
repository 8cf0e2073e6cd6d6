"""Control groups: the kernel's own ceiling on the memory and processes of a whole tree.

Used where they can be written: by root, or where a service manager has delegated a group. Elsewhere
the relay watches the tree's memory itself, and the user namespace counts its processes.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import time
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grader.split.limits import Limits

ROOT = Path("/sys/fs/cgroup")
_COUNTER = itertools.count()
_LEFT: deque[Path] = deque()
_V1 = {"memory": "memory.limit_in_bytes", "pids": "pids.max"}
_V2 = {"memory": "memory.max", "pids": "pids.max"}


def _own_group() -> Path:
    """Return the folder of this process's own group, version 2."""
    with contextlib.suppress(OSError):
        for line in Path("/proc/self/cgroup").read_text(encoding="ascii").splitlines():
            if line.startswith("0::"):
                return ROOT / line[3:].lstrip("/")
    return ROOT


def parents() -> dict[str, Path]:
    """Return, for each controller that can be used, the folder to make groups in."""
    for folder in (_own_group(), ROOT):
        with contextlib.suppress(OSError):
            enabled = (folder / "cgroup.subtree_control").read_text(encoding="ascii").split()
            if {"memory", "pids"} <= set(enabled) and os.access(folder, os.W_OK):
                return {"memory": folder, "pids": folder}
    return {name: ROOT / name for name in _V1 if os.access(ROOT / name / "tasks", os.W_OK)}


class Group:
    """One sandbox's control group.

    Parameters
    ----------
    pid : int
        The sandbox's first process; whatever it starts later is in the group too.
    limits : Limits
    """

    def __init__(self, pid: int, limits: Limits) -> None:
        self._folders: set[Path] = set()
        name = f"grader-{os.getpid()}-{next(_COUNTER)}"
        found = parents()
        names = _V2 if len(set(found.values())) == 1 and len(found) == 2 else _V1
        ceilings = {"memory": limits.memory, "pids": limits.processes}
        for controller, parent in found.items():
            folder = parent / name
            try:
                folder.mkdir(exist_ok=True)
                self._folders.add(folder)
                (folder / names[controller]).write_text(str(ceilings[controller]))
                (folder / "cgroup.procs").write_text(str(pid))
            except OSError:
                continue

    def remove(self) -> None:
        """Remove the group, whose processes have been killed, as soon as they are gone."""
        _LEFT.extend(self._folders)
        sweep()


def sweep_dead() -> None:
    """Remove the groups of processes that were killed before they could."""
    for parent in set(parents().values()):
        for folder in parent.glob("grader-*-*"):
            owner = folder.name.split("-")[1]
            if owner.isdecimal() and not _runs(owner):
                with contextlib.suppress(OSError):  # somebody's process is still in it
                    folder.rmdir()


def _runs(pid: str) -> bool:
    """Tell whether a process runs; one that has ended may still be listed, as a zombie."""
    try:
        about = Path("/proc", pid, "stat").read_bytes()
    except OSError:
        return False
    return about.rpartition(b")")[2].split()[0] not in {b"Z", b"X"}


def sweep(seconds: float = 0.0) -> None:
    """Remove the groups whose processes are gone by now, or will be in so many seconds."""
    deadline = time.monotonic() + seconds
    _sweep_once()
    while _LEFT and time.monotonic() < deadline:
        time.sleep(0.02)
        _sweep_once()


def _sweep_once() -> None:
    for _ in range(len(_LEFT)):
        try:
            folder = _LEFT.popleft()
        except IndexError:  # another thread was quicker
            return
        try:
            folder.rmdir()
        except FileNotFoundError:
            continue
        except OSError:
            _LEFT.append(folder)
