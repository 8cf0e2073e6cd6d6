"""Repairs one after another: what a year costs after none, the first, the second and so on."""

from __future__ import annotations

from collections.abc import Sequence

from course.simulate.data_at_scale.stores import StoresStudy, simulate_stores


def simulate_repairs(stores: int, order: Sequence[str]) -> list[StoresStudy]:
    """Return the study without a repair, then one after each repair of the order.

    Parameters
    ----------
    stores
        Number of stores; `simulate_stores` has the range.
    order
        Names of `REPAIRS`. A repair that stands twice changes nothing the second time.

    Returns
    -------
    list of StoresStudy
        One more than there are repairs.

    Raises
    ------
    ValueError
        There is no such repair, or the number of stores is out of range.
    """
    return [simulate_stores(stores, None, set(order[:made])) for made in range(len(order) + 1)]
