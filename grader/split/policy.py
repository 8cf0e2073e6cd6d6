"""What a test cell may take from the student's process: values always, proxies where allowed.

A run of the instructor's own solution records, for each test cell, by which path a proxy came
(``model``, ``model.predict()``) and which operators were delegated to it. When a submission is
graded, a proxy on a path where the reference gave a value is refused, and so is every operator the
reference did not need. This is what stops objects that lie about being equal.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from grader.split.proxy import Refused

VALUE, ESTIMATOR_VALUE = "value", "estimator value"
LAZY = frozenset({"generator", "iterator"})
"""Kinds that only hand over one item after the other, each judged as it comes: always allowed."""
_SUSPECT = frozenset({"expression", "library value"})
"""Kinds that a test takes for a value though they are none: a term whose ``==`` makes a bigger
term, an array or frame that did not travel by value. Only where the reference had them."""


@dataclass
class Policy:
    """The rule for one test cell.

    Parameters
    ----------
    kinds : dict of str to list of str, optional
        For each path, the kinds of what came by it in the reference run: *value*, *function*,
        *class*, *instance*, *generator*. None without a reference.
    operators : dict of str to list of str, optional
        For each path, the operators that the reference run delegated.
    recording : bool
        Whether this *is* the reference run: then everything is allowed, and noted.
    """

    kinds: dict[str, list[str]] | None = None
    operators: dict[str, list[str]] | None = None
    recording: bool = False
    refusals: list[str] = field(default_factory=list)

    def admit(self, path: str, kind: str) -> None:
        """Allow a proxy on a path, or refuse it."""
        if self.recording:
            _note(self.kinds, path, kind)
            return
        known = None if self.kinds is None else self.kinds.get(path)
        if known is None and kind not in _SUSPECT:
            return
        known = known or [VALUE]
        if kind in LAZY or self._fits(kind, set(known)):
            return
        self.refuse(f"`{path}` should be a {_words(known[0])}, but is a {_words(kind)}")

    @staticmethod
    def _fits(kind: str, known: set[str]) -> bool:
        """Tell whether a proxy may stand where the reference had these kinds.

        An estimator may stand for another, whether that one travels by value or not; a bare object
        may not stand for an estimator, whose score is measured here and not asked for.
        """
        if kind in _SUSPECT:
            return kind in known
        if kind == "estimator":
            return bool(known & {"estimator", ESTIMATOR_VALUE, "instance"})
        return bool(known - {VALUE, ESTIMATOR_VALUE, "estimator"})

    def value(self, path: str, kind: str) -> None:
        """Note that a value came by a path."""
        if self.recording:
            _note(self.kinds, path, kind)

    def ask_method(self, path: str, name: str) -> None:
        """Without a reference, refuse methods that are usually asked for a judgement."""
        if self.kinds is None and name in _JUDGEMENTS:
            self.refuse(f"`{path}` is an object of the student's, and may not decide .{name}")

    def permit(self, path: str, operator: str) -> None:
        """Allow to delegate an operator, or refuse it."""
        if self.recording:
            _note(self.operators, path, operator)
            return
        if operator not in (self.operators or {}).get(path, ()):
            self.refuse(f"`{path}` is an object of the student's, and may not decide {operator}")

    def refuse(self, reason: str) -> None:
        """Refuse, and remember it: a test cannot swallow a refusal."""
        self.refusals.append(reason)
        raise Refused(reason)


_JUDGEMENTS = frozenset(
    {
        *("equals", "all", "any", "eq", "ne", "lt", "le", "gt", "ge", "isin", "compare", "score"),
        *("allclose", "isclose", "issubset", "issuperset", "isdisjoint", "startswith", "endswith"),
        *("sub", "subtract", "difference", "symmetric_difference", "abs", "item", "between"),
    }
)


def _note(notes: Any, path: str, what: str) -> None:
    entry = notes.setdefault(path, [])
    if what not in entry:
        entry.append(what)


def _words(kind: str) -> str:
    return {"instance": "object", VALUE: "plain value", ESTIMATOR_VALUE: "estimator"}.get(
        kind, kind
    )
