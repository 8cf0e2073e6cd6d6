"""The two years of a board as a picture: one small panel per measure, as SVG."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator, Mapping
from math import ceil, floor, log10
from typing import Final

import numpy as np

from course.board import boards
from course.board.wording import say

_WIDTH, _HEIGHT = 244, 160
_LEFT, _RIGHT, _TOP, _BOTTOM = 34, 42, 26, 38  # room for ticks, last values, title and months
_TICKS = 4
_APART = 13  # two last values, so that both can be read
SIZES: Final = {
    "width": _WIDTH,
    "height": _HEIGHT,
    "left": _LEFT,
    "right": _RIGHT,
    "top": _TOP,
    "bottom": _BOTTOM,
    "ticks": _TICKS,
    "apart": _APART,
}
PANELS: Final = (
    ("In production", "products", "live", 1),
    ("Money since the start", "€ million", "total", 1000),
    ("Incidents since the start", "count", "incidents", 1),
)
"""Title, unit, the measure, and its unit in the model's."""
LINES: Final = (
    'stroke="#0072B2" stroke-width="3"',
    'stroke="currentColor" stroke-width="1.5" stroke-dasharray="5 4"',
)
"""The styles of the plan and of all as it is."""
MARKUP: Final[Mapping[str, str]] = {
    "figure": '<figure class="two-years" style="margin: 0"><div style="display: flex; flex-wrap: '
    'wrap">{panels}</div><figcaption>{caption}</figcaption></figure>',
    "panel": f'<svg role="img" viewBox="0 0 {_WIDTH} {_HEIGHT}" style="flex: 1 1 200px; '
    'min-width: 0; max-width: 340px" font-size="12" fill="currentColor"><title>{alt}</title>'
    "{title}{axes}{drawn}{last}</svg>",
    "line": '<polyline fill="none" {style} points="{points}"/>',
    "tick": '<path d="M{left} {y:.1f}H{right}" stroke="currentColor" stroke-opacity="{opacity}"/>',
    "text": '<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-weight="{weight}">{words}'
    "</text>",
}
"""Parts of the picture, which pages fill as well."""

Height = Callable[[float], float]
"""Where a value is drawn, counted from the top."""


def figure(board: boards.Board) -> str:
    """Return the two years of a board, and of all as it is, as HTML without a script."""
    outcome = boards.play([board, {}] if board else [{}])
    panels = "".join(
        _panel(say("panel", title=title, unit=unit), (getattr(outcome, measure) / scale).T)
        for title, unit, measure, scale in PANELS
    )
    caption = say("figure", lines=say("lines" if board else "one_line"))
    return MARKUP["figure"].format(panels=panels, caption=caption)


def _panel(title: str, lines: np.ndarray) -> str:
    """Return one measure; ``lines`` has a row per board, the learner's first."""
    ticks = _ticks(min(0.0, float(lines.min())), float(lines.max()))
    across = np.linspace(_LEFT, _WIDTH - _RIGHT, lines.shape[1])

    def height(value: float) -> float:
        share = (value - ticks[0]) / (ticks[-1] - ticks[0])
        return _HEIGHT - _BOTTOM - share * (_HEIGHT - _TOP - _BOTTOM)

    names = map(say, ("our_plan", "all_as_it_is")[-len(lines) :])
    descriptions = [
        say("from_to", start=_number(line[0]), end=_number(line[-1]), name=name)
        for line, name in zip(lines, names, strict=True)
    ]
    alt = say("alt", title=title, months=lines.shape[1] - 1, said="; ".join(descriptions))
    marks = [
        MARKUP["line"].format(
            style=style,
            points=" ".join(f"{x:.1f},{height(y):.1f}" for x, y in zip(across, line, strict=True)),
        )
        for line, style in zip(lines, LINES[-len(lines) :], strict=True)
    ]
    return MARKUP["panel"].format(
        alt=html.escape(alt),
        title=_text(0, 13, title, "start", "600"),
        axes="".join(_axes(ticks, height, across)),
        drawn="".join(marks),
        last=_last(lines, height),
    )


def _axes(ticks: list[float], height: Height, across: np.ndarray) -> Iterator[str]:
    for tick in ticks:
        opacity = "0.8" if tick == 0 else "0.25"
        ends = {"left": _LEFT, "right": _WIDTH - _RIGHT}
        yield MARKUP["tick"].format(y=height(tick), opacity=opacity, **ends)
        yield _text(_LEFT - 5, height(tick) + 4, _number(tick, "g"), "end")
    for month in range(0, len(across), 6):
        yield _text(across[month], _HEIGHT - 21, str(month), "middle")
    yield _text(across.mean(), _HEIGHT - 5, say("month"), "middle")


def _last(lines: np.ndarray, height: Height) -> str:
    """Return each line's last value next to its end."""
    places = [height(line[-1]) for line in lines]
    if len(places) == 2 and abs(places[0] - places[1]) < _APART:
        middle, up = sum(places) / 2, 1 if places[0] <= places[1] else -1
        places = [middle - up * _APART / 2, middle + up * _APART / 2]
    weights = ("700", "400")[-len(lines) :]
    return "".join(
        _text(_WIDTH - _RIGHT + 4, place + 4, _number(line[-1]), "start", weight)
        for line, place, weight in zip(lines, places, weights, strict=True)
    )


def _text(x: float, y: float, words: str, anchor: str, weight: str = "400") -> str:
    return MARKUP["text"].format(x=x, y=y, words=words, anchor=anchor, weight=weight)


def _ticks(low: float, high: float) -> list[float]:
    """Return round numbers from at most `low` to at least `high`."""
    least = (high - low or 1) / _TICKS
    size = 10.0 ** floor(log10(least))
    step = next(size * factor for factor in (1, 2, 5, 10) if size * factor >= least)
    return [step * number for number in range(floor(low / step), ceil(high / step) + 1)]


def _number(value: float, form: str = ".1f") -> str:
    return format(value, form).replace("-", boards.MINUS)
