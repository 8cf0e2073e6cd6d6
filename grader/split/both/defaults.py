"""The factory of a ``defaultdict``, described by the value that it makes each time.

A factory is code and does not travel, but ``lambda: 0`` can only ever make a zero. What a factory
makes is asked for when the dictionary is described, so only one is called that reads and does
nothing else: a factory that counts or prints must not run once more for being looked at.
"""

from __future__ import annotations

import collections
import dis
import functools
import inspect
import types
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

_MAKERS = (
    *(bool, int, float, complex, str, bytes, bytearray, list, tuple, dict, set, frozenset),
    *(collections.Counter, collections.OrderedDict, collections.defaultdict, collections.deque),
)
"""Classes that make a plain value and do nothing else."""
_NAMES = {maker.__name__ for maker in _MAKERS}
_ATOMS = (type(None), bool, int, float, complex, str, bytes, range)


class Constant:
    """A factory that arrived: it makes the same value each time."""

    def __init__(self, make: Callable[[], Any]) -> None:
        self._make = make

    def __call__(self) -> Any:
        """Return the value, a new one each time."""
        return self._make()


def is_constant(factory: Any) -> bool:
    """Tell whether a factory may be called for the plain value that it always makes."""
    if isinstance(factory, functools.partial):
        reached = (factory.func, *factory.args, *factory.keywords.values())
        return all(map(_is_plain, reached))
    if isinstance(factory, types.FunctionType):
        return _only_reads(factory)
    return type(factory) is Constant or _is_maker(factory)


def _is_maker(obj: Any) -> bool:
    return any(obj is maker for maker in _MAKERS)


def _is_plain(obj: Any) -> bool:
    return type(obj) in _ATOMS or _is_maker(obj)


def _only_reads(function: types.FunctionType) -> bool:
    """Tell whether a function is made of constants and of classes of plain values."""
    code = function.__code__
    if any(isinstance(constant, types.CodeType) for constant in code.co_consts):
        return False
    if code.co_flags & (inspect.CO_GENERATOR | inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR):
        return False
    if any(
        step.opname.startswith(("STORE_", "DELETE_", "IMPORT_"))
        and not step.opname.startswith("STORE_FAST")
        for step in dis.get_instructions(code)
    ):
        return False
    try:
        found = inspect.getclosurevars(function)
    except ValueError:  # a variable of the enclosing function that has no value yet
        return False
    reached = (*found.nonlocals.values(), *found.globals.values(), *found.builtins.values())
    # What is not bound is an attribute: `collections.Counter`.
    return found.unbound <= _NAMES and all(obj is collections or _is_plain(obj) for obj in reached)
