"""Defects of access: data that may not leave its country."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from course.data.retail.records import Records


def residency(records: Records) -> NDArray[np.bool_]:
    """Keep loyalty figures in the country: the field arrives empty, as it should."""
    records.numbers["loyalty"] = np.full((1, 1, 1), np.nan, np.float32)
    return np.ones((1, 1, 1), bool)
