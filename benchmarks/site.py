"""A notebook of JupyterLite, cold: a fresh browser for each run, files from this machine."""

from __future__ import annotations

import shutil
import statistics
import time
from collections.abc import Iterator

from benchmarks.figure import Figure
from tests.browser.lab import CHROMIUM_NAMES, chromium
from tools.site import paths, serve

_RUNS = 3
_PAGE = "live/notebooks/index.html?path=modules/07_drift.ipynb"
_PATIENCE = 120_000  # milliseconds
_READY = """() => { const panel = globalThis.jupyterapp?.shell.currentWidget;
  return panel?.context?.isReady
    && panel.sessionContext.session?.kernel?.connectionStatus === "connected"; }"""
_FIRST = """async () => { const { content } = jupyterapp.shell.currentWidget;
  content.activeCellIndex = content.widgets.findIndex((cell) => cell.model.type === "code");
  await jupyterapp.commands.execute("notebook:run-cell"); }"""
_ALL = """async () => { await jupyterapp.commands.execute("notebook:run-all-cells"); }"""


def measure() -> Iterator[Figure]:
    """Yield medians from opening the notebook of module 7."""
    browser_path = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if browser_path is None:
        raise SystemExit("The site benchmark needs Chromium: install chromium and try again.")
    if not paths.LIVE.exists():
        raise SystemExit("The site benchmark needs the site: make site")
    first, whole = [], []
    for _ in range(_RUNS):
        with serve.running() as address, chromium(browser_path) as browser:
            page = browser.new_page()
            page.set_default_timeout(_PATIENCE)
            start = time.perf_counter()
            page.goto(address + _PAGE)
            page.wait_for_function(_READY)
            page.evaluate(_FIRST)
            first.append(time.perf_counter() - start)
            page.evaluate(_ALL)
            whole.append(time.perf_counter() - start)
    yield Figure("browser edition, cold: first cell", statistics.median(first), "s", 6)
    yield Figure("browser edition, cold: module 7 whole", statistics.median(whole), "s", 12)
