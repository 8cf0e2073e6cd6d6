"""Run benchmarks, print their figures and keep them in docs/benchmarks.md."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import platform
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

from benchmarks.figure import Figure

_NAMES = ("importing", "cells", "repaint", "data", "site", "grading")
_LONG = ("large_class",)  # only when asked for by name
_PAGE = Path(__file__).parents[1] / "docs" / "benchmarks.md"


def main() -> None:
    """Run what was asked for; only a run of all benchmarks renews the page."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="name", help=f"of {', '.join(_NAMES + _LONG)}")
    names = parser.parse_args().names or list(_NAMES)
    if unknown := set(names) - {*_NAMES, *_LONG}:
        parser.error(
            f"no benchmark {', '.join(sorted(unknown))}; there are {', '.join(_NAMES + _LONG)}"
        )
    figures = []
    for name in names:
        measure: Callable[[], Iterator[Figure]] = import_module(f"benchmarks.{name}").measure
        for figure in measure():
            print(" | ".join(figure.row()), flush=True)
            figures.append(figure)
    if set(_NAMES) <= set(names):
        _renew(_table(figures))
        print(f"Kept in docs/{_PAGE.name}.")
    missed = [figure.what for figure in figures if not figure.met]
    verdict = f"Targets missed: {', '.join(missed)}." if missed else "All targets met."
    print(verdict)


def _table(figures: list[Figure]) -> str:
    load = os.getloadavg()[0]
    rows = [("Measure", "Figure", "Target", "Verdict"), ("---",) * 4]
    rows += [figure.row() for figure in figures]
    lines = [f"| {' | '.join(row)} |" for row in rows]
    machine = (
        f"{dt.datetime.now(tz=dt.UTC).date()}, {os.cpu_count()} cores "
        f"(load average at the end {load:.1f}), Python {platform.python_version()}, "
        f"{platform.system()}."
    )
    return "\n".join([machine, "", *lines])


def _renew(table: str) -> None:
    start, end = "<!-- figures -->", "<!-- end of figures -->"
    page = _PAGE.read_text(encoding="utf-8")
    before, after = page.split(start)[0], page.split(end)[1]
    _PAGE.write_text(f"{before}{start}\n\n{table}\n\n{end}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
