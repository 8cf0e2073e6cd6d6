"""The kinds of what comes by a path, as a policy and its messages call them."""

from __future__ import annotations

VALUE, ESTIMATOR_VALUE, RECORD, CLASS = "value", "estimator value", "record", "class"
MEMBER = "member"
ALWAYS = frozenset({"hybrid", RECORD, MEMBER, ESTIMATOR_VALUE})
"""Kinds that are values as far as a comparison goes: always allowed."""
LAZY = frozenset({"generator", "iterator"})
"""Kinds that only hand over one item after the other, each judged as it comes: always allowed."""
SUSPECT = frozenset({"expression", "library value", "exception"})
"""Kinds that a test takes for a value though they are none: a term whose ``==`` makes a bigger
term, an array or frame that did not travel by value, an exception that was not raised and may have
any attributes. Only where the reference had them."""
FAMILIES = frozenset({"classifier", "regressor"})


def in_words(kind: str) -> str:
    """Return a kind with its article: *a function*, *an object*."""
    named = {"instance": "object", VALUE: "plain value", ESTIMATOR_VALUE: "estimator"}
    word = named.get(kind, kind)
    return f"an {word}" if word[0] in "aeiou" else f"a {word}"
