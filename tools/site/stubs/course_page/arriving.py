"""Load packages when one of their modules is first imported."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from importlib import invalidate_caches
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType


class Arriving(MetaPathFinder):
    """Fetches packages when one of their modules is imported."""

    def __init__(self, modules: Iterable[str], fetch: Callable[[], object]) -> None:
        self._modules, self._fetch = frozenset(modules), fetch

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Add the packages to the file system, and find the module there."""
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
        Top-level modules of the packages.
    fetch
        Adds all of them to the file system.
    """
    sys.meta_path.append(Arriving(modules, fetch))
