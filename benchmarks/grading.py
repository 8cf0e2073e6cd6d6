"""Compare graders: ours, nbgrader (stock and tuned), otter, and the limit.

All grade the same submissions on the same machine in one run. Ours runs before, between and after
the others, so that other work on the machine affects all of them.
"""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import altair as alt
import pandas as pd

from benchmarks import grading_course, grading_otter
from benchmarks.figure import Figure
from benchmarks.grading_class import NAME
from benchmarks.grading_course import PROGRAMS, environment
from benchmarks.grading_run import Run, record
from course import charts
from split_grader.split import Engine, Limits
from split_grader.split.relay.channel import Channel

STUDENTS = int(os.environ.get("BENCHMARK_STUDENTS", "40"))
_FIRST = 4  # results that come while the warm processes start
_CORES = os.cpu_count() or 1
_PAGE = Path(__file__).parents[1] / "docs" / "benchmarks.md"
_PICTURE = _PAGE.parent / "images" / "grading.png"


def measure() -> Iterator[Figure]:
    """Yield rates, ratios, memory and start times; draw the chart."""
    with tempfile.TemporaryDirectory(prefix="benchmark-") as place:
        yield from _measure(grading_course.make(Path(place, "course"), STUDENTS))


def _measure(course: Path) -> Iterator[Figure]:
    ours, bare, shown_runs = [], [], []

    def again(*, memory: bool = False) -> Path:
        print(f"grading: {STUDENTS} submissions by grader, run {len(bare) + 1} of 4", flush=True)
        folder = grading_course.copy(course, f"ours{len(bare)}")
        ours.append(_ours(folder, memory=memory))
        bare.append(_limit(course, "bare"))
        shown_runs.append(_limit(course, "shown"))
        return folder

    stock_course = grading_course.copy(course, "stock")
    stock_environment = grading_course.as_installed(stock_course)
    ready = _ready()
    graded_course = again(memory=True)
    ours.clear()
    again()
    stock = _stock(stock_course, stock_environment)
    again()
    tuned_course = grading_course.copy(course, "tuned")
    tuned_run = _stock(tuned_course, grading_course.tune(tuned_course))
    again()
    problem = grading_otter.install()
    otter = [] if problem else grading_otter.run(course.parent / "otter", STUDENTS)
    _same_scores(graded_course, stock_course, tuned_course)

    limit, by_exec = (statistics.median(w for w, _ in runs) / _CORES for runs in (shown_runs, bare))
    pure = [statistics.median(cpu for _, cpu in runs) for runs in (shown_runs, bare)]
    steady = [run.steady(_FIRST) for run in ours]
    second = {
        "nbgrader, stock": stock.seconds / STUDENTS,
        "nbgrader, tuned": tuned_run.seconds / STUDENTS,
        "grader, all": statistics.median(run.seconds for run in ours) / STUDENTS,
        "grader, steady": statistics.median(wall for wall, _ in steady),
        "the cells alone": limit,
        "the cells by exec": by_exec,
    }
    if otter:
        second["otter run"] = sum(run.seconds for run in otter) / STUDENTS
    for name, value in second.items():
        yield Figure(f"{name}: submissions", 1 / value, "/s")
    if problem:
        print(f"otter run: skipped, it could not be installed ({problem})")
    our = second["grader, steady"]
    yield Figure("steady ÷ stock", second["nbgrader, stock"] / our, "times", 22, at_least=True)
    yield Figure("steady ÷ tuned", second["nbgrader, tuned"] / our, "times", 8, at_least=True)
    yield Figure("limit ÷ steady", our / limit, "times", 1.25)
    yield Figure("cells by exec ÷ steady", our / by_exec, "times")
    yield from _processor(stock, tuned_run, [cpu for _, cpu in steady], *pure)
    yield Figure("isolated process ready, median", statistics.median(ready) * 1e3, "ms", 10)
    yield Figure("isolated process ready, best", min(ready) * 1e3, "ms")
    yield Figure("memory of a worker, at most", _MEMORY[0] / 2**20, "MiB", 300)
    _draw(second)


_MEMORY = [0.0]


def _processor(
    stock: Run, tuned_run: Run, ours: list[float | None], cells: float, by_exec: float
) -> Iterator[Figure]:
    """Yield processor times, which a busy machine affects less."""
    seconds = [cpu for cpu in ours if cpu is not None]
    if stock.cpu is None or tuned_run.cpu is None or not seconds:
        print("processor time: not measured, it takes control groups of version 1 and root")
        return
    our = statistics.median(seconds)
    yield Figure("processor time a submission, stock", stock.cpu / STUDENTS, "s")
    yield Figure("processor time a submission, tuned", tuned_run.cpu / STUDENTS, "s")
    yield Figure("processor time a submission, ours steady", our, "s")
    yield Figure("processor time a submission, the cells alone", cells, "s")
    yield Figure("processor time a submission, the cells by exec", by_exec, "s")
    yield Figure("processor time, ours ÷ the cells alone", our / cells, "times", 1.15)


def _ours(course: Path, *, memory: bool) -> Run:
    command = [PROGRAMS / "grader", "grade", NAME, "--jobs", str(_CORES)]
    results = course / "results" / NAME
    run = record(command, course, environment(), results=results, memory=memory)
    if memory:
        _MEMORY[0] = max(size for _, size in run.memory) / _CORES
    return run


def _stock(course: Path, around: dict[str, str]) -> Run:
    print(f"grading: {STUDENTS} submissions by nbgrader, {course.name}", flush=True)
    return record([PROGRAMS / "nbgrader", "autograde", NAME], course, around)


def _limit(course: Path, how: str) -> tuple[float, float]:
    """Return wall and processor seconds per submission on each core, with all cores busy."""
    command = [sys.executable, "-m", "benchmarks.grading_limit", course, str(STUDENTS), how]
    root = Path(__file__).parents[1]
    processes = [
        subprocess.Popen(command, cwd=root, env=environment(), stdout=subprocess.PIPE, text=True)  # noqa: S603
        for _ in range(_CORES)
    ]
    times = [tuple(map(float, process.communicate()[0].split())) for process in processes]
    wall, cpu = map(statistics.mean, zip(*times, strict=True))
    return wall, cpu


def _ready() -> list[float]:
    """Return the times from requesting a process to its isolation."""
    times = []
    with Engine() as engine:
        engine.nursery.start()
        for _ in range(40):
            began = time.perf_counter()
            channel = Channel(engine.nursery.fork("student", Limits()), Limits(), "student")
            channel.receive(time.monotonic() + 10)
            times.append(time.perf_counter() - began)
            channel.kill()
    return times


def _same_scores(ours: Path, *others: Path) -> None:
    own_scores = grading_course.scores(ours)
    if len(own_scores) != STUDENTS:
        raise SystemExit(f"{len(own_scores)} submissions were graded, expected {STUDENTS}.")
    for other in others:
        other_scores = grading_course.scores(other)
        differences = {
            name: (points, other_scores.get(name)) for name, points in own_scores.items()
        }
        differences = {name: pair for name, pair in differences.items() if pair[0] != pair[1]}
        if differences:
            raise SystemExit(f"Scores differ from those of {other.name}: {differences}")


def _draw(second: dict[str, float]) -> None:
    frame = pd.DataFrame({"grader": list(second), "rate": [1 / value for value in second.values()]})
    frame["ours"] = frame.grader.str.startswith("grader")
    times = second["nbgrader, stock"] / second["grader, steady"]
    bars = alt.Chart(frame).encode(
        x=alt.X("rate:Q", title="Submissions a second (more is better)"),
        y=alt.Y("grader:N", sort="x", title=None),
    )
    color = alt.Color("ours:N", scale=alt.Scale(range=[charts.GREY, charts.BLUE]), legend=None)
    label = bars.mark_text(align="left", dx=4).encode(text=alt.Text("rate:Q", format=".2f"))
    chart = (bars.mark_bar().encode(color=color) + label).properties(
        title=f"Grading is {times:.0f} times as fast as with nbgrader as it comes",
        width=460,
        height=180,
    )
    rates = ", ".join(f"{name} {1 / value:.2f}" for name, value in second.items())
    chart = charts.alt_text(chart, f"Submissions a second by grader: {rates}.")
    _PICTURE.parent.mkdir(exist_ok=True)
    _PICTURE.write_bytes(charts.to_png(charts.spec_of(chart)))
    page = _PAGE.read_text(encoding="utf-8")
    image = f"![Submissions a second on {_CORES} cores: {rates}.](images/{_PICTURE.name})"
    page = re.sub(rf"!\[[^\]]*\]\(images/{_PICTURE.name}\)", lambda _: image, page)
    _PAGE.write_text(page, encoding="utf-8")
