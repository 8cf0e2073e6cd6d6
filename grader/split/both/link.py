"""What the parts of an end of the conversation need of it, and of where a handle's object lives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from grader.split.both.kinds import Policy


class End(Protocol):
    """One end of the conversation, as its parts see it: :class:`grader.split.both.end.End`."""

    policy: Policy
    shared: Any

    def number(self, obj: Any) -> int:
        """Return the number of an object of this side."""

    def own(self, number: int) -> Any:
        """Return the object of this side that has a number."""

    def foreign(self, obj: Any) -> int | None:
        """Return the number over there of the class that a class stands for."""

    def stands_for(self, number: int) -> Any:
        """Return the class that stands for one of the other side, if there is one."""

    def let_stand(self, kind: type, number: int) -> None:
        """Have a class stand for one of the other side."""

    def locked(self, name: str) -> type | None:
        """Return the class of this name that a locked cell has made, on this side."""

    def refer(self, encoder: Any, obj: Any) -> dict[str, Any]:
        """Describe what is no plain value."""

    def resolve(self, tag: str, node: Any, decoder: Any) -> Any:
        """Return what a node stands for that is no plain value."""

    def packed(self, obj: Any, path: str) -> bytes:
        """Encode a value into a body."""

    def unpacked(self, body: bytes | memoryview, path: str) -> Any:
        """Decode a body."""

    def content(self, obj: Any) -> bytes:
        """Return the bytes that tell whether a container has changed."""

    def ask(
        self,
        question: dict[str, Any],
        path: str,
        args: tuple[Any, ...] = (),
        keywords: dict[str, Any] | None = None,
    ) -> Any:
        """Ask the other side to do something with one of its objects; return the result."""

    def parts_with(self, obj: Any) -> None:
        """Note that a container that has crossed is one thing on both sides no longer."""

    def outgrown(self) -> None:
        """Note that this side has made a container too large to be one thing on both."""

    def keeps(self, path: str) -> bool:
        """Tell whether a container of this side stays as it is, whatever is told."""

    def wrote(self, obj: Any) -> None:
        """Note that this side has changed a container of the other one."""

    def note_change(self, path: str) -> None:
        """Note that the other side has changed a container of this one."""


class Link:
    """Where the object of a handle lives, and how it came.

    Parameters
    ----------
    end : End
    number : int
        Of the object, on the other side.
    path : str
    about : dict
        What the other side says of the object: kind, special methods, class.

    Attributes
    ----------
    paths : list of str
        All by which it came: one that returns itself must do what both are asked for.
    """

    __slots__ = ("about", "end", "number", "paths")

    def __init__(self, end: End, number: int, path: str, about: dict[str, Any]) -> None:
        self.end, self.number, self.paths, self.about = end, number, [path], about

    def came_by(self, path: str) -> None:
        """Note that the object has come by another path as well."""
        if path not in self.paths:
            self.paths.append(path)

    def to(self, step: str) -> str:
        """Return the path one step further, one that the solution had if there is one."""
        known = self.end.policy.kinds
        return min((path + step for path in self.paths), key=lambda path: path not in known)

    def ask(
        self,
        question: dict[str, Any],
        step: str,
        args: tuple[Any, ...] = (),
        keywords: dict[str, Any] | None = None,
    ) -> Any:
        """Ask the object something; what comes is one step further on the path."""
        asked = {**question, "h": self.number}
        return self.end.ask(asked, self.to(step), args, keywords)
