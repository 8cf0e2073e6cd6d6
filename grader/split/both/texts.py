"""Texts of the student's that a test would run as code in the checker's process.

``timeit.timeit(stmt())``, ``get_ipython().run_cell(cell())``: in one process the student's text
runs where the student's code runs anyway; here it would run beside the hidden tests. A template
for ``str.format`` is such a text, too, as far as it looks up attributes.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import re
from collections import deque
from typing import TYPE_CHECKING, Any

from grader.split.both import files
from grader.split.both.protocol import header_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_WORD = re.compile(r"[\w.]*")
"""A text that names something or is a number: it does nothing, and stands in any code."""
_SHORTEST = 3
_MOST_BYTES = 16_000_000
"""Of the heads of messages, where texts stand; arrays are no texts and are not kept."""
RUNS = "the test runs the student's text as code"
LOOKS_INSIDE = "a text that looks inside the values of a template"
_PATH = re.compile(r"\{[^{}()\[.!:]*((?:\.[^.\[{}()!:]+|\[[^\]]*\])+)(?=[}!:])")
"""The attributes and items that a replacement field looks up; calls it cannot make."""
_STEP = re.compile(r"[^.\[\]]+")
_HARMLESS = frozenset(
    {"__class__", "__name__", "__qualname__", "__doc__", "__module__", "__dict__"}
)
_INNARDS = frozenset(
    {
        *("gi_frame", "gi_code", "cr_frame", "cr_code", "ag_frame", "ag_code", "tb_frame"),
        *("f_globals", "f_locals", "f_builtins", "f_back", "f_code"),
        *("user_ns", "user_global_ns", "user_module"),
    }
)
_MAY_LOOK_INSIDE = re.compile(rb"__|\\u|\0|_frame|_code|f_|user_")
"""What a message has in it if a text of it may look inside, in whatever way it is written."""


def looks_inside(text: str) -> bool:
    """Tell whether a text, as a template, gets from an object to the names of a test.

    ``{person.__init__.__globals__[expected]}`` does; ``{person.__class__.__name__}`` does not.
    """
    if "{" not in text:
        return False
    steps = (step for path in _PATH.findall(text) for step in _STEP.findall(path))
    return any(
        step in _INNARDS or (step.startswith("__") and step not in _HARMLESS) for step in steps
    )


def any_looks_inside(body: bytes | memoryview) -> bool:
    """Tell whether a text of a message looks inside of what it would be filled with."""
    head = header_of(body)
    return bool(_MAY_LOOK_INSIDE.search(head)) and any(map(looks_inside, _texts_of(head)))


class Texts:
    """What has arrived of the student's, to be looked through when a text is run as code."""

    def __init__(self) -> None:
        self._heads: deque[tuple[bytes, str]] = deque()
        self._size = 0
        self._fresh = 0

    def begin(self) -> None:
        """Begin a test: what arrived before is no longer fresh."""
        self._fresh = 0

    def note(self, body: bytes | memoryview, path: str = "") -> None:
        """Remember a message that arrived by a path; of many, the latest."""
        head = header_of(body)
        self._heads.append((head, path))
        self._size += len(head)
        self._fresh += 1
        while self._size > _MOST_BYTES:
            self._size -= len(self._heads.popleft()[0])

    def are_in(self, code: str) -> bool:
        """Tell whether a text that arrived is part of some code, and could do harm there."""
        return any(True for _ in self._found_in(code))

    def paths_of(self, code: str) -> set[str]:
        """Return the paths by which the texts came that are part of some code, or all of it."""
        return {*self._found_in(code), *self._paths_where(lambda text: text == code.strip())}

    def paths_of_file(self, full: str) -> set[str]:
        """Return the paths by which fresh texts came that name a file."""
        stale = max(len(self._heads) - self._fresh, 0)
        name = full.rpartition("/")[2]
        return {
            path
            for head, path in itertools.islice(self._heads, stale, None)
            if any(name in text and files.full(text) == full for text in _texts_of(head))
        }

    def _found_in(self, code: str) -> Iterator[str]:
        return self._paths_where(
            lambda text: len(text) >= _SHORTEST and text in code and not _WORD.fullmatch(text)
        )

    def _paths_where(self, holds: Callable[[str], bool]) -> Iterator[str]:
        for head, path in self._heads:
            if any(map(holds, _texts_of(head))):
                yield path


def _texts_of(head: bytes) -> Iterator[str]:
    with contextlib.suppress(ValueError, RecursionError):  # it is refused as it comes
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
