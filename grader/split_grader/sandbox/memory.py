"""Measure the memory of a process and its descendants."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096
_MAX_PROCESSES = 4096
_ENOUGH = 4096  # bytes, enough for files with a few numbers
_LINKS_OF_ONE = 3  # number of links of the threads' folder, if it exists


class Watch:
    """Measures one tree of processes repeatedly.

    Parameters
    ----------
    pid : int
        The tree's first process.
    """

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._threads = f"/proc/{pid}/task"
        self._size, self._children = -1, -1
        with contextlib.suppress(OSError):
            self._size = os.open(f"/proc/{pid}/statm", os.O_RDONLY | os.O_CLOEXEC)
            children = f"{self._threads}/{pid}/children"
            self._children = os.open(children, os.O_RDONLY | os.O_CLOEXEC)

    def used(self, doubtful: int) -> int:
        """Return the tree's memory in bytes.

        What several processes share is counted once for each, unless the sum exceeds `doubtful`:
        then it is counted in proportion, which is exact and slow.
        """
        with contextlib.suppress(OSError, ValueError, IndexError):
            # Most trees are one process and this is called often, so nothing is opened for it.
            alone = os.stat(self._threads).st_nlink == _LINKS_OF_ONE  # noqa: PTH116
            if alone and not os.pread(self._children, 1, 0):
                return int(os.pread(self._size, _ENOUGH, 0).split()[1]) * _PAGE
        return _used_by_all(self._pid, doubtful)

    def close(self) -> None:
        """Stop measuring."""
        for handle in (self._size, self._children):
            if handle >= 0:
                os.close(handle)
        self._size = self._children = -1


def tree(pid: int) -> list[int]:
    """Return a process and all its descendants, whichever thread started them."""
    pids: list[int] = []
    queue = [pid]
    while queue and len(pids) < _MAX_PROCESSES:
        current = queue.pop()
        pids.append(current)
        with contextlib.suppress(OSError):
            for thread in os.listdir(f"/proc/{current}/task"):  # noqa: PTH208 - names are enough
                with contextlib.suppress(OSError, ValueError):
                    children = Path(f"/proc/{current}/task/{thread}/children").read_text()
                    queue.extend(int(child) for child in children.split())
    return pids


def _used_by_all(pid: int, doubtful: int) -> int:
    members = tree(pid)
    total = 0
    for member in members:
        with contextlib.suppress(OSError, ValueError, IndexError):
            resident = int(Path(f"/proc/{member}/statm").read_text().split()[1])
            total += resident * _PAGE
    if total <= doubtful or len(members) == 1:
        return total
    return sum(_proportional(member) for member in members)


def _proportional(pid: int) -> int:
    with contextlib.suppress(OSError, ValueError, IndexError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0
