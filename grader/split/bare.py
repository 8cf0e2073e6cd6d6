"""Objects that stand where the reference had plain values: they hand over items, and no more."""

from __future__ import annotations

import contextlib
import dataclasses
import itertools
from typing import TYPE_CHECKING, Any

from grader.split.heap import JUDGING, TEXT
from grader.split.links import Link, Refused
from grader.split.proxy import Remote, delegate

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.split.kit import ProxyKit

_FEATURES = frozenset({"__iter__", "__next__", "__len__", "__getitem__", "__reversed__"})


class Bare(Remote):
    """An object where the reference had a plain value: it hands over items and does nothing else.

    In one process a list may be an object of a class of the student's that only counts and yields.
    """

    __slots__ = ("_read",)
    _read: _Read | None
    _kind = "instance"

    def __getattr__(self, name: str) -> Any:
        if name.startswith(("__", "_repr_", "_ipython_")):
            raise AttributeError(name)
        _out_of_place(self)


@dataclasses.dataclass
class _Read:
    """What an object that stands for a list or a dictionary has handed over so far.

    It is read once: whoever says four is not asked again, and hands over four, the same each time.
    It may have changed only if it was handed to the student's code or stands under a name that the
    solution's functions change.
    """

    asked: int
    length: int | None = None
    items: list[Any] = dataclasses.field(default_factory=list)
    source: Any = None
    done: bool = False
    found: dict[Any, Any] = dataclasses.field(default_factory=dict)


def _read(self: Any) -> _Read:
    """Return what was read, or nothing yet if it may have changed meanwhile."""
    link = object.__getattribute__(self, "_link")
    asked = link.kit.side.peer.asked
    changes = self._read is not None and self._read.asked != asked
    if self._read is None or (changes and link.kit.side.may_change(link.path)):
        object.__setattr__(self, "_read", _Read(asked))
    return self._read  # type: ignore[no-any-return]


def forget(obj: Any) -> None:
    """Read an object anew that is handed to the student's code, which may change it."""
    if isinstance(obj, Bare):
        object.__setattr__(obj, "_read", None)


def _asked_by_itself(self: Any, read: _Read, ask: Callable[[], Any]) -> Any:
    """Ask for a part of an object; that is nothing else asked meanwhile."""
    peer = object.__getattribute__(self, "_link").kit.side.peer
    in_step = read.asked == peer.asked
    try:
        return ask()
    finally:
        if in_step:
            read.asked = peer.asked


def _length_of(self: Any) -> int:
    read = _read(self)
    if read.length is None:
        link = object.__getattribute__(self, "_link")
        length = _asked_by_itself(self, read, lambda: link.operate("__len__", (), {}))
        if type(length) is not int:
            raise TypeError("a length that is no number")
        read.length = length
    return read.length


def _item_of(self: Any, key: Any) -> Any:
    link, read = object.__getattribute__(self, "_link"), _read(self)
    try:
        return read.found[type(key), key]
    except (KeyError, TypeError):  # not asked for yet, or no key of a dictionary
        item = _asked_by_itself(self, read, lambda: link.operate("__getitem__", (key,), {}))
        with contextlib.suppress(TypeError):
            read.found[type(key), key] = item
        return item


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


def _read_on(self: Any, read: _Read) -> bool:
    """Read one item more; tell whether there was one, as many as the object says it has."""
    kind, link = type(self), object.__getattribute__(self, "_link")
    if read.source is None:
        if hasattr(kind, "__len__"):
            with contextlib.suppress(Exception):  # then it has none, whatever its class raises
                read.length = _length_of(self)
        ask = link.operate if kind._iterates else None  # noqa: SLF001
        items = _asked_by_itself(self, read, lambda: ask("__iter__", (), {})) if ask else None
        read.source = _by_index(self) if items is None else _each(items)
    item = _asked_by_itself(self, read, lambda: next(read.source, read))
    if item is read:
        read.done = True
    else:
        read.items.append(item)
    count = len(read.items)
    if read.length is not None and (count != read.length if read.done else count > read.length):
        _out_of_place(self)
    return not read.done


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
    raise Refused(f"`{link.path}` is an object of the student's")


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
    kind = type(str(node["c"]["n"]), (Bare,), {**body, "__slots__": ()})
    proxy: Any = object.__new__(kind)
    object.__setattr__(proxy, "_link", Link(kit, int(node["h"]), kit.path))
    object.__setattr__(proxy, "_read", None)
    return proxy
