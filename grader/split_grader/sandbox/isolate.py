"""Isolate a forked process before it runs a student's code.

Each layer is put on by itself, and what could not be put on is reported: the relay decides whether
that is enough.
"""

from __future__ import annotations

import os
import resource
import stat
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from split_grader.sandbox import HOME, landlock, libc, seccomp

if TYPE_CHECKING:
    from collections.abc import Callable

NAMESPACES, LANDLOCK, SECCOMP, RLIMITS, PRIVILEGES = (
    "namespaces",
    "Landlock",
    "system call filter",
    "resource limits",
    "no privileges",
)
INNER_ID = 1000


def isolate(
    limits: dict[str, Any], scratch: str | None, readable: list[str], shown: list[str]
) -> dict[str, str]:
    """Apply every layer; return those that failed, with the reason.

    Parameters
    ----------
    limits : dict
    scratch : str, optional
        Where there are no namespaces: the folder this process may write to. Otherwise the zygote
        runs in bubblewrap and this process is the first of its own process namespace.
    readable : list of str
        What Landlock lets this process read.
    shown : list of str
        What the sandbox shows of the machine.
    """
    failures: dict[str, str] = {}

    def attempt(layer: str, put_on: Callable[[], None]) -> None:
        try:
            put_on()
        except OSError as error:
            failures[layer] = str(error)

    home, writable = HOME, [HOME, "/tmp", "/dev/shm"]  # noqa: S108 - private to the sandbox
    if scratch is None:
        attempt(NAMESPACES, lambda: _enter_namespaces(limits, shown))
    else:
        failures[NAMESPACES] = "bubblewrap is missing or not allowed to make namespaces"
        home, writable = scratch, [scratch]
        tempfile.tempdir = scratch
    os.chdir(home)
    os.environ["HOME"] = home
    attempt(RLIMITS, lambda: _limit(limits))
    attempt(PRIVILEGES, _drop_privileges)
    devices = ["/dev/null", "/dev/pts", "/dev/ptmx"]
    attempt(LANDLOCK, lambda: landlock.restrict(readable, [*writable, *devices]))
    attempt(SECCOMP, seccomp.install)
    return failures


def _enter_namespaces(limits: dict[str, Any], visible_paths: list[str]) -> None:
    """Get a private view of the file system, then become a user without rights over it."""
    libc.unshare(libc.CLONE_NEWNS | libc.CLONE_NEWIPC | libc.CLONE_NEWUTS | libc.CLONE_NEWNET)
    libc.mount("none", "/", "", libc.MS_REC | libc.MS_PRIVATE)
    flags = libc.MS_NOSUID | libc.MS_NODEV
    owner = f"mode=0700,uid={os.getuid()},gid={os.getgid()},nr_inodes=20000"
    below = [path for path in visible_paths if path.startswith("/tmp/")]  # noqa: S108
    handles = {path: os.open(path, os.O_PATH) for path in below}
    for target in (HOME, "/tmp", "/dev/shm"):  # noqa: S108 - private to the sandbox
        libc.mount("tmpfs", target, "tmpfs", flags, f"size={limits['scratch']},{owner}")
    # Python or the course may lie below /tmp, which is now another one.
    for path, handle in handles.items():
        _put_back(path, handle)
    libc.mount("proc", "/proc", "proc", flags | libc.MS_NOEXEC)
    uid, gid = os.getuid(), os.getgid()
    libc.unshare(libc.CLONE_NEWUSER)
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{INNER_ID} {uid} 1")
    Path("/proc/self/gid_map").write_text(f"{INNER_ID} {gid} 1")


def _put_back(path: str, handle: int) -> None:
    place = Path(path)
    if stat.S_ISDIR(os.fstat(handle).st_mode):
        place.mkdir(parents=True)
    else:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.touch()
    libc.mount(f"/proc/self/fd/{handle}", path, "", libc.MS_BIND | libc.MS_REC)
    os.close(handle)


def _limit(limits: dict[str, Any]) -> None:
    seconds = int(limits["submission_seconds"]) + 5
    for what, value in (
        (resource.RLIMIT_DATA, limits["memory_bytes"]),
        (resource.RLIMIT_AS, limits["memory_bytes"] * 2),
        (resource.RLIMIT_NPROC, limits["processes"]),
        (resource.RLIMIT_FSIZE, limits["file_size"]),
        (resource.RLIMIT_NOFILE, limits["open_files"]),
        (resource.RLIMIT_CPU, seconds * 4),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_MEMLOCK, 0),
        (resource.RLIMIT_MSGQUEUE, 0),
    ):
        _, ceiling = resource.getrlimit(what)
        limit = value if ceiling == resource.RLIM_INFINITY else min(value, ceiling)
        resource.setrlimit(what, (limit, limit))


def _drop_privileges() -> None:
    libc.prctl(libc.PR_SET_NO_NEW_PRIVS, 1)
    libc.drop_capabilities()
