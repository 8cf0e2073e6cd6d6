"""What a cell's last line makes: an explorable, a checkpoint, the course map, or none of them.

A stored notebook keeps of an explorable only its default state. Here it is made anew, and every
preset is simulated beforehand, so that its buttons work in a page without a kernel.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from course import charts
from course.checkpoints import Checkpoint
from course.explore import Explorable


@dataclass(frozen=True)
class Call:
    """The call that ends a cell: its function's dotted name, and its arguments where constant."""

    name: str
    arguments: tuple[Any, ...]


def last_call(source: str) -> Call | None:
    """Return the call that a cell shows, or None where it shows something else."""
    body = ast.parse(source).body
    if not body or not isinstance(body[-1], ast.Expr) or not isinstance(body[-1].value, ast.Call):
        return None
    call = body[-1].value
    constants = (part.value for part in call.args if isinstance(part, ast.Constant))
    return Call(ast.unparse(call.func), tuple(constants))


def explorable(call: Call | None) -> Explorable | None:
    """Return the explorable that ``explore.<module>.<name>()`` makes; None for other calls."""
    parts = call.name.split(".") if call else []
    if len(parts) != 3 or parts[0] != "explore":
        return None
    made = getattr(import_module(f"course.explore.{parts[1]}"), parts[2])()
    return made if isinstance(made, Explorable) else None


def explorable_state(shown: Explorable) -> dict[str, Any]:
    """Return an explorable with the scenes of its presets, as the page's script reads them.

    A preset's scene holds only the frames that differ from the default's.
    """
    first, defaults = shown.scene, shown.values
    scenes = {}
    for name, values in shown.presets.items():
        shown.move(**values)
        data = shown.scene["data"]
        moved = {frame: rows for frame, rows in data.items() if rows != first["data"][frame]}
        scenes[name] = {"data": moved, "summary": shown.scene["summary"]}
    shown.move(**defaults)
    state = {
        name: getattr(shown, name)
        for name in ("title", "controls", "presets", "prediction", "values", "scene")
    }
    frames = {prefix + name for name in first["data"] for prefix in ("", "baseline_")}
    own = {name: rows for name, rows in shown.spec["datasets"].items() if name not in frames}
    spec = charts.rounded({**shown.spec, "datasets": own})
    return {**state, "predicted": None, "spec": spec, "scenes": scenes}


def checkpoint(call: Call | None) -> Checkpoint | None:
    """Return the checkpoint that ``checkpoint("<module>")`` shows; None for other calls."""
    return Checkpoint(*call.arguments) if call and call.name == "checkpoint" else None


def checkpoint_state(shown: Checkpoint) -> dict[str, Any]:
    """Return a checkpoint as the page's script reads it."""
    return {"title": shown.title, "questions": shown.questions, "answers": {}}
