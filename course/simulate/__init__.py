"""Pure, seeded models behind the lessons' explorables: no widget, no chart, one idea per file.

``simulate.drift`` has the models of the lesson of that name. `course.syllabus` lists the lessons.
A course of your own has its models in its own folder ``simulate``.
"""

from importlib import import_module
from typing import Any

from course.syllabus.coursefile import extend
from course.syllabus.syllabus import READY

extend(__path__, "simulate")

__all__ = list(READY)


def __getattr__(name: str) -> Any:
    """Import a lesson's models on first use (PEP 562)."""
    if name in READY:
        return import_module(f"course.simulate.{name}")
    raise AttributeError(f"course.simulate has no models for {name!r}; it has {', '.join(READY)}")
