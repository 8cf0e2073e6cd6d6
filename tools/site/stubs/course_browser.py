"""Explain imports that a browser lacks, and cache a slow search."""

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
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
    """Finds, after all other finders, modules that a browser lacks."""

    def find_spec(
        self, name: str, _path: Sequence[str] | None, _target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Raise an error for a module that a browser lacks."""
        if name in _ABSENT:
            raise ModuleNotFoundError(
                f"{_ABSENT[name]}, which a browser can't do. Use it on your own machine: make lab "
                "(see README.md).",
                name=name,
            )
        return None


def install() -> None:
    """Explain absent modules, and cache the validator's search."""
    sys.meta_path.append(Absent())
    _search_a_schema_once()


def _search_a_schema_once() -> None:
    """Cache the search of the last schema.

    Altair checks each part of a chart against Vega-Lite's schema of 1.5 MB, and jsonschema below
    4.18 searches the whole schema for names each time.
    """
    search = RefResolver._get_subschemas_cache  # noqa: SLF001 - nothing public does
    last: tuple[Any, Any] = (None, None)

    def searched(self: RefResolver) -> Any:
        nonlocal last
        if last[0] is not self.referrer:
            last = self.referrer, search(self)
        return last[1]

    RefResolver._get_subschemas_cache = searched  # noqa: SLF001 - see above
