"""Meridian's devices in its plants, and the log of the last update: which fell silent, and why.

Three kinds of device run a model next to the machines. The last update broke one kind with one
firmware, and the limit for all devices together missed it. Some devices are silent for another
reason: their plant has a poor link.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from course import world
from course.base.require import require_choice
from course.data._variant import generator

KINDS: Final = {"gateway": 4_000, "camera": 850, "handheld": 150}
"""Kind of device -> number of devices."""

RINGS: Final = (50, 250, 1_250, 3_450)
"""Devices in each ring of an update: five times the ring before, and then the rest."""

_TABLES: Final = ("devices", "update")
_FIRMWARE: Final = {
    "gateway": ("3.1", "3.2", 0.30),
    "camera": ("1.8", "2.0", 0.28),
    "handheld": ("5.4", "5.5", 0.40),
}
"""Kind -> older firmware, newer one, share of the older."""

_PLANTS: Final = tuple(f"P{plant + 1}" for plant in range(world.count("plants", "plants")))
_REACH, _POOR = (0.65, 0.95), (0.25, 0.45)
_SHIFTS: Final = (6, 14, 22)
_OTHER_HOURS: Final = (4, 5, 7, 8, 9, 10, 12)
_OTHER_SHARE: Final = 0.12
_DAYS, _WAIT, _BEFORE = 21, 2, 28
_BREAKS: Final = 0.8
_FAULTS: Final = (("camera", "1.8"), ("handheld", "5.4"), ("handheld", "5.5"))
_OWN_FAULT, _OWN_PLANT = 0, 5
"""The course's own version: cameras with firmware 1.8, and plant P6."""


def load(table: str = "devices", variant: str | None = None) -> pd.DataFrame:
    """Return the devices, or the log of the last update.

    Parameters
    ----------
    table : {"devices", "update"}, default "devices"
        Both have one row per device, in the order of the stock list.
    variant : str, optional
        A learner's identity: other devices, another fault, another plant with a poor link.

    Returns
    -------
    pandas.DataFrame
        5,000 rows. Columns and units are in the data card.
    """
    require_choice("table", table, _TABLES)
    devices, reach = _devices(variant)
    return devices if table == "devices" else _update(devices, reach, variant)


def truth(variant: str | None = None) -> pd.DataFrame:
    """Return what was planted: a fault, rings, a poor link, single people.

    One row each: kind, what (kind of device, firmware or plant), devices (how many), remedy,
    description.
    """
    devices, _ = _devices(variant)
    fault, plant = _story(variant)
    has_fault = (devices["kind"] == fault[0]) & (devices["firmware"] == fault[1])
    handhelds = devices[devices["kind"] == "handheld"]
    alone = ~handhelds.duplicated(["plant", "first_call"], keep=False)
    rows = [
        (
            "fault",
            f"{fault[0]} {fault[1]}",
            has_fault.sum(),
            "count failures by kind and firmware",
            f"The update broke {_BREAKS:.0%} of the {has_fault.sum()} {fault[0]}s with {fault[1]}.",
        ),
        (
            "rings",
            "gateway",
            RINGS[0],
            "put every kind into every ring",
            "The first three rings hold gateways only: the stock list is sorted by kind.",
        ),
        (
            "poor_link",
            plant,
            (devices["plant"] == plant).sum(),
            "wait longer before silence counts as failure",
            f"Devices in {plant} are out of reach on most days.",
        ),
        (
            "alone",
            "handheld",
            alone.sum(),
            "report by plant and shift, not by device",
            "These handhelds are the only ones of their plant that first call at their hour.",
        ),
    ]
    return pd.DataFrame(rows, columns=["kind", "what", "devices", "remedy", "description"])


def _story(variant: str | None) -> tuple[tuple[str, str], str]:
    """Return the devices that break (kind, firmware), and the plant with the poor link."""
    rng = generator(variant, "fleet story")
    fault, plant = int(rng.integers(len(_FAULTS))), int(rng.integers(len(_PLANTS)))
    if variant is None:
        fault, plant = _OWN_FAULT, _OWN_PLANT
    return _FAULTS[fault], _PLANTS[plant]


def _devices(variant: str | None) -> tuple[pd.DataFrame, np.ndarray]:
    """Return the devices, and each one's chance of being reachable on a day."""
    rng = generator(variant, "fleet devices")
    size = sum(KINDS.values())
    kind = np.repeat(list(KINDS), list(KINDS.values()))
    plant = rng.choice(_PLANTS, size)
    old = rng.random(size) < np.array([_FIRMWARE[one][2] for one in kind])
    firmware = np.where(
        old, [_FIRMWARE[one][0] for one in kind], [_FIRMWARE[one][1] for one in kind]
    )
    reach = rng.uniform(*_REACH, size)
    reach = np.where(plant == _story(variant)[1], rng.uniform(*_POOR, size), reach)
    shift = rng.choice(_SHIFTS, size, p=(0.5, 0.3, 0.2))
    hour = np.where(rng.random(size) < _OTHER_SHARE, rng.choice(_OTHER_HOURS, size), shift)
    devices = pd.DataFrame(
        {
            "device_id": [f"D{number:04d}" for number in range(1, size + 1)],
            "plant": plant,
            "kind": kind,
            "firmware": firmware,
            "ring": np.repeat(np.arange(1, len(RINGS) + 1), RINGS),
            "days_reached": rng.binomial(_BEFORE, reach),
            # Only handhelds are switched on by people.
            "first_call": np.where(kind == "handheld", hour, 0),
        }
    )
    return devices, reach


def _update(devices: pd.DataFrame, reach: np.ndarray, variant: str | None) -> pd.DataFrame:
    rng = generator(variant, "fleet update")
    days = np.arange(1, _DAYS + 1)
    calls = rng.random((len(devices), _DAYS)) < reach[:, None]
    opens = 1 + _WAIT * (devices["ring"].to_numpy() - 1)
    fetches = calls & (days >= opens[:, None])
    install_day = np.where(fetches.any(axis=1), days[fetches.argmax(axis=1)], 0)
    fault, _ = _story(variant)
    has_fault = ((devices["kind"] == fault[0]) & (devices["firmware"] == fault[1])).to_numpy()
    is_broken = has_fault & (install_day > 0) & (rng.random(len(devices)) < _BREAKS)
    last = np.where(calls.any(axis=1), _DAYS - calls[:, ::-1].argmax(axis=1), 0)
    return pd.DataFrame(
        {
            "device_id": devices["device_id"],
            "installed": install_day,
            "last_call": np.where(is_broken, install_day, last),
        }
    )
