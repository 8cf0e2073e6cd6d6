"""Pure, seeded models behind the explorables and data sets: no widget, no chart, one idea a file.

``simulate.quality`` holds what module 2 uses and ``simulate.drift`` what module 7 uses;
``simulate.portfolio`` holds what module 6 uses with its data; ``simulate.retail`` and
``simulate.credit`` make the other data.
"""

from importlib import import_module
from typing import Any

_MODULES = ("credit", "drift", "portfolio", "quality", "retail", "start_here")

__all__ = ["credit", "drift", "portfolio", "quality", "retail", "start_here"]


def __getattr__(name: str) -> Any:
    """Import a model when it is first asked for (PEP 562)."""
    if name in _MODULES:
        return import_module(f"course.simulate.{name}")
    raise AttributeError(f"course.simulate has no model {name!r}; it has {', '.join(_MODULES)}")
