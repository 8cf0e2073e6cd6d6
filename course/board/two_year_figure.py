"""The two years of a board as a picture: one small panel per measure, as SVG."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator
from math import ceil, floor, log10
from typing import Final

import numpy as np

from course.board import boards

_WIDTH, _HEIGHT = 244, 160
_LEFT, _RIGHT, _TOP, _BOTTOM = 34, 42, 26, 38  # room for ticks, last values, title and months
_PLAN: Final = 'stroke="#0072B2" stroke-width="3"'
_TODAY: Final = 'stroke="currentColor" stroke-width="1.5" stroke-dasharray="5 4"'
_TICKS = 4
_APART = 13  # two last values, so that both can be read

Height = Callable[[float], float]
"""Where a value is drawn, counted from the top."""


def figure(board: boards.Board) -> str:
    """Return the two years of a board, and of all as it is, as HTML without a script."""
    played = boards.play([board, {}] if board else [{}])
    panels = "".join(
        _panel(title, unit, values.T)
        for title, unit, values in (
            ("In production", "products", played.live),
            ("Money since the start", "€ million", played.total / 1000),
            ("Incidents since the start", "count", played.incidents),
        )
    )
    lines = (
        ": our plan is the solid line, and all as it is the dashed one"
        if board
        else ", all as it is"
    )
    return (
        f'<figure class="two-years" style="margin: 0"><div style="display: flex; flex-wrap: wrap">'
        f"{panels}</div><figcaption>Two years in the model{lines}. A product is in production "
        "once a business relies on it. In an incident, it does harm.</figcaption></figure>"
    )


def _panel(title: str, unit: str, lines: np.ndarray) -> str:
    """Return one measure; ``lines`` has a row per board, the learner's first."""
    ticks = _ticks(min(0.0, float(lines.min())), float(lines.max()))
    across = np.linspace(_LEFT, _WIDTH - _RIGHT, lines.shape[1])

    def height(value: float) -> float:
        share = (value - ticks[0]) / (ticks[-1] - ticks[0])
        return _HEIGHT - _BOTTOM - share * (_HEIGHT - _TOP - _BOTTOM)

    said = [f"{_number(line[0])} to {_number(line[-1])}" for line in lines]
    names = ("with our plan", "if all stays as it is")[-len(lines) :]
    alt = f"{title} ({unit}), from month 0 to month {lines.shape[1] - 1}: " + "; ".join(
        f"{words} {name}" for words, name in zip(said, names, strict=True)
    )
    styles = (_PLAN, _TODAY)[-len(lines) :]
    drawn = "".join(
        f'<polyline fill="none" {style} points="'
        + " ".join(f"{x:.1f},{height(y):.1f}" for x, y in zip(across, line, strict=True))
        + '"/>'
        for line, style in zip(lines, styles, strict=True)
    )
    return (
        f'<svg role="img" viewBox="0 0 {_WIDTH} {_HEIGHT}" style="flex: 1 1 200px; min-width: 0; '
        f'max-width: 340px" font-size="12" fill="currentColor"><title>{html.escape(alt)}</title>'
        f"{_text(0, 13, f'{title} ({unit})', 'start', '600')}"
        f"{''.join(_axes(ticks, height, across))}{drawn}{_last(lines, height)}</svg>"
    )


def _axes(ticks: list[float], height: Height, across: np.ndarray) -> Iterator[str]:
    for tick in ticks:
        opacity = "0.8" if tick == 0 else "0.25"
        yield (
            f'<path d="M{_LEFT} {height(tick):.1f}H{_WIDTH - _RIGHT}" stroke="currentColor" '
            f'stroke-opacity="{opacity}"/>'
        )
        yield _text(_LEFT - 5, height(tick) + 4, _number(tick, "g"), "end")
    for month in range(0, len(across), 6):
        yield _text(across[month], _HEIGHT - 21, str(month), "middle")
    yield _text(across.mean(), _HEIGHT - 5, "Month", "middle")


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
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-weight="{weight}">'
        f"{words}</text>"
    )


def _ticks(low: float, high: float) -> list[float]:
    """Return round numbers from at most `low` to at least `high`."""
    least = (high - low or 1) / _TICKS
    size = 10.0 ** floor(log10(least))
    step = next(size * factor for factor in (1, 2, 5, 10) if size * factor >= least)
    return [step * number for number in range(floor(low / step), ceil(high / step) + 1)]


def _number(value: float, form: str = ".1f") -> str:
    return format(value, form).replace("-", boards.MINUS)
