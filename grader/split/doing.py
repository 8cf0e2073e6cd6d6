"""What can be asked of an object, and how it is done."""

from __future__ import annotations

import asyncio
import copy
import inspect
import operator
import types
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from IPython.core.async_helpers import get_asyncio_loop

from grader.split import hybrid
from grader.split.both.values import BadValue, Encoder
from grader.split.given import Given
from grader.split.heap import ASYNC, COPY, FUNCTIONS, OPERATORS, TEXT
from grader.split.proxy import link_of
from grader.split.receiver import may_be_set

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.split.hooks import Hooks

_OPERATORS = frozenset((*OPERATORS, *TEXT, *COPY, *ASYNC, "__dir__"))
DESCRIBES = frozenset({"__doc__", "__name__", "__qualname__", "__module__", "__annotations__"})
"""Attributes that only say what an object is."""


class Described:
    """A result that is described, not encoded."""

    def __init__(self, describe: Callable[[Encoder], dict[str, Any]]) -> None:
        self.describe = describe


def _get(_: Hooks, obj: Any, header: dict[str, Any], *__: Any) -> Any:
    return getattr(obj, header["n"])


def _set(_: Hooks, obj: Any, header: dict[str, Any], args: list[Any], *__: Any) -> None:
    setattr(obj, header["n"], args[0])


def _delete(_: Hooks, obj: Any, header: dict[str, Any], *__: Any) -> None:
    delattr(obj, header["n"])


def _operate(
    side: Hooks, obj: Any, header: dict[str, Any], args: list[Any], keywords: dict[str, Any]
) -> Any:
    name = header["o"]
    if name not in _OPERATORS:
        raise BadValue(f"an unknown operator {name!r}")
    if side.tells_nothing_of(obj) and name in TEXT:
        return "<function>"
    direct = _DIRECT.get(name)
    if direct is not None:
        return direct(obj, *args, **keywords)
    return _bound(obj, name)(*args, **keywords)


def _bound(obj: Any, name: str) -> Any:
    """Return a special method of an object as Python finds it: in its class, and bound to it.

    A mock's class holds what makes the method for the object that asks.
    """
    for part in type(obj).__mro__:
        if name in vars(part):
            found = vars(part)[name]
            bind = getattr(type(found), "__get__", None)
            return found if bind is None else bind(found, obj, type(obj))
    return getattr(type(obj), name)


def _ask_hybrid(
    _: Hooks, obj: Any, header: dict[str, Any], args: list[Any], keywords: dict[str, Any]
) -> Any:
    """Use an object that the other side holds by value."""
    found = getattr(obj, header["n"])
    return found(*args, **keywords) if header["call"] else found


def _restate(side: Hooks, obj: Any, header: dict[str, Any], args: list[Any], *_: Any) -> None:
    hybrid.restate(obj, args[0])
    side.held.note(header["h"], obj)


def _finish(awaitable: Any) -> Any:
    """Run a coroutine to its end, as the cells of a notebook do."""
    loop: Any = get_asyncio_loop()  # type: ignore[no-untyped-call]

    async def wait() -> Any:
        return await awaitable

    if not loop.is_running():
        return loop.run_until_complete(wait())
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, wait()).result()


def _describe_signature(side: Hooks, obj: Any, *_: Any) -> Any:
    return Described(lambda encoder: side.heap.describe_signature(encoder, obj))


def _source(_: Hooks, obj: Any, *__: Any) -> str:
    return inspect.getsource(obj)


_DIRECT: dict[str, Callable[..., Any]] = {
    "__call__": lambda f, *args, **keywords: f(*args, **keywords),
    "__iter__": iter,
    "__next__": next,
    "__len__": len,
    "__contains__": operator.contains,
    "__repr__": repr,
    "__str__": str,
    "__format__": format,
    "__copy__": copy.copy,
    "__deepcopy__": copy.deepcopy,
    "__dir__": dir,
    "__bool__": bool,
    "__await__": _finish,
    "__anext__": lambda items: _finish(items.__anext__()),
}
DOERS: dict[Any, Callable[..., Any]] = {
    "get": _get,
    "set": _set,
    "del": _delete,
    "hybrid": _ask_hybrid,
    "restate": _restate,
    "state": lambda side, obj, *_: side.state(obj),
    "op": _operate,
    "signature": _describe_signature,
    "source": _source,
}


def _is_plain_data(obj: Any, name: str, value: Any) -> bool:
    """Tell whether a callee may set this: data of an object it was given, and nothing that runs."""
    is_instance = not isinstance(obj, (type, types.ModuleType)) and not callable(obj)
    found = inspect.getattr_static(type(obj), name, None)
    has_it = hasattr(obj, "__dict__") or isinstance(found, types.MemberDescriptorType)
    public = not name.startswith("_") and not callable(found) and has_it
    is_data = link_of(value) is None or isinstance(value, Given)
    return is_instance and public and is_data and not callable(value)


def guard(obj: Any, header: dict[str, Any], args: list[Any]) -> None:
    """Refuse what would let a callee look into the checker."""
    do = header["do"]
    name = header.get("n", "")
    if do == "set" and (_is_plain_data(obj, name, args[0]) or may_be_set(obj, name, args[0])):
        return
    if do == "op" and header["o"] not in {"__dir__", *COPY}:
        return
    # A partial function has no name, and holds what the test is going to compare with.
    is_function = isinstance(obj, FUNCTIONS) or (callable(obj) and hasattr(obj, "__name__"))
    if do == "get" and not name.startswith("_") and not is_function:
        return
    raise AttributeError(f"{name or do} is not open to the code under test")
