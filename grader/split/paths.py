"""By which path something came: what stands above it, and what it says of what came."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ARGUMENT = "argument"
"""The path of what the student's code gives to an object or a function of the test's."""


SET = "argument="
"""The path of what the student's code sets in an object of a locked class."""
GIVEN = "<locked>"
"""Ends a path by which the reference handed back an object of a locked class."""
ITEM = "<item>"
"""Ends the path of what a value holds whose like held no objects in the reference."""
READINGS = (
    *("<__getitem__>", "<__iter__><__next__>", "<__reversed__><__next__>", "<__next__>"),
    *(f"<__{name}__>" for name in ("add", "mul", "or", "and", "sub", "xor")),
    *(f".{name}()" for name in ("pop", "popleft", "popitem", "get", "setdefault", "copy")),
    *(f".{name}()" for name in ("values", "items", "most_common", "elements", "union")),
)
"""Steps by which a plain container hands over what it holds."""
_LAST_STEP = re.compile(r"(\(\)|\{\}|!\w*|<[^<>]*>|\.\w+)$")
ESTIMATORS_AT = (
    *(".fit()", ".partial_fit()", ".set_params()", ".set_output()", ".get_params()"),
    *("<__copy__>", "<__deepcopy__>", ".steps", ".named_steps"),
)
CONSTRUCTED = re.compile(r"[A-Z]\w*\(\)(<__i?(add|sub|mul|truediv|matmul|pow|mod|neg|r\w+)__>)*$")
"""The path of what a test makes by calling a class (by its capital letter), or computes of such.

Without a reference this is all there is to tell that a test means to try the student's operators.
"""


def upwards(path: str) -> Iterator[str]:
    """Yield a path and those above it."""
    while path:
        yield path
        shorter = _LAST_STEP.sub("", path)
        path = shorter if shorter != path else ""
