"""Measure from key to picture: an explorable and ``ipywidgets.interact``.

Both redraw the same Altair chart from the same model, in the same notebook in Chromium. They take
turns, so that other work on the machine slows both alike. A step is one press of an arrow key,
timed from the key's own time stamp to the first frame after the page has the new state. The next
step waits until this one is painted.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import nbformat
import numpy as np
from playwright.sync_api import Locator, Page

from benchmarks.figure import Figure
from tests.browser.lab import CHROMIUM_NAMES, Notebook, chromium, serve, visit

SCRIPT = Path(__file__).with_name("repaint.js")
_BLOCKS = 8
_STEPS = 10  # from the middle of the slider to its end, or back
_PAUSE = 200  # milliseconds: a person looks before pressing again

_SETUP = """
from IPython.display import display
from ipywidgets import FloatSlider, interact

from course import charts, explore
from course.explore.drift.shift import _chart, _model

explorable = explore.drift.shift()
explorable
"""
_INTERACT = """
fixed = {name: value for name, value in explorable.values.items() if name != "size"}

def redraw(size):
    scene = _model(size=size, **fixed)
    spec = _chart().to_dict()
    rows = {name: frame.to_dict("records") for name, frame in scene.data.items()}
    baseline = {f"baseline_{name}": spec_rows for name, spec_rows in rows.items()}
    spec["datasets"] = {**spec.get("datasets", {}), **rows, **baseline}
    spec["title"] = f"Size: {size:.2f}"
    display(charts.mimebundle(spec, scene.summary), raw=True)

interact(redraw, size=FloatSlider(min=0, max=1, step=0.05, value=0.5));
"""


def measure() -> Iterator[Figure]:
    """Yield both times, and their ratio."""
    ours, theirs = _times()
    for q, target in ((50, None), (95, 33)):
        yield Figure(f"explorable, p{q}", percentile(ours, q), "ms", target)
    for q in (50, 95):
        yield Figure(f"interact, p{q}", percentile(theirs, q), "ms")
    for q in (50, 95):
        yield Figure(
            f"interact ÷ explorable, p{q}",
            percentile(theirs, q) / percentile(ours, q),
            "times",
            target=5,
            at_least=True,
        )


def _times() -> tuple[list[float], list[float]]:
    browser_path = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if browser_path is None:
        raise SystemExit("The repaint benchmark needs Chromium: install chromium and try again.")
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as home:
        notebook = nbformat.v4.new_notebook(
            cells=[nbformat.v4.new_code_cell(source.strip()) for source in (_SETUP, _INTERACT)]
        )
        notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
        nbformat.write(notebook, Path(folder, "repaint.ipynb"))
        with (
            serve(Path(folder), Path(home)) as lab,
            chromium(browser_path) as browser,
            visit(lab, browser) as window,
        ):
            window.open("repaint.ipynb")
            window.run_all()
            return _take_turns(window)


def _take_turns(window: Notebook) -> tuple[list[float], list[float]]:
    page = window.page
    page.add_script_tag(path=SCRIPT)
    explorable = page.locator(".course-explorable")
    explorable.locator("svg.marks").first.wait_for()
    window.open_controls(explorable)
    interact = page.locator(".widget-interact")
    interact.locator("svg.marks").first.wait_for()
    ours: list[float] = []
    theirs: list[float] = []
    for block in range(_BLOCKS):
        key, direction = ("ArrowLeft", -1) if block % 2 else ("ArrowRight", 1)
        start = 1.0 if block % 2 else 0.5
        values = [start + direction * 0.05 * number for number in range(1, _STEPS + 1)]
        explorable.get_by_label("How far it moves").focus()
        ours += [step(page, explorable, key) for _ in values]
        interact.get_by_role("slider").focus()
        theirs += [step(page, interact, key, f"Size: {value:.2f}") for value in values]
    return ours, theirs


def step(page: Page, widget: Locator, key: str, shows: str | None = None) -> float:
    """Press a key; return the milliseconds until the new state shows.

    ``repaint.js`` is in the page. ``shows`` is text in the new drawing; without it, a changed
    summary marks the new state.
    """
    page.evaluate("([root, shows]) => armStep(root, shows)", [widget.element_handle(), shows])
    page.keyboard.press(key)
    # Checking at every frame, the default, would slow down the measured code.
    page.wait_for_function("globalThis.stepTime !== null", timeout=10_000, polling=25)
    page.wait_for_timeout(_PAUSE)
    return float(page.evaluate("globalThis.stepTime"))


def percentile(times: list[float], q: float) -> float:
    """Return a percentile of times."""
    return float(np.percentile(times, q))
