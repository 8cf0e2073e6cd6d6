"""Where a stand-in's object lives on the other side, and how it is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from grader.split.heap import ARITHMETIC, JUDGING, OPERATORS, TEXT

if TYPE_CHECKING:
    from grader.split.both.values import Decoder
    from grader.split.hooks import Hooks

RAISED = "!"
"""Ends the path of an exception that was raised, not returned."""
_SPECIAL = frozenset(
    {
        *("__dict__", "__annotations__", "__defaults__", "__kwdefaults__", "__code__"),
        *("__sklearn_clone__", "__sklearn_tags__", "__sklearn_is_fitted__", "__name__"),
        *(
            "__slots__",
            "__qualname__",
            "__module__",
            "__doc__",
            "__func__",
            "__self__",
            "__wrapped__",
        ),
    }
)


class Kit(Protocol):
    """What makes and remembers the stand-ins of a side, as these see it."""

    side: Hooks
    path: str
    also: tuple[str, ...]
    looks: int
    readings: dict[int, Any]

    def request(
        self,
        header: dict[str, Any],
        path: str,
        args: tuple[Any, ...] = (),
        keywords: dict[str, Any] | None = None,
    ) -> Any:
        """Ask the other side to do something with one of its objects."""

    def admit(self, path: str, kind: str) -> None:
        """Allow or refuse a stand-in that arrives."""

    def ask_method(self, path: str, name: str) -> None:
        """Allow or refuse to fetch an attribute."""

    def others(self, link: Link, step: str) -> tuple[str, ...]:
        """Return the paths below others by which an object came, one step on."""

    def permit(self, link: Link, name: str, args: tuple[Any, ...]) -> None:
        """Allow to delegate an operator, or refuse it."""

    def allows(self, link: Link, name: str, args: tuple[Any, ...] = ()) -> bool:
        """Tell whether an operator may be delegated."""

    def note_end(self, path: str, name: str, args: tuple[Any, ...], result: Any) -> None:
        """Have it judged if the end of a ``with`` block keeps an exception to itself."""

    def class_of(self, node: dict[str, Any], decoder: Decoder, *, quietly: bool = False) -> Any:
        """Return what stands for a class."""


class Link(NamedTuple):
    """Where a proxy's object lives: its number on the other side, and how the test got it."""

    kit: Kit
    number: int
    path: str

    def get(self, name: str) -> Any:
        """Fetch an attribute."""
        hidden = name.startswith("__") and name.endswith("__") and name not in _SPECIAL
        if hidden or name.startswith(("_repr_", "_ipython_")):
            raise AttributeError(name)
        self.kit.ask_method(self.path, name)
        # What a function wraps may be what the function itself may be, and gives what it gives.
        path = self.path if name == "__wrapped__" else f"{self.path}.{name}"
        return self._ask({"do": "get", "h": self.number, "n": name}, path, (), {}, f".{name}")

    def look(self, name: str) -> Any:
        """Fetch what an object of an instructor's class holds: no method of it is asked for."""
        if name.startswith("__") and name.endswith("__") and name != "__dict__":
            raise AttributeError(name)
        header = {"do": "get", "h": self.number, "n": name}
        return self._ask(header, f"{self.path}.{name}", (), {}, f".{name}")

    def _ask(
        self,
        header: dict[str, Any],
        path: str,
        args: tuple[Any, ...],
        keywords: dict[str, Any],
        step: str,
    ) -> Any:
        """Ask; what arrives must fit on each path by which this object came, one step on."""
        self.kit.also = self.kit.others(self, step)
        try:
            return self.kit.request(header, path, args, keywords)
        finally:
            self.kit.also = ()

    @staticmethod
    def step(name: str, *, called: bool) -> str:
        """Return what the path of a result has more than that of what is asked for it."""
        if name == "__call__":
            return "()"
        if name in OPERATORS or name in TEXT:
            return f"<{plain_form(name)}>"
        return f".{name}()" if called else f".{name}"

    def set(self, name: str, value: Any) -> None:
        """Set an attribute."""
        header = {"do": "set", "h": self.number, "n": name}
        self.kit.request(header, f"{self.path}.{name}=", (value,))

    def delete(self, name: str) -> None:
        """Delete an attribute."""
        self.kit.request({"do": "del", "h": self.number, "n": name}, f"{self.path}.{name}=")

    def operate(self, name: str, args: tuple[Any, ...], keywords: dict[str, Any]) -> Any:
        """Run a special method."""
        if name in JUDGING:
            self.kit.permit(self, name, args)
        elif name == "__len__":
            self.kit.side.permits(self.path, name)
        step = self.step(name, called=True)
        path = self.path + step
        if name == "__exit__":
            args = tuple(map(self.kit.side.leaving_block, args))
        header = {"do": "op", "h": self.number, "o": name}
        try:
            result = self._ask(header, path, args, keywords, step)
        except Exception:
            self.kit.note_end(self.path, name, args, result=True)
            raise
        self.kit.note_end(self.path, name, args, result)
        return result


def plain_form(name: str) -> str:
    """Return ``__mul__`` for ``__rmul__`` and ``__imul__``: which of them, the class decides."""
    plain = f"__{name[3:]}"
    return plain if name in ARITHMETIC and name[2] in "ri" and plain in ARITHMETIC else name
