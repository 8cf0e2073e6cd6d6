"""Hand in for a large class within ten minutes, and time each student's page.

``BENCHMARK_HAND_INS`` and ``BENCHMARK_MINUTES`` make it smaller.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from benchmarks import grading_class, grading_course
from benchmarks.figure import Figure
from benchmarks.grading_class import NAME, student_name
from benchmarks.grading_course import PROGRAMS, environment

_HAND_INS = int(os.environ.get("BENCHMARK_HAND_INS", "1000"))
_MINUTES = float(os.environ.get("BENCHMARK_MINUTES", "10"))
_ALONE = 20
_PATIENCE = 3600.0


def measure() -> Iterator[Figure]:
    """Yield the seconds from hand-in to page, and how often one grading fits into them."""
    with tempfile.TemporaryDirectory(prefix="benchmark-") as place:
        course = grading_course.make(Path(place, "course"), _ALONE)
        alone = _alone(grading_course.copy(course, "alone"))
        shutil.rmtree(course / "submitted")
        drafts, inbox = Path(place, "drafts"), Path(place, "inbox")
        inbox.mkdir()
        notebook = course / "release" / NAME / f"{NAME}.ipynb"
        grading_class.hand_in(notebook, drafts, range(_HAND_INS))
        seconds, whole = _watched(course, drafts, inbox)
    title = f"watch: {_HAND_INS:,} hand-ins in {_MINUTES:g} minutes"
    yield Figure(f"{title}, all graded after", whole / 60, "minutes")
    half, late = (float(np.percentile(seconds, part)) for part in (50, 95))
    yield Figure(f"{title}, from hand-in to page, p50", half, "s")
    yield Figure(f"{title}, from hand-in to page, p95", late, "s", 60)
    yield Figure("grading one of them, by itself", alone, "s")
    yield Figure(f"{title}, p95 ÷ grading one", late / alone, "times")


def _alone(course: Path) -> float:
    """Return the seconds that grading one submission takes when none runs next to it."""
    command = [PROGRAMS / "grader", "grade", NAME, "--jobs", "1"]
    subprocess.run(command, cwd=course, env=environment(), check=True, capture_output=True)  # noqa: S603
    records = [json.loads(path.read_text()) for path in (course / "results" / NAME).glob("*.json")]
    return float(statistics.median(record["result"]["seconds"] for record in records))


def _watched(course: Path, drafts: Path, inbox: Path) -> tuple[list[float], float]:
    """Return the seconds of each hand-in, and of all from the first to the last page."""
    command = [str(PROGRAMS / "grader"), "watch", NAME, str(inbox)]
    draw = random.Random(7)  # noqa: S311 - nothing secret
    times = sorted(draw.uniform(0, _MINUTES * 60) for _ in range(_HAND_INS))
    handed_in: dict[str, float] = {}
    log = course.parent / "log"
    with (
        log.open("w") as output,
        subprocess.Popen(command, cwd=course, env=environment(), stdout=output) as process,  # noqa: S603
    ):
        while "Watching" not in log.read_text() and process.poll() is None:
            time.sleep(0.2)
        start = time.time()
        for number, moment in enumerate(times):
            time.sleep(max(0.0, start + moment - time.time()))
            student = student_name(number)
            target = inbox / f"{student}.ipynb"
            shutil.copyfile(drafts / student / NAME / f"{NAME}.ipynb", target)
            handed_in[student] = target.stat().st_mtime
        pages = {student: _page(course, student) for student in handed_in}
        end = time.monotonic() + _PATIENCE
        while missing := sum(not page.is_file() for page in pages.values()):
            if time.monotonic() > end or process.poll() is not None:
                raise SystemExit(f"{missing} hand-ins have no page.")
            time.sleep(1)
        process.send_signal(signal.SIGINT)
    page_times = {student: page.stat().st_mtime for student, page in pages.items()}
    seconds = [page_times[student] - when for student, when in handed_in.items()]
    return seconds, max(page_times.values()) - start


def _page(course: Path, student: str) -> Path:
    return course / "feedback" / student / f"{NAME}-hand-in-1" / f"{NAME}.html"
