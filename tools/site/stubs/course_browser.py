"""What the browser edition lacks says so, and where it is, when it is imported."""

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

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
    """Answer imports of what is absent."""
    sys.meta_path.append(Absent())
