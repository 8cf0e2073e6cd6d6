"""Containers that both sides have: what one side changes in place, the other one sees changed.

Values travel as copies, and in one process nothing is copied. A list that an object hands out may
be the one that it keeps, a copy may share its rows with what it was made from, a generator may hand
over the same list each time. Tests are written to find that out. So both sides remember which plain
containers have gone over, under a key for each; they tell each other with each question and each
answer which of these have changed, and a container that goes over again is the one that is there.

What an object of the student's may do is judged by the path by which it came. So a container with
objects in it stays the same only on one path; those of plain values do on all. What has other
things in it, such as frames, takes no part.
"""

from __future__ import annotations

import collections
import contextlib
import datetime as dt
import decimal
import fractions
import itertools
import operator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from grader.split.protocol import WireError
from grader.split.values import NotAValue

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_MAPPINGS = frozenset({dict, collections.OrderedDict, collections.Counter, collections.defaultdict})
_ITERATED = frozenset({list, tuple, set, frozenset, collections.deque})
_CONTAINERS = _MAPPINGS | {list, set, collections.deque, bytearray, np.ndarray}
_ATOMS = frozenset({type(None), bool, int, float, str, bytes, complex})
_STILL = frozenset(
    {
        *(range, slice, dt.date, dt.datetime, dt.time, dt.timedelta),
        *(decimal.Decimal, fractions.Fraction),
    }
)
"""Plain values beside the atoms that nobody can change."""
_MOST_IN_ONE = 64
_MOST = 64
"""Containers that are looked at with each question: those that went over latest."""
_SMALL = 65_536
"""Bytes of a message whose containers are remembered."""


class _View(NamedTuple):
    own: Any
    of: Any = None
    offset: Any = 0
    strides: Any = ()


@dataclass
class _Known:
    value: Any
    state: Any
    paths: dict[str, None] = field(default_factory=dict)


class _Found:
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
        if kind in _CONTAINERS:
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


class Aliases:
    """The containers of one side that the other one has as well.

    Parameters
    ----------
    sign : int
        1 or -1: by this the keys of the two sides differ.
    packed, unpacked : callable
        Encode a value into a body of its own; decode such a body, given a path.
    refers : callable
        ``refers(obj)`` tells whether an object goes over by reference, or came so.
    """

    def __init__(
        self,
        sign: int,
        packed: Callable[[Any], bytes],
        unpacked: Callable[[Any, str], Any],
        refers: Callable[[Any], bool],
    ) -> None:
        self._sign, self._refers = sign, refers
        self._packed, self._unpacked = packed, unpacked
        self._count = 0
        self._known: collections.OrderedDict[int, _Known] = collections.OrderedDict()
        self._keys: dict[int, int] = {}

    def clear(self) -> None:
        """Forget all: each test begins anew."""
        self._known.clear()
        self._keys.clear()

    def keys_of(self, value: Any, size: int, path: str) -> list[Any]:
        """Return the keys of the containers in a value that goes over, in order.

        A view of an array that has a key is told as ``[key, key of that, offset, strides]``.

        Parameters
        ----------
        value : any
        size : int
            The bytes that it takes on the wire; of a large one nothing is remembered.
        path : str
            How what the other side changes in it will be called.
        """
        parts = _Found(value, self._refers).parts if 0 < size <= _SMALL else ()
        return [self._key_of(part, path) for part in parts]

    def arrived(self, value: Any, keys: Any, path: str, *, keeps_own: bool = False) -> Any:
        """Return a value that came over, made of the containers that this side has already.

        What came tells their state.

        Parameters
        ----------
        value : any
        keys : list
            What the other side told of the containers in it.
        path : str
            How it came.
        keeps_own : bool
            Whether containers of this side's are not to change by it.
        """
        if type(keys) is not list or not keys:
            return value
        found = _Found(value, self._refers)
        keys = [_View(*key) if type(key) is list and len(key) == 4 else _View(key) for key in keys]
        if len(found.parts) != len(keys) or any(type(key.own) is not int for key in keys):
            return value
        only = path if found.has_objects else None
        targets = {
            id(part): self._target(part, key, path, only)
            for part, key in zip(found.parts, keys, strict=True)
            if not (keeps_own and self._changes_own(part, key.own))
        }
        if any(targets.get(id(part)) is not part for part in found.parts):
            for part in found.parts:
                _fill(targets.get(id(part), part), part, targets)
            value = _swapped(value, targets)
        for key in keys:
            self._see(key.own)
        return value

    def given(self, values: list[Any], bodies: list[bytes], path: str) -> dict[str, Any]:
        """Return what a question tells of the containers in its arguments."""
        keys = [
            self.keys_of(value, len(body), path)
            for value, body in zip(values, bodies, strict=False)
        ]
        return {"given": keys} if any(keys) else {}

    def tell(self, parts: list[bytes]) -> dict[str, Any]:
        """Add the state of what has changed on this side to a message; return what it tells."""
        told = []
        for key, known in [*self._known.items()]:
            if _is_as_before(known.value, known.state):
                continue
            body = self._body(known.value)
            keys = self.keys_of(known.value, len(body), next(iter(known.paths)))
            if keys:
                told.append([key, len(parts), keys])
                parts.append(body)
            else:
                self._forget(key)
        return {"changed": told} if told else {}

    def _body(self, part: Any) -> bytes:
        """Return the body of a container, or nothing if it has become too long, or no value."""
        if np.size(part) <= _SMALL if type(part) is np.ndarray else len(part) <= _SMALL:
            with contextlib.suppress(NotAValue, WireError, ValueError, RecursionError):
                return self._packed(part)
        return b""

    def learn(self, told: dict[str, Any], parts: Sequence[Any], *, keeps_own: bool = False) -> bool:
        """Bring the containers of this side to the state that a message tells.

        Returns
        -------
        bool
            Whether any of them is one that this side made first.
        """
        is_own = False
        for key, place, keys in told.get("changed", ()):
            known = self._known.get(key) if type(key) is int else None
            # It is judged by each path by which it came.
            for path in [] if known is None else [*known.paths]:
                value = self._unpacked(parts[place], path)
                self.arrived(value, keys, path, keeps_own=keeps_own)
                is_own = is_own or key * self._sign > 0
        return is_own

    def _key_of(self, part: Any, path: str) -> Any:
        key = self._keys.get(id(part))
        is_new = key is None
        if key is None:
            self._count += 1
            key = self._count * self._sign
        view = self._view(part) if is_new and type(part) is np.ndarray else []
        self._put(key, part, path)
        self._see(key)
        return [key, *view] if view else key

    def _view(self, part: Any) -> list[Any]:
        """Tell of which known array an array is a view, if it is one."""
        start, end = np.lib.array_utils.byte_bounds(part)
        for key, known in [*self._known.items()] if part.base is not None else ():
            if type(known.value) is np.ndarray and known.value.flags.c_contiguous:
                first, last = np.lib.array_utils.byte_bounds(known.value)
                if first <= start < end <= last:
                    address = part.__array_interface__["data"][0]
                    return [key, address - first, [*part.strides]]
        return []

    def _target(self, part: Any, key: _View, path: str, only: str | None) -> Any:
        """Return the container of this side that stands for what came under a key."""
        known = self._known.get(key.own)
        if known is not None and _is_like(known.value, part):
            if only is None or known.paths.keys() == {only}:
                part = known.value
        elif key.of is not None and type(part) is np.ndarray:
            part = self._seen(part, key)
        self._put(key.own, part, path)
        return part

    def _changes_own(self, part: Any, key: int) -> bool:
        """Tell whether a container that this side made first has another state over there."""
        known = self._known.get(key) if key * self._sign > 0 else None
        return known is not None and not _is_same(_state(known.value), _state(part))

    def _seen(self, part: Any, key: _View) -> Any:
        """Return a view, on this side, of what an array is a view of over there."""
        base = self._known.get(key.of) if type(key.of) is int else None
        if base is None or type(base.value) is not np.ndarray or not base.value.flags.c_contiguous:
            return part
        try:
            return np.ndarray(
                part.shape, part.dtype, base.value, int(key.offset), tuple(key.strides)
            )
        except (TypeError, ValueError):  # it does not lie in there
            return part

    def _put(self, key: int, part: Any, path: str) -> None:
        known = self._known.get(key)
        if known is None or known.value is not part:
            self._forget(key)
            self._forget(self._keys.get(id(part)))
            known = self._known[key] = _Known(part, None)
            self._keys[id(part)] = key
        known.paths[path] = None
        self._known.move_to_end(key)
        if len(self._known) > _MOST:
            self._forget(next(iter(self._known)))

    def _see(self, key: int) -> None:
        known = self._known.get(key)
        if known is not None:
            known.state = _state(known.value)

    def _forget(self, key: int | None) -> None:
        known = None if key is None else self._known.pop(key, None)
        if known is not None:
            self._keys.pop(id(known.value), None)


def _is_like(one: Any, other: Any) -> bool:
    if type(one) is not type(other):
        return False
    return type(one) is not np.ndarray or (one.dtype == other.dtype and one.shape == other.shape)


def _state(part: Any) -> Any:
    """Return what tells whether a container has changed, not looking into what it holds."""
    kind = type(part)
    if kind in _MAPPINGS:
        return [*part.keys(), *part.values()]
    if kind is np.ndarray:
        return part.tobytes()
    return bytes(part) if kind is bytearray else [*part]


def _is_as_before(part: Any, state: Any) -> bool:
    kind = type(part)
    if kind is np.ndarray or kind is bytearray:
        return bool(_state(part) == state)
    now = _state(part) if kind in _MAPPINGS else part
    return len(now) == len(state) and all(map(operator.is_, now, state))


def _swapped(item: Any, targets: dict[int, Any]) -> Any:
    """Return what stands here for a part that came over."""
    if type(item) is tuple:
        found = tuple(_swapped(part, targets) for part in item)
        return item if all(map(operator.is_, found, item)) else found
    return targets.get(id(item), item)


def _fill(target: Any, part: Any, targets: dict[int, Any]) -> None:
    """Bring a container to the state of what came over."""
    kind = type(part)
    if kind is np.ndarray or kind is bytearray:
        if target is not part and _state(target) != _state(part):
            target[... if kind is np.ndarray else slice(None)] = part
    elif kind in _MAPPINGS:
        items = {key: _swapped(value, targets) for key, value in part.items()}
        if not _is_same(_state(target), [*items, *items.values()]):
            target.clear()
            target.update(items)
    elif kind is set:
        if target != part:
            target.clear()
            target.update(part)
    else:
        found = [_swapped(item, targets) for item in part]
        if not _is_same(_state(target), found):
            target.clear()
            target.extend(found)


def _is_same(old: Sequence[Any], new: Sequence[Any]) -> bool:
    """Tell whether all items are the same or equal; then the old ones stay."""
    if type(old) is bytes:
        return old == new
    return len(old) == len(new) and all(map(_is_equal, old, new))


def _is_equal(one: Any, other: Any) -> bool:
    if one is other or type(one) is not type(other):
        return one is other
    if type(one) is tuple:
        return len(one) == len(other) and all(map(_is_equal, one, other))
    is_still = type(one) in _ATOMS or type(one) in _STILL or isinstance(one, np.generic)
    return is_still and repr(one) == repr(other)
