"""Repairs one after another: the yearly cost after none, the first, the second and so on."""

from __future__ import annotations

from collections.abc import Sequence

from course.simulate.data_at_scale.stores import StoresStudy, simulate_stores


def simulate_repairs(stores: int, order: Sequence[str]) -> list[StoresStudy]:
    """Return the study without repairs, then after each repair in order.

    Parameters
    ----------
    stores
        Number of stores; `simulate_stores` has the range.
    order
        Names of `REPAIRS`. Repeating a repair changes nothing.

    Returns
    -------
    list of StoresStudy
        One more than the number of repairs.

    Raises
    ------
    ValueError
        If a repair is unknown, or the number of stores is out of range.
    """
    return [simulate_stores(stores, None, set(order[:count])) for count in range(len(order) + 1)]
