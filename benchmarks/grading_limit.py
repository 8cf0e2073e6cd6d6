"""The limit: ``python -m benchmarks.grading_limit COURSE COUNT`` runs the cells and nothing else.

For each student, a fork of a process that has the libraries loaded runs all code cells, answers and
tests, in one namespace by ``exec``: no kernel, no display, no isolation, no gradebook. Prints the
wall and the processor seconds a submission.
"""

from __future__ import annotations

import gc
import os
import sys
import time
from importlib import import_module
from pathlib import Path

import nbformat

from benchmarks import grading_class
from benchmarks.grading_class import NAME

_LIBRARIES = ("altair", "pandas", "sklearn.ensemble", "sklearn.linear_model", "sklearn.metrics")


def main() -> None:
    """Run and print."""
    course, count = Path(sys.argv[1]), int(sys.argv[2])
    for name in (*_LIBRARIES, "sklearn.model_selection", "sklearn.pipeline"):
        import_module(name)
    source = nbformat.read(course / "source" / NAME / f"{NAME}.ipynb", as_version=4)
    gc.freeze()
    times = [_run_apart(_codes(source, number)) for number in range(count)]
    print(*(sum(part) / count for part in zip(*times, strict=True)))


def _codes(source: nbformat.NotebookNode, number: int) -> list[str]:
    given = grading_class.answers(number)
    cells = [cell for cell in source.cells if cell.cell_type == "code"]
    return [given.get(cell.metadata.nbgrader.grade_id, cell.source) for cell in cells]


def _run_apart(codes: list[str]) -> tuple[float, float]:
    reader, writer = os.pipe()
    if not os.fork():
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
        wall, cpu = time.perf_counter(), time.process_time()
        _run(codes)
        took = time.perf_counter() - wall, time.process_time() - cpu
        os.write(writer, f"{took[0]} {took[1]}".encode())
        os._exit(0)
    os.wait()
    os.close(writer)
    with os.fdopen(reader) as answer:
        first, second = map(float, answer.read().split())
    return first, second


def _run(codes: list[str]) -> None:
    space = {"__name__": "__main__"}
    for code in codes:
        try:
            exec(compile(code, "<cell>", "exec"), space)  # noqa: S102 - the benchmark's own cells
        except Exception:  # noqa: BLE001, S112 - a wrong answer, as in a notebook
            continue


if __name__ == "__main__":
    main()
