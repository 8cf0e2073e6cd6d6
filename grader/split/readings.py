"""What an object that stands for a list has handed over: the same each time, by whatever way."""

from __future__ import annotations

import cmath
import contextlib
import dataclasses
import itertools
import numbers
from typing import TYPE_CHECKING, Any, NamedTuple

from grader.split.bare import Bare
from grader.split.links import Link
from grader.split.proxy import link_of

if TYPE_CHECKING:
    from collections.abc import Callable


class First(NamedTuple):
    """What was first read in a place: what, when, and whether one by one."""

    item: Any
    called: int
    in_turn: bool


@dataclasses.dataclass
class HandedOver:
    """What an object that stands for a list or a dictionary has handed over so far.

    It is read once: whoever says four is not asked again, and hands over four, the same each time,
    and by index what it hands over one by one (see :func:`settle`). It may have changed only if
    it was handed to the student's code or stands under a name that the solution's functions change.

    A part of another object, ``whole[2:]``, holds what that one holds in its ``places``.
    """

    link: Link
    asked: int
    called: int
    length: int | None = None
    count: tuple[int, int] | None = None
    items: list[Any] = dataclasses.field(default_factory=list)
    source: Any = None
    done: bool = False
    found: dict[Any, Any] = dataclasses.field(default_factory=dict)
    first: dict[int, First] = dataclasses.field(default_factory=dict)
    ends: dict[int, First] = dataclasses.field(default_factory=dict)
    cells: dict[int, list[tuple[int, First]]] = dataclasses.field(default_factory=dict)
    whole: HandedOver | None = None
    places: range = range(0)

    def contradicts(self) -> Any:
        """Refuse an object that is not one list."""
        self.link.kit.side.refuse(_CONTRADICTS.format(self.link.path))

    @property
    def now(self) -> int:
        """How often the student's code was called."""
        return self.link.kit.side.called


_CONTRADICTS = "`{}` should be a plain value, but has other items by index than one by one"


def asked_by_itself(read: HandedOver, ask: Callable[[], Any]) -> Any:
    """Ask for a part of an object; that is nothing else asked meanwhile."""
    side = read.link.kit.side
    in_step, called = read.asked == side.peer.asked, side.called
    try:
        return ask()
    finally:
        side.called = called
        if in_step:
            read.asked = side.peer.asked


def operated(read: HandedOver, name: str, *args: Any) -> Any:
    """Have a special method of an object run over there, by itself."""
    return asked_by_itself(read, lambda: read.link.operate(name, args, {}))


def count_of(read: HandedOver) -> int:
    """Return how many items there are, without settling that there will be as many."""
    if read.length is not None or read.done:
        return len(read.items) if read.length is None else read.length
    if read.count is None or read.count[1] != read.now:
        count = operated(read, "__len__")
        if type(count) is not int:
            raise TypeError("a length that is not a number")
        read.count = count, read.now
    return read.count[0]


def found_by(read: HandedOver, key: Any) -> Any:
    """Return what is found by a key, the same each time."""
    try:
        return read.found[type(key), key]
    except (KeyError, TypeError):  # not asked for yet, or no key of a dictionary
        item = operated(read, "__getitem__", key)
        with contextlib.suppress(TypeError):
            read.found[type(key), key] = item
        return item


def has_keys(read: HandedOver) -> bool:
    """Tell whether it stands where the reference had keys, not only places."""
    return bool(read.link.kit.side.has_keys(read.link.path))


def is_index(key: Any) -> bool:
    """Tell whether a key means a place."""
    return isinstance(key, numbers.Integral)


def is_of_places(key: slice) -> bool:
    """Tell whether a slice means places."""
    return all(bound is None or is_index(bound) for bound in (key.start, key.stop, key.step))


def _owner(read: HandedOver, place: int) -> tuple[HandedOver, int]:
    """Return the object of which another one is a part, and which place of it a place is."""
    while read.whole is not None:
        if place >= len(read.places):
            read.contradicts()
        read, place = read.whole, read.places[place]
    return read, place


def known_at(read: HandedOver, place: int) -> First | None:
    """Return what was first read in a place, if anything was."""
    if read.whole is not None and place >= len(read.places):
        return None
    owner, there = _owner(read, place)
    return owner.first.get(there)


def settle(read: HandedOver, place: int, item: Any, *, in_turn: bool = False) -> Any:
    """Return what stands in a place: what was first read there, by whatever way.

    A list has one item in a place. An object may hand over sorted numbers by index, and one by one
    those that it was given, and pass as their sorted list. It may have changed by a call meanwhile;
    then it has changed for both ways.
    """
    owner, there = _owner(read, place)
    known = owner.first.get(there)
    if known is None:
        owner.first[there] = First(item, owner.now, in_turn)
        _compare_cells(owner, item, owner.cells.get(there, []))
        return item
    is_new = known.called != owner.now
    if not agree(known.item, item) and not (is_new and agree(_again(owner, there, known), item)):
        owner.contradicts()
    if is_new:
        owner.first[there] = First(item, owner.now, in_turn)
    # Of two rows that are made as they are asked for, the first is the one.
    are_rows = isinstance(item, Bare) and isinstance(known.item, Bare)
    return known.item if not is_new and (are_rows or type(item) is type(known.item)) else item


def _again(read: HandedOver, place: int, known: First) -> Any:
    """Read again what stands in a place, the way it was read before."""
    if not known.in_turn:
        return operated(read, "__getitem__", place)
    items = each(operated(read, "__iter__"))
    return asked_by_itself(read, lambda: next(itertools.islice(items, place, None), None))


def _compare_cells(read: HandedOver, row: Any, cells: list[tuple[int, First]]) -> None:
    """Compare a row with what was read of it by two indices."""
    for column, cell in cells:
        if cell.called != read.now:
            continue
        try:
            found = asked_by_itself(read, lambda at=column: row[at])  # type: ignore[misc]
        except (TypeError, LookupError):
            read.contradicts()
        if not agree(found, cell.item):
            read.contradicts()


def agree(one: Any, other: Any) -> bool:
    """Tell whether two readings may be of one thing: plain ones are equal, or nearly so."""
    if one is other:
        return True
    if link_of(one) is not None or link_of(other) is not None:
        return _may_be_one(one, other)
    if isinstance(one, numbers.Number) and isinstance(other, numbers.Number):
        return _are_close(one, other)
    one, other = _listed(one), _listed(other)
    if type(one) is list and type(other) is list:
        return len(one) == len(other) and all(map(agree, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(agree(one[key], other[key]) for key in one)
    is_same = one.equals if hasattr(one, "equals") else one.__eq__
    return type(one) is type(other) and is_same(other) is not False


def _may_be_one(one: Any, other: Any) -> bool:
    """Tell whether two readings may be of one object, or of a row that one way makes a list of."""
    if link_of(one) is not None and link_of(other) is not None:
        return True
    row, values = (one, other) if isinstance(one, Bare) else (other, one)
    values = _listed(values)
    is_row = isinstance(row, Bare) and hasattr(type(row), "__iter__") and type(values) is list
    return is_row and agree([*row], values)


def _listed(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return [*value]
    return value.tolist() if hasattr(value, "tolist") else value


def _are_close(one: Any, other: Any) -> bool:
    """Tell whether two numbers are equal, but for how they were rounded."""
    if one == other or (one != one and other != other):  # noqa: PLR0124 - not a number
        return True
    with contextlib.suppress(Exception):
        return cmath.isclose(one, other, rel_tol=1e-6, abs_tol=1e-9)
    return False


def each(iterator: Any) -> Any:
    """Hand over what an iterator over there does, one by one."""
    # An iterator is asked for the next item, not for an iterator, which would be one like it.
    if not hasattr(type(iterator), "__next__"):
        iterator = iter(iterator)
    while True:
        try:
            item = next(iterator)
        except StopIteration:
            return
        yield item
