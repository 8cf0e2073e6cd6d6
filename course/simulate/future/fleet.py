"""An update for 5,000 devices in rings: what a fault breaks before the roll-out stops.

Left out: faults that show only after days, which a short wait misses; devices that go back to the
old version by themselves, which make haste cheaper; and faults that need two causes at once. The
count never mistakes an unreachable device for a broken one, so its results are a best case.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np

from course.base.require import require_number, require_whole
from course.data.fleet import KINDS, RINGS

DEVICES: Final = sum(KINDS.values())
FAULTY_WORLDS: Final = 20
"""Worlds for each kind that can have the fault."""

GOOD_WORLDS: Final = 40
EUR_A_VISIT: Final = 250
DONE: Final = 0.95
DAYS: Final = 24

# Invented: the share of the faulty kind that breaks, and other failures per device and day.
_BREAKS: Final = 0.8
_OTHER: Final = 0.0002
_LEAST: Final = 2


@dataclass(frozen=True)
class Rollout:
    """Results of an update: faulty for each kind in 20 worlds, sound in 40.

    Attributes
    ----------
    broken : dict of kind to array of shape (20,)
        Devices that the update broke, if this kind has the fault.
    updated : array of shape (40, 25)
        Share of all devices with a sound update, by day from 0.
    """

    broken: dict[str, np.ndarray]
    updated: np.ndarray

    @property
    def days(self) -> np.ndarray:
        """Days until 95% have a sound update, of shape (40,); infinity if stopped before."""
        is_done = self.updated >= DONE
        return np.where(is_done.any(axis=1), is_done.argmax(axis=1), np.inf)


def roll_out(  # noqa: PLR0913 - the parts of a plan, each named
    wait: int = 1,
    stop: float = 5,
    offline: float = 30,
    *,
    mixed: bool = False,
    by_kind: bool = False,
    seed: int = 0,
) -> Rollout:
    """Update 5,000 devices ring by ring, until done or stopped.

    Parameters
    ----------
    wait : int, from 0 to 10
        Days from one ring to the next; 0 updates all at once.
    stop : float, from 0.1 to 100
        Stop when this percentage of the updated devices, and at least two, have failed visibly.
    offline : float, from 0 to 90
        Daily chance that a device is out of reach, per cent.
    mixed : bool, default False
        True puts every kind into every ring, in proportion and at least one device. False fills the
        rings kind by kind, the most common first.
    by_kind : bool, default False
        True counts each kind separately, and stops when one of them reaches the limit.
    seed : int, default 0

    Returns
    -------
    Rollout

    Raises
    ------
    TypeError, ValueError
        If an argument is of the wrong type or is outside its range.

    Notes
    -----
    A device in an open ring updates on the first day on which it is in reach. A fault breaks 80% of
    the devices of its kind as they update. A broken device falls silent, and counts as failed on a
    day on which it would have been in reach. In addition, 0.02% of the updated devices fail
    each day. Failures are counted in the evening; after a stop there are no more updates. All are
    invented.
    """
    require_whole("wait", wait, 0, 10)
    require_number("stop", stop, 0.1, 100)
    require_number("offline", offline, 0, 90)
    reach = 1 - offline / 100
    has_fault = np.concatenate(
        [np.repeat(np.eye(3), FAULTY_WORLDS, axis=0), np.zeros((GOOD_WORLDS, 3))]
    )
    worlds = len(has_fault)
    rng = np.random.default_rng(seed)
    queue = np.broadcast_to(ring_kinds(mixed=mixed), (worlds, len(RINGS), len(KINDS))).copy()
    updates, breakages, reports = (np.zeros((worlds, len(KINDS)), dtype=np.int64) for _ in range(3))
    is_running = np.ones(worlds, dtype=bool)
    shares = np.zeros((worlds, DAYS + 1))
    for day in range(1, DAYS + 1):
        is_open = np.arange(len(RINGS)) * wait < day
        ready = queue * is_open[:, None] * is_running[:, None, None]
        new = rng.binomial(ready, reach)
        queue -= new
        arrivals = new.sum(axis=1)
        updates += arrivals
        breakages += rng.binomial(arrivals, _BREAKS * has_fault)
        reports += rng.binomial(np.maximum(breakages - reports, 0), reach)
        reports += rng.binomial(updates - breakages, _OTHER)
        is_running &= ~_is_over_limit(reports, updates, stop / 100, by_kind=by_kind)
        shares[:, day:] = updates.sum(axis=1, keepdims=True) / DEVICES
        if not queue[is_running].any():
            break
    kinds = breakages[:-GOOD_WORLDS].reshape(len(KINDS), FAULTY_WORLDS, len(KINDS))
    return Rollout(
        {kind: kinds[number, :, number] for number, kind in enumerate(KINDS)},
        shares[-GOOD_WORLDS:],
    )


def _is_over_limit(
    reports: np.ndarray, updates: np.ndarray, stop: float, *, by_kind: bool
) -> np.ndarray:
    if not by_kind:
        reports, updates = (part.sum(axis=1, keepdims=True) for part in (reports, updates))
    return np.asarray((reports >= np.maximum(_LEAST, stop * updates)).any(axis=1))


@cache
def ring_kinds(*, mixed: bool) -> np.ndarray:
    """Return the number of devices by ring and kind, of shape (rings, kinds)."""
    sizes = np.array(list(KINDS.values()))
    ends = np.cumsum((0, *RINGS))
    if mixed:
        totals = np.round(ends[:, None] * sizes / DEVICES)
        totals[1:-1] = np.maximum(totals[1:-1], np.arange(1, len(RINGS))[:, None])
        totals[1:-1, 0] = ends[1:-1] - totals[1:-1, 1:].sum(axis=1)
    else:
        starts = np.cumsum((0, *sizes[:-1]))
        totals = np.clip(ends[:, None] - starts, 0, sizes)
    return np.asarray(np.diff(totals, axis=0).astype(np.int64))
