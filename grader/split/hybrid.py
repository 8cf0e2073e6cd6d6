"""Plain values with methods of their own: a list with ``push``, a dictionary with attributes.

Such a value travels by value, and what plain values do (compare, index, count) is done by the
plain type here. Only names that the plain type does not have are asked for over there; what the
class redefines of the plain type is, too, but only where the policy lets an object of the
student's stand.
"""

from __future__ import annotations

import collections
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.split.values import Encoder

if TYPE_CHECKING:
    from collections.abc import Callable

BASES: dict[str, type] = {
    kind.__name__: kind
    for kind in (
        *(collections.Counter, collections.OrderedDict, collections.deque),
        *(list, dict, set, frozenset, tuple, str, bytes, int, float, complex),
    )
}
"""Plain types that a class of the student's may build on, the more special ones first."""


CHANGEABLE = (list, dict, set, collections.deque)

LOOKED_FOR = frozenset(name for name in dir(np.ndarray) if not name.startswith("_"))
"""What numpy's functions look for in what they are given, before they treat it as a plain value."""


def plain_base(kind: type) -> type | None:
    """Return the plain type that a class builds on, if it is one of those that travel."""
    return next((base for base in BASES.values() if issubclass(kind, base)), None)


def own_names(kind: type, base: type, special: tuple[str, ...]) -> dict[str, str]:
    """Return what a class adds to its plain type, and whether each is a *method* or a *value*."""
    found: dict[str, str] = {}
    for part in kind.__mro__[: kind.__mro__.index(base)]:
        if part.__module__ in {"abc", "typing", "collections.abc"}:
            continue
        for name, what in vars(part).items():
            if name in special or not name.startswith("_"):
                is_method = callable(what) or isinstance(what, (staticmethod, classmethod))
                found.setdefault(name, "method" if is_method else "value")
    return found


class Hybrid:
    """Mixin of the classes made here: a plain value, and a link to the object it came from."""

    _own_names: dict[str, str]

    def __getattr__(self, name: str) -> Any:
        link = vars(self).get("_link")
        if link is None or name.startswith("_") or not link.kit.may_ask(link.path, name):
            raise AttributeError(name)
        if type(self)._own_names.get(name) == "method":  # noqa: SLF001
            return lambda *args, **keywords: ask(self, name, args, keywords)
        return ask(self, name, None, {})

    def __setattr__(self, name: str, value: Any) -> None:
        vars(self)["_link"].set(name, value)

    def __reduce_ex__(self, _protocol: Any) -> Any:
        base = plain_base(type(self)) or object
        return (base, (base(self),))


def body(base: type, names: dict[str, str]) -> dict[str, Any]:
    """Return the class body that sends a class's own names over there."""
    made: dict[str, Any] = {"_own_names": names}
    for name, how in names.items():
        plain = getattr(base, name, None)
        if plain is None and name in LOOKED_FOR:
            continue
        if how == "method":
            made[name] = _method(name, plain)
        elif plain is None:
            made[name] = property(_getter(name))
    return made


def _getter(name: str) -> Callable[[Any], Any]:
    return lambda self: ask(self, name, None, {})


def _method(name: str, plain: Any) -> Callable[..., Any]:
    def method(self: Any, *args: Any, **keywords: Any) -> Any:
        link = vars(self)["_link"]
        if plain is not None and not link.kit.redefines(link, name, args):
            return plain(self, *args, **keywords)
        return ask(self, name, args, keywords)

    method.__name__ = name
    return method


def ask(self: Any, name: str, args: tuple[Any, ...] | None, keywords: dict[str, Any]) -> Any:
    """Have the object over there do something, and bring both to the same state."""
    link = vars(self)["_link"]
    link.kit.ask_method(link.path, name)
    header = {"do": "hybrid", "h": link.number, "n": name, "call": args is not None}
    path = f"{link.path}.{name}" + ("()" if args is not None else "")
    result, state = link.kit.request(header, path, (plain(self), *(args or ())), keywords)
    restate(self, state)
    link.kit.note_end(link.path, name, args or (), result)
    return result


def tell(self: Any) -> None:
    """Bring the object over there to the state of its value here."""
    link = vars(self).get("_link")
    if link is not None:
        header = {"do": "restate", "h": link.number}
        link.kit.request(header, f"{link.path}=", (plain(self),))


def plain(obj: Any) -> Any:
    """Return the plain value of a hybrid, or of the object it stands for."""
    base = plain_base(type(obj)) or type(obj)
    if issubclass(base, dict):
        return base(dict(dict.items(obj)))
    convert = _CONVERT.get(base)
    if convert is not None:
        return convert(obj)
    return base(base.__iter__(obj))  # type: ignore[attr-defined, call-arg]


_CONVERT: dict[type, Callable[[Any], Any]] = {
    int: int.__int__,
    float: float.__float__,
    str: str.__str__,
    complex: complex.__complex__,
    bytes: bytes,
}


def restate(obj: Any, state: Any) -> None:
    """Give a changeable plain value the state of another, by the plain type's own means."""
    if isinstance(obj, list):
        if not _same(plain(obj), state):
            list.__setitem__(obj, slice(None), state)
    elif isinstance(obj, (dict, set, collections.deque)) and not _same(plain(obj), state):
        kinds = (collections.OrderedDict, dict, set, collections.deque)
        kind: Any = next(k for k in kinds if isinstance(obj, k))
        kind.clear(obj)
        grow: dict[Any, Any] = {
            collections.OrderedDict: collections.OrderedDict.update,
            dict: dict.update,
            set: set.update,
            collections.deque: collections.deque.extend,
        }
        grow[kind](obj, state)


def _same(left: Any, right: Any) -> bool:
    """Tell whether two plain containers hold the very same things."""
    if len(left) != len(right):
        return False
    if isinstance(left, dict):
        return all(k in right and right[k] is v for k, v in left.items())
    if isinstance(left, set):
        return bool(left == right)
    return all(a is b for a, b in zip(left, right, strict=True))


def encoded(encoder: Encoder, obj: Any) -> Any:
    """Encode the plain value of an object."""
    return encoder.encode(plain(obj))
