"""Objects of the instructor's own classes that the student's code has made.

Where the solution hands back a node or a card that the test gave it, an answer may build a new one.
What it holds is asked for over there, as any value is; what it does is done here, by the
instructor's class, whatever the student's process has made of it.
"""

from __future__ import annotations

import types
from typing import TYPE_CHECKING, Any

from grader.split.links import Link
from grader.split.proxy import Remote

if TYPE_CHECKING:
    from grader.split.links import Kit

_DONE_HERE = (types.FunctionType, property, staticmethod, classmethod)
"""What is taken of the instructor's class; its constants an object may have of its own."""
_NOT_TAKEN = frozenset(
    {
        *("__new__", "__init__", "__del__", "__init_subclass__", "__class_getitem__"),
        *("__getattribute__", "__getattr__", "__setattr__", "__delattr__", "__dir__"),
        *("__getstate__", "__setstate__", "__reduce__", "__reduce_ex__", "__copy__"),
        *("__deepcopy__", "__dict__", "__weakref__", "__slots__", "__class__"),
    }
)
_TEXT = ("__repr__", "__str__", "__format__", "__eq__", "__ne__", "__hash__")


class _Mirror(type):
    """The class of such an object: equal to the instructor's, and making objects of that."""

    _own: type

    def __call__(cls, *args: Any, **keywords: Any) -> Any:
        return cls._own(*args, **keywords)

    def __eq__(cls, other: object) -> bool:
        return other is cls or other is cls._own

    def __hash__(cls) -> int:
        return hash(cls._own)


class Given(Remote, metaclass=_Mirror):
    """An object of the student's of an instructor's class: its data is there, its class here."""

    __slots__ = ("_seen",)
    _own: type = object
    _seen: tuple[int, dict[str, Any]]

    def __getattr__(self, name: str) -> Any:
        """Fetch what the object holds: once, until other code of the student's has run."""
        link = object.__getattribute__(self, "_link")
        kit, peer = link.kit, link.kit.side.peer
        since, found = object.__getattribute__(self, "_seen")
        if since != peer.asked - kit.looks:
            found = {}
            object.__setattr__(self, "_seen", (peer.asked - kit.looks, found))
        if name not in found:
            before = peer.asked
            try:
                value = link.look(name)
            finally:
                kit.looks += peer.asked - before
            found[name] = value
        return found[name]


def make(kit: Kit, own: type, number: int) -> Any:
    """Make a stand-in for an object of an instructor's class."""
    made: Any = object.__new__(_class_for(own))
    object.__setattr__(made, "_link", Link(kit, number, kit.path))
    object.__setattr__(made, "_seen", (-1, {}))
    return made


_KNOWN: dict[type, type[Given]] = {}


def _class_for(own: type) -> type[Given]:
    """Return the class of the stand-ins for objects of an instructor's class."""
    if own not in _KNOWN:
        body: dict[str, Any] = {"__slots__": (), "_own": own, "_kin": (own,)}
        for part in reversed(own.__mro__[:-1]):
            for name, found in vars(part).items():
                if name not in _NOT_TAKEN and (
                    isinstance(found, _DONE_HERE) or name.startswith("__")
                ):
                    body[name] = _of_class(own, name, found)
        body |= {name: getattr(own, name) for name in _TEXT}
        body["__class__"] = property(lambda _: own)
        made: Any = _Mirror(own.__name__, (Given,), body)
        _KNOWN[own] = made
        del made.__slots__  # it is asked for over there
    return _KNOWN[own]


def _of_class(own: type, name: str, found: Any) -> Any:
    """Return what a class has under a name; its own methods are called on the class itself."""
    return staticmethod(getattr(own, name)) if isinstance(found, classmethod) else found


del Given.__slots__
