"""An explorable's chart as Vega-Lite: veiled, with data, and as a notebook's still image."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from course import charts


def emptied(spec: Any) -> Any:
    """Remove all data from a specification; keep axes, scales and names.

    Inline rows are removed too: they may be the answer.
    """
    if isinstance(spec, list):
        return [emptied(part) for part in spec]
    if not isinstance(spec, dict):
        return spec
    return {key: _emptied_part(key, part) for key, part in spec.items()}


def _emptied_part(key: str, part: Any) -> Any:
    if key == "datasets":
        return {name: [] for name in part}
    if key == "data" and isinstance(part, dict):
        return {"name": part["name"]} if "name" in part else {"values": []}
    return emptied(part)


def with_panels(spec: Mapping[str, Any], visibility: Mapping[str, bool]) -> dict[str, Any]:
    """Return a chart without the panels that aren't shown.

    Parameters
    ----------
    spec
        A specification. If a panel is left out, the alternative texts of the others are its own.
    visibility
        Whether a panel is shown, by its title. Other panels are.
    """
    titles = {title_of(panel) for panel in _panels(spec)}
    for title in visibility:
        if title not in titles:
            raise ValueError(
                f"The chart has no panel with the title {title!r}; "
                f"there are {', '.join(sorted(titles)) or 'none'}."
            )
    if all(visibility.values()):
        return dict(spec)
    rest = {**_pruned(spec, visibility), "description": ""}
    text = charts.description_of(rest)
    if not text:
        left_out = ", ".join(repr(title) for title in visibility if not visibility[title])
        raise ValueError(
            f"The chart without {left_out} has no panel, or one without an alternative text. "
            "Keep one, and give each its own text with charts.alt_text."
        )
    return {**rest, "description": text}


def _panels(spec: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the panels of a chart, without the rows and columns around them."""
    parts = charts.panels_of(spec)
    return [inner for part in parts for inner in _panels(part) or [part]]


def _pruned(spec: Mapping[str, Any], visibility: Mapping[str, bool]) -> dict[str, Any]:
    parts = charts.panels_of(spec)
    panels = [_pruned(part, visibility) for part in parts if visibility.get(title_of(part), True)]
    not_empty = [part for part in panels if _panels(part) or "mark" in part or "layer" in part]
    return {key: not_empty if part is parts else part for key, part in spec.items()}


def frames_in(spec: Any) -> set[str]:
    """Return the names of the data in a specification."""
    if isinstance(spec, list):
        return set().union(*map(frames_in, spec))
    if not isinstance(spec, dict):
        return set()
    own = spec.get("data")
    names = {own["name"]} if isinstance(own, dict) and "name" in own else set()
    return names.union(*map(frames_in, spec.values()))


def with_data(spec: Mapping[str, Any], data: Mapping[str, Any]) -> dict[str, Any]:
    """Return a specification with rows for its named data."""
    return {**spec, "datasets": {**spec.get("datasets", {}), **data}}


def titled(spec: Mapping[str, Any], title: str, below: str) -> dict[str, Any]:
    """Return a specification with a title and a sentence below it, as lines."""
    old = spec.get("title")
    look = old if isinstance(old, dict) else {}
    lines = _lines(title, 80)
    text = lines[0] if len(lines) == 1 else lines
    return {**spec, "title": {**look, "text": text, "subtitle": _lines(below, 105)}}


def title_of(spec: Mapping[str, Any]) -> str:
    """Return the title of a specification as one line."""
    title = spec.get("title") or ""
    text = title.get("text", "") if isinstance(title, Mapping) else title
    return text if isinstance(text, str) else " ".join(text)


def _lines(text: str, width: int) -> list[str]:
    lines: list[str] = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + len(word) >= width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
