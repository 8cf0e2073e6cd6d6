"""The teaching library of the course: data, simulations, explorables, checkpoints.

Notebooks import everything from here. It is loaded on first use, so ``import course`` itself takes
almost no time::

    from course import charts, check, checkpoint, explore, feedback, load, simulate

    applications = load("credit")
    explore.drift.shift()
"""

from importlib import import_module
from typing import Any

__version__ = "1.0.0"

_MODULES = {
    "charts": "course.charts",
    "data": "course.data",
    "explore": "course.explore",
    "progress": "course.learner.progress",
    "simulate": "course.simulate",
}
_FUNCTIONS = {
    "board_paper": "course.board.paper",
    "card": "course.data",
    "check": "course.checks.selfcheck",
    "checkpoint": "course.recall.checkpoints",
    "course_map": "course.overview.map",
    "decide": "course.board.decisions",
    "feedback": "course.checks.written",
    "load": "course.data",
    "register": "course.board.register",
    "review": "course.recall.reviews",
    "statement": "course.overview.completion",
    "truth": "course.data",
}

__all__ = ["__version__", *sorted((*_MODULES, *_FUNCTIONS))]  # noqa: PLE0604 - names, all strings


def __getattr__(name: str) -> Any:
    """Import a public name on first use (PEP 562)."""
    if name in _MODULES:
        return import_module(_MODULES[name])
    if name in _FUNCTIONS:
        return getattr(import_module(_FUNCTIONS[name]), name)
    raise AttributeError(f"module 'course' has no attribute {name!r}; it has {', '.join(__all__)}")


def __dir__() -> list[str]:
    return list(__all__)
