"""Classes of libraries by their names, where rebuilding them runs no code of the student's."""

from __future__ import annotations

import sys
from typing import Any

from grader.split.both.values import BadValue


def loaded_class(module: Any, name: Any, allowed: tuple[str, ...]) -> Any:
    """Return a class or function of a loaded library module of the allowed families.

    Raises
    ------
    BadValue
        If there is none.
    """
    if type(module) is not str or type(name) is not str or not _in_families(module, allowed):
        raise BadValue(f"{module}.{name} does not travel")
    found = getattr(sys.modules.get(module), name, None)
    if found is None or getattr(found, "__module__", None) != module:
        raise BadValue(f"{module}.{name} is not there")
    return found


def _in_families(module: str, families: tuple[str, ...]) -> bool:
    return any(module == family or module.startswith(family + ".") for family in families)


def is_library(kind: Any, families: tuple[str, ...]) -> bool:
    """Tell whether a class or function is one of a library module of some families."""
    module = getattr(kind, "__module__", None)
    if type(module) is not str or not _in_families(module, families):
        return False
    return getattr(sys.modules.get(module), kind.__name__, None) is kind
