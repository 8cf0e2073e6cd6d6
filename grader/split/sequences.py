"""Objects that stand for lists: their items, one by one, by index and by slices."""

from __future__ import annotations

import collections
import contextlib
import itertools
import numbers
from typing import TYPE_CHECKING, Any

from grader.split.bare import Bare, no_text, out_of_place
from grader.split.heap import JUDGING, TEXT
from grader.split.links import Link
from grader.split.proxy import delegate
from grader.split.readings import (
    First,
    HandedOver,
    agree,
    asked_by_itself,
    count_of,
    each,
    found_by,
    has_keys,
    is_index,
    is_of_places,
    known_at,
    operated,
    settle,
)

if TYPE_CHECKING:
    from grader.split.links import Kit

_FEATURES = frozenset({"__iter__", "__next__", "__len__", "__getitem__", "__reversed__"})


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


def _length_of(self: Any) -> int:
    read = _read(self)
    if read.length is None:
        read.length = count_of(read)
    return read.length


def _item_of(self: Any, key: Any) -> Any:
    read = _read(self)
    if not has_keys(read):
        if isinstance(key, slice) and is_of_places(key):
            return _part_of(self, key)
        if isinstance(key, numbers.Integral):
            return _item_at(self, int(key), key)
        if type(key) is tuple and len(key) == 2 and all(map(is_index, key)):
            return _cell_at(self, key)
    return found_by(read, key)


def _place(self: Any, index: int) -> int | None:
    """Return which item an index means, from the start; None if that is not known."""
    if index < 0 and (hasattr(type(self), "__len__") or _read(self).done):
        with contextlib.suppress(Exception):  # it has no length, and may know its end itself
            index += count_of(_read(self))
    return None if index < 0 else index


def _item_at(self: Any, index: int, key: Any) -> Any:
    read = _read(self)
    place = _place(self, index)
    if place is None:
        item = found_by(read, key)
        read.ends.setdefault(index, First(item, read.now, in_turn=False))
        return item
    known = known_at(read, place)
    if known is not None and (known.called == read.now or not known.in_turn):
        return known.item
    item = operated(read, "__getitem__", key)
    may_have_grown = read.count is not None and read.count[1] != read.now
    if read.length is not None and place >= read.length and not may_have_grown:
        read.contradicts()
    return settle(read, place, item)


def _cell_at(self: Any, key: tuple[Any, Any]) -> Any:
    """Return what two indices find: the same as one after the other."""
    read, column = _read(self), int(key[1])
    place = _place(self, int(key[0]))
    row = None if place is None else known_at(read, place)
    if row is not None and row.called == read.now:
        with contextlib.suppress(TypeError):
            return row.item[column]
    item = found_by(read, key)
    if place is not None:
        cell = column, First(item, read.now, in_turn=False)
        read.cells.setdefault(place, []).append(cell)
    return item


def _part_of(self: Any, key: slice) -> Any:
    """Return what stands in some places: the same as by other ways."""
    read = _read(self)
    places, is_open = _places(self, key)
    part = operated(read, "__getitem__", key)
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
    settled = [settle(read, *one) for one in zip(places, items, strict=False)]
    is_plain = type(part) in {list, tuple, collections.deque}
    return type(part)(settled) if is_plain else part


def _places(self: Any, key: slice) -> tuple[range, bool]:
    """Return the places that a slice means, and whether there may be fewer."""
    if hasattr(type(self), "__len__") or _read(self).done:
        with contextlib.suppress(Exception):  # it has no length, whatever its class raises
            return range(*key.indices(count_of(_read(self)))), False
    start, stop, step = int(key.start or 0), key.stop, int(1 if key.step is None else key.step)
    if stop is not None and min(start, int(stop)) >= 0 and step > 0:
        return range(start, int(stop), step), True
    return range(*key.indices(sum(1 for _ in _items_of(self)))), False


def _each_of(read: HandedOver, part: Any, places: range, *, is_open: bool) -> Any:
    """Hand over a part that comes item by item."""
    count = 0
    for place, item in zip(places, part, strict=False):
        count += 1
        yield settle(read, place, item)
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
        items = operated(read, "__iter__") if kind._iterates else None  # noqa: SLF001
        read.source = _by_index(self) if items is None else each(items)
    item = asked_by_itself(read, lambda: next(read.source, read))
    place = len(read.items)
    if item is read:
        read.done = True
    elif read.length is not None and place >= read.length:
        out_of_place(self)
    else:
        by_keys = has_keys(read) or not kind._iterates  # noqa: SLF001
        read.items.append(item if by_keys else settle(read, place, item, in_turn=True))
    if read.done and read.length is not None and place != read.length:
        out_of_place(self)
    if read.done:
        _compare_ends(read)
    return not read.done


def _compare_ends(read: HandedOver) -> None:
    """Compare what was read from the end, before it was known where that is."""
    for index, end in read.ends.items():
        is_there = -len(read.items) <= index and end.called == read.now
        if is_there and not agree(read.items[index], end.item):
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


def make(kit: Kit, node: dict[str, Any]) -> Any:
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
    body |= dict.fromkeys(TEXT, no_text) | dict.fromkeys(JUDGING & features, out_of_place)
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
