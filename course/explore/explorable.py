"""The one class behind every explorable: a model, its controls and a chart."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

import altair as alt
import anywidget
import pandas as pd
import traitlets

from course import charts, front, progress
from course.explore.controls import Control, Prediction, as_json


@dataclass(frozen=True)
class Scene:
    """What one position of the controls shows.

    Attributes
    ----------
    data
        Frames by the name under which the chart refers to them (``alt.NamedData(name)``).
    summary
        One or two sentences that say what the chart shows now, with the figures that matter.
    """

    data: Mapping[str, pd.DataFrame]
    summary: str


class Explorable(anywidget.AnyWidget):
    """A simulation that a learner can move.

    Parameters
    ----------
    name
        ``"module.explorable"``; under this name the learner's prediction is kept.
    title
        What the explorable lets the learner find out.
    controls
        Three or four sliders, choices, toggles or sets of points. Their names are the model's
        arguments.
    model
        ``model(**values) -> Scene``: pure and seeded; a few milliseconds at most.
    chart
        ``chart() -> altair.Chart`` over the scene's named data. The scene at the default values
        is there too, as ``baseline_<name>``, to compare with.
    presets
        Named positions of the controls; the first should be the default one.
    prediction
        The question that the learner answers before the controls open.

    Raises
    ------
    ValueError
        A preset or a value names a control that does not exist, or lies outside its range.

    Examples
    --------
    >>> explorable = explore.drift.shift()
    >>> explorable.move(size=0.8)  # from code, as a slider would
    """

    _esm = front.module("elements", "choices", "explorable")
    _css = front.style()

    title = traitlets.Unicode().tag(sync=True)
    controls: traitlets.List[Any] = traitlets.List().tag(sync=True)
    presets = traitlets.Dict().tag(sync=True)
    prediction = traitlets.Dict().tag(sync=True)
    predicted = traitlets.Int(None, allow_none=True).tag(sync=True)
    spec = traitlets.Dict().tag(sync=True)
    # The page has set them itself: an echo would only delay the answer.
    values = traitlets.Dict().tag(sync=True, echo_update=False)
    scene = traitlets.Dict().tag(sync=True)
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
        prediction: Prediction | None = None,
    ) -> None:
        self.name = name
        self._controls = {control.name: control for control in controls}
        self._model = model
        defaults = {control.name: control.check(control.value) for control in controls}
        named = {
            preset: {**defaults, **self._checked(values, where=f"preset {preset!r}")}
            for preset, values in (presets or {}).items()
        }
        first = model(**defaults)
        super().__init__(
            title=title,
            controls=[as_json(control) for control in controls],
            presets=named,
            prediction=asdict(prediction) if prediction else {},
            values=defaults,
            scene=_as_json(first),
            spec=_spec(chart(), first),
            _vega=f"IPY_MODEL_{_vega_model().model_id}",
        )

    def move(self, **values: Any) -> None:
        """Set controls by name, as the learner would with the mouse or the keyboard."""
        self.values = {**self.values, **self._checked(values, where="move")}

    @property
    def summary(self) -> str:
        """The sentence beside the chart, for the present position of the controls."""
        return str(self.scene["summary"])

    @traitlets.observe("values")
    def _simulate(self, change: dict[str, Any]) -> None:
        if change["old"] is traitlets.Undefined or not change["old"]:
            return
        values = self._checked(change["new"], where=self.title)
        self.scene = _as_json(self._model(**values))

    @traitlets.observe("predicted")
    def _remember(self, change: dict[str, Any]) -> None:
        if change["new"] is not None:
            progress.record(self.name, predicted=self.prediction["options"][change["new"]])

    def _checked(self, values: Mapping[str, Any], where: str) -> dict[str, Any]:
        for name in values:
            if name not in self._controls:
                raise ValueError(
                    f"{where}: there is no control {name!r}; there are {', '.join(self._controls)}."
                )
        return {name: self._controls[name].check(value) for name, value in values.items()}

    def snapshot(self) -> dict[str, Any]:
        """Return the Vega-Lite specification of what is shown now, its summary as the subtitle.

        This is what a reader sees where no kernel runs.
        """
        data = {name: _rows(columns) for name, columns in self.scene["data"].items()}
        title = _subtitled(self.spec["title"], self.summary)
        return _with_data({**self.spec, "title": title}, data)

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        bundle, metadata = super()._repr_mimebundle_(**kwargs) or ({}, {})
        return {**bundle, **charts.mimebundle(self.snapshot(), self.summary)}, metadata


class _VegaBundle(anywidget.AnyWidget):
    """The JavaScript that draws charts: sent once, shared by all explorables of a kernel."""

    _esm = "export default { render() {} };"
    source = traitlets.Unicode().tag(sync=True)


@cache
def _vega_model() -> _VegaBundle:
    return _VegaBundle(source=charts.vega_bundle())


def _spec(chart: alt.TopLevelMixin, first: Scene) -> dict[str, Any]:
    spec = charts.spec_of(chart)
    if not spec.get("title"):
        raise ValueError("An explorable's chart needs a title that says its point.")
    data = {name: _rows(_columns(frame)) for name, frame in first.data.items()}
    baseline = {f"baseline_{name}": rows for name, rows in data.items()}
    return _with_data(spec, {**data, **baseline})


def _with_data(spec: dict[str, Any], data: Mapping[str, Any]) -> dict[str, Any]:
    return {**spec, "datasets": {**spec.get("datasets", {}), **data}}


def _subtitled(title: str | dict[str, Any], summary: str) -> dict[str, Any]:
    text = title if isinstance(title, dict) else {"text": title}
    return {**text, "subtitle": _lines(summary)}


def _lines(text: str, width: int = 105) -> list[str]:
    """Break a sentence into the lines of a subtitle."""
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + len(word) >= width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _as_json(scene: Scene) -> dict[str, Any]:
    return {
        "data": {name: _columns(frame) for name, frame in scene.data.items()},
        "summary": scene.summary,
    }


def _columns(frame: pd.DataFrame) -> dict[str, list[Any]]:
    """Return a frame as columns of plain values, missing ones as None.

    Columns, not rows, travel to the page: a third of the size, and less to walk through at every
    step of a slider.
    """
    return {
        str(name): charts.rounded([None if item is pd.NA else item for item in column.tolist()])
        for name, column in frame.items()
    }


def _rows(columns: Mapping[str, list[Any]]) -> list[dict[str, Any]]:
    """Return columns as the rows that Vega-Lite reads."""
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
