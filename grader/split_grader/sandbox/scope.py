"""Find a place for control groups, for an ordinary user under cgroup version 2.

Two ways lead to one. A group that was handed over for good (a system service's with `Delegate=yes`,
or a container's) needs its own processes in a leaf first: the kernel bounds no groups below one
that holds processes itself. Or the user's service manager makes a scope for each warm process, as
it starts. This process, and what else a terminal or a server runs, stays where it is: what was
moved to the service manager would end when the user logs out.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import subprocess
import time
from pathlib import Path
from typing import Self

from split_grader.sandbox import cgroup, memory

SYSTEMD = Path("/run/systemd/system")
"""Is there where systemd runs."""
RUNTIME = Path("/run/user")
"""Holds a folder for each user who has a service manager."""
_BUS_SECONDS = 5
_MOVE_SECONDS = 2.0
_TRIES = 3
_NAME = "org.freedesktop.systemd1"
_MANAGER = (_NAME, "/org/freedesktop/systemd1", f"{_NAME}.Manager")

_refused = ""
"""Why the service manager gave no scope; it is not asked again by this process."""


class Door:
    """Holds a new process back until it has a place, if it needs one.

    Examples
    --------
    >>> with Door() as door:
    ...     process = subprocess.Popen([*door.prefix, "true"], stdin=door.stdin)
    ...     door.admit(process.pid)
    ...     process.wait()
    0
    """

    def __init__(self) -> None:
        self._ours = self._theirs = -1
        self.prefix: list[str] = []
        """What to put before the command."""
        # Groups can be made only in a scope, and the service manager may give one.
        if not (cgroup.parents() or occupy_own() or _refused or unavailable()):
            self._theirs, self._ours = os.pipe()
            # Should this process end before it has opened the door, there is nothing to read.
            self.prefix = ["/bin/sh", "-c", 'read -r _ && exec "$@" </dev/null', "sh"]

    @property
    def stdin(self) -> int:
        """The process's standard input; a command behind the door has none."""
        return self._theirs if self.prefix else subprocess.DEVNULL

    def admit(self, pid: int) -> None:
        """Get the process a scope, if possible, and let it continue."""
        if not self.prefix:
            return
        _move(pid)
        with contextlib.suppress(OSError):  # it has ended
            os.write(self._ours, b"\n")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.prefix:
            os.close(self._ours)
            os.close(self._theirs)


def unavailable() -> str:
    """Return why no service manager can be asked for a scope, and what helps; empty if one can."""
    if not SYSTEMD.is_dir():
        return (
            "Nobody hands out control groups here. Where systemd runs, the grader gets one by "
            "itself; in a container, give it a separate one that it can write to."
        )
    if not (cgroup.ROOT / "cgroup.controllers").is_file():
        return (
            "This system still uses control groups of version 1, which only root can have: boot "
            "with `systemd.unified_cgroup_hierarchy=1`, or grade as root."
        )
    if not (RUNTIME / str(os.geteuid()) / "bus").exists():
        return (
            "No service manager runs for this user. Log in as the user instead of becoming it; or "
            "have root start one that stays: `loginctl enable-linger USER`; or start as root "
            "`systemd-run --pty --same-dir -p User=USER -p Delegate=yes grader grade ...`, with "
            "the full path of `grader`."
        )
    if shutil.which("busctl") is None:
        return "`busctl`, which belongs to systemd, is not installed."
    return ""


def remedy() -> str:
    """Return why there is no place for groups, after one was looked for, and what helps."""
    if _refused:
        return f"The user's service manager gave no scope: {_refused}."
    return unavailable() or "The kernel refused to make a control group."


def occupy_own() -> bool:
    """Make this process's own group a place for groups, if it was handed over and holds no others.

    Returns
    -------
    bool
        Whether it is one now. If not, everything is as it was.
    """
    folder = cgroup.group_of()
    if not _handed_over(folder):
        return False
    for _ in range(_TRIES):  # a process that is just starting may be missed
        members = _members(folder)
        if not members or not members <= set(memory.tree(os.getpid())):
            return False  # for example a terminal's shell, which we may not move
        if _occupy(folder, members):
            return True
    return False


def _handed_over(folder: Path) -> bool:
    """Tell whether we may divide a group; systemd marks those that it leaves alone.

    A user's service manager leaves no mark. It gives scopes for the asking.
    """
    if not os.access(folder / "cgroup.subtree_control", os.W_OK):
        return False
    if not SYSTEMD.is_dir():
        return True
    with contextlib.suppress(OSError):
        return os.getxattr(folder, "user.delegate") == b"1"
    return False


def _members(folder: Path) -> set[int]:
    with contextlib.suppress(OSError):
        return {int(pid) for pid in (folder / "cgroup.procs").read_text().split()}
    return set()


def _occupy(folder: Path, members: set[int]) -> bool:
    """Move all of a group's processes to a leaf, and have the kernel limit its sibling groups."""
    leaf = folder / cgroup.LEAF
    try:
        leaf.mkdir(exist_ok=True)
        for pid in members:
            _write(leaf / "cgroup.procs", str(pid))
        _write(folder / "cgroup.subtree_control", "+memory +pids")
    except OSError:
        for pid in members:
            with contextlib.suppress(OSError):
                _write(folder / "cgroup.procs", str(pid))
        with contextlib.suppress(OSError):  # another grader's, in the same group
            leaf.rmdir()
        return False
    return True


def _write(path: Path, text: str) -> None:
    # Never created: outside the kernel's file system, writing would create it.
    with path.open("r+", encoding="ascii") as file:
        file.write(text)


def _move(pid: int) -> None:
    """Let the service manager put a process in a scope, and make that a place for groups."""
    global _refused  # noqa: PLW0603 - for the whole process: asking takes time
    _refused = _scope(f"grader.{os.getpid()}.{secrets.token_hex(4)}.scope", pid)


def _scope(name: str, pid: int) -> str:
    """Return why there is no scope; empty if there is."""
    properties = ["PIDs", "au", "1", str(pid), "Delegate", "b", "true"]
    properties += ["Description", "s", "Sandboxes of the grader"]
    arguments = ["StartTransientUnit", "ssa(sv)a(sa(sv))", name, "fail", "3", *properties, "0"]
    problem = call_manager(arguments)
    if problem:
        return problem
    deadline = time.monotonic() + _MOVE_SECONDS
    while (folder := cgroup.group_of(pid)).name != name:
        if time.monotonic() > deadline:
            return "it did not move the process"
        time.sleep(0.002)
    if not _occupy(folder, {pid}):
        return "memory and processes cannot be bounded in the scope that it made"
    return ""


def call_manager(arguments: list[str]) -> str:
    """Call a method of the user's service manager; return the problem, if any."""
    place = RUNTIME / str(os.geteuid())
    environment = {**os.environ, "XDG_RUNTIME_DIR": str(place)}
    environment["DBUS_SESSION_BUS_ADDRESS"] = f"unix:path={place / 'bus'}"
    busctl = shutil.which("busctl") or "busctl"
    line = [busctl, "--user", "--quiet", f"--timeout={_BUS_SECONDS}", "call", *_MANAGER]
    try:
        process = subprocess.run(  # noqa: S603 - our own command
            [*line, *arguments],
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=2 * _BUS_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    if process.returncode == 0:
        return ""
    return process.stderr.decode("utf-8", "replace").strip() or "busctl failed"
