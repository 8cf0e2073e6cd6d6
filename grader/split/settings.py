"""Settings of the process that an answer changes or leaves alone: where it works, how numpy warns.

A test may ask for them before and after a call. They are the student's process's, so that process
tells which of those that the test speaks of a call has changed, and they change in the checker too.
"""

from __future__ import annotations

import contextlib
import decimal
import os
import random
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_SPOKEN = {
    "random": re.compile(r"\bgetstate\("),
    "numpy": re.compile(r"\bget_state\("),
    "directory": re.compile(r"\bgetcwd\(|\.cwd\("),
    "environment": re.compile(r"\benviron\b|\bgetenv\b"),
    "errors": re.compile(r"\bgeterr\("),
    "recursion": re.compile(r"\bgetrecursionlimit\("),
    "precision": re.compile(r"\bgetcontext\("),
}
_LIMITS = (200, 20_000)
"""Between these a recursion limit is taken over: the checker goes on to work under it."""


def spoken_of(source: str) -> list[str]:
    """Return the settings that a test asks for."""
    return [name for name, pattern in _SPOKEN.items() if pattern.search(source)]


def read(names: Iterable[str]) -> dict[str, Any]:
    """Return the settings of these names as they are in this process."""
    return {name: _READ[name]() for name in names if name in _READ}


def changed(before: dict[str, Any]) -> dict[str, Any]:
    """Return what has changed: the new value, but only the fact for what draws random numbers."""
    told: dict[str, Any] = {}
    for name, now in read(before).items():
        if now != before[name]:
            told[name] = _TOLD.get(name, _as_it_is)(before[name], now)
    return told


def apply(told: dict[str, Any], source: str) -> None:
    """Change the settings of this process as those of the other one have changed.

    What is drawn at random here must not be of the student's choice; nor must an environment
    variable that the test does not name. That there was a change is all that is taken over.
    """
    for name, value in told.items():
        with contextlib.suppress(Exception):  # what makes no sense changes nothing
            if name == "environment":
                _apply_environment(value, source)
            elif name in _WRITE:
                _WRITE[name](value)


def _draw_anew(_: Any) -> None:
    random.seed()


def _draw_anew_in_numpy(_: Any) -> None:
    np.random.seed()  # noqa: NPY002 - the one that the test asks for


def _work_in(value: Any) -> None:
    os.chdir(value if Path(str(value)).is_dir() else "/")


def _set_limit(value: Any) -> None:
    sys.setrecursionlimit(min(max(int(value), _LIMITS[0]), _LIMITS[1]))


def _set_precision(value: Any) -> None:
    decimal.getcontext().prec = int(value)


def _apply_environment(value: dict[str, str | None], source: str) -> None:
    for name, now in value.items():
        if not re.search(rf"\b{re.escape(name)}\b", source):
            os.environ["CHANGED_BY_THE_ANSWER"] = "1"
        elif now is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = str(now)


def _as_it_is(_: Any, now: Any) -> Any:
    return now


def _differences(before: dict[str, str], now: dict[str, str]) -> dict[str, str | None]:
    return {n: now.get(n) for n in {*now, *before} if now.get(n) != before.get(n)}


_TOLD: dict[str, Callable[[Any, Any], Any]] = {
    "random": lambda *_: None,
    "numpy": lambda *_: None,
    "environment": _differences,
}
_READ: dict[str, Callable[[], Any]] = {
    "random": lambda: hash(random.getstate()),
    "numpy": lambda: repr(np.random.get_state()),  # noqa: NPY002 - the one that the test asks for
    "directory": os.getcwd,
    "environment": lambda: dict(os.environ),
    "errors": np.geterr,
    "recursion": sys.getrecursionlimit,
    "precision": lambda: decimal.getcontext().prec,
}
_WRITE: dict[str, Callable[[Any], None]] = {
    "random": _draw_anew,
    "numpy": _draw_anew_in_numpy,
    "directory": _work_in,
    "errors": lambda value: np.seterr(**value) and None,
    "recursion": _set_limit,
    "precision": _set_precision,
}
