"""What the browser edition lacks says so when it is imported; what is slow there is done once."""

import sys
from collections.abc import Callable, Iterable, Sequence
from importlib import invalidate_caches
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Any

from jsonschema import RefResolver

_ABSENT = {
    "distributed": "Dask grades on many machines",
    "duckdb": "DuckDB reads files piece by piece from a disk",
    "mlflow": "MLflow keeps its records on a server",
    "nbgrader": (
        "nbgrader hands in and grades on a server; here, check('q1') runs the visible tests"
    ),
}


class Absent(MetaPathFinder):
    """Asked last, for modules that no other finder knows."""

    def find_spec(
        self, name: str, _path: Sequence[str] | None, _target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Raise for what is known to be absent; leave all other names alone."""
        if name in _ABSENT:
            raise ModuleNotFoundError(
                f"{_ABSENT[name]}, which a browser has not. Use it on your own machine: make lab "
                "(see README.md).",
                name=name,
            )
        return None


class Arriving(MetaPathFinder):
    """Asked last: fetches packages that a page loads only when one of them is imported."""

    def __init__(self, modules: Iterable[str], fetch: Callable[[], object]) -> None:
        self._modules, self._fetch = frozenset(modules), fetch

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Lay the packages into the file system, and find the module there."""
        if name not in self._modules:
            return None
        self._fetch()
        sys.meta_path.remove(self)
        invalidate_caches()
        return PathFinder.find_spec(name, path, target)


def arrive(modules: Iterable[str], fetch: Callable[[], object]) -> None:
    """Fetch packages when one of their modules is first imported.

    Parameters
    ----------
    modules
        Names of modules that stand at the top of the packages.
    fetch
        Lays all of them into the file system.
    """
    sys.meta_path.append(Arriving(modules, fetch))


def install() -> None:
    """Answer imports of what is absent, and spare the validator its searches."""
    sys.meta_path.append(Absent())
    _search_a_schema_once()


def _search_a_schema_once() -> None:
    """Keep what the search of the last schema found.

    Altair checks each part of a chart against Vega-Lite's schema of 1.5 MB, and jsonschema below
    4.18 searches all of it for names each time.
    """
    search = RefResolver._get_subschemas_cache  # noqa: SLF001 - nothing public does
    last: tuple[Any, Any] = (None, None)

    def searched(self: RefResolver) -> Any:
        nonlocal last
        if last[0] is not self.referrer:
            last = self.referrer, search(self)
        return last[1]

    RefResolver._get_subschemas_cache = searched  # noqa: SLF001 - see above
