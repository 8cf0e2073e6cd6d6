"""The charts of an explorable, checked: of a scene, and of the situation before the guess."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import altair as alt

from course import charts
from course.explore import specification
from course.explore.focus import Focus
from course.explore.guesses import Guess, GuessChoice
from course.explore.scene import Scene

_ALONE = 200
"""The least height of a panel without its neighbours, in pixels."""


def of_scene(
    chart: alt.TopLevelMixin,
    guess: Guess | None,
    panels: Mapping[str, tuple[str, ...]],
    focus: Focus,
) -> dict[str, Any]:
    """Return the chart of every scene, with the panels that the focus shows."""
    visibility = {title: focus.shows(*needs) for title, needs in panels.items()}
    spec = specification.with_panels(charts.spec_of(chart), visibility)
    if not specification.title_of(spec):
        raise ValueError("An explorable's chart needs a title that says its point.")
    _check_draws(spec, guess, "chart")
    return spec


def check_frames(spec: Mapping[str, Any], scene: Scene) -> None:
    """Refuse a chart that draws a frame which the scene doesn't have."""
    own = {"guess", "truth", *spec.get("datasets", {})}
    frames = {name.removeprefix("baseline_") for name in specification.frames_in(spec) - own}
    if unknown := frames - set(scene.data):
        raise ValueError(
            f"The chart draws {', '.join(sorted(unknown))}; the model's Scene has "
            f"{', '.join(scene.data) or 'no frames'}. Correct the name in alt.NamedData, or give "
            "the frame in the Scene."
        )


def of_nothing(spec: Mapping[str, Any]) -> dict[str, Any]:
    """Return a chart's empty axes, of the panels that take the guess if there are such."""
    return specification.emptied({**_guessed(spec), "title": None})


def _guessed(spec: Mapping[str, Any]) -> dict[str, Any]:
    parts = charts.panels_of(spec)
    panels = [_roomy(_guessed(part)) for part in parts if "guess" in specification.frames_in(part)]
    return {key: panels if panels and part is parts else part for key, part in spec.items()}


def _roomy(panel: dict[str, Any]) -> dict[str, Any]:
    """Give a panel that is shown without its neighbours some of their height."""
    return {**panel, "height": max(panel["height"], _ALONE)} if "height" in panel else panel


def of_situation(chart: alt.TopLevelMixin, guess: Guess | None) -> dict[str, Any]:
    """Return the picture before the guess, which has all of its data."""
    spec = charts.spec_of(chart)
    _check_draws(spec, guess, "picture before the guess")
    missing = specification.frames_in(spec) - {*spec.get("datasets", {}), "guess", "truth"}
    if missing:
        raise ValueError(
            f"The picture before the guess draws {', '.join(sorted(missing))} of the scene. Give "
            "it its own data, so that it can't show the answer."
        )
    return spec


def _check_draws(spec: Mapping[str, Any], guess: Guess | None, what: str) -> None:
    if isinstance(guess, GuessChoice | None) or "guess" in specification.frames_in(spec):
        return
    raise ValueError(
        f"The {what} does not draw the guess: layer ghosts.guess_rules() or ghosts.guess_line() "
        "over it."
    )
