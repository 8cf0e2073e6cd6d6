"""Warnings of an answer, given once more where a test asks for them."""

from __future__ import annotations

import contextlib
import warnings
from typing import TYPE_CHECKING, Any

from grader.split.both.values import CLASSES

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST = 100


def asks(source: str) -> bool:
    """Tell whether a test speaks of warnings."""
    return "warn" in source


@contextlib.contextmanager
def noted() -> Iterator[list[list[str]]]:
    """Collect the warnings that are given meanwhile: the kind and the text of each."""
    told: list[list[str]] = []
    with warnings.catch_warnings(record=True) as given:
        warnings.simplefilter("always")
        yield told
        told += [[_kind(one.category), str(one.message)] for one in given[:_MOST]]


def _kind(category: type) -> str:
    known = (one.__name__ for one in category.__mro__ if CLASSES.get(one.__name__) is one)
    return next(known, Warning.__name__)


def give(told: Any) -> None:
    """Give the warnings of the other side, under the filters of the test: these may raise them."""
    for name, text in told:
        kind = CLASSES.get(name)
        if kind is not None and issubclass(kind, Warning):
            warnings.warn_explicit(str(text), kind, "<answer>", 1)
