"""The one class behind every explorable: a model, its controls and a chart."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import altair as alt
import anywidget
import traitlets

from course import charts, front, progress
from course.explore import challenges as goals
from course.explore import specification
from course.explore.challenges import Challenge
from course.explore.controls import Control, as_json
from course.explore.guesses import Guess, GuessChoice
from course.explore.scene import Scene, columns, rows

_RUN = "Run this cell to move it."

KNOWN_SPECS: dict[str, dict[str, Any]] = {}
"""Known chart specifications, by the explorable's name.

A page in a browser has them already, where Altair would take a second to create one.
"""


class Explorable(anywidget.AnyWidget):
    """A simulation that a learner can move, after a guess.

    Until the learner guesses, or declines to, the page only gets empty axes and the question: no
    data, summary or title of the chart.

    Parameters
    ----------
    name
        ``"module.explorable"``, the name of the learner's guess and challenges in the progress.
    title
        The question that the explorable answers. It must not give the answer away.
    controls
        Three or four sliders, choices, toggles or sets of points, named after the model's
        arguments.
    model
        ``model(**values) -> Scene``: pure and seeded; a few milliseconds at most.
    chart
        ``chart() -> altair.Chart`` over the scene's named data. The scene at the default values
        is available as ``baseline_<name>``, for comparison; ``guess`` and ``truth`` are available
        for `ghosts.guess_rules` and `ghosts.guess_line`. Concatenated charts become panels of the
        page, as wide as there is room.
    presets
        Named positions of the controls; the first should be the default one.
    guess
        Question to the learner before anything is shown.
    challenges
        Goals to reach by moving the controls.

    Raises
    ------
    ValueError
        If a preset, a witness or a value names an unknown control or is out of range, or the chart
        has no title or does not draw the guess.

    Examples
    --------
    >>> explorable = explore.drift.shift()
    >>> explorable.just_explore()  # from code, as the button would
    >>> explorable.move(size=0.8)  # from code, as a slider would
    """

    _esm = front.module(*front.SHARED, *front.CHARTS, *front.EXPLORABLE)
    _css = front.style()

    # The author's parts are sent as JSON text, because dictionaries lose their order in notebooks.
    authored = traitlets.Unicode(help="All that may be known before the guess.").tag(sync=True)
    revealed = traitlets.Unicode(help="Chart, first scene, truth, once unveiled.").tag(sync=True)
    shown = traitlets.Unicode(help="The present scene, once unveiled.").tag(sync=True)
    answer = traitlets.Dict(help='`{"guess": ...}` or `{"skipped": True}`.').tag(sync=True)
    solved: traitlets.List[Any] = traitlets.List(help="Texts of challenges.").tag(sync=True)
    # The page has set them itself: an echo would only delay the answer.
    values = traitlets.Dict(help="The setting.").tag(sync=True, echo_update=False)
    _vega = traitlets.Unicode().tag(sync=True)

    def __init__(  # noqa: PLR0913 - the parts of an explorable, each named
        self,
        name: str,
        *,
        title: str,
        controls: tuple[Control, ...],
        model: Callable[..., Scene],
        chart: Callable[[], alt.TopLevelMixin],
        presets: Mapping[str, Mapping[str, Any]] | None = None,
        guess: Guess | None = None,
        challenges: tuple[Challenge, ...] = (),
    ) -> None:
        self.name, self.title, self.guess, self.challenges = name, title, guess, challenges
        self.controls = [as_json(control) for control in controls]
        self._controls = {control.name: control for control in controls}
        self._model = model
        self.defaults = {control.name: control.check(control.value) for control in controls}
        self.presets = {
            preset: self.setting(values, where=f"preset {preset!r}")
            for preset, values in (presets or {}).items()
        }
        self._check(challenges)
        self.spec = KNOWN_SPECS.get(name) or _spec(chart(), guess)
        self._first = self.scene = model(**self.defaults)
        super().__init__(
            authored=json.dumps(self._authored(), allow_nan=False),
            values=self.defaults,
            _vega=f"IPY_MODEL_{_vega_model().model_id}",
        )
        self._restore(progress.steps_done().get(name, {}))

    def move(self, **values: Any) -> None:
        """Set controls by name, as a learner would in the page."""
        self.values = {**self.values, **self._checked(values, where="move")}

    def commit(self, guess: Any) -> None:
        """Commit to a guess, as a learner would; this lifts the veil."""
        self.answer = {"guess": guess}

    def just_explore(self) -> None:
        """Lift the veil without a guess."""
        self.answer = {"skipped": True}

    @property
    def veiled(self) -> bool:
        """Whether the learner still has to guess."""
        return not self.revealed

    @property
    def summary(self) -> str:
        """The sentence next to the chart, for the current position of the controls."""
        return self.scene.summary

    def setting(self, values: Mapping[str, Any], where: str = "setting") -> dict[str, Any]:
        """Check values and return them for all controls, with defaults for missing ones."""
        return {**self.defaults, **self._checked(values, where)}

    def scene_at(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return the page's scene at a setting, without moving anything."""
        return self._as_json(self._model(**self.setting(values)), self.setting(values))

    def answers(self) -> dict[str, Any]:
        """Return the scene that the page gets when the veil is lifted."""
        return {
            "spec": self.spec,
            "first": {name: columns(frame) for name, frame in self._first.data.items()},
            **({} if self.guess is None else self._truth()),
        }

    def snapshot(self) -> dict[str, Any]:
        """Return the current Vega-Lite specification, with the sentence as subtitle.

        Readers without a kernel see this, so the sentence ends with how to start it.
        """
        if self.veiled:
            empty = specification.emptied(self.spec)
            nothing: dict[str, Any] = {name: [] for name in specification.frames_in(self.spec)}
            return self._still(specification.with_data(empty, nothing), self.title, self._asked())
        first = {f"baseline_{name}": frame for name, frame in self._first.data.items()}
        data = {name: rows(columns(frame)) for name, frame in {**first, **self.scene.data}.items()}
        spec = specification.with_data(self.spec, {**data, **self._ghosts()})
        return self._still(spec, self._point(self.scene), self.summary)

    @traitlets.observe("values")
    def _simulate(self, change: dict[str, Any]) -> None:
        if not change["old"]:
            return  # the first values, which this class sets itself
        values = self._checked(change["new"], where=self.title)
        self.scene = self._model(**values)
        if not self.veiled:
            self._show(values)

    @traitlets.observe("answer")
    def _unveil(self, change: dict[str, Any]) -> None:
        if not change["new"]:
            return
        answer = dict(change["new"])
        if self.guess is not None and "guess" in answer:
            answer["guess"] = self.guess.check(answer["guess"])
        progress.record(self.name, **answer)
        self._lift()

    def _lift(self) -> None:
        with self.hold_sync():
            self.revealed = json.dumps(charts.rounded(self.answers()), allow_nan=False)
            self._show(self.values)

    def _show(self, values: Mapping[str, Any]) -> None:
        scene = self._as_json(self.scene, values)
        self.shown = json.dumps(scene, allow_nan=False)
        new = [text for text in scene["reached"] if text not in self.solved]
        if new:
            self.solved = [*self.solved, *new]
            progress.record(self.name, solved=self.solved)

    def _restore(self, facts: Mapping[str, Any]) -> None:
        """Restore the learner's earlier progress, where it is still valid."""
        texts = {challenge.text for challenge in self.challenges}
        self.solved = [text for text in facts.get("solved", ()) if text in texts]
        if self.guess is None:
            self._lift()
            return
        try:
            answer = {"guess": self.guess.check(facts["guess"])}
        except (KeyError, ValueError):
            answer = {"skipped": True} if facts.get("skipped") else {}
        self.answer = answer

    def _authored(self) -> dict[str, Any]:
        """Return everything that the page may know before the guess."""
        return {
            "title": self.title,
            "controls": self.controls,
            "presets": list(self.presets.items()),
            "guess": self.guess.asked(self.name) if self.guess else None,
            "challenges": [goals.asked(challenge) for challenge in self.challenges],
            "spec": specification.emptied({**self.spec, "title": None}),
        }

    def _as_json(self, scene: Scene, values: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "data": {name: columns(frame) for name, frame in scene.data.items()},
            "summary": scene.summary,
            "title": self._point(scene),
            "reached": [goal.text for goal in self.challenges if goal.reached(values, scene)],
        }

    def _truth(self) -> dict[str, Any]:
        assert self.guess is not None  # noqa: S101 - for the type checker
        guess_setting = {} if isinstance(self.guess, GuessChoice) else self.guess.setting
        setting = self.setting(guess_setting, where="guess")
        return {
            "truth": self.guess.truth_in(self._model(**setting)),
            "explanation": self.guess.explanation,
            "at": [self.defaults, setting],
        }

    def _ghosts(self) -> dict[str, Any]:
        """Return the rows of guess and truth, at the default and guessed settings.

        At another setting they would look like the answer there.
        """
        if self.guess is None or "guess" not in self.answer:
            return {"guess": [], "truth": []}
        if self.values not in self._truth()["at"]:
            return {"guess": [], "truth": []}
        return {
            "guess": self.guess.marks(self.answer["guess"], "you:"),
            "truth": self.guess.marks(self._truth()["truth"], "answer:"),
        }

    def _point(self, scene: Scene) -> str:
        return scene.title or specification.title_of(self.spec)

    def _asked(self) -> str:
        return self.guess.prompt if self.guess else ""

    @staticmethod
    def _still(spec: Mapping[str, Any], title: str, sentence: str) -> dict[str, Any]:
        return specification.titled(spec, title, f"{sentence} {_RUN}")

    def _check(self, challenges: tuple[Challenge, ...]) -> None:
        for challenge in challenges:
            self._checked(challenge.witness, where=f"challenge {challenge.text!r}")
            for preset in challenge.opens:
                if preset not in self.presets:
                    raise ValueError(
                        f"challenge {challenge.text!r} opens {preset!r}, which is not a preset; "
                        f"there are {', '.join(self.presets)}."
                    )

    def _checked(self, values: Mapping[str, Any], where: str) -> dict[str, Any]:
        for name in values:
            if name not in self._controls:
                raise ValueError(
                    f"{where}: there is no control {name!r}; there are {', '.join(self._controls)}."
                )
        return {name: self._controls[name].check(value) for name, value in values.items()}

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        bundle, metadata = super()._repr_mimebundle_(**kwargs) or ({}, {})
        words = self.title if self.veiled else self.summary
        return {**bundle, **charts.mimebundle(self.snapshot(), f"{words} {_RUN}")}, metadata


class _VegaBundle(anywidget.AnyWidget):
    """The JavaScript that draws charts: sent once, shared by all explorables in a kernel."""

    _esm = "export default { render() {} };"
    source = traitlets.Unicode().tag(sync=True)


@cache
def _vega_model() -> _VegaBundle:
    return _VegaBundle(source=charts.vega_bundle())


def _spec(chart: alt.TopLevelMixin, guess: Guess | None) -> dict[str, Any]:
    spec = charts.spec_of(chart)
    if not specification.title_of(spec):
        raise ValueError("An explorable's chart needs a title that says its point.")
    frame_names = specification.frames_in(spec)
    if guess is not None and not isinstance(guess, GuessChoice) and "guess" not in frame_names:
        raise ValueError(
            "The chart does not draw the guess: layer ghosts.guess_rules() or "
            "ghosts.guess_line() over it."
        )
    return spec
