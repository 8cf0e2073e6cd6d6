"""The explorables of the course, and what one step of a control reaches."""

import itertools
import json
import re
from contextlib import contextmanager
from importlib import import_module

from course import charts
from course.explore import GuessChoice
from course.explore.explorable import KNOWN_SPECS
from course.explore.specification import title_of
from course.syllabus import READY
from coursekit.pages.widgets import positions
from sampling import WHOLE

SHARES = (0, 0.25, 0.5, 0.75, 1)

EXPLORABLES = [
    f"{module}.{name}"
    for module in READY
    for name in getattr(import_module(f"course.explore.{module}"), "__all__", ())
]


def made(name, **focus):
    """An explorable by its name. Its charts, which take Altair a second, are made only once."""
    module, function = name.split(".")
    explorable = getattr(import_module(f"course.explore.{module}"), function)(**focus)
    if not WHOLE:
        specs = {"chart": explorable.spec, "before": explorable.before}
        KNOWN_SPECS.setdefault(explorable.chart_name, specs)
    return explorable


@contextmanager
def knowing_no_charts():
    """Forget all charts of the course afterwards: other tests use the same names."""
    try:
        yield
    finally:
        KNOWN_SPECS.clear()


def positions_of(control):
    """The ends of a slider, the options of a choice, on and off, all points in one corner."""
    ends = {
        "slider": lambda: (control["low"], control["high"]),
        "choice": lambda: control["options"],
        "toggle": lambda: (False, True),
        "points": lambda: [
            {point: [control["x"][end], control["y"][end]] for point in control["value"]}
            for end in ("low", "high")
        ],
    }
    return ends[control["kind"]]()


def drags_from(explorable, setting):
    """Every setting that one drag of one control reaches; a point goes to 25 places."""
    for control in explorable.controls:
        name = control["name"]
        reached = (
            places_of(control, setting[name]) if control["kind"] == "points" else positions(control)
        )
        for value in reached:
            yield {**setting, name: value}


def places_of(control, places):
    across, up = (
        [
            control[axis]["low"] + share * (control[axis]["high"] - control[axis]["low"])
            for share in SHARES
        ]
        for axis in "xy"
    )
    for point, place in itertools.product(places, itertools.product(across, up)):
        yield {**places, point: list(place)}


def solved_by_one_drag(explorable, starts=()):
    """The challenges that one drag from a start solves, or from the default or a preset in sight."""
    found = []
    presets = {"default": explorable.defaults, **explorable.presets}
    for start, setting in dict(starts).items() if starts else presets.items():
        asked = [one for one in explorable.challenges if start not in one.opens]
        for values in drags_from(explorable, setting) if asked else ():
            scene = explorable._model(**values)
            found += [(start, values, one.text) for one in asked if one.reached(values, scene)]
    return found


def data_in(spec):
    """Every `data` in a specification, at any depth."""
    if isinstance(spec, dict):
        if isinstance(spec.get("data"), dict):
            yield spec["data"]
        for part in spec.values():
            yield from data_in(part)
    elif isinstance(spec, list):
        for part in spec:
            yield from data_in(part)


def rows_in(spec):
    """Every row that a specification holds, in the chart itself or by name."""
    inline = [data["values"] for data in data_in(spec) if "values" in data]
    return [row for frame in [*spec.get("datasets", {}).values(), *inline] for row in frame]


def told_before(explorable):
    """What the picture before the guess tells of the answer; empty if it holds none."""
    spec = explorable.before
    rows = charts.rounded(rows_in(spec))
    words = json.dumps([spec, rows], ensure_ascii=False)
    scene = explorable.scene
    texts = [scene.summary, scene.title, title_of(explorable.spec), explorable.guess.explanation]
    return [
        *(text for text in texts if text and text in words),
        *(
            name
            for name, frame in frames_of_the_answer(explorable).items()
            if frame and all(row in rows for row in frame)
        ),
        *answers_in(explorable, rows, words),
    ]


def frames_of_the_answer(explorable):
    """The rows of the scene that the question asks about, by frame.

    A question may ask about another scene than the first. Then rows that both share tell nothing,
    and neither does the first.
    """
    first, asked = (
        {
            name: [dict(zip(frame, row, strict=True)) for row in zip(*frame.values(), strict=True)]
            for name, frame in charts.rounded(explorable.scene_at(setting)["data"]).items()
        }
        for setting in explorable._truth()["at"]
    )
    return asked if asked == first else {n: asked[n] for n in asked if asked[n] != first[n]}


def answers_in(explorable, rows, words):
    """The truth, as a value of a row, as a figure in its words, or as the only option named."""
    truth = explorable._truth()["truth"]
    if isinstance(explorable.guess, GuessChoice):
        named = [option for option in explorable.guess.options if option in words]
        return named if named == [truth] else []
    said = " ".join(value for row in rows for value in row.values() if isinstance(value, str))
    figures = {float(figure) for figure in re.findall(r"(?<![\d.])\d+(?:\.\d+)?", said)}
    # A count may be a position too: it tells something only where it is one of few values.
    values = [value for row in rows for value in row.values() if isinstance(value, int | float)]
    few = len({*values}) <= 5
    return [
        str(number)
        for number in (truth if isinstance(truth, list) else [truth])
        if number in figures or (number in values and (few or not float(number).is_integer()))
    ]
