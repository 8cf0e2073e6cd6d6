"""What judges: operators and methods that do, and what in a test's text speaks of it."""

from __future__ import annotations

import re

from grader.split.heap import ORDER
from grader.split.hybrid import LOOKED_FOR

LOOKS_FOR = LOOKED_FOR | {"score", "equals", "compare", "between", "isin"}
JUDGEMENTS = frozenset(
    {
        *("equals", "all", "any", "eq", "ne", "lt", "le", "gt", "ge", "isin", "compare", "score"),
        *("allclose", "isclose", "issubset", "issuperset", "isdisjoint", "startswith", "endswith"),
        *("sub", "subtract", "difference", "symmetric_difference", "abs", "item", "between"),
    }
)


_EQUALITY = frozenset({"__eq__", "__ne__"})
_ARITHMETIC = (
    "add",
    "sub",
    "mul",
    "truediv",
    "floordiv",
    "mod",
    "pow",
    "matmul",
    "and",
    "or",
    "xor",
)
GROUPS: dict[str, frozenset[str]] = {
    **dict.fromkeys(ORDER, ORDER),
    **dict.fromkeys(_EQUALITY, _EQUALITY),
    **{
        f"__{form}{name}__": frozenset({f"__{name}__", f"__r{name}__", f"__i{name}__"})
        for name in _ARITHMETIC
        for form in ("", "r", "i")
    },
    "__len__": frozenset({"__len__", "__bool__"}),
}
"""Operators that one expression of a test may run: which of them, the class decides."""


MISSING = re.compile(r"\bNA\b|\b(is|not)(na|null)\b|dropna|fillna|mask|Int64|Float64|\bma\.")
EXCEPTIONS = re.compile(r"Error|Exception")
GAPS = ("<missing>", "<masked>", "<nullable>")
UNTOLD = ("empty>", "<sparse>", "<changes>", "<own file>")
"""What only a reference could say of whether it is right: without one it may be."""
