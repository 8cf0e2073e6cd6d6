"""Record what came by which path from the solution, and require it of every other answer.

A path says how a value came: ``f``, ``f()``, ``model.predict()``, ``f()[]`` for an item. Where the
solution had data, an answer may not have an object, because an object can claim anything about
itself.
"""

from __future__ import annotations

import linecache
import re
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from collections.abc import Iterator

DATA, ITERATOR, FUNCTION, CLASS, INSTANCE = "data", "iterator", "function", "class", "instance"
HANDLES = frozenset({ITERATOR, FUNCTION, CLASS, INSTANCE})
EXCEPTION = "exception"
OBJECT, SUPPRESSES = "object", "suppresses"
_ANY_ERROR = (Exception, BaseException, object)
CHANGED = "changed"
"""Noted of a container that the solution changes."""
ARGUMENT = "argument"
"""The path of what an answer hands to a function of the test's."""
_LAST_STEP = re.compile(r"(\(\)|\[\]|<[^<>]*>|\.\w+|![\w.]*)$")


class Refused(Exception):  # noqa: N818 - reads as a verdict
    """An object came where data was due, or did what the solution's did not."""


@dataclass
class Policy:
    """What one test accepts from an answer.

    Parameters
    ----------
    kinds : dict of str to list of str
        For each path, what came by it when the solution ran.
    recording : bool
        Whether this is the solution's own run: then everything is allowed, and noted.
    refusals : list of str
        What was refused so far: a test may swallow what is raised, but not this.
    together : str
        Why the test needs the process of the answers, though the solution passes it apart.
    """

    kinds: dict[str, list[str]] = field(default_factory=dict)
    recording: bool = False
    refusals: list[str] = field(default_factory=list)
    together: str = ""

    def note(self, path: str, what: str) -> None:
        """Note what came by a path, if the solution runs."""
        if self.recording:
            kinds = self.kinds.setdefault(path, [])
            if what not in kinds:
                kinds.append(what)

    def had(self, path: str, what: str) -> bool:
        """Tell whether the solution had this on a path; note it while the solution runs."""
        self.note(path, what)
        return what in self.kinds.get(path, ())

    def fits(self, path: str, kind: str) -> bool:
        """Tell whether an object may come by a path: only where the solution had one.

        Below a path that the solution did not have, what stands above it decides.
        """
        self.note(path, kind)
        for place in _upwards(path):
            if place in self.kinds:
                return not HANDLES.isdisjoint(self.kinds[place])
        return False

    def decides(self, operator: str, *operands: str) -> bool:
        """Tell whether an object may be asked for a judgement: if the solution's was, anywhere.

        The path does not matter: an answer may return the object itself where the solution makes a
        new one. The operand does: an object that may equal a text may not say that it is 11.
        Objects may always be compared with each other, and judged alone.
        """
        self.note(f"<{operator}>", operands[0])
        kinds = self.kinds.get(f"<{operator}>", ())
        return OBJECT in operands or any(one in kinds for one in operands)

    def run_together(self, reason: str) -> None:
        """Note why the test needs the process of the answers, and its line that shows it."""
        if not self.recording:
            return
        frame: Any = sys._getframe(1)  # noqa: SLF001 - nothing else leads to the test's frame
        while frame and frame.f_globals.get("__name__") != "__main__":
            frame = frame.f_back
        line = linecache.getline(frame.f_code.co_filename, frame.f_lineno) if frame else ""
        self.together = f"{reason} at `{line.strip()}`" if line.strip() else reason

    def refuse(self, reason: str) -> NoReturn:
        """Refuse, and remember the refusal."""
        self.refusals.append(reason)
        raise Refused(reason)

    def refuse_object(self, path: str, kind: str) -> NoReturn:
        """Refuse the use of an object where data was due."""
        self.refuse(f"`{path}` should be data, but is {_ARTICLE.get(kind, 'a')} {kind}")


_ARTICLE = {INSTANCE: "an", ITERATOR: "an", EXCEPTION: "an"}


def _upwards(path: str) -> Iterator[str]:
    """Yield a path and those above it."""
    while path:
        yield path
        shorter = _LAST_STEP.sub("", path)
        path = shorter if shorter != path else ""


def kinds_of_operand(operator: str, args: Any) -> list[str]:
    """Describe an operand: another object, a number, an error of a class ..."""
    if not args:
        return [""]
    kind = type(args[0])
    if operator == SUPPRESSES:
        return [one.__name__ for one in kind.__mro__ if one not in _ANY_ERROR]
    if issubclass(kind, (bool, int, float, complex)):
        return ["number"]
    comes_of = {one.__name__ for one in kind.__mro__}
    return [kind.__name__ if comes_of.isdisjoint({"Handle", "NoneType"}) else OBJECT]
