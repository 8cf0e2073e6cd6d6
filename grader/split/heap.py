"""The objects of this side that the other side holds proxies of, and how they are described.

A description is data: a name, a kind, which special methods there are. It is never code.
"""

from __future__ import annotations

import collections
import contextlib
import dataclasses
import enum
import functools
import inspect
import operator
import sys
import types
from typing import TYPE_CHECKING, Any

from grader.split import hybrid
from grader.split.both.plain import TYPES
from grader.split.both.protocol import pack
from grader.split.both.values import Encoder, NotAValue

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_OBJECTS = 200_000
_MAX_CAUSES = 5

ARITHMETIC = (
    *("__add__", "__sub__", "__mul__", "__truediv__", "__floordiv__", "__mod__", "__pow__"),
    *("__matmul__", "__and__", "__or__", "__xor__", "__lshift__", "__rshift__", "__divmod__"),
    *("__radd__", "__rsub__", "__rmul__", "__rtruediv__", "__rfloordiv__", "__rmod__"),
    *("__rpow__", "__rmatmul__", "__rand__", "__ror__", "__rxor__", "__iadd__", "__isub__"),
    *("__imul__", "__itruediv__", "__neg__", "__pos__", "__invert__"),
)
COMPARISON = ("__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__")
ORDER = frozenset(COMPARISON) - {"__eq__", "__ne__"}
CONVERSION = ("__bool__", "__int__", "__float__", "__index__", "__complex__", "__round__")
JUDGING = frozenset((*ARITHMETIC, *COMPARISON, *CONVERSION, "__contains__", "__abs__"))
"""Operators whose answer a test would take for a fact: delegated only where the reference did."""
PLAIN = (
    *("__call__", "__iter__", "__next__", "__len__", "__getitem__", "__setitem__", "__delitem__"),
    *("__reversed__", "__enter__", "__exit__", "__hash__", "__missing__", "__length_hint__"),
)
OPERATORS = (*PLAIN, *sorted(JUDGING))
TEXT = ("__repr__", "__str__", "__format__")
COPY = ("__copy__", "__deepcopy__")

FUNCTIONS = (
    types.FunctionType,
    types.BuiltinFunctionType,
    types.MethodType,
    types.MethodWrapperType,
    types.MethodDescriptorType,
    types.WrapperDescriptorType,
    functools.partial,
    type(functools.lru_cache(lambda: None)),
    operator.itemgetter,
    operator.attrgetter,
    operator.methodcaller,
    staticmethod,
)
_CALLABLES = frozenset({("numpy", "vectorize"), ("numpy", "ufunc")})
"""Classes of libraries whose objects are used as functions."""
DRAWING = frozenset({"matplotlib"})
"""Libraries whose objects ask each other for everything: they cannot live in two processes."""
ITERATES_LATER = ("__aiter__", "__anext__")
ASYNC = ("__await__", *ITERATES_LATER)


def defines(kind: type, name: str) -> bool:
    """Tell whether `kind` has a special method of its own, not the one every object has."""
    found = getattr(kind, name, None)
    return found is not None and found is not getattr(object, name, None)


def is_library(kind: Any) -> bool:
    """Tell whether a class or function can be looked up in a loaded module of a library."""
    module = getattr(kind, "__module__", None)
    name = getattr(kind, "__qualname__", None)
    if type(module) is not str or type(name) is not str or module == "__main__":
        return False
    return vars(sys.modules.get(module, types)).get(name) is kind


def is_iterator(obj: Any) -> bool:
    """Tell whether `obj` is one of Python's own iterators: map, zip, a list's iterator ..."""
    kind = type(obj)
    return kind.__module__ in {"builtins", "itertools"} and defines(kind, "__next__")


class Outline(Encoder):
    """An encoder for comparing alone: what is no plain value is told by its number."""


class Heap:
    """Numbers the objects that the other side may hold.

    Parameters
    ----------
    foreign : callable
        ``foreign(obj)`` gives the number of an object that lives on the other side, or None.
    tells_all : bool
        Whether an exception tells what its class says of it, too. Not in the checker, where the
        classes of a test are closed.

    Attributes
    ----------
    handed : callable, optional
        ``handed(number, obj)`` is told of a changeable value with methods of its own that is
        described for the other side.
    lent : set of str
        Libraries that draw, of which an object was described for the other side.
    """

    def __init__(self, foreign: Callable[[Any], int | None], *, tells_all: bool = False) -> None:
        self._foreign = foreign
        self._tells_all = tells_all
        self._objects: dict[int, Any] = {}
        self._numbers: dict[int, int] = {}
        self.handed: Callable[[int, Any], None] | None = None
        self.lent: set[str] = set()

    def __getitem__(self, number: Any) -> Any:
        return self._objects[number]

    def number(self, obj: Any) -> int:
        """Return the number of `obj`, a new one if it has none."""
        known = self._numbers.get(id(obj))
        if known is None:
            if len(self._objects) >= MAX_OBJECTS:
                raise NotAValue("too many objects")
            known = len(self._objects) + 1
            self._objects[known] = obj
            self._numbers[id(obj)] = known
        return known

    def known(self, obj: Any) -> int | None:
        """Return the number of `obj`, or None if it has none."""
        return self._numbers.get(id(obj))

    def outline(self, obj: Any) -> bytes | None:
        """Encode a value, to tell whether it has changed; None if that cannot be done."""
        encoder = Outline()
        encoder.refer = lambda part: {"t": "object", "h": self.number(part)}
        try:
            return pack({"v": encoder.encode(obj)}, encoder.blobs)
        except (NotAValue, ValueError, RecursionError):
            return None

    def encoder(self) -> Encoder:
        """Return an encoder that describes what is not a value."""
        encoder = Encoder()
        encoder.refer = lambda obj: self._refer(encoder, obj)
        return encoder

    def _refer(  # noqa: C901, PLR0911 - one case a kind
        self, encoder: Encoder, obj: Any
    ) -> dict[str, Any]:
        foreign = self._foreign(obj)
        if foreign is not None:
            return {"t": "mine", "h": foreign}
        if isinstance(obj, type):
            return self.describe_class(encoder, obj)
        if isinstance(obj, enum.Enum):
            return self.special(encoder, obj) or {}
        if isinstance(obj, types.ModuleType):
            return {"t": "module", "n": obj.__name__}
        if isinstance(obj, BaseException):
            return self.describe_exception(encoder, obj)
        if isinstance(obj, types.TracebackType):
            return {"t": "traceback"}
        node = {"t": "object", "h": self.number(obj)}
        if isinstance(obj, FUNCTIONS) or _place(type(obj)) in _CALLABLES:
            inner = obj.func if isinstance(obj, functools.partial) else obj
            name = getattr(inner, "__name__", "function")
            return {**node, "k": "function", "n": str(name)}
        if isinstance(obj, types.GeneratorType):
            return {**node, "k": "generator", "n": str(obj.__name__)}
        if isinstance(obj, (types.CoroutineType, types.AsyncGeneratorType)):
            kind = "coroutine" if isinstance(obj, types.CoroutineType) else "async generator"
            return {**node, "k": kind, "n": str(obj.__name__)}
        if is_iterator(obj):
            return {**node, "k": "iterator", "n": type(obj).__name__}
        roots = {base.__module__.partition(".")[0] for base in type(obj).__mro__}
        self.lent |= roots & DRAWING
        return {**node, "k": "instance", "c": self.describe_class(encoder, type(obj))}

    def special(  # noqa: PLR0911 - one case a kind
        self, encoder: Encoder, obj: Any
    ) -> dict[str, Any] | None:
        """Describe a named tuple or a member of an enumeration; None for anything else."""
        kind = type(obj)
        if self._foreign(kind) is None and encoder.refer is None:
            return None
        if encoder.refer is not None and self._foreign(obj) is not None:
            return {"t": "mine", "h": self._foreign(obj)}
        if isinstance(encoder, Outline):
            return {"t": "object", "h": self.number(obj)}
        if isinstance(obj, enum.Enum):
            name = obj.name
            if name is None:
                raise NotAValue("a combination of flags without a name")
            return {"t": "member", "c": self._class_or_mine(encoder, kind), "v": name}
        if isinstance(obj, tuple) and hasattr(kind, "_fields") and not is_library(kind):
            items = encoder.sequence(list(tuple.__iter__(obj)))
            node: dict[str, Any] = {"t": "namedtuple", "v": items}
            node["c"] = self._class_or_mine(encoder, kind)
            return {**node, "h": self.number(obj)}
        if self._foreign(kind) is None and not is_library(kind) and hybrid.plain_base(kind):
            node = {"t": "hybrid", "c": self.describe_class(encoder, kind), "h": self.number(obj)}
            if self.handed is not None and isinstance(obj, hybrid.CHANGEABLE):
                self.handed(node["h"], obj)
            return {**node, "v": hybrid.encoded(encoder, obj)}
        return None

    def _class_or_mine(self, encoder: Encoder, kind: type) -> dict[str, Any]:
        foreign = self._foreign(kind)
        if foreign is not None:
            return {"t": "mine", "h": foreign}
        return self.describe_class(encoder, kind)

    def describe_class(self, encoder: Encoder, kind: type) -> dict[str, Any]:
        """Describe a class by its name, its bases and its special methods."""
        node: dict[str, Any] = {"t": "class", "h": self.number(kind), "n": kind.__name__}
        node["q"], node["m"] = kind.__qualname__, kind.__module__
        if is_library(kind):
            node["l"] = [[kind.__module__, kind.__qualname__]]
            if issubclass(kind, BaseException):
                return {**node, "k": "exception", "b": _builtin_base(kind)}
        if issubclass(kind, enum.Enum):
            plain = hybrid.plain_base(kind)
            members = [
                [
                    name,
                    encoder.strictly(m.value),
                    self.number(m),
                    plain and encoder.strictly(hybrid.plain(m)),
                ]
                for name, m in kind.__members__.items()
            ]
            base = next(b.__name__ for b in kind.__mro__ if b.__module__ == "enum")
            names = [name for name in _public(kind) if name not in kind.__members__]
            extra = {name for m in kind.__members__.values() for name in vars(m)}
            names += [name for name in extra if not name.startswith("_")]
            names += [name for name in _own_operators(kind) if name in TEXT]
            node["p"] = plain and plain.__name__
            return {**node, "k": "enum", "b": base, "v": members, "x": names}
        if issubclass(kind, tuple) and hasattr(kind, "_fields"):
            fields = [str(name) for name in kind._fields]
            node["x"] = [name for name in _public(kind) if name not in fields]
            node["x"] += _own_operators(kind)
            node["o"] = [
                self.describe_class(encoder, base)
                for base in kind.__bases__
                if getattr(base, "_fields", None) == kind._fields
            ]
            node["new"] = any(_is_own(vars(part).get("__new__")) for part in kind.__mro__)
            defaults = getattr(kind, "_field_defaults", {})
            node["d"] = [[name, encoder.strictly(value)] for name, value in defaults.items()]
            return {**node, "k": "namedtuple", "v": fields}
        if issubclass(kind, BaseException):
            above = [
                self.describe_class(encoder, base)
                for base in kind.__bases__
                if issubclass(base, Exception) and not is_library(base)
            ]
            return {**node, "k": "exception", "b": _builtin_base(kind), "o": above}
        plain = hybrid.plain_base(kind)
        if plain is not None and not is_library(kind):
            added = hybrid.own_names(kind, plain, (*OPERATORS, *TEXT))
            own = [base for base in kind.__bases__ if hybrid.plain_base(base) is plain]
            node["o"] = [
                self.describe_class(encoder, base)
                for base in own
                if base is not plain and not is_library(base)
            ]
            return {**node, "k": "hybrid", "p": plain.__name__, "x": list(added.items())}
        own = [base for base in kind.__bases__ if base is not object and not is_library(base)]
        node["o"] = [self.describe_class(encoder, b) for b in own if b not in TYPES.values()]
        node["l"] = [[b.__module__, b.__qualname__] for b in kind.__mro__[:-1] if is_library(b)][
            :40
        ]
        told = (*OPERATORS, *TEXT, *ITERATES_LATER)
        node["f"] = [name for name in told if defines(kind, name)]
        if dataclasses.is_dataclass(kind) and not is_library(kind):
            node["d"] = [[field.name, field.compare] for field in dataclasses.fields(kind)]
            node["e"] = kind.__dataclass_params__.eq  # type: ignore[attr-defined]
        return {**node, "k": "class"}

    def describe_exception(
        self, encoder: Encoder, error: BaseException, depth: int = 0
    ) -> dict[str, Any]:
        """Describe an exception by its class, its arguments and its text."""
        kind = type(error)
        node: dict[str, Any] = {"t": "exc", "b": _builtin_base(kind), "n": kind.__name__}
        node["s"] = text_of(error)
        if self._foreign(kind) is not None:
            node["c"] = {"t": "mine", "h": self._foreign(kind)}
        elif TYPES.get(kind.__name__) is not kind:
            node["c"] = self.describe_class(encoder, kind)
        with contextlib.suppress(NotAValue):
            node["a"] = [encoder.strictly(arg) for arg in error.args]
        attributes = []
        told = {**(_told_by_class(error) if self._tells_all else {}), **vars(error)}
        for name, value in told.items():
            with contextlib.suppress(NotAValue):
                attributes.append([str(name), encoder.strictly(value)])
        if isinstance(error, OSError) and isinstance(error.filename, str):
            node["f"] = error.filename
        if error.__cause__ is not None and depth < _MAX_CAUSES:
            node["u"] = self.describe_exception(encoder, error.__cause__, depth + 1)
        return {**node, "d": attributes}

    def describe_signature(self, encoder: Encoder, obj: Any) -> dict[str, Any]:
        """Describe how a function is called."""
        signature = inspect.signature(obj)

        def value(part: Any) -> Any:
            if part is inspect.Parameter.empty:
                return {"t": "empty"}
            try:
                return encoder.strictly(part)
            except NotAValue:
                return getattr(part, "__name__", None) or repr(part)

        return {
            "t": "signature",
            "p": [
                [p.name, int(p.kind), value(p.default), value(p.annotation)]
                for p in signature.parameters.values()
            ],
            "r": value(signature.return_annotation),
        }


def _place(kind: type) -> tuple[Any, str]:
    return kind.__module__, kind.__name__


def _public(kind: type) -> list[str]:
    """Return the public names that a class of the student's defines, and its bases of theirs."""
    return [
        name
        for part in kind.__mro__
        if not is_library(part)
        for name in vars(part)
        if not name.startswith("_")
    ]


def _own_operators(kind: type) -> list[str]:
    """Return the special methods that a class itself defines, not those it was generated with."""
    return [name for name in (*OPERATORS, *TEXT) if _is_own(vars(kind).get(name))]


def _is_own(found: Any) -> bool:
    """Tell whether a method of a named tuple's class is written down, not generated."""
    function = getattr(found, "__func__", found)  # `__new__` is a static method
    if not isinstance(function, types.FunctionType):
        return False
    return not function.__code__.co_filename.startswith("<string>") and (
        function.__code__.co_filename != collections.__file__
    )


def _told_by_class(error: BaseException) -> dict[str, Any]:
    """Return what an exception has from its class: constants and properties, no methods."""
    found: dict[str, Any] = {}
    for name in _public(type(error)):
        if name not in vars(error):
            with contextlib.suppress(Exception):
                value = getattr(error, name)
                if not callable(value):
                    found[name] = value
    return found


def text_of(error: BaseException) -> str:
    """Return the text of an exception, whatever its ``__str__`` does."""
    try:
        return str(error)[:100_000]
    except Exception:  # noqa: BLE001 - a student's __str__ may raise anything
        return type(error).__name__


def _builtin_base(kind: type) -> str:
    for base in kind.__mro__:
        if TYPES.get(base.__name__) is base and issubclass(base, Exception):
            return base.__name__
    return "RuntimeError"
