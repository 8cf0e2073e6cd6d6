"""Run only the cells: ``python -m benchmarks.grading_limit COURSE COUNT HOW``.

For each student, a fork of a process with the libraries loaded runs all code cells, answers and
tests, in one namespace: no kernel, no isolation, no gradebook. HOW is ``shown`` (by IPython, which
displays the values of last lines as a notebook does: the limit) or ``bare`` (by ``exec``, without
displaying anything). Prints wall and processor seconds per submission.
"""

from __future__ import annotations

import contextlib
import gc
import io
import os
import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import nbformat
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from traitlets.config import Config

from benchmarks import grading_class
from benchmarks.grading_class import NAME

_LIBRARIES = ("altair", "pandas", "sklearn.ensemble", "sklearn.linear_model", "sklearn.metrics")
_UNKEPT = Config(HistoryManager={"enabled": False})  # no history database


def main() -> None:
    """Run and print."""
    course, count, how = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    for name in (*_LIBRARIES, "sklearn.model_selection", "sklearn.pipeline"):
        import_module(name)
    source = nbformat.read(course / "source" / NAME / f"{NAME}.ipynb", as_version=4)
    run = _shown(InteractiveShell(config=_UNKEPT)) if how == "shown" else _bare
    with contextlib.redirect_stdout(io.StringIO()):
        run(_codes(source, 0))  # the libraries' first use doesn't count as a cell's time
    gc.collect()
    gc.freeze()
    times = [_run_apart(run, _codes(source, number)) for number in range(count)]
    print(*(sum(part) / count for part in zip(*times, strict=True)))


def _codes(source: nbformat.NotebookNode, number: int) -> list[str]:
    answers = grading_class.answers(number)
    cells = [cell for cell in source.cells if cell.cell_type == "code"]
    return [answers.get(cell.metadata.nbgrader.grade_id, cell.source) for cell in cells]


def _run_apart(run: Callable[[list[str]], None], codes: list[str]) -> tuple[float, float]:
    reader, writer = os.pipe()
    if not os.fork():
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
        wall, cpu = time.perf_counter(), time.process_time()
        run(codes)
        took = time.perf_counter() - wall, time.process_time() - cpu
        os.write(writer, f"{took[0]} {took[1]}".encode())
        os._exit(0)
    os.wait()
    os.close(writer)
    with os.fdopen(reader) as answer:
        first, second = map(float, answer.read().split())
    return first, second


def _bare(codes: list[str]) -> None:
    space = {"__name__": "__main__"}
    for code in codes:
        try:
            exec(compile(code, "<cell>", "exec"), space)  # noqa: S102 - the benchmark's own cells
        except Exception:  # noqa: BLE001, S112 - a wrong answer, as in a notebook
            continue


def _shown(shell: InteractiveShell) -> Callable[[list[str]], None]:
    def run(codes: list[str]) -> None:
        shell.reset(new_session=False)
        for code in codes:
            with capture_output():
                shell.run_cell(code)

    return run


if __name__ == "__main__":
    main()
