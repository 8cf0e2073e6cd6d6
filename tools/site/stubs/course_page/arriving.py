"""Packages that a page loads only when one of their modules is imported."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from importlib import invalidate_caches
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType


class Arriving(MetaPathFinder):
    """Asked last: fetches packages when one of their modules is imported."""

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
