"""Texts of the student's that a test would run as code in the checker's process.

``timeit.timeit(stmt())``, ``df.query(condition())``: in one process the student's text runs where
the student's code runs anyway; here it would run beside the hidden tests.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from grader.split.protocol import unpack

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_ACTS = frozenset("(@=;\n")
"""Without one of these a text does nothing but name things and compute with them."""
_SHORTEST = 3
_ASKS = frozenset("(@")
"""What a condition for pandas needs to call something, or to reach what the test knows."""
_MOST_KEPT = 200
RUNS = "the test runs a text of the student's as code"


class Texts:
    """What has arrived of the student's, to be looked through when a text is run as code."""

    def __init__(self) -> None:
        self._bodies: list[bytes] = []

    def note(self, body: bytes | memoryview) -> None:
        """Remember a message that arrived; of many, the latest."""
        self._bodies.append(bytes(body))
        del self._bodies[:-_MOST_KEPT]

    def are_in(self, code: str, signs: frozenset[str] = _ACTS) -> bool:
        """Tell whether a text that arrived is part of some code, and could do harm there."""
        return any(
            len(text) >= _SHORTEST and signs & {*text} and text in code for text in self._all()
        )

    def _all(self) -> Iterator[str]:
        for body in self._bodies:
            yield from _strings(unpack(body)[0])

    def watch_conditions(self, refuse: Callable[[str], Any]) -> None:
        """Have pandas refuse a condition of the student's that asks for more than columns."""
        found: Any = sys.modules.get("pandas.core.computation.eval")
        if found is None:
            return
        original = found.eval

        def evaluate(expr: Any, *args: Any, **options: Any) -> Any:
            if isinstance(expr, str) and self.are_in(expr, _ASKS):
                refuse(RUNS)
            level = options.pop("level", 0) + 1  # names are looked up where pandas was called
            return original(expr, *args, level=level, **options)

        found.eval = sys.modules["pandas"].eval = evaluate  # type: ignore[attr-defined]


def _strings(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node.strip()
    elif isinstance(node, dict):
        for value in node.values():
            yield from _strings(value)
    elif isinstance(node, list):
        for value in node:
            yield from _strings(value)
