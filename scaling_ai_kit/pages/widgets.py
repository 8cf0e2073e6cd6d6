"""Rebuild the widget that a cell's last line makes.

A stored notebook has only an explorable's default state. Here it is built again and simulated
beforehand: at every preset, and at every position of each control with the others at their
defaults. So in a page without a kernel its buttons work, and its controls one at a time. Where
there are few settings, all are simulated, and so its challenges work too. Points in a plane have
too many places for that: they stay where they are, and one that a preset moves can move alone.
"""

from __future__ import annotations

import ast
import gzip
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from itertools import product
from math import prod
from typing import Any

from course import charts
from course.board.decisions import Decision
from course.explore import Explorable
from course.recall.checkpoints import Checkpoint

_MOST_SETTINGS = 900
_LARGEST_GRID = 150_000  # bytes, compressed


@dataclass(frozen=True)
class Call:
    """The call that ends a cell: dotted name and constant arguments."""

    name: str
    arguments: tuple[Any, ...]
    text: str = ""


def last_call(source: str) -> Call | None:
    """Return the call that a cell shows, also by the name that it gave the result; or None."""
    body = ast.parse(source).body
    call = body[-1].value if body and isinstance(body[-1], ast.Expr) else None
    if isinstance(call, ast.Name):
        call = _assigned(body, call.id)
    if not isinstance(call, ast.Call):
        return None
    constants = (part.value for part in call.args if isinstance(part, ast.Constant))
    return Call(ast.unparse(call.func), tuple(constants), ast.unparse(call))


def is_bare_call(source: str) -> bool:
    """Tell whether a cell does nothing but show a card, which a reader needs no code for."""
    *before, last = ast.parse(source).body or [ast.Pass()]
    return (
        isinstance(last, ast.Expr)
        and step(last_call(source)) is not None
        and all(isinstance(line, ast.Import | ast.ImportFrom) for line in before)
    )


def _assigned(body: list[ast.stmt], name: str) -> ast.expr | None:
    """Return what a cell assigned to a name last."""
    for step in reversed(body):
        if isinstance(step, ast.Assign) and [ast.unparse(target) for target in step.targets] == [
            name
        ]:
            return step.value
    return None


@cache
def explorable(call: Call | None) -> Explorable | None:
    """Return the explorable that ``explore.<module>.<name>(...)`` makes; None for other calls."""
    parts = call.name.split(".") if call else []
    if not call or len(parts) != 3 or parts[0] != "explore":
        return None
    make = getattr(import_module(f"course.explore.{parts[1]}"), parts[2])
    result = make(**_keywords(call))
    return result if isinstance(result, Explorable) else None


def _keywords(call: Call) -> dict[str, Any]:
    """Return a call's keyword arguments, which the page must know without running the cell."""
    keywords = ast.parse(call.text).body[0].value.keywords  # type: ignore[attr-defined]
    try:
        return {part.arg: ast.literal_eval(part.value) for part in keywords}
    except ValueError as problem:
        raise ValueError(
            f"{call.text}: the page needs plain values here, not names or formulas."
        ) from problem


@cache
def explorable_state(shown: Explorable) -> dict[str, Any]:
    """Return an explorable's state with all scenes for the page's script.

    ``presets`` has scenes by name; ``alone`` has the scenes of each control that can move without a
    kernel, by position. A scene has only the differences from the default's.
    """
    alone = {
        control["name"]: [
            _scene(shown, {control["name"]: position}) for position in positions(control)
        ]
        for control in shown.controls
        if control["kind"] != "points"
    }
    presets = {name: _scene(shown, values) for name, values in shown.presets.items()}
    return {
        "name": shown.name,
        "personal": shown.personal,
        "chart_name": shown.chart_name,
        "authored": shown.authored,
        "revealed": "",
        "shown": "",
        "answer": {},
        "solved": [],
        "values": shown.defaults,
        "answers": charts.rounded(shown.answers()),
        "scenes": {"first": {**_first(shown), "data": {}}, "presets": presets, "alone": alone},
    }


def scenes_file(shown: Explorable) -> bytes:
    """Return the scenes beyond the first, compressed: those of the grid, or of single controls."""
    scenes = explorable_state(shown)["scenes"]
    return _packed({"presets": scenes["presets"], **(grid(shown) or {"alone": scenes["alone"]})})


@cache
def grid(shown: Explorable) -> dict[str, Any] | None:
    """Return the scenes of all settings, if they are few and small enough.

    ``all`` has them in the order of the settings, of which the last control moves fastest;
    points are at their defaults. ``points`` has, by name, each point's that a preset moves.
    """
    along = {each["name"]: positions(each) for each in shown.controls if each["kind"] != "points"}
    if prod(map(len, along.values())) > _MOST_SETTINGS:
        return None
    scenes = {
        "all": [
            _scene(shown, dict(zip(along, at, strict=True))) for at in product(*along.values())
        ],
        "points": dict(_moved_points(shown)),
    }
    return scenes if len(_packed(scenes)) <= _LARGEST_GRID else None


def _packed(scenes: Mapping[str, Any]) -> bytes:
    text = json.dumps(scenes, separators=(",", ":"), ensure_ascii=False)
    return gzip.compress(text.encode(), mtime=0)


def _moved_points(widget: Explorable) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Yield each point that a preset moves, with its scenes at all places, ``y`` moving fastest."""
    for control in widget.controls:
        if control["kind"] != "points":
            continue
        name = control["name"]
        usual: Any = widget.defaults[name]
        places = [positions({**control[axis], "kind": "slider"}) for axis in ("x", "y")]
        points = [preset[name] for preset in widget.presets.values() if preset[name] != usual]
        for point in sorted({each for at in points for each in at if at[each] != usual[each]}):
            yield (
                point,
                [_scene(widget, {name: {**usual, point: list(at)}}) for at in product(*places)],
            )


def _scene(widget: Explorable, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return a scene's differences from the default's."""
    first, whole = _first(widget), widget.scene_at(values)
    scene = {**whole, "data": _moved(first["data"], whole["data"])}
    default = {**first, "data": {}}
    return {name: part for name, part in scene.items() if part != default[name]}


@cache
def _first(widget: Explorable) -> dict[str, Any]:
    return widget.scene_at({})


def positions(control: Mapping[str, Any]) -> list[Any]:
    """Return a control's positions in order."""
    if control["kind"] == "choice":
        return list(control["options"])
    if control["kind"] == "toggle":
        return [False, True]
    low, high, step = (control[name] for name in ("low", "high", "step"))
    # As a browser counts a slider's steps, rounded.
    return [round(low + number * step, 9) for number in range(int((high - low) / step + 1e-9) + 1)]


def _moved(first: Mapping[str, Any], data: Mapping[str, Any]) -> dict[str, Any]:
    frames = {}
    for frame, columns in data.items():
        old = first[frame]
        lengths = {len(column) for rows in (old, columns) for column in rows.values()}
        keep_all = len(lengths) > 1
        changes = {
            name: column for name, column in columns.items() if keep_all or column != old[name]
        }
        if changes:
            frames[frame] = changes
    return frames


def checkpoint(call: Call | None) -> Checkpoint | None:
    """Return the checkpoint that ``checkpoint("<module>")`` shows; None for other calls."""
    return Checkpoint(*call.arguments) if call and call.name == "checkpoint" else None


def checkpoint_state(shown: Checkpoint, module: str) -> dict[str, Any]:
    """Return an unanswered checkpoint for the page's script."""
    name = f"{module}.checkpoint"
    return {"name": name, "title": shown.title, "questions": shown.questions, "answers": {}}


def decision(call: Call | None) -> Decision | None:
    """Return the decision that ``decide("<module>")`` shows; None for other calls."""
    return Decision(*call.arguments) if call and call.name == "decide" else None


def decision_state(shown: Decision, module: str) -> dict[str, Any]:
    """Return an open decision for the page's script."""
    names = ("title", "prompt", "hint", "longest_reason", "options", "numbers")
    state = {name: getattr(shown, name) for name in names}
    return {"name": f"{module}.decision", **state, "decided": {}, "versions": []}


def step(call: Call | None) -> str | None:
    """Return the name under which the progress of a call's widget is kept; None for other calls."""
    if widget := explorable(call):
        return widget.name
    if call and (checkpoint(call) or decision(call)):
        kind = "checkpoint" if call.name == "checkpoint" else "decision"
        return f"{call.arguments[0]}.{kind}"
    return None
