"""Explorables: interactive simulations, one small package per module.

``explore.drift.shift()`` shows an explorable. Each is a thin layer over the model of the same name
in ``course.simulate``. A course of your own has its explorables in its own folder ``explore``.
"""

from importlib import import_module
from typing import Any

from course.explore.challenges import Challenge
from course.explore.controls import Choice, Points, Slider, Toggle
from course.explore.explorable import Explorable
from course.explore.guesses import GuessChoice, GuessLine, GuessNumber
from course.explore.scene import Scene
from course.syllabus.coursefile import extend
from course.syllabus.syllabus import READY

extend(__path__, "explore")

__all__ = [  # noqa: PLE0604 - names, all strings
    "Challenge",
    "Choice",
    "Explorable",
    "GuessChoice",
    "GuessLine",
    "GuessNumber",
    "Points",
    "Scene",
    "Slider",
    "Toggle",
    *READY,
]


def __getattr__(name: str) -> Any:
    """Import a module's explorables on first use (PEP 562)."""
    if name in READY:
        return import_module(f"course.explore.{name}")
    raise AttributeError(
        f"course.explore has no explorables for {name!r}; it has {', '.join(READY)}"
    )
