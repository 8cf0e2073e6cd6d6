"""What the browser edition lacks says so when it is imported; what is slow there is done once."""

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
