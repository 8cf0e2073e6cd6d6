"""One theme and one offline renderer for every Altair chart of the course.

Importing this module enables both. Altair's own renderers fetch Vega from a content network;
here a chart is sent as ``application/vnd.vegalite.v5+json``, which JupyterLab draws with its own
Vega, and explorables include the JavaScript that vl-convert bundles.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import altair as alt
import numpy as np

VEGALITE_MIME = "application/vnd.vegalite.v5+json"
# JupyterLab 4.6 has Vega-Lite 5; the course's charts are valid in both versions.
_SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
_CONCATENATED = ("hconcat", "vconcat", "concat")
_BUNDLE = Path(__file__).parent / "_static" / "vega.js"

# After Okabe & Ito (2008), "Color Universal Design". Green and pink are darker, so that all six
# also differ in lightness and can be told apart with common colour blindness (tested).
BLUE = "#0072B2"
ORANGE = "#C45000"
GREEN = "#00573F"
PINK = "#7B2D6B"
SKY = "#56B4E9"
YELLOW = "#E69F00"
GREY = "#767676"
INK = "#222222"
PALETTE = (BLUE, ORANGE, GREEN, PINK, SKY, YELLOW, GREY)

AnyChart = TypeVar("AnyChart", bound=alt.TopLevelMixin)
Axis = TypeVar("Axis", alt.X, alt.Y)


@alt.theme.register("course", enable=True)
def _theme() -> alt.theme.ThemeConfig:
    # Set every colour: JupyterLab's dark theme would use white, on the white background of a still.
    return {
        "config": {
            "background": "#FFFFFF",
            "font": "system-ui, sans-serif",
            "padding": 8,
            "view": {"stroke": None, "continuousWidth": 560, "continuousHeight": 240},
            "title": {
                "anchor": "start",
                "fontSize": 15,
                "subtitleFontSize": 12,
                "color": INK,
                "subtitleColor": "#444444",
                "offset": 10,
            },
            "axis": {
                "labelFontSize": 12,
                "titleFontSize": 12,
                "titleFontWeight": "normal",
                "labelColor": INK,
                "titleColor": INK,
                "gridColor": "#E5E5E5",
                "domainColor": "#888888",
                "tickColor": "#888888",
            },
            "legend": {
                "labelFontSize": 12,
                "titleFontSize": 12,
                "labelColor": INK,
                "titleColor": INK,
                "symbolStrokeWidth": 3,
            },
            "header": {
                "labelFontSize": 12,
                "titleFontSize": 12,
                "labelColor": INK,
                "titleColor": INK,
            },
            "line": {"strokeWidth": 2.5, "color": BLUE},
            "bar": {"color": BLUE},
            "point": {"filled": True, "size": 50, "color": BLUE},
            "rule": {"color": GREY, "strokeWidth": 1.5},
            "range": {"category": list(PALETTE)},
        }
    }


def spec_of(chart: alt.TopLevelMixin) -> dict[str, Any]:
    """Check and return a chart's Vega-Lite specification.

    Parameters
    ----------
    chart
        Any Altair chart.

    Raises
    ------
    ValueError
        If neither the chart nor each of its panels has a description (its alternative text).
    """
    spec: dict[str, Any] = chart.to_dict()
    spec["description"] = description_of(spec)
    if not spec["description"]:
        raise ValueError(
            "This chart has no alternative text. Add one with "
            "charts.alt_text(chart, 'What the chart shows, in a sentence.')."
        )
    return spec


def description_of(spec: Mapping[str, Any]) -> str:
    """Return a chart's alternative text: its own, or else that of its panels."""
    texts = [description_of(panel) for panel in panels_of(spec)]
    return spec.get("description") or (" ".join(texts) if all(texts) else "")


def panels_of(spec: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the charts that a chart concatenates."""
    return next((spec[kind] for kind in _CONCATENATED if kind in spec), [])


def mimebundle(spec: dict[str, Any], text: str) -> dict[str, Any]:
    """Return a chart's notebook output, which JupyterLab's Vega 5 draws offline."""
    offline = {"actions": False, "renderer": "svg"}
    spec = {**spec, "$schema": _SCHEMA, "usermeta": {"embedOptions": offline}}
    return {VEGALITE_MIME: rounded(spec), "text/plain": text}


def rounded(value: Any) -> Any:
    """Round a JSON value's floats to five significant digits; NaN becomes null.

    Five digits are more than a chart shows. Rounding makes messages small, and stored outputs the
    same on every machine.
    """
    if isinstance(value, (float, np.floating)):
        return float(f"{value:.5g}") if math.isfinite(value) else None
    if isinstance(value, dict):
        return {key: rounded(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [rounded(item) for item in value]
    return value


def alt_text(chart: AnyChart, text: str) -> AnyChart:
    """Give a chart its alternative text."""
    return chart.properties(description=text)


def axis(  # noqa: PLR0913 - what an axis says, in the order of reading
    channel: type[Axis],
    field: str,
    title: str,
    low: float,
    high: float,
    *,
    every: int | None = None,
    **look: Any,
) -> Axis:
    """Return an axis of amounts from ``low`` to ``high``, exactly.

    Without these ends Vega would round them, and the axis would move with the data.

    Parameters
    ----------
    channel
        `altair.X` or `altair.Y`.
    every
        Label each multiple of this from ``low`` on; None leaves the labels to Vega.
    **look
        Options of `altair.Axis`, such as ``values`` or ``grid``.

    Examples
    --------
    >>> share = axis(alt.X, "percent:Q", "Share (%)", 0, 140, every=50).to_dict()
    >>> share["scale"], share["axis"]
    ({'domain': [0, 140], 'nice': False}, {'values': [0, 50, 100]})
    """
    if every is not None:
        steps = int((high - low) / every)
        look = {"values": [low + every * step for step in range(steps + 1)], **look}
    scale = {"domain": [low, high], "nice": False}
    return channel(field, title=title, scale=scale, axis=look or alt.Undefined)


def colours(by_name: Mapping[str, str]) -> dict[str, list[str]]:
    """Return a scale with a colour for each name."""
    return {"domain": list(by_name), "range": list(by_name.values())}


def start_line(name: str, **options: Any) -> alt.Chart:
    """Mark where the learner started, with a dashed line.

    An explorable keeps the frame ``name`` of its default scene as ``baseline_<name>``.
    """
    return _start(name).mark_line(color=GREY, strokeDash=[4, 3], strokeWidth=1.5, **options)


def start_outline(name: str, **options: Any) -> alt.Chart:
    """Mark where the learner started, with a dashed outline over bars."""
    return _start(name).mark_line(color=INK, strokeDash=[3, 2], strokeWidth=1, **options)


def start_tick(name: str) -> alt.Chart:
    """Mark where the learner started, with a bold tick in each row of bars."""
    return _start(name).mark_tick(color=INK, thickness=2)


def _start(name: str) -> alt.Chart:
    return alt.Chart(alt.NamedData(f"baseline_{name}"))


def to_png(spec: dict[str, Any], scale: float = 1.5) -> bytes:
    """Draw a Vega-Lite specification as a PNG image, without a browser.

    Stored notebooks contain the picture as well as the specification, so that pages that cannot run
    Vega (such as GitHub's) still show every chart.
    """
    import vl_convert  # noqa: PLC0415 - absent in the browser, where nothing is stored

    return bytes(vl_convert.vegalite_to_png({**spec, "$schema": alt.SCHEMA_URL}, scale=scale))


@cache
def vega_bundle() -> str:
    """Return vega, vega-lite and vega-embed as one offline JavaScript module.

    ``make setup`` and the build of the browser site write the bundle once. If it is missing,
    vl-convert creates it (about a second).
    """
    if _BUNDLE.exists():
        return _BUNDLE.read_text(encoding="utf-8")
    import vl_convert  # noqa: PLC0415 - absent in the browser, where the bundle is a file

    return str(vl_convert.javascript_bundle("export { vegaEmbed };"))


def write_vega_bundle() -> Path:
    """Write the JavaScript bundle next to this module and return its path."""
    bundle = vega_bundle()
    _BUNDLE.parent.mkdir(exist_ok=True)
    _BUNDLE.write_text(bundle, encoding="utf-8")
    return _BUNDLE


def _render(spec: dict[str, Any], **_options: Any) -> dict[str, Any]:
    text = spec.get("description") or "A chart without alternative text: see charts.alt_text."
    return mimebundle({**spec, "description": text}, text)


# Rows are inlined where they are used: Altair names a data set by a hash of all its digits.
alt.data_transformers.consolidate_datasets = False
alt.renderers.register("course", _render)
alt.renderers.enable("course")

if __name__ == "__main__":
    print(f"Wrote {write_vega_bundle().name}: every chart now draws without a network.")  # noqa: T201
