"""Start processes ahead: the next submission's two isolate themselves while this one's work."""

from __future__ import annotations

import threading
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

from split_grader.sandbox.nursery import ZygoteError
from split_grader.split.relay.channel import Channel

if TYPE_CHECKING:
    from split_grader.sandbox.limits import Limits
    from split_grader.sandbox.nursery import Nursery


class Reserve:
    """Hands out isolated processes, and starts the next one of each role meanwhile.

    A process in reserve has put on every layer of its sandbox and waits; it was never anyone's.
    """

    def __init__(self, nursery: Nursery) -> None:
        self._nursery = nursery
        self._lock = threading.Lock()
        self._maker: ThreadPoolExecutor | None = None
        self._ahead: dict[str, tuple[Limits, Future[Channel]]] = {}

    def take(self, role: str, limits: Limits, seed: int | None = None) -> Channel:
        """Return a process that hasn't run anything.

        Parameters
        ----------
        role : {"student", "checker"}
        limits : Limits
        seed : int, optional
            Of its random generators; with one, the process is made now.

        Raises
        ------
        ZygoteError
            If no process can be had.
        """
        if seed is not None:
            return self._make(role, limits, seed)
        with self._lock:
            ahead = self._ahead.pop(role, None)
            self._maker = self._maker or ThreadPoolExecutor(1)
            self._ahead[role] = (limits, self._maker.submit(self._make, role, limits))
        channel = None if ahead is None else _usable(*ahead, limits)
        return self._make(role, limits) if channel is None else channel

    @property
    def zygote(self) -> tuple[int, bool]:
        """Which zygote makes the processes, and whether it lives."""
        return self._nursery.started, self._nursery.lives()

    def _make(self, role: str, limits: Limits, seed: int | None = None) -> Channel:
        return Channel(self._nursery.fork(role, limits, seed), limits, role)

    def close(self) -> None:
        """End the processes in reserve."""
        with self._lock:
            maker, self._maker = self._maker, None
            ahead, self._ahead = self._ahead, {}
        for _, future in ahead.values():
            if not future.cancel() and future.exception() is None:
                future.result().kill()
        if maker is not None:
            maker.shutdown()


def _usable(made_for: Limits, future: Future[Channel], limits: Limits) -> Channel | None:
    """Return a process from the reserve, unless it has ended or was made for other limits."""
    try:
        channel = future.result()
    except (ZygoteError, OSError):
        return None
    if made_for == limits and not channel.ended():
        return channel
    channel.kill()
    return None
