"""Objects that stand where the reference had plain values: they hand over items, and no more."""

from __future__ import annotations

import cmath
import collections
import contextlib
import dataclasses
import itertools
import numbers
from typing import TYPE_CHECKING, Any, NamedTuple

from grader.split.heap import JUDGING, TEXT
from grader.split.links import Link, Refused
from grader.split.proxy import Remote, delegate, link_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.split.kit import ProxyKit

_FEATURES = frozenset({"__iter__", "__next__", "__len__", "__getitem__", "__reversed__"})


class Bare(Remote):
    """An object where the reference had a plain value: it hands over items and does nothing else.

    In one process a list may be an object of a class of the student's that only counts and yields.
    """

    __slots__ = ("_read",)
    _read: HandedOver | None
    _kind = "instance"

    def __getattr__(self, name: str) -> Any:
        if name.startswith(("__", "_repr_", "_ipython_")):
            raise AttributeError(name)
        _out_of_place(self)


class _First(NamedTuple):
    """What was first read in a place: what, when, and whether one by one."""

    item: Any
    called: int
    in_turn: bool


@dataclasses.dataclass
class HandedOver:
    """What an object that stands for a list or a dictionary has handed over so far.

    It is read once: whoever says four is not asked again, and hands over four, the same each time,
    and by index what it hands over one by one (see :func:`_settled`). It may have changed only if
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
    first: dict[int, _First] = dataclasses.field(default_factory=dict)
    ends: dict[int, _First] = dataclasses.field(default_factory=dict)
    cells: dict[int, list[tuple[int, _First]]] = dataclasses.field(default_factory=dict)
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


def _read(self: Any) -> HandedOver:
    """Return what was read, or nothing yet if it may have changed meanwhile."""
    link = object.__getattribute__(self, "_link")
    side = link.kit.side
    changes = self._read is not None and self._read.asked != side.peer.asked
    if self._read is None or (changes and side.may_change(link.path)):
        fresh = link.kit.readings[link.number] = HandedOver(link, side.peer.asked, side.called)
        object.__setattr__(self, "_read", fresh)
    return self._read  # type: ignore[no-any-return]


def forget(obj: Any) -> None:
    """Read an object anew that is handed to the student's code, which may change it."""
    if isinstance(obj, Bare):
        link = object.__getattribute__(obj, "_link")
        link.kit.readings.pop(link.number, None)
        object.__setattr__(obj, "_read", None)


def _asked_by_itself(read: HandedOver, ask: Callable[[], Any]) -> Any:
    """Ask for a part of an object; that is nothing else asked meanwhile."""
    side = read.link.kit.side
    in_step, called = read.asked == side.peer.asked, side.called
    try:
        return ask()
    finally:
        side.called = called
        if in_step:
            read.asked = side.peer.asked


def _operated(read: HandedOver, name: str, *args: Any) -> Any:
    return _asked_by_itself(read, lambda: read.link.operate(name, args, {}))


def _length_of(self: Any) -> int:
    read = _read(self)
    if read.length is None:
        read.length = _count_of(read)
    return read.length


def _count_of(read: HandedOver) -> int:
    """Return how many items there are, without settling that there will be as many."""
    if read.length is not None or read.done:
        return len(read.items) if read.length is None else read.length
    if read.count is None or read.count[1] != read.now:
        count = _operated(read, "__len__")
        if type(count) is not int:
            raise TypeError("a length that is not a number")
        read.count = count, read.now
    return read.count[0]


def _item_of(self: Any, key: Any) -> Any:
    read = _read(self)
    if not _has_keys(read):
        if isinstance(key, slice) and _is_of_places(key):
            return _part_of(self, key)
        if isinstance(key, numbers.Integral):
            return _item_at(self, int(key), key)
        if type(key) is tuple and len(key) == 2 and all(map(_is_index, key)):
            return _cell_at(self, key)
    return _found_by(read, key)


def _found_by(read: HandedOver, key: Any) -> Any:
    """Return what is found by a key, the same each time."""
    try:
        return read.found[type(key), key]
    except (KeyError, TypeError):  # not asked for yet, or no key of a dictionary
        item = _operated(read, "__getitem__", key)
        with contextlib.suppress(TypeError):
            read.found[type(key), key] = item
        return item


def _has_keys(read: HandedOver) -> bool:
    """Tell whether it stands where the reference had keys, not only places."""
    return bool(read.link.kit.side.has_keys(read.link.path))


def _is_index(key: Any) -> bool:
    return isinstance(key, numbers.Integral)


def _is_of_places(key: slice) -> bool:
    return all(bound is None or _is_index(bound) for bound in (key.start, key.stop, key.step))


def _place(self: Any, index: int) -> int | None:
    """Return which item an index means, from the start; None if that is not known."""
    if index < 0 and (hasattr(type(self), "__len__") or _read(self).done):
        with contextlib.suppress(Exception):  # it has no length, and may know its end itself
            index += _count_of(_read(self))
    return None if index < 0 else index


def _item_at(self: Any, index: int, key: Any) -> Any:
    read = _read(self)
    place = _place(self, index)
    if place is None:
        item = _found_by(read, key)
        read.ends.setdefault(index, _First(item, read.now, in_turn=False))
        return item
    known = _known(read, place)
    if known is not None and (known.called == read.now or not known.in_turn):
        return known.item
    item = _operated(read, "__getitem__", key)
    may_have_grown = read.count is not None and read.count[1] != read.now
    if read.length is not None and place >= read.length and not may_have_grown:
        read.contradicts()
    return _settled(read, place, item)


def _cell_at(self: Any, key: tuple[Any, Any]) -> Any:
    """Return what two indices find: the same as one after the other."""
    read, column = _read(self), int(key[1])
    place = _place(self, int(key[0]))
    row = None if place is None else _known(read, place)
    if row is not None and row.called == read.now:
        with contextlib.suppress(TypeError):
            return row.item[column]
    item = _found_by(read, key)
    if place is not None:
        cell = column, _First(item, read.now, in_turn=False)
        read.cells.setdefault(place, []).append(cell)
    return item


def _owner(read: HandedOver, place: int) -> tuple[HandedOver, int]:
    """Return the object of which another one is a part, and which place of it a place is."""
    while read.whole is not None:
        if place >= len(read.places):
            read.contradicts()
        read, place = read.whole, read.places[place]
    return read, place


def _known(read: HandedOver, place: int) -> _First | None:
    """Return what was first read in a place, if anything was."""
    if read.whole is not None and place >= len(read.places):
        return None
    owner, there = _owner(read, place)
    return owner.first.get(there)


def _settled(read: HandedOver, place: int, item: Any, *, in_turn: bool = False) -> Any:
    """Return what stands in a place: what was first read there, by whatever way.

    A list has one item in a place. An object may hand over sorted numbers by index, and one by one
    those that it was given, and pass as their sorted list. It may have changed by a call meanwhile;
    then it has changed for both ways.
    """
    owner, there = _owner(read, place)
    known = owner.first.get(there)
    if known is None:
        owner.first[there] = _First(item, owner.now, in_turn)
        _compare_cells(owner, item, owner.cells.get(there, []))
        return item
    is_new = known.called != owner.now
    if not _agree(known.item, item) and not (is_new and _agree(_again(owner, there, known), item)):
        owner.contradicts()
    if is_new:
        owner.first[there] = _First(item, owner.now, in_turn)
    # Of two rows that are made as they are asked for, the first is the one.
    are_rows = isinstance(item, Bare) and isinstance(known.item, Bare)
    return known.item if not is_new and (are_rows or type(item) is type(known.item)) else item


def _again(read: HandedOver, place: int, known: _First) -> Any:
    """Read again what stands in a place, the way it was read before."""
    if not known.in_turn:
        return _operated(read, "__getitem__", place)
    items = _each(_operated(read, "__iter__"))
    return _asked_by_itself(read, lambda: next(itertools.islice(items, place, None), None))


def _compare_cells(read: HandedOver, row: Any, cells: list[tuple[int, _First]]) -> None:
    """Compare a row with what was read of it by two indices."""
    for column, cell in cells:
        if cell.called != read.now:
            continue
        try:
            found = _asked_by_itself(read, lambda at=column: row[at])  # type: ignore[misc]
        except (TypeError, LookupError):
            read.contradicts()
        if not _agree(found, cell.item):
            read.contradicts()


def _agree(one: Any, other: Any) -> bool:
    """Tell whether two readings may be of one thing: plain ones are equal, or nearly so."""
    if one is other:
        return True
    if link_of(one) is not None or link_of(other) is not None:
        return _may_be_one(one, other)
    if isinstance(one, numbers.Number) and isinstance(other, numbers.Number):
        return _are_close(one, other)
    one, other = _listed(one), _listed(other)
    if type(one) is list and type(other) is list:
        return len(one) == len(other) and all(map(_agree, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_agree(one[key], other[key]) for key in one)
    is_same = one.equals if hasattr(one, "equals") else one.__eq__
    return type(one) is type(other) and is_same(other) is not False


def _may_be_one(one: Any, other: Any) -> bool:
    """Tell whether two readings may be of one object, or of a row that one way makes a list of."""
    if link_of(one) is not None and link_of(other) is not None:
        return True
    row, values = (one, other) if isinstance(one, Bare) else (other, one)
    values = _listed(values)
    is_row = isinstance(row, Bare) and hasattr(type(row), "__iter__") and type(values) is list
    return is_row and _agree([*row], values)


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


def _part_of(self: Any, key: slice) -> Any:
    """Return what stands in some places: the same as by other ways."""
    read = _read(self)
    places, is_open = _places(self, key)
    part = _operated(read, "__getitem__", key)
    if isinstance(part, Bare):
        own = HandedOver(object.__getattribute__(part, "_link"), read.asked, read.now)
        own.whole, own.places, own.length = read, places, None if is_open else len(places)
        object.__setattr__(part, "_read", own)
        return part
    if hasattr(type(part), "__next__"):
        return _each_of(read, part, places, is_open=is_open)
    is_list = isinstance(part, (list, tuple, collections.deque, str)) or hasattr(part, "dtype")
    items = [*part] if is_list else []
    if not is_list or len(items) > len(places) or not (is_open or len(items) == len(places)):
        read.contradicts()
    settled = [_settled(read, *one) for one in zip(places, items, strict=False)]
    is_plain = type(part) in {list, tuple, collections.deque}
    return type(part)(settled) if is_plain else part


def _places(self: Any, key: slice) -> tuple[range, bool]:
    """Return the places that a slice means, and whether there may be fewer."""
    if hasattr(type(self), "__len__") or _read(self).done:
        with contextlib.suppress(Exception):  # it has no length, whatever its class raises
            return range(*key.indices(_count_of(_read(self)))), False
    start, stop, step = int(key.start or 0), key.stop, int(1 if key.step is None else key.step)
    if stop is not None and min(start, int(stop)) >= 0 and step > 0:
        return range(start, int(stop), step), True
    return range(*key.indices(sum(1 for _ in _items_of(self)))), False


def _each_of(read: HandedOver, part: Any, places: range, *, is_open: bool) -> Any:
    """Hand over a part that comes item by item."""
    count = 0
    for place, item in zip(places, part, strict=False):
        count += 1
        yield _settled(read, place, item)
    if count < len(places) and not is_open:
        read.contradicts()


def _items_of(self: Any) -> Any:
    read, place = _read(self), 0
    while True:
        if place == len(read.items) and (read.done or not _read_on(self, read)):
            return
        yield read.items[place]
        place += 1


def _itself_or_items(self: Any) -> Any:
    """Return an iterator itself, or its items from the start where it stands for a list."""
    link = object.__getattribute__(self, "_link")
    return _items_of(self) if link.kit.side.replays(link.path) else self


def _read_on(self: Any, read: HandedOver) -> bool:
    """Read one item more; tell whether there was one, as many as the object says it has."""
    kind = type(self)
    if read.source is None:
        if hasattr(kind, "__len__"):
            with contextlib.suppress(Exception):  # then it has none, whatever its class raises
                read.length = _length_of(self)
        items = _operated(read, "__iter__") if kind._iterates else None  # noqa: SLF001
        read.source = _by_index(self) if items is None else _each(items)
    item = _asked_by_itself(read, lambda: next(read.source, read))
    place = len(read.items)
    if item is read:
        read.done = True
    elif read.length is not None and place >= read.length:
        _out_of_place(self)
    else:
        by_keys = _has_keys(read) or not kind._iterates  # noqa: SLF001
        read.items.append(item if by_keys else _settled(read, place, item, in_turn=True))
    if read.done and read.length is not None and place != read.length:
        _out_of_place(self)
    if read.done:
        _compare_ends(read)
    return not read.done


def _compare_ends(read: HandedOver) -> None:
    """Compare what was read from the end, before it was known where that is."""
    for index, end in read.ends.items():
        is_there = -len(read.items) <= index and end.called == read.now
        if is_there and not _agree(read.items[index], end.item):
            read.contradicts()


def _holds(self: Any, item: Any) -> bool:
    """Tell whether an item is one of those that it hands over."""
    return any(item is found or item == found for found in self)


def _backwards(self: Any) -> Any:
    """Hand over the items from the last: those that a list in its place would hold."""
    return reversed([*_items_of(self)])


def _by_index(self: Any) -> Any:
    for position in itertools.count():
        try:
            item = self[position]
        except IndexError:
            return
        yield item


def _each(iterator: Any) -> Any:
    # An iterator is asked for the next item, not for an iterator, which would be one like it.
    if not hasattr(type(iterator), "__next__"):
        iterator = iter(iterator)
    while True:
        try:
            item = next(iterator)
        except StopIteration:
            return
        yield item


def _out_of_place(self: Any, *_: Any) -> Any:
    link = object.__getattribute__(self, "_link")
    link.kit.admit(link.path, type(self)._kind)  # noqa: SLF001
    raise Refused(f"`{link.path}` is the student's own object")


def _no_text(self: Any, *_: Any) -> str:
    """Say nothing that a test could compare with; to be printed does no harm."""
    link = object.__getattribute__(self, "_link")
    what = "a function" if isinstance(self, BareFunction) else "an object"
    link.kit.side.doubt(f"`{link.path}` should be a plain value, but is {what}")
    return "<object>"


class BareFunction(Bare):
    """A function where the reference had a plain value: no harm as long as nobody uses it.

    In one process a test that throws a result away does not see what it is.
    """

    __slots__ = ()
    _kind = "function"
    __call__ = _out_of_place
    __repr__ = __str__ = __format__ = _no_text


for _name in (*JUDGING, "__hash__"):
    setattr(BareFunction, _name, _out_of_place)


def function(kit: ProxyKit, number: int) -> Any:
    """Make a stand-in for a function where the reference had a plain value."""
    proxy: Any = object.__new__(BareFunction)
    object.__setattr__(proxy, "_link", Link(kit, number, kit.path))
    object.__setattr__(proxy, "_read", None)
    return proxy


def make(kit: ProxyKit, node: dict[str, Any]) -> Any:
    """Make a stand-in for an object where the reference had a plain value."""
    features = set(node["c"].get("f", ()))
    body: dict[str, Any] = {name: delegate(name) for name in _FEATURES & features}
    body["_iterates"] = "__iter__" in features
    if "__next__" in features:
        body["__iter__"] = _itself_or_items
    elif features & {"__iter__", "__getitem__"}:
        body["__iter__"] = _items_of
    own: dict[str, Any] = {"__getitem__": _item_of, "__len__": _length_of}
    own["__reversed__"] = _backwards
    body |= {name: make for name, make in own.items() if name in features}
    body |= dict.fromkeys(TEXT, _no_text) | dict.fromkeys(JUDGING & features, _out_of_place)
    if "__iter__" in body:
        body["__contains__"] = _holds
    kind = type(str(node["c"]["n"]), (Bare,), {**body, "__slots__": ()})
    proxy: Any = object.__new__(kind)
    object.__setattr__(proxy, "_link", Link(kit, int(node["h"]), kit.path))
    known = kit.readings.get(int(node["h"]))
    # Fetched again, as an attribute, it is the same as before if nothing was called meanwhile.
    is_same = known is not None and known.called == kit.side.called
    object.__setattr__(proxy, "_read", known if is_same else None)
    return proxy
