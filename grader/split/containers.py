"""Plain containers: which there are in a value, whether they have changed, how they are changed."""

from __future__ import annotations

import collections
import datetime as dt
import decimal
import fractions
import itertools
import operator
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_MAPPINGS = frozenset({dict, collections.OrderedDict, collections.Counter, collections.defaultdict})
_ITERATED = frozenset({list, tuple, set, frozenset, collections.deque})
CONTAINERS = _MAPPINGS | {list, set, collections.deque, bytearray, np.ndarray}
_ATOMS = frozenset({type(None), bool, int, float, str, bytes, complex})
_STILL = frozenset(
    {
        *(range, slice, dt.date, dt.datetime, dt.time, dt.timedelta),
        *(decimal.Decimal, fractions.Fraction),
    }
)
"""Plain values beside the atoms that nobody can change."""
_TOLD_APART = frozenset({float, complex, decimal.Decimal, dt.datetime, dt.time})
"""Values that may be equal and yet differ: in their sign, their digits, their time zone."""
_MOST_IN_ONE = 64


class Found:
    """The containers in a value, in an order that is the same on both sides.

    Attributes
    ----------
    parts : list
        Empty if the value holds what takes no part.
    has_objects : bool
    """

    def __init__(self, value: Any, refers: Callable[[Any], bool]) -> None:
        self._refers = refers
        self._parts: dict[int, Any] = {}
        self.has_objects = False
        self.parts = [*self._parts.values()] if self._collect(value) else []

    def _collect(self, part: Any) -> bool:
        kind = type(part)
        if kind in _ATOMS or kind in _STILL or id(part) in self._parts:
            return True
        if kind in CONTAINERS:
            if len(self._parts) == _MOST_IN_ONE:
                return False
            self._parts[id(part)] = part
        if kind in _MAPPINGS:
            return self._collect_all(part.keys()) and self._collect_all(part.values())
        if kind in _ITERATED:
            return self._collect_all(part)
        if kind is np.ndarray:
            return part.dtype.kind in "biufcmMSU" and bool(part.flags.writeable)
        is_object = self._refers(part)
        self.has_objects = self.has_objects or is_object
        return is_object or kind is bytearray or isinstance(part, np.generic)

    def _collect_all(self, items: Any) -> bool:
        kinds = set(map(type, items))
        if kinds == {tuple}:  # a table: all its fields at once
            kinds = set(map(type, itertools.chain.from_iterable(items)))
        return kinds <= _ATOMS or all(map(self._collect, items))


def items_of(part: Any) -> Iterator[Any]:
    """Yield the containers that stand in a container, in tuples as well."""
    kind = type(part)
    for item in part.values() if kind in _MAPPINGS else part if kind in _ITERATED else ():
        if type(item) is tuple:
            yield from items_of(item)
        elif type(item) in CONTAINERS:
            yield item


def is_like(one: Any, other: Any) -> bool:
    """Tell whether one container can be brought to the state of another in place."""
    if type(one) is not type(other):
        return False
    return type(one) is not np.ndarray or (one.dtype == other.dtype and one.shape == other.shape)


def count(part: Any) -> int:
    """Return how many items, or bytes of items, tell a container's state."""
    if type(part) is np.ndarray:
        return int(part.nbytes)
    return len(part) * (2 if type(part) in _MAPPINGS else 1)


def state_of(part: Any) -> Any:
    """Return what tells whether a container has changed, not looking into what it holds."""
    kind = type(part)
    if kind in _MAPPINGS:
        return [*part.keys(), *part.values()]
    if kind is np.ndarray:
        return part.tobytes()
    return bytes(part) if kind is bytearray else [*part]


def is_as_before(part: Any, state: Any) -> bool:
    """Tell whether a container is still as :func:`state_of` told; equal items are not enough."""
    kind = type(part)
    if kind is np.ndarray or kind is bytearray:
        return bool(state_of(part) == state)
    now = state_of(part) if kind in _MAPPINGS else part
    return len(now) == len(state) and all(map(operator.is_, now, state))


def swapped(item: Any, targets: dict[int, Any]) -> Any:
    """Return what stands here for a part that came over."""
    if type(item) is tuple:
        found = tuple(swapped(part, targets) for part in item)
        return item if all(map(operator.is_, found, item)) else found
    return targets.get(id(item), item)


def fill(target: Any, part: Any, targets: dict[int, Any]) -> None:
    """Bring a container to the state of what came over, changing no more than has changed.

    A test may be going through it.
    """
    kind = type(part)
    if kind is np.ndarray or kind is bytearray:
        if target is not part and state_of(target) != state_of(part):
            target[... if kind is np.ndarray else slice(None)] = part
    elif kind in _MAPPINGS:
        _fill_mapping(target, {key: swapped(value, targets) for key, value in part.items()})
    elif kind is set:
        if set(map(_typed, target)) != set(map(_typed, part)):
            target.clear()
            target.update(part)
    else:
        found = [swapped(item, targets) for item in part]
        if len(found) != len(target):
            target.clear()
            target.extend(found)
        for place, (old, new) in enumerate(zip([*target], found, strict=True)):
            if not _is_equal(old, new):
                target[place] = new


def _fill_mapping(target: dict[Any, Any], items: dict[Any, Any]) -> None:
    keys = [*items]
    if not all(map(_is_equal, target, keys)) or len(target) > len(keys):
        target.clear()
    for key, value in items.items():
        if key not in target or not _is_equal(target[key], value):
            target[key] = value


def _typed(item: Any) -> Any:
    """Return what tells equal items of a set apart that are of other types."""
    if type(item) is tuple:
        return (tuple, *map(_typed, item))
    if type(item) is frozenset:
        return frozenset, frozenset(map(_typed, item))
    return type(item), repr(item) if type(item) in _TOLD_APART else item


def holds_same(one: Any, other: Any) -> bool:
    """Tell whether two containers hold the same, whatever containers they hold it in."""
    kind = type(one)
    if one is other or kind is not type(other) or kind not in CONTAINERS | {tuple}:
        return _is_equal(one, other)
    if kind is np.ndarray or kind is bytearray:
        return bool(state_of(one) == state_of(other))
    if kind is set:
        return set(map(_typed, one)) == set(map(_typed, other))
    old, new = (state_of(part) for part in (one, other))
    return len(old) == len(new) and all(map(holds_same, old, new))


def _is_equal(one: Any, other: Any) -> bool:
    if one is other or type(one) is not type(other):
        return one is other
    if type(one) is tuple:
        return len(one) == len(other) and all(map(_is_equal, one, other))
    if isinstance(one, np.generic):
        return bool(one.dtype == other.dtype and one.tobytes() == other.tobytes())
    if type(one) in _TOLD_APART:
        return repr(one) == repr(other)
    if type(one) in {range, slice}:
        return all(getattr(one, n) == getattr(other, n) for n in ("start", "stop", "step"))
    is_still = type(one) in _ATOMS or type(one) in _STILL
    return is_still and bool(one == other)
