"""Control groups: the kernel's own limit on the memory and processes of a whole tree.

Used where they can be written: by root, or in a group that was handed over
(:mod:`split_grader.sandbox.scope`). Elsewhere the relay watches the tree's memory itself, and the
user namespace counts its processes.
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
    from split_grader.sandbox.limits import Limits

ROOT = Path("/sys/fs/cgroup")
LEAF = "grader-self"
"""A group for our own processes: the kernel bounds no groups below one that holds processes."""
_COUNTER = itertools.count()
_LEFT: deque[Path] = deque()
_V1 = {"memory": "memory.limit_in_bytes", "pids": "pids.max"}
_V2 = {"memory": "memory.max", "pids": "pids.max"}


def group_of(pid: int | None = None) -> Path:
    """Return the folder of a process's own group, version 2; by default of this process's."""
    with contextlib.suppress(OSError):
        who = "self" if pid is None else str(pid)
        for line in Path("/proc", who, "cgroup").read_text(encoding="utf-8").splitlines():
            if line.startswith("0::"):
                return ROOT / line[3:].lstrip("/")
    return ROOT


def parents(pid: int | None = None) -> dict[str, Path]:
    """Return the folder for new groups, for each usable controller.

    Parameters
    ----------
    pid : int, optional
        The process that is to go into one of them; by default this one. The groups of version 2
        stand near its own: the kernel moves no process of an ordinary user's out of what belongs
        to that user.
    """
    own = group_of(pid)
    for folder in (own.parent if own.name == LEAF else own, ROOT):
        with contextlib.suppress(OSError):
            controllers = (folder / "cgroup.subtree_control").read_text(encoding="ascii").split()
            if {"memory", "pids"} <= set(controllers) and os.access(folder, os.W_OK):
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
        self.bounded: set[str] = set()
        """What the kernel bounds: memory, pids."""
        name = f"grader-{os.getpid()}-{next(_COUNTER)}"
        groups = parents(pid)
        names = _V2 if len(set(groups.values())) == 1 and len(groups) == 2 else _V1
        ceilings = {"memory": limits.memory_bytes, "pids": limits.processes}
        for controller, parent in groups.items():
            folder = parent / name
            try:
                folder.mkdir(exist_ok=True)
                self._folders.add(folder)
                (folder / names[controller]).write_text(str(ceilings[controller]))
                (folder / "cgroup.procs").write_text(str(pid))
            except OSError:
                continue
            self.bounded.add(controller)
            if controller == "memory" and names is _V2:
                # The group ends as a whole at its limit, without using swap.
                for file, value in (("memory.oom.group", "1"), ("memory.swap.max", "0")):
                    with contextlib.suppress(OSError):  # a kernel without swap
                        (folder / file).write_text(value)

    def overran(self) -> bool:
        """Tell whether the kernel ended a process because the group reached its limit.

        Version 1 does not tell that from a machine that ran out of memory.
        """
        events: dict[str, str] = {}
        for folder in self._folders:
            with contextlib.suppress(OSError, ValueError):
                text = (folder / "memory.events").read_text(encoding="ascii")
                events |= dict(line.split() for line in text.splitlines())
        return int(events.get("oom", 0)) > 0 and int(events.get("oom_kill", 0)) > 0

    def remove(self) -> None:
        """Remove the group as soon as its killed processes are gone."""
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
    """Remove the groups whose processes have ended, or will have in some seconds."""
    deadline = time.monotonic() + seconds
    _sweep_once()
    while _LEFT and time.monotonic() < deadline:
        time.sleep(0.02)
        _sweep_once()


def _sweep_once() -> None:
    for _ in range(len(_LEFT)):
        try:
            folder = _LEFT.popleft()
        except IndexError:  # another thread was faster
            return
        try:
            folder.rmdir()
        except FileNotFoundError:
            continue
        except OSError:
            _LEFT.append(folder)
