"""The explorables of the course, and what one step of a control reaches."""

import itertools
from contextlib import contextmanager
from importlib import import_module

from course.explore.explorable import KNOWN_SPECS
from course.syllabus.syllabus import READY
from scaling_ai_kit.pages.widgets import positions
from support.sampling import WHOLE

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
        values = (
            places_of(control, setting[name]) if control["kind"] == "points" else positions(control)
        )
        for value in values:
            yield {**setting, name: value}


def places_of(control, places):
    x_values, y_values = (
        [
            control[axis]["low"] + share * (control[axis]["high"] - control[axis]["low"])
            for share in SHARES
        ]
        for axis in "xy"
    )
    for point, place in itertools.product(places, itertools.product(x_values, y_values)):
        yield {**places, point: list(place)}


def solved_by_one_drag(explorable, starts=()):
    """The challenges that one drag from a start solves, or from the default or a preset in sight."""
    solutions = []
    presets = {"default": explorable.defaults, **explorable.presets}
    for start, setting in dict(starts).items() if starts else presets.items():
        goals = [one for one in explorable.challenges if start not in one.opens]
        for values in drags_from(explorable, setting) if goals else ():
            scene = explorable._model(**values)
            solutions += [(start, values, one.text) for one in goals if one.reached(values, scene)]
    return solutions


def shown_by_page(state, scene):
    """What the page's script makes of a scene: the default's columns, and on top what has moved."""
    changes = scene.get("data", {})
    return {
        name: {**columns, **changes.get(name, {})}
        for name, columns in state["answers"]["first"].items()
    }
