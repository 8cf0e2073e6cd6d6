"""Run benchmarks, print their figures and save them in docs/benchmarks.md."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import platform
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

from benchmarks.figure import Figure

_NAMES = ("importing", "cells", "repaint", "data", "pages", "hostile", "grading")
_LONG = ("large_class", "watch", "platforms")  # only by name
_IDLE = 0.25  # the highest load per core, over the last minute
_PAGE = Path(__file__).parents[1] / "docs" / "benchmarks.md"


def main() -> None:
    """Run the named benchmarks; all of them, or ``--keep``, update the page."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="name", help=f"of {', '.join(_NAMES + _LONG)}")
    parser.add_argument(
        "--keep", action="store_true", help=f"save these figures in docs/{_PAGE.name}"
    )
    options = parser.parse_args()
    names = options.names or list(_NAMES)
    if unknown := set(names) - {*_NAMES, *_LONG}:
        parser.error(
            f"no benchmark {', '.join(sorted(unknown))}; there are {', '.join(_NAMES + _LONG)}"
        )
    figures = []
    busy = _busy()  # before the benchmarks themselves make the machine busy
    for name in names:
        measure: Callable[[], Iterator[Figure]] = import_module(f"benchmarks.{name}").measure
        for figure in measure():
            print(" | ".join(figure.row()), flush=True)
            figures.append(figure)
    if options.keep or not options.names:
        _renew(figures, busy)
        print(f"Kept in docs/{_PAGE.name}.")
    misses = [figure.what for figure in figures if not figure.met]
    verdict = f"Targets missed: {', '.join(misses)}." if misses else "All targets met."
    print(verdict)


def _busy() -> str:
    """Return a word for the table if other work distorts the times."""
    return ", loaded" if os.getloadavg()[0] > _IDLE * (os.cpu_count() or 1) else ""


def _renew(figures: list[Figure], busy: str) -> None:
    """Replace the figures with the same names in the page's table, and add the others."""
    start, end = "<!-- figures -->", "<!-- end of figures -->"
    page = _PAGE.read_text(encoding="utf-8")
    before, after = page.split(start)[0], page.split(end)[1]
    lines = page.split(start)[1].split(end)[0].splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if "|" in line]
    rows = {row[0]: row for row in cells[2:]}
    today = f"{dt.datetime.now(tz=dt.UTC).date()}, Python {platform.python_version()}{busy}"
    rows |= {figure.what: [*figure.row(), today] for figure in figures}
    head = [["Measure", "Figure", "Target", "Verdict", "Measured"], ["---"] * 5]
    table = "\n".join(f"| {' | '.join(row)} |" for row in [*head, *rows.values()])
    machine = f"{os.cpu_count()} cores, {platform.system()}."
    _PAGE.write_text(f"{before}{start}\n\n{machine}\n\n{table}\n\n{end}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
