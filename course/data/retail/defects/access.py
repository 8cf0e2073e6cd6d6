"""Defects of access: what may not leave its country."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from course.data.retail.records import Records


def residency(records: Records) -> NDArray[np.bool_]:
    """Keep the loyalty figures at home: the field arrives empty, and that is right."""
    records.numbers["loyalty"] = np.full((1, 1, 1), np.nan, np.float32)
    return np.ones((1, 1, 1), bool)
