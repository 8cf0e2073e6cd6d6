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
_HIGHEST = 20_000
"""To this a recursion limit is taken over: the checker works under it."""
_KEPT = frozenset({"GRADING_SEED", "PATH", "HOME", "PYTHONPATH", "LD_PRELOAD", "LD_LIBRARY_PATH"})
"""Variables of the grader's own, whatever an answer does to its."""


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


def apply(told: Any, names: Iterable[str], source: str) -> set[str]:
    """Change settings of this process as those of the other one have changed.

    What is drawn at random here must not be of the student's choice; nor may results be computed
    with fewer digits, or an environment variable be set that the test does not name. That there
    was a change is all that is taken over then.

    Parameters
    ----------
    told : dict
        What :func:`changed` returned over there.
    names : iterable of str
        The settings that the test asks for: of others nothing is taken over.
    source : str
        The test.

    Returns
    -------
    set of str
        Those that have changed.
    """
    moved = {name for name in names if name in told} if type(told) is dict else set()
    for name in moved:
        with contextlib.suppress(Exception):  # what makes no sense changes nothing
            _WRITE[name](told[name], source)
    return moved


def restore(before: dict[str, Any]) -> None:
    """Bring settings back to what they were before a test; random generators stay."""
    for name, value in before.items():
        if name in _RESTORE:
            with contextlib.suppress(OSError):  # the directory is no more
                _RESTORE[name](value)


def _draw_anew(*_: Any) -> None:
    random.seed()


def _draw_anew_in_numpy(*_: Any) -> None:
    np.random.seed()  # noqa: NPY002 - the one that the test asks for


def _work_in(value: Any, _: str) -> None:
    os.chdir(value if Path(str(value)).is_dir() else "/")


def _set_limit(value: Any, _: str) -> None:
    now = sys.getrecursionlimit()
    sys.setrecursionlimit(min(int(value), _HIGHEST) if int(value) > now else now + 1)


def _set_precision(value: Any, _: str) -> None:
    context = decimal.getcontext()
    context.prec = int(value) if int(value) >= context.prec else context.prec + 1


def _set_errors(value: Any, _: str) -> None:
    now = np.geterr()
    # A test that computes with numpy must not end by it.
    quiet = {"warn": "ignore", "ignore": "warn"}
    before: dict[str, Any] = dict(now)
    moved = {n: how for n, how in value.items() if how != before[n]}
    milder: Any = {
        n: how if how in quiet else quiet.get(before[n], "warn") for n, how in moved.items()
    }
    np.seterr(**milder)


def _set_environment(value: Any, source: str) -> None:
    for name, now in value.items():
        if name in _KEPT or not re.search(rf"\b{re.escape(name)}\b", source):
            os.environ["CHANGED_BY_THE_ANSWER"] = "1"
        elif now is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = str(now)


def _restore_environment(before: dict[str, str]) -> None:
    for name in {*os.environ} - {*before}:
        del os.environ[name]
    for name, value in before.items():
        if os.environ.get(name) != value:
            os.environ[name] = value


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
_WRITE: dict[str, Callable[[Any, str], Any]] = {
    "random": _draw_anew,
    "numpy": _draw_anew_in_numpy,
    "directory": _work_in,
    "environment": _set_environment,
    "errors": _set_errors,
    "recursion": _set_limit,
    "precision": _set_precision,
}
_RESTORE: dict[str, Callable[[Any], Any]] = {
    "directory": os.chdir,
    "environment": _restore_environment,
    "errors": lambda value: np.seterr(**value),
    "recursion": sys.setrecursionlimit,
    "precision": lambda value: setattr(decimal.getcontext(), "prec", value),
}
