"""A process's own folder for temporary files, which a later run removes if the process was killed.

Whoever makes such a folder holds a lock on it for as long as it lives. The system lets go of the
lock when the process ends, however it ends: a folder whose lock is free belongs to nobody.
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
    """Have all temporary files made in this process's own folder, where a sweep finds them."""
    folder = own_folder()
    before, tempfile.tempdir = tempfile.tempdir, str(folder)
    try:
        yield folder
    finally:
        tempfile.tempdir = before


def own_folder() -> Path:
    """Return this process's folder; it is made when first asked for and removed at the end."""
    if os.getpid() not in _own:
        # A fork has its parent's folder on record, and must neither use nor remove it.
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
            # What root starts gives up its rights and must still reach its part of the folder.
            folder.chmod(0o711)
        handle = _claim(folder)
        if handle is not None:
            return folder, handle


def _remove(folder: Path, handle: int) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    if handle >= 0:
        os.close(handle)


def sweep() -> None:
    """Remove the folders of this user's processes that were killed."""
    if sys.platform == "win32":  # no locks on folders there
        return
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        handle = _claim(folder)
        if handle is not None:
            _remove(folder, handle)


def _claim(folder: Path) -> int | None:
    """Lock a folder; return None if somebody holds it, or it is gone or not ours."""
    if sys.platform == "win32":
        return -1
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:
        return None
    with suppress(OSError):
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        # Between opening and locking, a sweep may have removed it.
        if os.path.samestat(folder.stat(), found := os.fstat(handle)) and _ours(found):
            return handle
    os.close(handle)
    return None


def _ours(found: os.stat_result) -> bool:
    return sys.platform == "win32" or (stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid())
