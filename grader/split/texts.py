"""Texts of the student's that a test would run as code in the checker's process.

``timeit.timeit(stmt())``, ``get_ipython().run_cell(cell())``: in one process the student's text
runs where the student's code runs anyway; here it would run beside the hidden tests.
"""

from __future__ import annotations

import contextlib
import json
import re
from collections import deque
from typing import TYPE_CHECKING, Any

from grader.split.protocol import header_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_WORD = re.compile(r"[\w.]*")
"""A text that names something or is a number: it does nothing, and stands in any code."""
_SHORTEST = 3
_MOST_BYTES = 16_000_000
"""Of the heads of messages, where texts stand; arrays are no texts and are not kept."""
RUNS = "the test runs a text of the student's as code"


class Texts:
    """What has arrived of the student's, to be looked through when a text is run as code."""

    def __init__(self) -> None:
        self._heads: deque[bytes] = deque()
        self._size = 0

    def note(self, body: bytes | memoryview) -> None:
        """Remember a message that arrived; of many, the latest."""
        head = header_of(body)
        self._heads.append(head)
        self._size += len(head)
        while self._size > _MOST_BYTES:
            self._size -= len(self._heads.popleft())

    def are_in(self, code: str) -> bool:
        """Tell whether a text that arrived is part of some code, and could do harm there."""
        return any(
            len(text) >= _SHORTEST and text in code and not _WORD.fullmatch(text)
            for text in self._all()
        )

    def _all(self) -> Iterator[str]:
        for head in self._heads:
            with contextlib.suppress(ValueError, RecursionError):  # it was refused as it came
                yield from _strings(json.loads(head))


def _strings(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node.strip()
    elif isinstance(node, dict):
        for value in node.values():
            yield from _strings(value)
    elif isinstance(node, list):
        for value in node:
            yield from _strings(value)
