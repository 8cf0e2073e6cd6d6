"""How long a data set takes to make, at the size of a lesson and at the size of a company."""

from __future__ import annotations

import time
from collections.abc import Iterator

from benchmarks.figure import Figure
from course.data import load


def measure() -> Iterator[Figure]:
    """Yield the time of two years of loan applications."""
    load("credit", per_month=20)  # the imports are another benchmark's
    for a_month in (1_000, 100_000):
        start = time.perf_counter()
        rows = len(load("credit", per_month=a_month))
        yield Figure(f"load('credit'), {rows:,} rows", time.perf_counter() - start, "s")
