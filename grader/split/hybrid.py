"""Plain values with methods of their own: a list with ``push``, a dictionary with attributes.

Such a value travels by value, and what plain values do (compare, index, count) is done by the
plain type here. Only names that the plain type does not have are asked for over there; what the
class redefines of the plain type is, too, but only where the policy lets an object of the
student's stand.
"""

from __future__ import annotations

import collections
import datetime as dt
import decimal
import fractions
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.split.both.plain import PARTS, plain_deque, plain_of_parts
from grader.split.both.values import Encoder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

BASES: dict[str, type] = {
    kind.__name__: kind
    for kind in (
        *(collections.Counter, collections.OrderedDict, collections.deque),
        *(list, dict, set, frozenset, tuple, str, bytes, int, float, complex),
        *(decimal.Decimal, fractions.Fraction, dt.timedelta),
    )
}
"""Plain types that a class of the student's may build on, the more special ones first."""


_PARTS = frozenset(
    {
        *(list, dict, set),
        *(collections.defaultdict, collections.OrderedDict, collections.Counter),
    }
)
"""Parts of a container that stay what they are when it is changed."""
CHANGEABLE = (list, dict, set, collections.deque)

LOOKED_FOR = frozenset(name for name in dir(np.ndarray) if not name.startswith("_"))
"""What numpy's functions look for in what they are given, before they treat it as a plain value."""


def plain_base(kind: type) -> type | None:
    """Return the plain type that a class builds on, if it is one of those that travel."""
    return next((base for base in BASES.values() if issubclass(kind, base)), None)


def own_names(kind: type, base: type, special: tuple[str, ...]) -> dict[str, str]:
    """Return what a class adds to its plain type, and what each is: see :func:`_how`."""
    found: dict[str, str] = {}
    for part in kind.__mro__[: kind.__mro__.index(base)]:
        if part.__module__ in {"abc", "typing", "collections.abc"}:
            continue
        for name, what in vars(part).items():
            if name in special or not name.startswith("_"):
                found.setdefault(name, _how(name, what))
    return found


def _how(name: str, what: Any) -> str:
    """Tell whether a class has a *method*, a *value* of each object, or something of its own.

    Such a value may be a *property*: a test can ask the class for that.
    """
    of_class = isinstance(what, (staticmethod, classmethod))
    if name.startswith("_"):
        return "method" if of_class or callable(what) else "value"
    if of_class or isinstance(what, type) or not hasattr(type(what), "__get__"):
        return "class"
    if isinstance(what, property):
        return "property"
    return "method" if callable(what) else "value"


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
        link = vars(self).get("_link")
        if link is None:  # it is being made
            object.__setattr__(self, name, value)
        else:
            link.set(name, value)

    def __delattr__(self, name: str) -> None:
        vars(self)["_link"].delete(name)

    def __reduce_ex__(self, _protocol: Any) -> Any:
        base: Any = plain_base(type(self)) or object
        return (base, made_from(base, plain(self)))


def body(base: type, names: dict[str, str]) -> dict[str, Any]:
    """Return the class body that sends a class's own names over there."""
    made: dict[str, Any] = {"_own_names": names}
    for name, how in names.items():
        # Not what `list` has of its metaclass: a list cannot be called, and has no `|`.
        has_plain = any(name in vars(part) for part in base.__mro__)
        plain = getattr(base, name) if has_plain else _IMPLIED.get(name)
        if plain is None and name in LOOKED_FOR:
            continue
        own = _OwnProperty if how == "property" else _Own
        made[name] = _method(name, plain) if how == "method" else own(name, how, plain)
    return made


_IMPLIED: dict[str, Callable[[Any], Any]] = {"__bool__": lambda obj: bool(plain(obj))}
"""What a plain value does though its type does not say how."""


class _Own:
    """A property, or what a class itself has: a constant, a class method, a class inside it."""

    def __init__(self, name: str, how: str, plain: Any) -> None:
        self._name, self._is_of_class, self._plain = name, how == "class", plain

    def __get__(self, obj: Any, owner: Any = None) -> Any:
        if obj is None:
            asks = type.__getattribute__(owner, "_class_link").get
            return asks(self._name) if self._is_of_class else self
        link = vars(obj)["_link"]
        if self._plain is not None and not link.kit.redefines(link, self._name, ()):
            bind = getattr(type(self._plain), "__get__", None)
            return self._plain if bind is None else bind(self._plain, obj, type(obj))
        return ask(obj, self._name, None, {})


class _OwnProperty(_Own, property):
    """A property, as ``isinstance(Stack.size, property)`` tells."""


def _method(name: str, plain: Any) -> Callable[..., Any]:
    def method(self: Any, *args: Any, **keywords: Any) -> Any:
        link = vars(self)["_link"]
        if plain is None:
            link.kit.permit_judging(link, name, args)
        elif not link.kit.redefines(link, name, args):
            return plain(self, *args, **keywords)
        return ask(self, name, args, keywords)

    method.__name__ = name
    return method


def ask(self: Any, name: str, args: tuple[Any, ...] | None, keywords: dict[str, Any]) -> Any:
    """Have the object over there do something; before and after it both have the same state."""
    link = vars(self)["_link"]
    link.kit.ask_method(link.path, name)
    header = {"do": "hybrid", "h": link.number, "n": name, "call": args is not None}
    path = link.path + link.step(name, called=args is not None)
    try:
        result = link.kit.request(header, path, args or (), keywords)
    except Exception:
        link.kit.note_end(link.path, name, args or (), result=True)
        raise
    link.kit.note_end(link.path, name, args or (), result)
    return result


def made_from(base: Any, state: Any) -> tuple[Any, ...]:
    """Return what a plain type makes a value of."""
    return PARTS[base](state) if base in PARTS else (state,)


def made_of(kind: Any, base: Any, state: Any) -> Any:
    """Make a value of a class that builds on a plain type, in the state of a plain value."""
    made = base.__new__(kind, *made_from(base, state))
    if base is collections.deque:
        base.__init__(made, state, state.maxlen)
    elif issubclass(base, CHANGEABLE):
        restate(made, state)
    return made


def plain(obj: Any) -> Any:
    """Return the plain value of a hybrid, or of the object it stands for."""
    base = plain_base(type(obj)) or type(obj)
    if issubclass(base, dict):
        return base(base.items(obj) if base is collections.OrderedDict else dict(dict.items(obj)))
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
    collections.deque: plain_deque,
    **{kind: plain_of_parts(kind) for kind in PARTS},
}


def restate(obj: Any, state: Any) -> None:
    """Bring a changeable value to the state of another in place, by the plain type's own means.

    A class of the student's may mean something else by ``__setitem__`` or ``clear``.
    """
    if isinstance(obj, list):
        list.__setitem__(obj, slice(None), _merged(plain(obj), state))
    elif isinstance(obj, dict):
        before = plain(obj)
        merged = {key: _merged_one(before.get(key), value) for key, value in dict(state).items()}
        kind: Any = collections.OrderedDict if isinstance(obj, collections.OrderedDict) else dict
        kind.clear(obj)
        for key, value in merged.items():
            kind.__setitem__(obj, key, value)
    elif isinstance(obj, set):
        set.clear(obj)
        set.update(obj, state)
    elif isinstance(obj, collections.deque):
        collections.deque.clear(obj)
        collections.deque.extend(obj, state)


def _merged(old: list[Any], new: Iterable[Any]) -> list[Any]:
    items = list(new)
    if len(items) == len(old):
        return [_merged_one(before, after) for before, after in zip(old, items, strict=True)]
    return items


def _merged_one(before: Any, after: Any) -> Any:
    """Keep the identity of a mutable part that is still of the same kind."""
    if type(before) is type(after) and type(before) in _PARTS:
        restate(before, after)
        return before
    return after


def encoded(encoder: Encoder, obj: Any) -> Any:
    """Encode the plain value of an object."""
    return encoder.encode(plain(obj))
