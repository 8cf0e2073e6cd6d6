"""The questions that an object can be asked, and those that a test's objects answer."""

from __future__ import annotations

import functools
import inspect
import itertools
import operator
import sys
import types
from typing import TYPE_CHECKING, Any

import numpy as np

from split_grader.split.both import handles, models
from split_grader.split.both.kinds import CLASS, FUNCTION, INSTANCE, ITERATOR
from split_grader.split.both.values import BadValue

if TYPE_CHECKING:
    from collections.abc import Callable

FUNCTIONS = (
    *(types.FunctionType, types.BuiltinFunctionType, types.MethodType, types.MethodWrapperType),
    *(types.MethodDescriptorType, types.WrapperDescriptorType, functools.partial, staticmethod),
    *(type(functools.lru_cache(lambda: None)), operator.itemgetter, operator.attrgetter),
    *(operator.methodcaller, np.ufunc),
)
INSIDES = (types.FrameType, types.CodeType, types.TracebackType, types.ModuleType)
"""From these one gets to the texts and names of a test: a generator has its frame."""
_MOST_CLASSES = 20
_MOST_ITEMS = 1_000_000
_NAMED = (types.FunctionType, types.BuiltinFunctionType, types.MethodType, type)
_DESCRIBES = frozenset({"__name__", "__qualname__", "__doc__", "__module__"})


def kind_of(obj: Any) -> str:
    """Tell what an object is: a function, a class, an iterator of Python's own, or anything."""
    if isinstance(obj, type):
        return CLASS
    if isinstance(obj, FUNCTIONS):
        return FUNCTION
    kind = type(obj)
    if kind.__module__ in {"builtins", "itertools"} and hasattr(kind, "__next__"):
        return ITERATOR
    return INSTANCE


def described(obj: Any, number: int) -> dict[str, Any]:
    """Return the description of an object for the other side."""
    kind = type(obj)
    node: dict[str, Any] = {"t": "handle", "h": number, "k": kind_of(obj)}
    node["f"], node["c"] = _of_class(kind)  # type: ignore[arg-type]
    if family := models.family(obj):
        node["e"] = family
    return node


@functools.lru_cache(maxsize=1024)
def _of_class(kind: type) -> tuple[list[str], list[list[str]]]:
    """Return the special methods of a class, and the modules of it and its bases."""
    specials = [name for name in handles.SPECIALS if _defines(kind, name)]
    places = [[base.__module__, base.__qualname__] for base in kind.__mro__[:-1][:_MOST_CLASSES]]
    return [*specials, *handles.TEXT], places


def _defines(kind: type, name: str) -> bool:
    attribute = getattr(kind, name, None)
    return attribute is not None and attribute is not getattr(object, name, None)


def _items(obj: Any) -> list[Any]:
    """Return an object's items if two ways to read them agree."""
    items = list(itertools.islice(iter(obj), _MOST_ITEMS + 1))
    by_index = hasattr(type(obj), "__getitem__")
    length = len(obj) if hasattr(type(obj), "__len__") else len(items)
    if len(items) > _MOST_ITEMS or length != len(items):
        raise TypeError("it has not as many items as it says")
    if by_index and any(not _is_same(obj[place], item) for place, item in enumerate(items)):
        raise TypeError("it has other items by index")
    return items


def _is_same(one: Any, other: Any) -> bool:
    return one is other or bool(one == other)


def _get(obj: Any, name: str) -> Any:
    return inspect.signature(obj) if name == "__signature__" else getattr(obj, name)


def _operate(obj: Any, header: dict[str, Any], args: list[Any], keywords: dict[str, Any]) -> Any:
    name = header["o"]
    if name not in _OPERATIONS:
        raise BadValue(f"an unknown operator {name!r}")
    return _OPERATIONS[name](obj, *args, **keywords)


def _reflected(name: str) -> Callable[[Any, Any], Any]:
    return lambda obj, other: _OPERATIONS[f"__{name}__"](other, obj)


_OPERATIONS: dict[str, Callable[..., Any]] = {
    **{name: getattr(operator, name) for name in handles.SPECIALS if hasattr(operator, name)},
    **{f"__r{name}__": _reflected(name) for name in handles.BINARY},
    "__call__": lambda f, *args, **keywords: f(*args, **keywords),
    "__enter__": lambda obj: type(obj).__enter__(obj),
    "__exit__": lambda obj, *error: type(obj).__exit__(obj, *error),
    "__iter__": iter,
    "__next__": next,
    "__len__": len,
    "__reversed__": reversed,
    "__hash__": hash,
    "__repr__": repr,
    "__str__": str,
    "__format__": format,
    "__bool__": bool,
    "__int__": int,
    "__float__": float,
    "__complex__": complex,
    "__round__": round,
    "__divmod__": divmod,
}
ASKED: dict[str, Callable[[Any, dict[str, Any], list[Any], dict[str, Any]], Any]] = {
    "get": lambda obj, header, *_: _get(obj, header["n"]),
    "set": lambda obj, header, args, _: setattr(obj, header["n"], args[0]),
    "del": lambda obj, header, *_: delattr(obj, header["n"]),
    "op": _operate,
    "items": lambda obj, *_: _items(obj),
    "vars": lambda obj, *_: dict(vars(obj)),
    "dir": lambda obj, *_: dir(obj),
    "isinstance": lambda obj, _, args, __: isinstance(args[0], obj),
    "issubclass": lambda obj, _, args, __: issubclass(args[0], obj),
}
"""All that can be asked of an object."""


class NotOpenError(AttributeError):
    """An answer has asked for more of a test's object than calls and public data."""


def guarded(obj: Any, header: dict[str, Any], args: list[Any], keywords: dict[str, Any]) -> Any:
    """Do what an answer asks of a test's object: calls, and reading public data.

    A function or class has no text and tells its name alone: a partial one holds what will be
    compared.

    Raises
    ------
    NotOpenError
        If it is not open to answers.
    """
    do, name = header["do"], str(header.get("n", ""))
    is_function = callable(obj) and (isinstance(obj, (*FUNCTIONS, type)) or hasattr(obj, "func"))
    if do == "op" and header["o"] in handles.TEXT and is_function:
        return "<function>"
    tells_name = isinstance(obj, _NAMED) and name in _DESCRIBES
    is_open = (
        tells_name
        or do in {"op", "isinstance", "issubclass"}
        or (do == "get" and not name.startswith("_") and not is_function)
        or (do == "set" and _is_plain_data(obj, name, args[0]))
    )
    result = ASKED[do](obj, header, args, keywords) if is_open else None
    if not is_open or isinstance(result, INSIDES):
        raise NotOpenError(f"{name or do} is not open to the code under test")
    return result


def _is_plain_data(obj: Any, name: str, value: Any) -> bool:
    """Tell whether an answer may set this: data of an object, and nothing that runs."""
    attribute = inspect.getattr_static(type(obj), name, None)
    is_slot = hasattr(obj, "__dict__") or isinstance(attribute, types.MemberDescriptorType)
    is_innards = isinstance(obj, (type, types.ModuleType)) or callable(obj)
    return (
        is_slot
        and not is_innards
        and not name.startswith("_")
        and not callable(attribute)
        and not callable(value)
        and handles.link_of(value) is None
    )


_MODULES = frozenset(
    {
        *("numpy", "pandas", "sklearn", "scipy", "altair", "math", "statistics", "random", "cmath"),
        *("datetime", "json", "re", "itertools", "collections", "functools", "operator", "string"),
        *("decimal", "fractions", "time", "os", "matplotlib", "course", "textwrap", "bisect"),
        *("heapq", "csv", "calendar", "pathlib"),
    }
)
"""Modules that an answer and a test may both import: each side has its own copy."""


def module_named(name: str) -> types.ModuleType:
    """Return this side's own module of a well-known name.

    Raises
    ------
    BadValue
        If there is none.
    """
    module = sys.modules.get(name)
    if module is None or name.partition(".")[0] not in _MODULES:
        raise BadValue(f"the module {name} does not travel")
    return module
