"""Measure imports, each in a fresh process."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from collections.abc import Iterator

from benchmarks.figure import Figure

_REPEATS = 10
_TIMED = """
import time
start = time.perf_counter()
{statement}
print(time.perf_counter() - start)
"""


def measure() -> Iterator[Figure]:
    """Yield the median import times."""
    yield Figure("import course", _median("import course"), "s", target=0.3)
    yield Figure("from course import explore", _median("from course import explore"), "s")
    yield Figure(
        "from course import explore, then explore.drift",
        _median("from course import explore; explore.drift"),
        "s",
    )


def _median(statement: str) -> float:
    _once(statement)  # writes the bytecode, like the first use after installation
    return statistics.median(_once(statement) for _ in range(_REPEATS))


def _once(statement: str) -> float:
    environment = {
        name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"
    }
    run = subprocess.run(  # noqa: S603 - our own interpreter and code
        [sys.executable, "-c", _TIMED.format(statement=statement)],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return float(run.stdout)
