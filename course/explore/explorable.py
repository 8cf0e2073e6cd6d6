"""The one class behind every explorable: a model, its controls and a chart."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

import altair as alt
import anywidget
import traitlets

from course import charts
from course.browser import front
from course.explore import challenges as goals
from course.explore import guesses, parts, pictures, specification
from course.explore.challenges import Challenge
from course.explore.controls import Control, as_json
from course.explore.focus import Focus
from course.explore.guesses import Guess, GuessChoice
from course.explore.meters import Meter
from course.explore.scene import Scene, columns, rows
from course.explore.vega import vega_model
from course.learner import progress

_RUN = "Run this cell to move it."
_EVERYTHING = Focus()

KNOWN_SPECS: dict[str, dict[str, dict[str, Any]]] = {}
"""Known specifications of ``chart`` and ``before``, by `Explorable.chart_name`.

A page in a browser has them already, where Altair would take a second to create one.
"""


class Explorable(anywidget.AnyWidget):
    """A simulation that a learner can move, after a guess.

    Until the learner guesses, or declines to, the page gets the question and a picture of the
    situation, or empty axes: no data, summary or title of a scene.

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
    before
        ``before() -> altair.Chart``: the situation, shown until the guess instead of empty axes. It
        has its own data, which must not give the answer away, and draws the guess like `chart`.
    panels
        Controls by the title of a panel that isn't shown without them. Then each panel needs its
        own alternative text.
    focus
        The controls that a lesson shows, and the values from which it starts.
    personal
        The values at which scenes depend on what the learner has decided. A page draws none of
        these beforehand for a learner who has decided something.

    Raises
    ------
    ValueError
        If a preset, a witness or a value names an unknown control or is out of range, the controls
        are not the model's arguments, or the chart has no title, draws a frame that the scene
        doesn't have, or does not draw the guess.

    Examples
    --------
    >>> explorable = explore.drift.shift()
    >>> explorable.just_explore()  # from code, as the button would
    >>> explorable.move(size=0.8)  # from code, as a slider would
    """

    _esm = front.module("explorable")
    _css = front.style() + front.style("card")

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
        before: Callable[[], alt.TopLevelMixin] | None = None,
        panels: Mapping[str, tuple[str, ...]] | None = None,
        focus: Focus = _EVERYTHING,
        personal: Mapping[str, Any] | None = None,
    ) -> None:
        self.name, self.title, self.guess, self.personal = name, title, guess, personal or {}
        self.chart_name = f"{name} {focus}" if focus else name
        self._controls = parts.by_name(controls)
        self._model = parts.fitting_model(model, self._controls)
        self._focus = focus
        self._usual = {control.name: control.check(control.value) for control in controls}
        start = focus.start(controls)
        self.defaults = {control.name: control.check(control.value) for control in start}
        self._fixed = {
            name: value for name, value in self.defaults.items() if not focus.shows(name)
        }
        self.controls = [as_json(control) for control in start if focus.shows(control.name)]
        all_presets = {
            preset: self.setting(values, where=f"preset {preset!r}")
            for preset, values in (presets or {}).items()
        }
        parts.check_challenges(challenges, self._controls, all_presets)
        for panel, needs in (panels or {}).items():
            parts.check_names(needs, self._controls, where=f"panel {panel!r}")
        self.presets = {
            preset: values
            for preset, values in all_presets.items()
            if values == {**values, **self._fixed}
        }
        specs = KNOWN_SPECS.get(self.chart_name, {})
        self.spec = specs.get("chart") or pictures.of_scene(chart(), guess, panels or {}, focus)
        self.before = (
            (specs.get("before") or pictures.of_situation(before(), guess))
            if before
            else pictures.of_nothing(self.spec)
        )
        self._pictured = before is not None
        self._first = self.scene = self._model(**self.defaults)
        pictures.check_frames(self.spec, self._first)
        self._goals = {challenge.text for challenge in challenges}
        self.challenges = tuple(filter(self._offers, challenges)) if focus else challenges
        super().__init__(
            authored=json.dumps(self._authored(), allow_nan=False),
            values=self.defaults,
            _vega=f"IPY_MODEL_{vega_model().model_id}",
        )
        self._restore(progress.steps_done().get(name, {}))

    def move(self, **values: Any) -> None:
        """Set controls by name, as a learner would in the page."""
        for name in values:
            if name in self._fixed:
                raise ValueError(
                    f"move: {name!r} stays at {self._fixed[name]!r} here; "
                    f"there are {', '.join(control['name'] for control in self.controls)}."
                )
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
            "first": self._columns(self._first),
            **({} if self.guess is None else self._truth()),
        }

    def snapshot(self) -> dict[str, Any]:
        """Return the current Vega-Lite specification, with the sentence as subtitle.

        Readers without a kernel see this, so the sentence ends with how to start it.
        """
        if self.veiled:
            nothing: dict[str, Any] = {name: [] for name in specification.frames_in(self.before)}
            data = {**nothing, **self.before.get("datasets", {})}
            return self._still(
                specification.with_data(self.before, data), self.title, self._asked()
            )
        first = {f"baseline_{name}": data for name, data in self._columns(self._first).items()}
        data = {name: rows(data) for name, data in {**first, **self._columns(self.scene)}.items()}
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
            progress.record(self.name, guess=guesses.kept(answer["guess"], self._asked_at()))
        else:
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
        self.solved = [text for text in facts.get("solved", ()) if text in self._goals]
        if self.guess is None:
            self._lift()
            return
        try:
            answer = {"guess": self.guess.check(guesses.said(facts["guess"], self._asked_at()))}
        except (KeyError, ValueError):
            answer = {"skipped": True} if facts.get("skipped") else {}
        self.answer = answer

    def _authored(self) -> dict[str, Any]:
        """Return everything that the page may know before the guess."""
        return {
            "title": self.title,
            "lesson": self.name.partition(".")[0],
            "controls": self.controls,
            "presets": list(self.presets.items()),
            "guess": {**self.guess.asked(self.name), "asked_at": self._asked_at()}
            if self.guess
            else None,
            "challenges": [goals.asked(challenge) for challenge in self.challenges],
            "pictured": self._pictured,
            "spec": charts.rounded(self.before),
        }

    def _columns(self, scene: Scene) -> dict[str, Any]:
        """Return the data that the chart draws."""
        return {
            name: columns(frame)
            for name, frame in scene.data.items()
            if not self._drawn.isdisjoint((name, f"baseline_{name}"))
        }

    @cached_property
    def _drawn(self) -> set[str]:
        return specification.frames_in(self.spec)

    def _as_json(self, scene: Scene, values: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "data": self._columns(scene),
            "summary": scene.summary,
            "title": self._point(scene),
            "reached": [goal.text for goal in self.challenges if goal.reached(values, scene)],
            "near": [meter.read(values, scene) for meter in self._meters],
        }

    @cached_property
    def _meters(self) -> list[Meter]:
        """Return the meter of each challenge, with the values that stay here."""
        start = (self.defaults, self._first)
        return [Meter(goal, start, self._at_witness(goal)) for goal in self.challenges]

    def _at_witness(self, challenge: Challenge) -> tuple[dict[str, Any], Scene]:
        witness = {**self.setting(challenge.witness), **self._fixed}
        return witness, self._model(**witness)

    def _truth(self) -> dict[str, Any]:
        assert self.guess is not None  # noqa: S101 - for the type checker
        setting = self._guess_setting()
        return {
            "truth": self.guess.truth_in(self._model(**setting)),
            "explanation": self.guess.explanation,
            "at": [self.defaults, setting],
        }

    def _offers(self, challenge: Challenge) -> bool:
        """Return whether a challenge can be solved with the controls that are shown."""
        return (
            self._focus.shows(*challenge.needs)
            and challenge.reached(*self._at_witness(challenge))
            and not challenge.reached(self.defaults, self._first)
        )

    def _guess_setting(self) -> dict[str, Any]:
        """Return the setting of the question; `at` overrides it for controls that aren't shown."""
        stays = {name: value for name, value in self._fixed.items() if name in self._focus.at}
        return {**self.setting(self._asked_of(), where="guess"), **stays}

    def _asked_at(self) -> dict[str, Any]:
        """Return the values that make the question another one than usual."""
        usual, here = {**self._usual, **self._asked_of()}, self._guess_setting()
        return {name: here[name] for name in sorted(here) if here[name] != usual[name]}

    def _asked_of(self) -> Mapping[str, Any]:
        """Return the values that the question itself names."""
        return {} if isinstance(self.guess, GuessChoice | None) else self.guess.setting

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

    def _checked(self, values: Mapping[str, Any], where: str) -> dict[str, Any]:
        return parts.checked(values, self._controls, where)

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        bundle, metadata = super()._repr_mimebundle_(**kwargs) or ({}, {})
        words = self.title if self.veiled else self.summary
        return {**bundle, **charts.mimebundle(self.snapshot(), f"{words} {_RUN}")}, metadata
