"""Measure how long all cells of a module take."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from benchmarks.figure import Figure

_MODULES = Path(__file__).parents[1] / "modules"


def measure() -> Iterator[Figure]:
    """Yield the drift module's time, with and without kernel start."""
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "COURSE_PROGRESS": str(Path(home, "progress.json"))}
        start = time.perf_counter()
        client = NotebookClient(
            nbformat.read(_MODULES / "07_drift.ipynb", as_version=4),
            timeout=120,
            resources={"metadata": {"path": str(_MODULES)}},
            shutdown_kernel="immediate",
        )
        with client.setup_kernel(env=environment):
            ready = time.perf_counter()
            for index, cell in enumerate(client.nb.cells):
                client.execute_cell(cell, index)
            end = time.perf_counter()
    yield Figure("module 7, all cells", end - ready, "s", target=15)
    yield Figure("module 7, all cells and the start of the kernel", end - start, "s")
