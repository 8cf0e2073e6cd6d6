"""Started as root: shows the needed paths to an unprivileged user, becomes it, executes.

``python launch.py UID GID STAGE PATH... -- COMMAND...``. In a mount namespace of its own,
each PATH is bound below STAGE, because the user may not be able to reach it where it is; then every
privilege is given up. It stands alone: it is run by path, without the package.
"""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

_NEW_MOUNTS, _BIND, _RECURSIVE, _PRIVATE = 0x0002_0000, 4096, 1 << 14, 1 << 18


def _call(result: int, what: str) -> None:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")


def main(arguments: list[str]) -> None:
    """Bind, drop and execute."""
    uid, gid, stage = int(arguments[0]), int(arguments[1]), arguments[2]
    split = arguments.index("--")
    paths, command = arguments[3:split], arguments[split + 1 :]
    if paths:
        _stage(stage, paths)
    os.setgroups([])
    os.setresgid(gid, gid, gid)
    os.setresuid(uid, uid, uid)
    os.chdir("/")
    os.execv(command[0], command)  # noqa: S606 - the command is the engine's


def _stage(stage: str, paths: list[str]) -> None:
    """Bind each path below the stage, in a mount namespace of our own."""
    libc = ctypes.CDLL(None, use_errno=True)
    _call(libc.unshare(_NEW_MOUNTS), "a mount namespace")
    _call(libc.mount(b"none", b"/", None, ctypes.c_ulong(_RECURSIVE | _PRIVATE), None), "private")
    options = b"mode=0755,size=1m"
    _call(libc.mount(b"tmpfs", stage.encode(), b"tmpfs", ctypes.c_ulong(0), options), "the stage")
    for position, path in enumerate(paths):
        target = Path(stage, str(position))
        if Path(path).is_dir():
            target.mkdir()
        else:
            target.touch()
        flags = ctypes.c_ulong(_BIND | _RECURSIVE)
        _call(libc.mount(path.encode(), str(target).encode(), None, flags, None), f"bind {path}")


if __name__ == "__main__":
    main(sys.argv[1:])
