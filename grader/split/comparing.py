"""How stand-ins compare: as the reference's objects did, not as these say of themselves."""

from __future__ import annotations

import collections
import dataclasses
from typing import TYPE_CHECKING, Any

from grader.split.heap import COMPARISON, defines
from grader.split.proxy import Shadow, link_of

if TYPE_CHECKING:
    from collections.abc import Callable

ATOMS = frozenset({int, float, str, bool, bytes, type(None)})


def equal(self: Any, other: Any) -> Any:
    """Compare a stand-in as the reference's objects were compared."""
    link = object.__getattribute__(self, "_link")
    if self is other:
        return True
    here = compares_here(self, "__eq__", other)
    if here is not None:
        return here(self, other)
    compared = link.kit.side.fields_compared(link.path)
    fields = _fields_of_both(self, other)
    if compared is not None:
        return _equal_by(compared, fields, self, other)
    if fields is not None:
        link.kit.side.note_fields(link.path, fields)
        return _same_in(fields, self, other)
    if link.kit.side.refuses_judges or link.kit.allows(link, "__eq__", (other,)):
        return link.operate("__eq__", (other,), {})
    # The reference's objects were not compared by a method of theirs, so neither are these.
    return NotImplemented


def compares_here(one: Any, name: str, other: Any) -> Callable[..., Any] | None:
    """Return how the instructor's class, of which an object is, compares it.

    An object of a class that only comes of the instructor's may do so by itself where the
    reference's did.
    """
    kind = type(one)
    here: Callable[..., Any] | None = kind._compares.get(name)  # noqa: SLF001
    link = object.__getattribute__(one, "_link")
    if here is None or ("_compares" not in vars(kind) and link.kit.allows(link, name, (other,))):
        return None
    judge: Any = next(part for part in kind.__mro__ if "_compares" in vars(part))
    return here if link.kit.side.compares_as(link.path, judge._own) else None  # noqa: SLF001


def compared_as(own: type) -> dict[str, Callable[..., Any]]:
    """Return the operators by which an instructor's class compares its objects."""
    return {name: getattr(own, name) for name in COMPARISON if defines(own, name)}


def ordered(name: str) -> Callable[..., Any]:
    """Return an operator that orders stand-ins."""

    def operate(self: Any, other: Any) -> Any:
        here = compares_here(self, name, other)
        if here is not None:
            return here(self, other)
        return object.__getattribute__(self, "_link").operate(name, (other,), {})

    operate.__name__ = name
    return operate


def _equal_by(compared: list[str], fields: list[str] | None, one: Any, other: Any) -> bool:
    """Compare as the reference's objects were compared.

    What these say of themselves, or leave out (``compare=False``), is no matter.
    """
    if _has_all(compared, one) and _has_all(compared, other):
        return _same_in([*compared, *(fields or ())], one, other)
    own = [*getattr(type(one), "__dataclass_fields__", ())] if type(one) is type(other) else []
    if fields is None or not own:
        link = object.__getattribute__(one, "_link")
        link.kit.side.doubt(f"`{link.path}` has no {', '.join(compared)} to be compared by")
        return False
    return _same_in(own, one, other)


def _fields_of_both(one: Any, other: Any) -> list[str] | None:
    """Return the fields by which two objects of one data class say that they are compared."""
    fields: list[str] | None = type(one)._fields_compared  # noqa: SLF001
    kin = other.__class__ in _kin_of(one) and dataclasses.is_dataclass(other)
    if fields is None or not (type(one) is type(other) or kin):
        return None
    if type(one) is type(other):
        return fields
    # The instructor's class says what is compared, not the student's of the same name.
    return [field.name for field in dataclasses.fields(other) if field.compare]


def _has_all(fields: list[str], obj: Any) -> bool:
    return all(hasattr(obj, name) for name in fields)


def _same_in(fields: list[str], one: Any, other: Any) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in fields)


def unequal(self: Any, other: Any) -> Any:
    """Tell the contrary of :func:`equal`."""
    result = equal(self, other)
    return result if result is NotImplemented else not result


def _kin_of(obj: Any) -> tuple[type, ...]:
    return type(obj)._kin[:1]  # type: ignore[no-any-return] # noqa: SLF001


def contains(self: Any, item: Any) -> bool:
    """Tell whether an item is in there: by asking where that is allowed, by looking otherwise."""
    link = object.__getattribute__(self, "_link")
    if not link.kit.allows(link, "__contains__") and type(self).__iter__ is not None:
        return any(item is found or item == found for found in self)
    return bool(link.operate("__contains__", (item,), {}))


def truth(self: Any) -> bool:
    """Tell what a stand-in is worth as a condition."""
    link = object.__getattribute__(self, "_link")
    if link.kit.allows(link, "__bool__"):
        return bool(link.operate("__bool__", (), {}))
    if hasattr(type(self), "__len__"):
        return len(self) > 0
    if link.kit.side.refuses_judges:
        return bool(link.operate("__bool__", (), {}))
    return True  # as an object without one: the reference's had none that was asked


def is_same(one: Any, other: Any) -> bool:
    """Tell whether two parts of a named tuple are one and the same, or equal as texts are."""
    return one is other or (type(one) is type(other) and type(one) in ATOMS and one == other)


def is_alike(one: Any, other: Any) -> bool:
    """Tell whether what arrived twice is the same both times, stand-ins and all.

    Under one name an object of the student's may do what under another it may not.
    """
    if one is other or type(one) is not type(other) or link_of(one) is not None:
        return one is other
    if isinstance(one, dict):
        one, other = [*one.items()], [*other.items()]
    if isinstance(one, (list, tuple)):
        return len(one) == len(other) and all(map(is_alike, one, other))
    return _types_in(one) == _types_in(other)


def _types_in(value: Any) -> list[Any]:
    """Return the types of what an array, a frame or a collection holds."""
    dtypes = getattr(value, "dtypes", getattr(value, "dtype", None))
    columns = [] if dtypes is None else [*dtypes] if hasattr(dtypes, "array") else [dtypes]
    is_open = object in columns or isinstance(value, (set, frozenset, collections.deque))
    items = value.to_numpy() if hasattr(value, "to_numpy") else value
    flat = getattr(items, "ravel", lambda: items)() if is_open else ()
    return [*columns, *sorted(str(type(item)) for item in flat)]


def is_instance(obj: Any, kinds: Any) -> bool:
    """Do what ``isinstance`` does, and know all the classes that a proxy's class comes of."""
    return isinstance(obj, kinds) or any(
        issubclass(k, kinds) for k in getattr(type(obj), "_kin", ())
    )


def is_subclass(kind: Any, kinds: Any) -> bool:
    """Do what ``issubclass`` does, and know all the classes that a proxy comes of."""
    known = type.__getattribute__(kind, "_kin") if isinstance(kind, Shadow) else ()
    return issubclass(kind, kinds) or any(issubclass(k, kinds) for k in known)
