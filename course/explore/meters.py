"""How near a setting is to a challenge: the distance between its figures and their limits.

A challenge is any function of the controls and the scene's facts. Its limits are read by calling it
once at its witness, where all of its conditions hold, with figures that note what they are compared
with.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

from course.explore.challenges import Challenge
from course.explore.scene import Scene

_Figures = Mapping[tuple[str, str], Any]
_Term = Callable[[_Figures], float]
_HAIR = 1e-9
"""The gap between two figures that are equal but should differ."""


class Meter:
    """The way from the start to a challenge.

    Parameters
    ----------
    challenge
        The challenge.
    start
        The controls and the scene where the way begins.
    witness
        Those that reach the challenge.
    """

    def __init__(
        self,
        challenge: Challenge,
        start: tuple[Mapping[str, Any], Scene],
        witness: tuple[Mapping[str, Any], Scene],
    ) -> None:
        self._start = _figures(*start)
        self._limits = _limits_of(challenge, *witness)
        if self.read(*start) == 1:  # the way is in choices or switches, which it doesn't measure
            self._limits = ()

    def read(self, values: Mapping[str, Any], scene: Scene) -> float | None:
        """Return which part of the way is done, up to the limit that is furthest away.

        Rounded down to hundredths, so that 1 means that all limits hold. None if the challenge
        compares no figure with a limit, or all figures hold from the start.
        """
        if not self._limits:
            return None
        figures = _figures(values, scene)
        least = min(limit.nearness(figures, self._start) for limit in self._limits)
        return 1.0 if least == 1 else min(math.floor(100 * least), 99) / 100


def _figures(values: Mapping[str, Any], scene: Scene) -> _Figures:
    """Return the numbers among controls and facts, by kind and name."""
    both = {"control": values, "fact": scene.facts}
    return {
        (kind, name): float(value)
        for kind, entries in both.items()
        for name, value in entries.items()
        if _is_number(value)
    }


def _limits_of(challenge: Challenge, values: Mapping[str, Any], scene: Scene) -> tuple[_Limit, ...]:
    """Return the limits of controls and facts; none if the challenge limits no fact."""
    figures = _figures(values, scene)

    def compared(*kinds: str) -> tuple[_Limit, ...]:
        notes: list[_Limit] = []

        def noting(kind: str, entries: Mapping[str, Any]) -> Mapping[str, Any]:
            if kind not in kinds:
                return entries
            return {
                name: _Figure(_term_of_name(kind, name), figures, notes)
                if _is_number(value)
                else value
                for name, value in entries.items()
            }

        noting_scene = replace(scene, facts=noting("fact", scene.facts))
        challenge.reached(noting("control", values), noting_scene)
        return tuple(notes)

    return compared("control", "fact") if compared("fact") else ()


def _is_number(value: Any) -> bool:
    if isinstance(value, bool | str):
        return False
    try:
        return not math.isnan(float(value))
    except (TypeError, ValueError):
        return False


def _term_of_name(kind: str, name: str) -> _Term:
    return lambda figures: float(figures.get((kind, name), math.nan))


@dataclass(frozen=True)
class _Limit:
    """A comparison that holds where a challenge is reached.

    Attributes
    ----------
    above, below
        The larger and the smaller side, computed from figures.
    relation
        ``>=``, ``>`` or ``==``.
    """

    above: _Term
    below: _Term
    relation: str = ">="

    def nearness(self, figures: _Figures, start: _Figures) -> float:
        """Return which part of the way from the start is done, from 0 to 1, where it holds."""
        gap = self._gap(figures)
        if gap == 0:
            return 1.0
        away = abs(self.below(start) - self.above(start))
        way = away if 0 < away < math.inf else abs(self.below(start)) or 1.0
        return max(0.0, 1 - gap / way) if math.isfinite(way) else 0.0

    def _gap(self, figures: _Figures) -> float:
        gap = self.below(figures) - self.above(figures)
        if math.isnan(gap):
            return math.inf
        if self.relation == "==":
            return abs(gap)
        return _HAIR if gap == 0 and self.relation == ">" else max(gap, 0.0)


class _Figure(float):
    """A number that notes its comparisons, and how it is computed."""

    term: _Term
    _at: _Figures
    _notes: list[_Limit]

    def __new__(cls, term: _Term, at: _Figures, notes: list[_Limit]) -> Self:
        figure = super().__new__(cls, term(at))
        figure.term, figure._at, figure._notes = term, at, notes
        return figure

    def _computed(self, term: _Term) -> _Figure:
        return _Figure(term, self._at, self._notes)

    def __add__(self, other: float) -> _Figure:
        return self._computed(lambda figures: self.term(figures) + _term_of(other)(figures))

    def __sub__(self, other: float) -> _Figure:
        return self._computed(lambda figures: self.term(figures) - _term_of(other)(figures))

    def __abs__(self) -> _Figure:
        return self._computed(lambda figures: abs(self.term(figures)))

    def __round__(self, digits: int | None = None) -> Any:  # type: ignore[override]
        return self._computed(lambda figures: round(self.term(figures), digits or 0))

    def __ge__(self, other: float) -> bool:
        return self._compare(other, strict=False)

    def __gt__(self, other: float) -> bool:
        return self._compare(other, strict=True)

    def __le__(self, other: float) -> bool:
        return not self._compare(other, strict=True)

    def __lt__(self, other: float) -> bool:
        return not self._compare(other, strict=False)

    def __eq__(self, other: object) -> bool:
        is_equal = float(self) == other
        if is_equal:
            self._notes.append(_Limit(self.term, _term_of(float(self)), "=="))
        return is_equal

    __hash__ = float.__hash__

    def _compare(self, other: float, *, strict: bool) -> bool:
        """Note how two numbers compare; return whether this one is (strictly) above."""
        mine, others = float(self), float(other)
        is_above = mine > others if strict else mine >= others
        pair = (self.term, _term_of(other))
        # What isn't strictly above is below or equal, and the other way round.
        self._notes.append(
            _Limit(*pair, ">" if strict else ">=")
            if is_above
            else _Limit(*pair[::-1], ">=" if strict else ">")
        )
        return is_above


def _term_of(number: float) -> _Term:
    if isinstance(number, _Figure):
        return number.term
    constant = float(number)
    return lambda _figures: constant
