"""A watch may be stopped or killed at any moment, and only one watches an assignment."""

import os
import random
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import nbformat
import pytest

from split_grader.watching.journal import Journal, State
from support.sampling import WHOLE
from support.small_course import answered, points

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="signals as Linux has them"),
]

GRADER = Path(__file__).parents[2] / "support" / "light_grader.py"
FLOOR = "def mean(values):\n    return sum(values) // len(values)"
KILLS, BURST = (6, 60) if WHOLE else (2, 20)


def fill(course, folder, count):
    """Hand in for some students, one a minute; return their names in order."""
    blank = (course.release("sums") / "sums.ipynb").read_text()
    begin = datetime(2026, 3, 1, tzinfo=UTC)
    students = [f"s{number:02}" for number in range(count)]
    random.Random(4).shuffle(students)  # noqa: S311
    for minute, student in enumerate(students):
        answers = {"q_mean": FLOOR} if int(student[1:]) % 2 else {}
        notebook = answered(blank, **answers)
        notebook.cells[0].source += student
        nbformat.write(notebook, folder / f"{student}.ipynb")
        when = (begin + timedelta(minutes=minute)).timestamp()
        os.utime(folder / f"{student}.ipynb", (when, when))
    return students


@contextmanager
def started(course, folder, *options):
    line = [sys.executable, GRADER, "watch", "sums", folder, "--every", "0.2", "--jobs", "2"]
    with subprocess.Popen(  # noqa: S603
        [*line, "--course", course.root, *options],
        start_new_session=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "COLUMNS": "200", "PYTHONUNBUFFERED": "1"},
    ) as process:
        try:
            yield process
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)


def journal(course):
    return Journal(course.products() / "watch" / "sums")


def done(course):
    return [
        one
        for several in journal(course).by_student.values()
        for one in several
        if one.state is State.DONE
    ]


def test_killed_at_any_moment_nothing_is_lost_and_nothing_graded_twice(course, folder):
    course = course()
    students = fill(course, folder, 14)
    draw = random.Random(11)  # noqa: S311
    finish_times = {}
    for _ in range(KILLS):
        with started(course, folder) as process:
            assert any("Watching" in line for line in process.stdout)
            time.sleep(draw.uniform(0.2, 5.0))
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate(timeout=30)
        for student, when in finish_times.items():
            record = course.results("sums") / f"{student}.json"
            assert record.stat().st_mtime_ns == when, f"{student} was graded again"
        for one in done(course):
            record = course.results("sums") / f"{one.student}.json"
            finish_times[one.student] = record.stat().st_mtime_ns
    with started(course, folder, "--once") as process:
        output, _ = process.communicate(timeout=400)
    assert process.returncode == 0, output
    assert "Everything that arrived is graded." in output
    hand_ins = done(course)
    assert [one.student for one in sorted(hand_ins, key=lambda one: one.number)] == students
    for student in students:
        expected = 4 if int(student[1:]) % 2 else 6
        assert sum(points(course, student).values()) == expected
        page = course.feedback(student, "sums").parent / "sums-hand-in-1" / "sums.html"
        assert f"{expected} of 6 points" in page.read_text()


def test_a_second_watch_refuses(course, folder):
    course = course()
    fill(course, folder, 0)
    with started(course, folder) as first:
        assert any("Watching" in line for line in first.stdout)
        with started(course, folder, "--once") as second:
            output, _ = second.communicate(timeout=240)
        assert second.returncode == 1
        assert "'sums' is being graded already, by process" in output


def test_ctrl_c_finishes_what_runs_and_says_what_is_left(course, folder):
    course = course()
    fill(course, folder, 20)
    with started(course, folder) as process:
        for line in process.stdout:
            if " of 6." in line:
                break
        os.killpg(process.pid, signal.SIGINT)
        output = process.stdout.read()
        assert process.wait(240) == 0, output
    left = len(journal(course).left)
    assert 0 < left < 20
    assert "Finishing what is being graded." in output
    assert f"Stopped. {left} hand-ins wait" in " ".join(output.split())
    assert {one.state for one in journal(course).left.values()} == {State.WAITING}


def test_a_burst_is_graded_in_order_of_arrival(course, folder):
    course = course()
    students = fill(course, folder, BURST)
    with started(course, folder, "--once") as process:
        output, _ = process.communicate(timeout=400)
    assert process.returncode == 0, output
    order = [line.partition(":")[0] for line in output.splitlines() if " of 6." in line]
    assert sorted(order) == sorted(students)
    # Two run at a time, so one may overtake its neighbour, and nobody else.
    delays = [abs(order.index(student) - place) for place, student in enumerate(students)]
    assert max(delays) <= 2
