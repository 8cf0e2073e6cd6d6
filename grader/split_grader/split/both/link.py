"""The link from a handle to its object."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from split_grader.split.both.side import End


class Link:
    """The link from a handle to its object, and the paths by which it came.

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
        """Return a path one step further, preferably one that the solution had."""
        kinds = self.end.policy.kinds
        return min((path + step for path in self.paths), key=lambda path: path not in kinds)

    def ask(
        self,
        question: dict[str, Any],
        step: str,
        args: tuple[Any, ...] = (),
        keywords: dict[str, Any] | None = None,
    ) -> Any:
        """Ask the object something; the result's path is one step further."""
        return self.end.ask({**question, "h": self.number}, self.to(step), args, keywords)
