"""Show an unprivileged user the paths it needs, become that user, and run a command.

``python launch.py UID GID STAGE PATH... -- COMMAND...``. In a separate mount namespace,
each PATH is bound below STAGE, because the user may not be able to reach it where it is. Then every
privilege is dropped. With ``-`` as STAGE each PATH stays where it is, and a folder above it that
only root may enter is covered by one that holds nothing else. This file imports nothing of the
package, because it runs by its path.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
import tempfile
from pathlib import Path

_NEW_MOUNTS, _BIND, _RECURSIVE, _PRIVATE, _DETACH = 0x0002_0000, 4096, 1 << 14, 1 << 18, 2
_LIBC = ctypes.CDLL(None, use_errno=True)


def _call(result: int, what: str) -> None:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")


def main(arguments: list[str]) -> None:
    """Bind, drop and execute."""
    uid, gid, stage = int(arguments[0]), int(arguments[1]), arguments[2]
    split = arguments.index("--")
    paths, command = arguments[3:split], arguments[split + 1 :]
    if stage == "-":
        open_up([Path(path) for path in paths])
    else:
        _stage(stage, paths)
    os.setgroups([])
    os.setresgid(gid, gid, gid)
    os.setresuid(uid, uid, uid)
    os.chdir("/")
    os.execv(command[0], command)  # noqa: S606 - the command is the engine's


def _stage(stage: str, paths: list[str]) -> None:
    """Bind each path below the stage, in a mount namespace of our own."""
    _own_mounts()
    _cover(Path(stage))
    for position, path in enumerate(paths):
        _bind(Path(path), Path(stage, str(position)))


def open_up(paths: list[Path]) -> None:
    """Let an ordinary user reach the paths, in a mount namespace of our own if one is needed."""
    closed_folders: dict[Path, list[Path]] = {}
    for path in paths:
        top = next((a for a in reversed(path.parents) if not a.stat().st_mode & 1), None)
        if top is not None:
            closed_folders.setdefault(top, []).append(path)
    if not closed_folders:
        return
    _own_mounts()
    for top, inside in closed_folders.items():
        folder = Path(tempfile.mkdtemp(prefix="grader-held-"))
        for position, path in enumerate(inside):
            _bind(path, folder / str(position))
        _cover(top)
        for position, path in enumerate(inside):
            path.parent.mkdir(parents=True, exist_ok=True)
            _bind(folder / str(position), path)
            _call(_LIBC.umount2(str(folder / str(position)).encode(), _DETACH), "let go")
        shutil.rmtree(folder, ignore_errors=True)


def _own_mounts() -> None:
    _call(_LIBC.unshare(_NEW_MOUNTS), "a mount namespace")
    _call(_LIBC.mount(b"none", b"/", None, ctypes.c_ulong(_RECURSIVE | _PRIVATE), None), "private")


def _cover(folder: Path) -> None:
    where, options = str(folder).encode(), b"mode=0755,size=1m"
    _call(_LIBC.mount(b"tmpfs", where, b"tmpfs", ctypes.c_ulong(0), options), f"cover {folder}")


def _bind(path: Path, target: Path) -> None:
    if path.is_dir():
        target.mkdir(exist_ok=True)
    else:
        target.touch()
    flags = ctypes.c_ulong(_BIND | _RECURSIVE)
    _call(_LIBC.mount(str(path).encode(), str(target).encode(), None, flags, None), f"bind {path}")


if __name__ == "__main__":
    main(sys.argv[1:])
