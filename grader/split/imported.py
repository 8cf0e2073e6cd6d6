"""Which imports of a student's a checker may make by itself: of modules that judge nobody."""

from __future__ import annotations

import importlib
from typing import Any

from grader.split.both import names

MODULES = frozenset(
    {
        *("numpy", "pandas", "sklearn", "scipy", "altair", "math", "statistics", "random", "cmath"),
        *("datetime", "json", "re", "itertools", "collections", "functools", "operator", "string"),
        *("decimal", "fractions", "time", "os", "matplotlib", "course", "textwrap", "bisect"),
        *("heapq", "csv", "calendar", "pathlib"),
    }
)
"""Modules that a student's ``import`` may bind in the checker where no reference is known."""
_RISKY = ("pickle", "eval", "exec", "load", "compile", "query", "import", "system", "popen", "run")


def sound(imports: dict[str, Any]) -> dict[str, Any]:
    """Keep the imports whose name in the checker cannot be turned against it."""
    return {
        name: [module, attribute]
        for name, (module, attribute) in imports.items()
        if module.split(".")[0] in MODULES
        and not (attribute or "").startswith("_")
        and not (attribute and any(word in attribute.lower() for word in _RISKY))
        and not names.is_builtin(name)
    }


def imported(place: list[Any]) -> Any:
    """Return a module of this process, or what it holds; None if there is no such thing."""
    try:
        module = importlib.import_module(place[0])
        return module if place[1] is None else getattr(module, place[1])
    except (ImportError, AttributeError):
        return None
