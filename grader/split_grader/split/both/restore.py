"""Change containers in place: to their state on the other side, or so that a test fails."""

from __future__ import annotations

import collections
import io
import sys
from typing import Any

from split_grader.split.both.values import BadValue

_PLAIN = frozenset(
    {
        *(list, dict, set, bytearray, io.StringIO, collections.deque),
        *(collections.defaultdict, collections.OrderedDict, collections.Counter),
    }
)


def changeable() -> frozenset[type]:
    """Return the types of containers, as far as their libraries are loaded."""
    kinds: set[type] = set(_PLAIN)
    np, pd = sys.modules.get("numpy"), sys.modules.get("pandas")
    if np is not None:
        kinds |= {np.ndarray, np.random.Generator, np.random.RandomState}
    if pd is not None:
        kinds |= {pd.DataFrame, pd.Series}
    return frozenset(kinds)


def restore(old: Any, new: Any) -> None:
    """Give `old` the state of `new`, which has the same type.

    Raises
    ------
    BadValue
        If it is of another type, or of another shape.
    """
    kind = type(old)
    if kind is not type(new):
        raise BadValue(f"a {kind.__name__} has become a {type(new).__name__}")
    if issubclass(kind, dict) and _keys(old) == _keys(new):  # a loop over it goes on
        for key, value in new.items():
            old[key] = value
    elif issubclass(kind, (dict, set)):
        old.clear()
        old.update(new)
    elif kind is collections.deque and len(old) == len(new):
        for place, item in enumerate(new):
            old[place] = item
    elif kind is collections.deque:
        old.clear()
        old.extend(new)
    elif kind in {list, bytearray}:
        old[:] = new
    elif kind is io.StringIO:
        old.seek(0)
        old.truncate()
        old.write(new.getvalue())
        old.seek(new.tell())
    else:
        _restore_array(old, new)


def _keys(mapping: Any) -> list[tuple[type, Any]]:
    return [(type(key), key) for key in mapping]  # 1 is equal to 1.0 and to True


def _restore_array(old: Any, new: Any) -> None:
    np, pd = sys.modules["numpy"], sys.modules.get("pandas")
    if isinstance(old, np.ndarray):
        if old.shape != new.shape or old.dtype != new.dtype:
            raise BadValue("an array of another shape")
        old[...] = new
    elif isinstance(old, np.random.Generator):
        old.bit_generator.state = new.bit_generator.state
    elif isinstance(old, np.random.RandomState):
        old.set_state(new.get_state())
    elif pd is not None:
        old._update_inplace(new)  # noqa: SLF001 - what pandas' own `inplace=True` does
        if isinstance(old, pd.Series):
            old.name = new.name


def spoil(obj: Any) -> None:
    """Change a container so that a test which looks at it again fails."""
    np, pd = sys.modules.get("numpy"), sys.modules.get("pandas")
    if hasattr(obj, "clear") and type(obj) in _PLAIN:
        obj.clear()
    elif isinstance(obj, io.StringIO):
        obj.seek(0)
        obj.truncate()
    elif np is not None and isinstance(obj, np.ndarray):
        if obj.flags.writeable:
            _spoil_array(np, obj)
    elif pd is not None and isinstance(obj, (pd.DataFrame, pd.Series)):
        obj._update_inplace(obj.iloc[:0])  # noqa: SLF001 - as above
    elif np is not None and isinstance(obj, np.random.Generator):
        obj.random(7)


def _spoil_array(np: Any, obj: Any) -> None:
    if obj.dtype.kind in "iufc":
        obj[...] = np.where(obj == obj, obj + 1, 0)  # noqa: PLR0124 - a gap is not equal to itself
    elif obj.dtype.kind == "b":
        obj[...] = ~obj
    elif obj.dtype.kind != "V":
        obj[...] = np.zeros((), obj.dtype)
