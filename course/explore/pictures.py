"""The charts of an explorable, checked: of a scene, and of the situation before the guess."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import altair as alt

from course import charts
from course.explore import specification
from course.explore.focus import Focus
from course.explore.guesses import Guess, GuessChoice


def of_scene(
    chart: alt.TopLevelMixin,
    guess: Guess | None,
    panels: Mapping[str, tuple[str, ...]],
    focus: Focus,
) -> dict[str, Any]:
    """Return the chart of every scene, with the panels that the focus shows."""
    shown = {title: focus.shows(*needs) for title, needs in panels.items()}
    spec = specification.with_panels(charts.spec_of(chart), shown)
    if not specification.title_of(spec):
        raise ValueError("An explorable's chart needs a title that says its point.")
    _check_draws(spec, guess, "chart")
    return spec


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
