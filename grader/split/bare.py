"""Objects that stand where the reference had plain values: they hand over items, and no more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader.split.heap import JUDGING
from grader.split.hooks import Refused
from grader.split.links import Link
from grader.split.proxy import Remote

if TYPE_CHECKING:
    from grader.split.links import Kit


class Bare(Remote):
    """An object where the reference had a plain value: it hands over items and does nothing else.

    In one process a list may be an object of a class of the student's that only counts and yields.
    """

    __slots__ = ("_read",)
    _read: Any
    _kind = "instance"

    def __getattr__(self, name: str) -> Any:
        if name.startswith(("__", "_repr_", "_ipython_")):
            raise AttributeError(name)
        out_of_place(self)


def out_of_place(self: Any, *_: Any) -> Any:
    """Refuse what a plain value would not be asked for."""
    link = object.__getattribute__(self, "_link")
    link.kit.admit(link.path, type(self)._kind)  # noqa: SLF001
    raise Refused(f"`{link.path}` is the student's own object")


def no_text(self: Any, *_: Any) -> str:
    """Say nothing that a test could compare with; to be printed does no harm."""
    link = object.__getattribute__(self, "_link")
    what = "a function" if isinstance(self, BareFunction) else "an object"
    link.kit.side.doubt(f"`{link.path}` should be a plain value, but is {what}")
    return "<object>"


class BareFunction(Bare):
    """A function where the reference had a plain value: no harm as long as nobody uses it.

    In one process a test that throws a result away does not see what it is.
    """

    __slots__ = ()
    _kind = "function"
    __call__ = out_of_place
    __repr__ = __str__ = __format__ = no_text


for _name in (*JUDGING, "__hash__"):
    setattr(BareFunction, _name, out_of_place)


def function(kit: Kit, number: int) -> Any:
    """Make a stand-in for a function where the reference had a plain value."""
    proxy: Any = object.__new__(BareFunction)
    object.__setattr__(proxy, "_link", Link(kit, number, kit.path))
    object.__setattr__(proxy, "_read", None)
    return proxy
