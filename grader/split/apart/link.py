"""What a handle needs of the end that it belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from grader.split.apart.kinds import Policy


class End(Protocol):
    """One end of the conversation, as its handles see it."""

    policy: Policy

    def ask(
        self,
        question: dict[str, Any],
        path: str,
        args: tuple[Any, ...] = (),
        keywords: dict[str, Any] | None = None,
    ) -> Any:
        """Ask the other side to do something with one of its objects; return the result."""


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
    """

    __slots__ = ("about", "end", "number", "path")

    def __init__(self, end: End, number: int, path: str, about: dict[str, Any]) -> None:
        self.end, self.number, self.path, self.about = end, number, path, about

    def ask(
        self,
        question: dict[str, Any],
        step: str,
        args: tuple[Any, ...] = (),
        keywords: dict[str, Any] | None = None,
    ) -> Any:
        """Ask the object something; what comes is one step further on the path."""
        asked = {**question, "h": self.number}
        return self.end.ask(asked, self.path + step, args, keywords)
