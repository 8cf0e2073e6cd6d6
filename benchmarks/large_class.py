"""Check rate and memory for a class of 2,000 (ten minutes on two cores)."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks import grading_course
from benchmarks.figure import Figure
from benchmarks.grading_class import NAME
from benchmarks.grading_course import PROGRAMS, environment
from benchmarks.grading_run import Run, record

_STUDENTS = int(os.environ.get("BENCHMARK_STUDENTS", "2000"))


def measure() -> Iterator[Figure]:
    """Yield rates and memory for the class's second and last tenth."""
    with tempfile.TemporaryDirectory(prefix="benchmark-") as place:
        course = grading_course.make(Path(place, "course"), _STUDENTS)
        command = [PROGRAMS / "grader", "grade", NAME]
        results = course / "results" / NAME
        run = record(command, course, environment(), results=results, memory=True)
        count = len(grading_course.scores(course))
    if count != _STUDENTS:
        raise SystemExit(f"{count} of {_STUDENTS} submissions were graded.")
    early, late = _part(run, 0.1, 0.2), _part(run, 0.9, 1.0)
    yield Figure(f"{_STUDENTS:,} students, all", _STUDENTS / run.seconds, "/s")
    yield Figure("second tenth: submissions", early[0], "/s")
    yield Figure("last tenth: submissions", late[0], "/s")
    yield Figure("rate, last ÷ second tenth", late[0] / early[0], "times", 0.85, at_least=True)
    yield Figure("second tenth: memory of all workers", early[1] / 2**20, "MiB")
    yield Figure("last tenth: memory of all workers", late[1] / 2**20, "MiB")
    yield Figure("memory, last ÷ second tenth", late[1] / early[1], "times", 1.1)


def _part(run: Run, begin: float, end: float) -> tuple[float, float]:
    """Return the rate and the median memory during part of the class."""
    entries = [(when, count) for when, count, _ in run.done]
    first = next(entry for entry in entries if entry[1] >= begin * _STUDENTS)
    last = next(entry for entry in entries if entry[1] >= end * _STUDENTS)
    sizes = sorted(size for when, size in run.memory if first[0] <= when <= last[0])
    return (last[1] - first[1]) / (last[0] - first[0]), sizes[len(sizes) // 2]
