"""Defects of delivery: files that are late, duplicated, missing or have renamed columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from course.data.retail.chance import below, happens

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from course.data.retail.records import Records

LATE, MISSING, RESENT = 60, 30, 40
"""Per thousand files."""
_MINUTES_A_DAY = 24 * 60


def late_files(records: Records) -> NDArray[np.bool_]:
    """Deliver a file one to six days late."""
    draws = records.draw_files("late", each=2)
    is_hit = happens(draws[:, :, 0], LATE)
    wait = (1 + below(draws[:, :, 1], 6)) * _MINUTES_A_DAY
    records.minutes = records.minutes + np.where(is_hit, wait, 0).astype(np.int32)
    records.resent_minutes = records.minutes
    return is_hit[:, :, None]


def missing_files(records: Records) -> NDArray[np.bool_]:
    """Deliver nothing for a day. The missing rows are only in the truth of files."""
    is_hit = happens(records.draw_files("missing"), MISSING)
    records.copies = np.where(is_hit, 0, records.copies).astype(np.int8)
    return is_hit[:, :, None]


def duplicates(records: Records) -> NDArray[np.bool_]:
    """Send a file again one to three days later, word for word."""
    draws = records.draw_files("resent", each=2)
    is_hit = happens(draws[:, :, 0], RESENT) & (records.copies > 0)
    wait = (1 + below(draws[:, :, 1], 3)) * _MINUTES_A_DAY
    records.resent_minutes = records.minutes + wait.astype(np.int32)
    records.copies = np.where(is_hit, 2, records.copies).astype(np.int8)
    return is_hit[:, :, None]


def schema_change(records: Records) -> NDArray[np.bool_]:
    """Rename the column ``quantity`` to ``qty`` from a certain day."""
    records.renamed = np.arange(records.days) + 1 >= records.plan.starts["schema_change"]
    return records.renamed[None, :, None]
