"""Give each process a temporary folder, which a later run removes if the process was killed.

The process that creates such a folder locks it for the process's lifetime. The system frees the
lock when the process ends for any reason, so a folder with a free lock belongs to nobody.
"""

import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing.util import Finalize
from pathlib import Path

if sys.platform != "win32":
    import fcntl

_PREFIX = "grader-run-"
# After everything else that a process does when it ends.
_LAST = -1000


@contextmanager
def temporary_files() -> Iterator[Path]:
    """Put temporary files into a folder that a sweep finds."""
    folder = own_folder()
    before, tempfile.tempdir = tempfile.tempdir, str(folder)
    try:
        yield folder
    finally:
        tempfile.tempdir = before


def own_folder() -> Path:
    """Return this process's folder, created at first use and removed at exit."""
    if os.getpid() not in _own:
        # A fork inherits the record of its parent's folder, and must neither use nor remove it.
        _own.clear()
        folder, handle = _make()
        _own[os.getpid()] = folder
        Finalize(None, _remove, (folder, handle), exitpriority=_LAST)
    return _own[os.getpid()]


_own: dict[int, Path] = {}


def _make() -> tuple[Path, int]:
    while True:
        folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
        if sys.platform != "win32" and os.geteuid() == 0:
            # Processes that root starts give up its rights, but must still reach their part of it.
            folder.chmod(0o711)
        handle = _claim(folder)
        if handle is not None:
            return folder, handle


def _remove(folder: Path, handle: int) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    if handle >= 0:
        os.close(handle)


def sweep() -> None:
    """Remove the folders that this user's killed processes left behind."""
    if sys.platform == "win32":  # which has no locks on folders
        return
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        handle = _claim(folder)
        if handle is not None:
            _remove(folder, handle)


def _claim(folder: Path) -> int | None:
    """Lock a folder; return None if that fails."""
    if sys.platform == "win32":
        return -1
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:
        return None
    with suppress(OSError):
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        # Between opening and locking, a sweep may have removed it.
        if os.path.samestat(folder.stat(), status := os.fstat(handle)) and _ours(status):
            return handle
    os.close(handle)
    return None


def _ours(status: os.stat_result) -> bool:
    return sys.platform == "win32" or (
        stat.S_ISDIR(status.st_mode) and status.st_uid == os.geteuid()
    )
