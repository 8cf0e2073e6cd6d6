"""Handles: they represent the other side's objects, and can be called and asked by name.

A handle has the special methods of its object. Each runs on the other side, and its
result is data or another handle.
"""

from __future__ import annotations

import contextlib
import operator
import sys
import types
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NoReturn

from split_grader.split.both import models
from split_grader.split.both.kinds import SUPPRESSES, Refused, kinds_of_operand
from split_grader.split.both.link import Link

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from split_grader.split.both.side import End

BINARY = (
    *("add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "matmul", "divmod"),
    *("and", "or", "xor", "lshift", "rshift"),
)
_ORDER = ("__lt__", "__le__", "__gt__", "__ge__")
JUDGING = frozenset(
    {
        *(f"__{form}{name}__" for name in BINARY for form in ("", "r", "i")),
        *("__eq__", "__ne__", *_ORDER),
        *("__contains__", "__int__", "__float__", "__complex__", "__index__"),
        *("__neg__", "__pos__", "__abs__", "__invert__", "__round__"),
    }
)
"""Special methods by which an object judges data: asked only where the solution's were."""
SPECIALS = (
    *("__call__", "__iter__", "__next__", "__len__", "__getitem__", "__setitem__", "__delitem__"),
    *("__reversed__", "__enter__", "__exit__", "__hash__", "__bool__", *sorted(JUDGING)),
)
TEXT = ("__repr__", "__str__", "__format__")
_SAME = {"__ne__": "__eq__", **dict.fromkeys(_ORDER, "__lt__"), "__len__": "__len__"} | {
    f"__{form}{name}__": f"__{name}__" for name in BINARY for form in ("r", "i")
}
"""Which of them one expression of a test may run is up to the class."""
_STEPS = {"__call__": "()", "__iter__": "", "__next__": "[]", "__getitem__": "[]"}
_BUILTIN: dict[str, type] = {
    str(kind.__name__): kind
    for kind in (
        *(types.FunctionType, types.BuiltinFunctionType, types.MethodType, types.GeneratorType),
        *(types.CoroutineType, types.AsyncGeneratorType, type),
    )
}


def link_of(obj: Any) -> Link | None:
    """Return the link of a handle; None if `obj` isn't a handle."""
    if not issubclass(type(obj), Handle):
        return None
    link: Link = object.__getattribute__(obj, "_grader_link")
    return link


def _linked(obj: Any) -> Link:
    link: Link = object.__getattribute__(obj, "_grader_link")
    return link


class Handle:
    """An object of the other side."""

    __slots__ = ("__weakref__", "_grader_link")
    _link: Link

    def __getattr__(self, name: str) -> Any:
        link = _linked(self)
        if name == "score":
            for of in (models.CLASSIFIER, models.REGRESSOR):
                if any(of in link.end.policy.kinds.get(path, ()) for path in link.paths):
                    return models.scorer(self.predict, of)
        return link.ask({"do": "get", "n": name}, f".{name}")

    def __setattr__(self, name: str, value: Any) -> None:
        _linked(self).ask({"do": "set", "n": name}, f".{name}", (value,))

    def __delattr__(self, name: str) -> None:
        _linked(self).ask({"do": "del", "n": name}, f".{name}")

    def __instancecheck__(self, obj: Any) -> bool:
        return _linked(self).ask({"do": "isinstance"}, "<isinstance>", (obj,)) is True

    def __subclasscheck__(self, kind: Any) -> bool:
        return _linked(self).ask({"do": "issubclass"}, "<issubclass>", (kind,)) is True

    def __dir__(self) -> Any:
        return _linked(self).ask({"do": "dir"}, "<dir>")

    def __reduce_ex__(self, _: Any) -> NoReturn:
        raise TypeError("an object of the code under test is not copied here")

    @property  # type: ignore[misc]
    def __class__(self) -> Any:
        """The object's nearest class that this side has too."""
        return _common_class(self) or type(self)

    @property
    def __dict__(self) -> Any:  # type: ignore[override]
        return _linked(self).ask({"do": "vars"}, "<vars>")


def _told(name: str) -> property:
    """Return a property that asks the object for an attribute that every class has."""
    return property(lambda self: _linked(self).ask({"do": "get", "n": name}, f".{name}"))


def _common_class(handle: Any) -> type | None:
    kinds = []
    for module, name in _linked(handle).about.get("c", ()):
        kind = _BUILTIN.get(name) if module == "builtins" else None
        if kind is None:
            kind = vars(sys.modules.get(str(module), types)).get(str(name))
        if issubclass(type(kind), type):  # the handle of a class counts as a class
            kinds.append(kind)
    return _joined(tuple(kinds)) if kinds else None


@lru_cache(maxsize=1024)
def _joined(kinds: tuple[type, ...]) -> type:
    """Return the first class, or one derived from all if the first isn't."""
    bases = [kind for kind in kinds if sum(kind in one.__mro__ for one in kinds) == 1]
    try:
        return kinds[0] if len(bases) == 1 else type(kinds[0].__name__, tuple(bases), {})
    except Exception:  # noqa: BLE001 - a class may refuse to be derived from
        return kinds[0]


def _special(name: str) -> Callable[..., Any]:
    step = _STEPS.get(name, f"<{name}>")

    def method(self: Any, *args: Any, **keywords: Any) -> Any:
        link = _linked(self)
        if name in JUDGING:
            _permit(link, _SAME.get(name, name), args)
        result = link.ask({"do": "op", "o": name}, step, args, keywords)
        if name == "__exit__" and args[0] is not None and result:
            _permit(link, SUPPRESSES, args[1:2])
        return result

    method.__name__ = name
    return method


def _permit(link: Link, operator: str, args: Any) -> None:
    """Refuse to let an object judge data where the solution's objects weren't asked."""
    policy = link.end.policy
    if not policy.decides(operator, *kinds_of_operand(operator, args)):
        policy.refuse(f"`{link.to('')}` is the answer's own object, and may not decide {operator}")


_METHODS = {name: _special(name) for name in (*SPECIALS, *TEXT)}


@lru_cache(maxsize=1024)
def _class_for(specials: frozenset[str], name: str) -> type[Handle]:
    body: dict[str, Any] = {name: _METHODS[name] for name in specials if name in _METHODS}
    body |= {name: _told(name) for name in ("__doc__", "__annotations__", "__module__")}
    if "__eq__" in body and "__hash__" not in body:
        body["__hash__"] = None
    return type(name, (Handle,), {"__slots__": (), **body})


def make(end: End, node: dict[str, Any], path: str) -> Any:
    """Return a handle of the object that a node describes."""
    name = str(node["c"][0][1]).rpartition(".")[2][:100]  # an error's message has it
    kind = _class_for(frozenset(map(str, node["f"])), name)
    handle = object.__new__(kind)
    object.__setattr__(handle, "_grader_link", Link(end, int(node["h"]), path, node))
    return handle


def came_by(handle: Any, path: str) -> None:
    """Note that the object of a handle has come by a path."""
    _linked(handle).came_by(path)


def items_of(handle: Any) -> Iterator[Any]:
    """Yield the items of the other side's iterator, which can't be asked for anything else."""
    while True:
        try:
            item = handle.__next__()
        except StopIteration:
            return
        yield item


class Undue:
    """An object where the solution had data: only its items can be read.

    They are read once, as a list. A test that leaves the object alone is not refused.
    """

    __slots__ = ("_items", "_undue")

    def __init__(self, end: End, path: str, node: dict[str, Any]) -> None:
        object.__setattr__(self, "_undue", (end, path, node))
        object.__setattr__(self, "_items", None)

    def __hash__(self) -> int:
        return int(object.__getattribute__(self, "_undue")[2]["h"])  # to find the same one


def number_of_undue(obj: Any) -> int | None:
    """Return the number of an object where data is due; None for any other value."""
    if type(obj) is not Undue:
        return None
    return int(object.__getattribute__(obj, "_undue")[2]["h"])


def _refuse(self: Any, *_: Any, **__: Any) -> NoReturn:
    end, path, node = object.__getattribute__(self, "_undue")
    end.policy.refuse_object(path, str(node["k"]))
    raise Refused(path)


def _read(name: str, by: tuple[str, ...], reader: Callable[..., Any]) -> Callable[..., Any]:
    """Return what reads the items of an object by a method, if its class has one of some."""

    def method(self: Any, *args: Any) -> Any:
        end, path, node = object.__getattribute__(self, "_undue")
        if _READS.keys().isdisjoint(node["f"]):
            _refuse(self)
        if {name, *by}.isdisjoint(node["f"]):
            raise TypeError(f"the answer's object has no {name}")
        items = object.__getattribute__(self, "_items")
        if items is None:
            with contextlib.suppress(Exception):  # two ways to read it disagree
                items = end.ask({"do": "items", "h": int(node["h"])}, path)
        if type(items) is not list:
            _refuse(self)
        object.__setattr__(self, "_items", items)
        return reader(items, *args)

    return method


for _name in (*SPECIALS, *TEXT, "__getattr__", "__setattr__", "__reduce_ex__", "__dir__"):
    if _name != "__hash__":
        setattr(Undue, _name, _refuse)
_READS: dict[str, Any] = {
    "__iter__": (("__getitem__",), iter),
    "__len__": ((), len),
    "__getitem__": ((), operator.getitem),
    "__contains__": (("__iter__", "__getitem__"), operator.contains),
    "__reversed__": (("__getitem__",), reversed),
}
for _name, (_by, _reader) in _READS.items():
    setattr(Undue, _name, _read(_name, _by, _reader))
