"""Pull a class from Canvas and Moodle, grade it, and push its grades and pages.

The platforms are the tests' servers, which speak the real APIs on this machine: requests are as
many as on a real one, and their time is only this machine's. ``BENCHMARK_STUDENTS`` makes the
class smaller.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import grading_class, grading_course
from benchmarks.figure import Figure
from benchmarks.grading_class import NAME
from benchmarks.grading_course import PROGRAMS, environment

sys.path.append(str(Path(__file__).parents[1] / "tests"))

from support import fake_canvas, fake_moodle
from support.moodle_site import serving

_STUDENTS = int(os.environ.get("BENCHMARK_STUDENTS", "500"))
_STEPS = (("pull",), ("grade",), ("feedback",), ("push", "--send"), ("push", "--send"))
_POINTS = sum(question.points for question in grading_class.QUESTIONS)


@dataclass(frozen=True, slots=True)
class Platform:
    """A running server: its requests so far, and what a course's configuration says of it."""

    requests: list[Any]
    settings: dict[str, object]
    token: dict[str, str]


def measure() -> Iterator[Figure]:
    """Yield seconds and requests of each step, for each platform."""
    for title, serve in (("Canvas", _canvas), ("Moodle", _moodle)):
        with tempfile.TemporaryDirectory(prefix="benchmark-") as place:
            course = grading_course.make(Path(place, "course"), _STUDENTS)
            drafts = (course / "submitted").rename(course.parent / "drafts")
            with serve(sorted(drafts.glob(f"*/{NAME}/{NAME}.ipynb"))) as platform:
                yield from _steps(title, course, platform)


def _steps(title: str, course: Path, platform: Platform) -> Iterator[Figure]:
    config = course / "nbgrader_config.py"
    config.write_text(f"{config.read_text()}c.Grader.platform = {platform.settings!r}\n")
    whole = 0.0
    for number, (step, *options) in enumerate(_STEPS):
        count, start = len(platform.requests), time.perf_counter()
        command = [PROGRAMS / "grader", step, NAME, *options]
        variables = environment(**platform.token)
        subprocess.run(command, cwd=course, env=variables, check=True, capture_output=True)  # noqa: S603
        seconds, requests = time.perf_counter() - start, len(platform.requests) - count
        whole += seconds
        again = " again, nothing changed" * (number == len(_STEPS) - 1)
        what = f"{title}, {_STUDENTS} students, {step}{again}"
        yield Figure(what, seconds, "s")
        if requests:
            yield Figure(f"{what} sends", requests, "requests")
    yield Figure(f"{title}, {_STUDENTS} students, all steps", whole, "s")


@contextmanager
def _canvas(paths: list[Path]) -> Iterator[Platform]:
    canvas = fake_canvas.FakeCanvas(NAME, float(_POINTS))
    with canvas.running():
        for number, path in enumerate(paths, start=1):
            canvas.add(number, "Student", f"Number{number}")
            canvas.hand_in(number, path.read_bytes(), name=f"{NAME}.ipynb")
        settings = {"name": "canvas", "url": canvas.url, "course": fake_canvas.COURSE}
        yield Platform(canvas.log, settings, {"CANVAS_API_TOKEN": fake_canvas.TOKEN})
    if len(canvas.scores()) != len(paths):
        raise SystemExit(f"{len(canvas.scores())} of {len(paths)} grades arrived in Canvas.")


@contextmanager
def _moodle(paths: list[Path]) -> Iterator[Platform]:
    moodle = fake_moodle.FakeMoodle(settings={"name": NAME, "grade": _POINTS})
    for number, path in enumerate(paths, start=101):
        moodle.enrol(number, "Student", f"Number{number}")
        moodle.hand_in(number, {f"{NAME}.ipynb": path.read_bytes()})
    with serving(moodle) as site:
        settings = {"name": "moodle", "url": moodle.site, "course": fake_moodle.COURSE}
        yield Platform(site.seen, settings, {"MOODLE_API_TOKEN": fake_moodle.TOKEN})
    if len(moodle.grades) != len(paths):
        raise SystemExit(f"{len(moodle.grades)} of {len(paths)} grades arrived in Moodle.")
