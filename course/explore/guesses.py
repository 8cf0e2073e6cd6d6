"""Three ways to ask for a guess before anything is shown: a choice, a number, a line."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal

from course.explore.controls import Slider
from course.explore.scene import Scene
from course.shuffle import shuffled


@dataclass(frozen=True)
class GuessChoice:
    """A question with a few options.

    Parameters
    ----------
    prompt
        The question.
    options
        Two or more. The page shows them in an order of its own, the same at every visit.
    answer
        The index of the right option.
    explanation
        Why, in a sentence or two. It is shown after the learner has committed.
    """

    prompt: str
    options: tuple[str, ...]
    answer: int
    explanation: str

    def __post_init__(self) -> None:
        if not 0 <= self.answer < len(self.options):
            raise ValueError(
                f"answer must be an index into the {len(self.options)} options, got {self.answer}."
            )

    def asked(self, name: str) -> dict[str, Any]:
        """Return what the page asks; the explorable's name decides on the order of the options."""
        return {"kind": "choice", "prompt": self.prompt, "options": shuffled(self.options, name)}

    def check(self, value: Any) -> str:
        """Return the option, or raise ValueError where there is no such option."""
        if value not in self.options:
            raise ValueError(f"guess: expected one of {', '.join(self.options)}; got {value!r}.")
        return str(value)

    def truth_in(self, _scene: Scene) -> str:
        """Return the right option."""
        return self.options[self.answer]

    def marks(self, _value: str, _who: str) -> list[dict[str, Any]]:
        """Return no mark: an option has no place in the chart."""
        return []


@dataclass(frozen=True)
class GuessNumber:
    """A number on an axis of the chart: a slider, or a press on the empty chart.

    Parameters
    ----------
    prompt
        The question.
    slider
        Its label, ends, step and unit. Its value is where the mark stands at first. The ends should
        be those of the axis.
    truth
        ``truth(scene) -> float``: the number, read from the model's scene.
    explanation
        Why, in a sentence or two. It is shown after the learner has committed.
    axis
        The axis on which the number lies.
    setting
        Controls that differ from the default in the scene that `truth` reads.
    """

    prompt: str
    slider: Slider
    truth: Callable[[Scene], float]
    explanation: str
    axis: Literal["x", "y"] = "x"
    setting: Mapping[str, Any] = field(default_factory=dict)

    def asked(self, _name: str) -> dict[str, Any]:
        """Return what the page asks."""
        return {
            "kind": "number",
            "prompt": self.prompt,
            "axis": self.axis,
            "slider": {"kind": "slider", **asdict(self.slider)},
        }

    def check(self, value: Any) -> float:
        """Return the number, or raise ValueError where it lies outside the slider."""
        return self.slider.check(value)

    def truth_in(self, scene: Scene) -> float:
        """Return the true number, with one digit more than the slider has."""
        return round(float(self.truth(scene)), _digits(self.slider.step) + 1)

    def marks(self, value: float, who: str) -> list[dict[str, Any]]:
        """Return the row that the chart draws of a guess or of the truth."""
        unit = "%" if self.slider.unit == "%" else ""  # the axis has the others
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
        The places along the other axis: months, say, or the names of bars.
    slider
        Label, ends, step and unit of the numbers. The line starts flat, at its value.
    truth
        ``truth(scene) -> numbers``: one for each place, read from the model's scene.
    explanation
        Why, in a sentence or two. It is shown after the learner has committed.
    axis
        The axis on which the numbers lie.
    setting
        Controls that differ from the default in the scene that `truth` reads.
    place
        What the form calls a place.
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
        """Return what the page asks."""
        return {
            "kind": "line",
            "prompt": self.prompt,
            "axis": self.axis,
            "at": list(self.at),
            "place": self.place,
            "slider": {"kind": "slider", **asdict(self.slider)},
        }

    def check(self, value: Any) -> list[float]:
        """Return the numbers, or raise ValueError where one is missing or outside the slider."""
        if not isinstance(value, (list, tuple)) or len(value) != len(self.at):
            raise ValueError(f"guess: expected {len(self.at)} numbers, got {value!r}.")
        return [self.slider.check(number) for number in value]

    def truth_in(self, scene: Scene) -> list[float]:
        """Return the true numbers, each with one digit more than the slider has."""
        digits = _digits(self.slider.step) + 1
        return [round(float(number), digits) for number in self.truth(scene)]

    def marks(self, value: Sequence[float], who: str) -> list[dict[str, Any]]:
        """Return the rows that the chart draws of a guess or of the truth."""
        pairs = zip(self.at, value, strict=True)
        return [{"at": at, "value": number, "label": who} for at, number in pairs]


Guess = GuessChoice | GuessNumber | GuessLine


def _digits(step: float) -> int:
    """Return how many decimal places a step has."""
    return len(f"{step:.6f}".rstrip("0").partition(".")[2])
