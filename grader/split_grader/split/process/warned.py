"""Repeat an answer's warnings where a test asks for them."""

from __future__ import annotations

import contextlib
import warnings
from typing import TYPE_CHECKING, Any

from split_grader.split.both.values import CLASSES

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST = 100


def asks(source: str) -> bool:
    """Tell whether a test mentions warnings."""
    return "warn" in source


@contextlib.contextmanager
def noted() -> Iterator[list[list[str]]]:
    """Collect the kind and the text of each warning raised meanwhile."""
    texts: list[list[str]] = []
    with warnings.catch_warnings(record=True) as records:
        warnings.simplefilter("always")
        yield texts
        texts += [[_kind(one.category), str(one.message)] for one in records[:_MOST]]


def _kind(category: type) -> str:
    names = (one.__name__ for one in category.__mro__ if CLASSES.get(one.__name__) is one)
    return next(names, Warning.__name__)


def give(texts: Any) -> None:
    """Repeat the other side's warnings under the test's filters, which may raise them."""
    for name, text in texts:
        kind = CLASSES.get(name)
        if kind is not None and issubclass(kind, Warning):
            warnings.warn_explicit(str(text), kind, "<answer>", 1)
