"""What a test changes around the student's code: patched functions, names, seeds, the environment.

In one process a test that replaces ``input``, seeds the random generators or binds a global anew
does so for the student's functions as well. Here the checker tells what has changed since the test
began with each question it asks, and the student's process works under it while it answers.
"""

from __future__ import annotations

import builtins
import contextlib
import importlib
import os
import random
import re
import sys
import types
import warnings
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from grader.split.both.names import CellNames

_MAY_PATCH = re.compile(r"patch|setattr|builtins|\.\w+\s*=(?!=)")
_SETS_SEED = re.compile(r"seed\(|set_state\(|setstate\(")
_CHAIN = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+")
_HEAP_TYPE = 1 << 9
"""Set in the flags of classes that Python code made, which can be changed."""
_OF_THE_SHELL = frozenset({"get_ipython", "display", "exit", "quit"})
_LEFT_ALONE = frozenset({"sys", "os", "__main__", "unittest", "unittest.mock", "pytest"})
_ABSENT = object()


class Notice:
    """Notices, in the checker, what a test has changed.

    Parameters
    ----------
    source : str
        The test.
    reading : CellNames
    space : dict
        The names that the test sees.
    """

    def __init__(self, source: str, reading: CellNames, space: dict[str, Any]) -> None:
        self._before: dict[str, dict[str, Any]] = {}
        self._classes: dict[tuple[str, str], dict[str, Any]] = {}
        self._wrapped: dict[int, tuple[Any, Callable[..., Any]]] = {}
        self._environment = dict(os.environ) if "environ" in source else None
        self._warns = "warn" in source
        self._seeds = bool(_SETS_SEED.search(source))
        self._states = _states() if self._seeds else {}
        if _MAY_PATCH.search(source):
            modules, classes = _spoken_of(source, reading, space)
            for name in {"builtins", *_modules(reading), *modules} - _LEFT_ALONE:
                module = sys.modules.get(name)
                if isinstance(module, types.ModuleType):
                    self._before[name] = dict(vars(module))
            for kind in classes:
                self._classes[kind.__module__, kind.__qualname__] = dict(vars(kind))

    def changes(self) -> dict[str, Any]:
        """Return what is otherwise than it was when the test began."""
        told: dict[str, Any] = {}
        patched = [
            [module, name, self._handed(value)]
            for module, before in self._before.items()
            for name, value in vars(sys.modules[module]).items()
            if before.get(name, _ABSENT) is not value
            and not name.startswith("_")
            and name not in _OF_THE_SHELL
            and not isinstance(value, types.ModuleType)
        ]
        if patched:
            told["patched"] = patched
        methods = [
            [*place, name, isinstance(value, types.FunctionType), self._handed(value)]
            for place, before in self._classes.items()
            for name, value in vars(_class_at(*place)).items()
            if before.get(name, _ABSENT) is not value and not name.startswith("__")
        ]
        if methods:
            told["methods"] = methods
        if self._environment is not None and os.environ != self._environment:
            names = {*os.environ, *self._environment}
            told["environment"] = {
                name: os.environ.get(name)
                for name in names
                if os.environ.get(name) != self._environment.get(name)
            }
        if self._warns:
            told["warns"] = True
        if self._seeds:
            states = _states()
            fresh = {k: v for k, v in states.items() if _differs(v, self._states.get(k))}
            if fresh:
                told["seeds"] = fresh
            self._states = states
        return told

    def _handed(self, value: Any) -> Any:
        """Return what the student's code may hold: something to call, not a mock to look into."""
        if not callable(value):
            return value
        if id(value) not in self._wrapped:

            def stand_in(*args: Any, **keywords: Any) -> Any:
                return value(*args, **keywords)

            self._wrapped[id(value)] = (value, stand_in)
        return self._wrapped[id(value)][1]


def _modules(reading: CellNames) -> set[str]:
    """Return the modules that a test may mean to change, loaded if they can be."""
    found = {module for module, _ in reading.imports.values()}
    found |= {name for name in reading.loads if name in sys.modules}
    for text in reading.texts:
        parts = text.split(".")
        if len(parts) > 1 and all(part.isidentifier() for part in parts):
            for length in range(1, len(parts)):
                name = ".".join(parts[:length])
                with contextlib.suppress(Exception):
                    importlib.import_module(name)
                    found.add(name)
    return found


def _spoken_of(
    source: str, reading: CellNames, space: dict[str, Any]
) -> tuple[set[str], list[type]]:
    """Return the modules and the classes of libraries that a test speaks of with dots.

    ``np.linalg``, ``pd.DataFrame``, and the text ``"pandas.DataFrame.groupby"``.
    """
    modules: set[str] = set()
    classes: dict[int, type] = {}
    for chain in set(_CHAIN.findall(source)):
        first, *rest = chain.split(".")
        imported = reading.imports.get(first, (first, None))
        place: Any = space.get(first)
        if place is None:  # a frame has no truth value
            place = sys.modules.get(imported[0])
        for step in rest:
            place = vars(place).get(step) if isinstance(place, types.ModuleType) else None
            if isinstance(place, types.ModuleType):
                modules.add(place.__name__)
            elif isinstance(place, type) and _is_librarys(place):
                classes[id(place)] = place
    return modules, [*classes.values()]


def _is_librarys(kind: type) -> bool:
    """Tell whether a class can be found, and changed, in the other process as well."""
    changeable = bool(kind.__flags__ & _HEAP_TYPE) and kind.__module__ not in _LEFT_ALONE
    return changeable and getattr(sys.modules.get(kind.__module__), kind.__qualname__, None) is kind


def _class_at(module: str, name: str) -> type:
    found: type = getattr(importlib.import_module(module), name)
    return found


def _states() -> dict[str, Any]:
    states: dict[str, Any] = {"random": random.getstate()}
    numpy = sys.modules.get("numpy")
    if numpy is not None:
        states["numpy"] = numpy.random.get_state(legacy=False)
    return states


def _differs(left: Any, right: Any) -> bool:
    return repr(left) != repr(right) if isinstance(left, tuple) else _key(left) != _key(right)


def _key(state: Any) -> Any:
    inner = (state or {}).get("state", {})
    return (bytes(inner.get("key", b"")), inner.get("pos"), (state or {}).get("gauss"))


@contextlib.contextmanager
def applied(told: dict[str, Any], space: dict[str, Any]) -> Iterator[list[Any]]:
    """Work, in the student's process, under what a test has changed.

    Yields
    ------
    list
        Receives the warnings given meanwhile, if the test asks for them.
    """
    undo: list[tuple[Any, str, Any]] = []
    for module, name, value in told.get("patched", ()):
        with contextlib.suppress(ImportError):
            place = builtins if module == "builtins" else importlib.import_module(module)
            undo.append((vars(place), name, vars(place).get(name, _ABSENT)))
            vars(place)[name] = value
    kinds = [(*_applied_to_class(*entry), entry[2]) for entry in told.get("methods", ())]
    for name, value in told.get("names", {}).items():
        undo.append((space, name, space.get(name, _ABSENT)))
        space[name] = value
    environment = {name: os.environ.get(name) for name in told.get("environment", {})}
    _set_environment(told.get("environment", {}))
    seeds = told.get("seeds", {})
    if "random" in seeds:
        version, state, gauss = seeds["random"]
        random.setstate((version, tuple(state), gauss))
    if "numpy" in seeds and "numpy" in sys.modules:
        sys.modules["numpy"].random.set_state(seeds["numpy"])
    given: list[Any] = []
    try:
        with contextlib.ExitStack() as stack:
            if told.get("warns"):
                given = stack.enter_context(warnings.catch_warnings(record=True))
                warnings.simplefilter("always")
            yield given
    finally:
        _set_environment(environment)
        for kind, before, name in reversed(kinds):
            delattr(kind, name) if before is _ABSENT else setattr(kind, name, before)
        for place, name, value in reversed(undo):
            if value is _ABSENT:
                place.pop(name, None)
            else:
                place[name] = value


def _applied_to_class(
    module: str,
    qualname: str,
    name: str,
    is_method: bool,  # noqa: FBT001 - as it came
    value: Any,
) -> tuple[type, Any]:
    """Change a method of a library's class; return the class and what was there before."""
    kind = _class_at(module, qualname)
    before = vars(kind).get(name, _ABSENT)

    def method(self: Any, *args: Any, **keywords: Any) -> Any:
        return value(self, *args, **keywords)

    # A mock is not told whose method it stands for, a function is.
    setattr(kind, name, method if is_method else value)
    return kind, before


def _set_environment(values: dict[str, str | None]) -> None:
    for name, value in values.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value
