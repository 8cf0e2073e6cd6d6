"""Measure a lesson's page in a fresh browser, locally and at 20 Mbit/s.

It is the lesson with the largest Python. Each run opens it cold, presses *Run* at its first code
cell, moves a slider, and opens it again. Times come from the page's own clock.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from statistics import median

from playwright.sync_api import Page

from benchmarks import line
from benchmarks.figure import Figure
from benchmarks.repaint import SCRIPT, percentile, step
from tests.browser.lab import CHROMIUM_NAMES, chromium
from tools.site import paths, serve

_RUNS = 3
_STEPS = 10  # from the middle of the slider to its end
_PATIENCE = 180_000  # milliseconds
_PAGE = "modules/07_drift.html"
_WHOLE = "modules/07_drift_workbench.html"  # where Make your own drift has all its controls
_EXPLORABLE = '.page-figure[data-kind="explorable"]'
_MOVABLE = f"() => document.querySelector('{_EXPLORABLE}.page-drawn') && performance.now()"
_PRESS = """() => { globalThis.pressed = performance.now();
  document.querySelector(".page-cell .page-tools button").click(); }"""
_DONE = """() => document.querySelector(".page-cell .page-state").textContent === "Done"
  && performance.now() - globalThis.pressed"""
_RUN_IS_THERE = ".page-cell .page-tools button"
_STILL = "() => coursePage.python.ready && !document.querySelector('.page-waiting')"


@dataclass
class _Times:
    """Seconds of each run; milliseconds of each slider step."""

    movable: list[float] = field(default_factory=list)
    first: list[float] = field(default_factory=list)
    again: list[float] = field(default_factory=list)
    steps: list[float] = field(default_factory=list)


def measure() -> Iterator[Figure]:
    """Yield medians of three runs each, and the site's size."""
    if not paths.LIVE.exists():
        raise SystemExit("The pages benchmark needs the site: make site")
    near = _measured(serve.Handler)
    yield Figure("page: explorable movable", median(near.movable), "s", 1)
    yield Figure("page, cold: first cell", median(near.first), "s", 5)
    yield Figure("page, return visit: first cell", median(near.again), "s", 3)
    yield Figure("page, awake: slider, p95", percentile(near.steps, 95), "ms", 33)
    far = _measured(line.Handler)
    yield Figure("page, 20 Mbit/s: explorable movable", median(far.movable), "s", 2)
    yield Figure("page, 20 Mbit/s, cold: first cell", median(far.first), "s", 20)
    yield Figure("page, 20 Mbit/s, return visit: first cell", median(far.again), "s")
    size = sum(file.stat().st_size for file in paths.SITE.rglob("*") if file.is_file())
    yield Figure("web edition, size", size / 1e6, "MB", 90)


def _measured(host: type[serve.Handler]) -> _Times:
    browser_path = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if browser_path is None:
        raise SystemExit("The pages benchmark needs Chromium: install chromium and try again.")
    times = _Times()
    for _ in range(_RUNS):
        with serve.running(host) as address, chromium(browser_path) as browser:
            context = browser.new_context()
            context.set_default_timeout(_PATIENCE)
            page = context.new_page()
            page.goto(address + _PAGE, wait_until="commit")
            times.movable.append(_seconds(page, _MOVABLE))
            times.first.append(_first_cell(page))
            page.close()
            page = context.new_page()
            page.goto(address + _WHOLE)
            _first_cell(page)  # wakes Python
            times.steps += _steps(page)
            page.close()
            page = context.new_page()
            page.goto(address + _PAGE)
            times.again.append(_first_cell(page))
    return times


def _first_cell(page: Page) -> float:
    """Run the first code cell; return the seconds to its result."""
    page.wait_for_selector(_RUN_IS_THERE, state="attached")  # it shows on hover
    page.evaluate(_PRESS)
    return _seconds(page, _DONE)


def _seconds(page: Page, clock: str) -> float:
    """Wait for one of the page's clocks; return its time in seconds."""
    return float(page.wait_for_function(clock, polling=20).json_value()) / 1000


def _steps(page: Page) -> list[float]:
    """Move a slider to its end and back, without scenes simulated beforehand.

    The first step doesn't count, because Python takes over the explorable then.
    """
    mode = page.get_by_label("How it moves")
    explorable = page.locator(_EXPLORABLE).filter(has=mode).first
    explorable.get_by_role("button", name="Just explore").click()
    mode.select_option("gradual")
    page.wait_for_function(_STILL)
    page.add_script_tag(path=SCRIPT)
    explorable.get_by_role("slider", name="How far it moves").focus()
    keys = ["ArrowRight"] * _STEPS + ["ArrowLeft"] * _STEPS
    return [step(page, explorable, key) for key in [*keys, *keys]][1:]
