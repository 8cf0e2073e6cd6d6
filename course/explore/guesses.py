"""Three kinds of guess before anything is shown: a choice, a number, a line."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal

import numpy as np

from course.base.shuffle import shuffled
from course.explore.controls import Slider, require_options
from course.explore.scene import Scene


@dataclass(frozen=True)
class GuessChoice:
    """A question with a few options.

    Parameters
    ----------
    prompt
        The question.
    options
        Two or more. The page shows them in its own fixed order.
    answer
        The index of the right option.
    explanation
        The reason, in a sentence or two, shown after the guess.
    """

    prompt: str
    options: tuple[str, ...]
    answer: int
    explanation: str

    def __post_init__(self) -> None:
        require_options("guess", self.options)
        if not isinstance(self.answer, int) or not 0 <= self.answer < len(self.options):
            raise ValueError(
                f"answer must be an index into the {len(self.options)} options, "
                f"got {self.answer!r}."
            )

    def asked(self, name: str) -> dict[str, Any]:
        """Return the question for the page; the explorable's name sets the order of options."""
        return {"kind": "choice", "prompt": self.prompt, "options": shuffled(self.options, name)}

    def check(self, value: Any) -> str:
        """Return the option, or raise ValueError if it is unknown."""
        if value not in self.options:
            raise ValueError(f"guess: expected one of {', '.join(self.options)}; got {value!r}.")
        return str(value)

    def truth_in(self, _scene: Scene) -> str:
        """Return the right option."""
        return self.options[self.answer]

    def marks(self, _value: str, _who: str) -> list[dict[str, Any]]:
        """Return no marks: an option has no position in the chart."""
        return []


@dataclass(frozen=True)
class GuessNumber:
    """A number on an axis of the chart: a slider, or a press on the empty chart.

    Parameters
    ----------
    prompt
        The question.
    slider
        Label, ends, step and unit. Its value is the mark's initial position. The ends should be
        those of the axis.
    truth
        ``truth(scene) -> float``: the number, read from the model's scene.
    explanation
        The reason, in a sentence or two, shown after the guess.
    axis
        The axis of the number.
    setting
        Controls that differ from the defaults in the scene that `truth` reads.
    """

    prompt: str
    slider: Slider
    truth: Callable[[Scene], float]
    explanation: str
    axis: Literal["x", "y"] = "x"
    setting: Mapping[str, Any] = field(default_factory=dict)

    def asked(self, _name: str) -> dict[str, Any]:
        """Return the question for the page."""
        return {
            "kind": "number",
            "prompt": self.prompt,
            "axis": self.axis,
            "slider": {"kind": "slider", **asdict(self.slider)},
        }

    def check(self, value: Any) -> float:
        """Return the number, or raise ValueError if it is outside the slider."""
        return self.slider.check(value)

    def truth_in(self, scene: Scene) -> float:
        """Return the true number, with one digit more than the slider."""
        return round(_number(self.truth(scene)), _digits(self.slider.step) + 1)

    def marks(self, value: float, who: str) -> list[dict[str, Any]]:
        """Return the chart's row for a guess or the truth."""
        unit = "%" if self.slider.unit == "%" else ""  # the axis shows other units
        return [{"value": value, "label": f"{who} {replace(self.slider, unit=unit).say(value)}"}]


@dataclass(frozen=True)
class GuessLine:
    """A number at each of several places: a line or points, drawn on the empty chart.

    The pointer draws; from the keyboard, the learner chooses a place and moves its slider.

    Parameters
    ----------
    prompt
        The question.
    at
        Positions along the other axis, such as months or the names of bars.
    slider
        Label, ends, step and unit of the numbers. The line starts flat, at its value.
    truth
        ``truth(scene) -> numbers``: one for each place, read from the model's scene.
    explanation
        The reason, in a sentence or two, shown after the guess.
    axis
        The axis of the numbers.
    setting
        Controls that differ from the defaults in the scene that `truth` reads.
    place
        The form's name for a position.
    """

    prompt: str
    at: tuple[float, ...] | tuple[str, ...]
    slider: Slider
    truth: Callable[[Scene], Sequence[float]]
    explanation: str
    axis: Literal["x", "y"] = "y"
    setting: Mapping[str, Any] = field(default_factory=dict)
    place: str = "Place"

    def asked(self, _name: str) -> dict[str, Any]:
        """Return the question for the page."""
        return {
            "kind": "line",
            "prompt": self.prompt,
            "axis": self.axis,
            "at": list(self.at),
            "place": self.place,
            "slider": {"kind": "slider", **asdict(self.slider)},
        }

    def check(self, value: Any) -> list[float]:
        """Return the numbers, or raise ValueError if one is missing or outside the slider."""
        if not isinstance(value, (list, tuple)) or len(value) != len(self.at):
            raise ValueError(f"guess: expected {len(self.at)} numbers, got {value!r}.")
        return [self.slider.check(number) for number in value]

    def truth_in(self, scene: Scene) -> list[float]:
        """Return the true numbers, with one digit more than the slider."""
        digits = _digits(self.slider.step) + 1
        numbers = self.truth(scene)
        if not np.iterable(numbers) or len(numbers) != len(self.at):
            raise ValueError(
                f"truth: expected {len(self.at)} numbers, one for each place; got {numbers!r}."
            )
        return [round(_number(number), digits) for number in numbers]

    def marks(self, value: Sequence[float], who: str) -> list[dict[str, Any]]:
        """Return the chart's rows for a guess or the truth."""
        pairs = zip(self.at, value, strict=True)
        return [{"at": at, "value": number, "label": who} for at, number in pairs]


Guess = GuessChoice | GuessNumber | GuessLine


def kept(guess: Any, asked_at: Mapping[str, Any]) -> Any:
    """Return a guess for the progress, with the values that make its question another one."""
    return {"said": guess, "at": dict(asked_at)} if asked_at else guess


def said(guess: Any, asked_at: Mapping[str, Any]) -> Any:
    """Return a guess from the progress, or raise ValueError if it answered another question."""
    at = guess["at"] if isinstance(guess, dict) else {}
    if at != asked_at:
        raise ValueError(f"the guess was made at {at}, not at {asked_at}")
    return guess["said"] if at else guess


def _number(truth: Any) -> float:
    try:
        return float(truth)
    except (TypeError, ValueError) as problem:
        raise ValueError(
            f"truth: expected a number of the scene, as in scene.facts[...]; got {truth!r}."
        ) from problem


def _digits(step: float) -> int:
    """Return the number of decimal places of a step."""
    return len(f"{step:.6f}".rstrip("0").partition(".")[2])
