"""Records: named tuples, and objects of classes that locked cells define.

Both sides have a locked cell's class, and each rebuilds the other's objects as its own, without a
call of ``__init__``. Of a named tuple's class only the name and the fields come.
"""

from __future__ import annotations

import collections
import enum
import types
from typing import TYPE_CHECKING, Any

from split_grader.split.both.handles import SPECIALS
from split_grader.split.both.values import BadValue

if TYPE_CHECKING:
    from split_grader.split.both.side import End
    from split_grader.split.both.values import Decoder, Encoder

_MOST_FIELDS = 1000
_OTHERWISE = (BaseException, enum.Enum, type, tuple, list, dict, set, str, bytes, int, float)


def is_named_tuple(kind: type) -> bool:
    """Tell whether a class is one of named tuples."""
    return issubclass(kind, tuple) and isinstance(getattr(kind, "_fields", None), tuple)


def has_more(kind: type) -> bool:
    """Tell whether a class of named tuples has methods or operators besides its fields."""
    own = {name for part in kind.__mro__ if part.__module__ == "__main__" for name in vars(part)}
    own -= {*getattr(kind, "_fields", ())}
    return any(not name.startswith("_") or name in SPECIALS for name in own)


def is_locked(end: End, kind: type) -> bool:
    """Tell whether a class is one that a locked cell has made."""
    return kind.__module__ == "__main__" and end.locked(kind.__name__) is kind


def is_record(end: End, kind: type) -> bool:
    """Tell whether objects of a class cross as what they hold."""
    return is_locked(end, kind) and not issubclass(kind, _OTHERWISE)


def write_tuple(end: End, encoder: Encoder, obj: Any) -> dict[str, Any]:
    """Encode a named tuple."""
    kind: Any = type(obj)
    node: dict[str, Any] = {"t": "named", "n": kind.__name__, "f": list(map(str, kind._fields))}
    number = end.foreign(kind)
    node["m" if number is not None else "h"] = end.number(kind) if number is None else number
    node["l"] = is_locked(end, kind)
    node["v"] = encoder.sequence(list(tuple.__iter__(obj)))
    return node


def read_tuple(end: End, node: Any, decoder: Decoder) -> Any:
    """Rebuild a named tuple."""
    kind: Any = end.own(node["m"]) if "m" in node else _tuple_class(end, node)
    items = decoder.decode(node["v"])
    if not (issubclass(type(kind), type) and is_named_tuple(kind)) or len(items) != len(
        kind._fields
    ):
        raise BadValue("the class of a named tuple makes other things")
    return tuple.__new__(kind, items)


def _tuple_class(end: End, node: Any) -> Any:
    name, fields, number = str(node["n"]), tuple(map(str, node["f"])), int(node["h"])
    own = end.locked(name) if node["l"] else None
    if own is not None:
        return own
    kind: Any = end.stands_for(number)
    if kind is None or kind._fields != fields:
        if len(fields) > _MOST_FIELDS:
            raise BadValue("a named tuple with too many fields")
        make: Any = collections.namedtuple  # noqa: PYI024
        kind = make(name, fields)
        end.let_stand(kind, number)
    return kind


def write_member(obj: enum.Enum) -> dict[str, Any]:
    """Encode a member of a locked cell's enumeration."""
    return {"t": "member", "c": type(obj).__name__, "v": obj.name}


def read_member(end: End, node: Any) -> Any:
    """Return this side's own member of a locked cell's enumeration."""
    kind = end.locked(str(node["c"]))
    if kind is None or not issubclass(kind, enum.Enum):
        raise BadValue("a member of no enumeration")
    return kind[str(node["v"])]


def write_object(encoder: Encoder, obj: Any, kind: type) -> dict[str, Any]:
    """Encode an object by what it holds, as one of a locked cell's class."""
    state = [[name, encoder.encode(value)] for name, value in held(obj).items()]
    return {"t": "record", "c": kind.__name__, "v": state}


def held(obj: Any) -> dict[str, Any]:
    """Return an object's attributes, including those in slots."""
    attributes = dict(getattr(obj, "__dict__", ()))
    for part in type(obj).__mro__:
        for name, what in vars(part).items():
            if isinstance(what, types.MemberDescriptorType) and hasattr(obj, name):
                attributes[name] = getattr(obj, name)
    return attributes


def blank(end: End, node: Any) -> Any:
    """Return an empty object of this side's class."""
    kind = end.locked(str(node["c"]))
    if kind is None or issubclass(kind, _OTHERWISE):
        raise BadValue(f"no locked cell has made {node['c']}")
    return object.__new__(kind)


def fill(obj: Any, node: Any, decoder: Decoder) -> Any:
    """Set an object's attributes and return it; none may hide a method of its class."""
    state = {str(name): decoder.decode(value) for name, value in node["v"]}
    for name in state:
        if name.startswith("__") or callable(getattr(type(obj), name, None)):
            raise BadValue(f"an object with its own {name}")
    for name in held(obj).keys() - state.keys():
        object.__delattr__(obj, name)
    for name, value in state.items():
        object.__setattr__(obj, name, value)
    return obj
