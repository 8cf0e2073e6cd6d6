"""Faults of the grader itself at random moments: no score differs silently."""

import os
import random
import signal
import threading
from contextlib import suppress

import pytest

from split_grader.split import Assignment, Cell, Verdict
from split_grader.split.relay.channel import Channel
from split_grader.split.relay.processes import Processes
from support.sampling import sampled

ANSWERS = {
    "right": "def total(values):\n    return sum(values)",
    "wrong": "def total(values):\n    return 1",
    "late": "import time\ntime.sleep(0.2)\ndef total(values):\n    time.sleep(0.05)\n    return sum(values)",
    "broken": "def total(values):\n    return sum(values",
}
SCORES = {"right": 6, "wrong": 2, "late": 6, "broken": 2}
TESTS = [
    Cell("test", f"assert total([{number}, 2]) == {number + 2}", f"t{number}", points=1)
    for number in range(4)
]
ROLES = ("student", "checker", "ordered")
KINDS = [f"{what} {role}" for what in ("kill", "close") for role in ROLES]
KINDS += ["kill zygote", "raise send", "raise receive", "raise silent"]
MOMENTS = sampled(
    [(KINDS[number % len(KINDS)], number) for number in range(200)],
    every=10,
    kind=lambda case: case[0],
)


def notebook(answer):
    first, *others = TESTS
    return [
        Cell("locked", "import math"),
        Cell("student", answer),
        first,
        Cell("student", "def largest(values):\n    return max(values)"),
        *others,
        Cell("test", "assert largest([1, math.inf]) == math.inf", "largest", points=2),
    ]


class Injector:
    """Does one kind of harm to a session's processes, once, a moment after it began."""

    def __init__(self, engine, kind, seconds):
        self._engine = engine
        self._what, self._where = kind.split()
        self._timer = threading.Timer(seconds, self._strike)
        self._processes = None
        self._is_due = False

    def watch(self, monkeypatch):
        begin, injector = Processes.__init__, self

        def started(processes, *arguments):
            begin(processes, *arguments)
            injector._processes = processes

        monkeypatch.setattr(Processes, "__init__", started)
        if self._what == "raise":
            call = getattr(Channel, self._where)

            def fails(channel, *arguments):
                if injector._is_due:
                    injector._is_due = False
                    raise RuntimeError("a fault of ours")
                return call(channel, *arguments)

            monkeypatch.setattr(Channel, self._where, fails)

    def __enter__(self):
        self._timer.start()
        return self

    def __exit__(self, *_):
        self._timer.cancel()
        self._timer.join()

    def _strike(self):
        with suppress(OSError, ValueError):  # it has ended
            if self._what == "raise":
                self._is_due = True
            elif self._where == "zygote":
                os.kill(self._engine.nursery.pid, signal.SIGKILL)
            elif channel := getattr(self._processes, self._where, None):
                if self._what == "kill":
                    signal.pidfd_send_signal(channel._handle, signal.SIGKILL)
                else:
                    channel._connection.close()


def scores(outcome):
    return {name: test.score for name, test in outcome.tests.items()}


@pytest.fixture(scope="module")
def assignment(engine):
    return Assignment(profile=engine.profile(notebook(ANSWERS["right"])))


@pytest.fixture(scope="module")
def undisturbed(engine, assignment):
    runs = {name: engine.run(notebook(answer), assignment) for name, answer in ANSWERS.items()}
    assert {name: run.score for name, run in runs.items()} == SCORES
    return assignment, runs


@pytest.mark.parametrize(("kind", "number"), MOMENTS)
def test_a_fault_at_any_moment_changes_no_score_silently(
    engine, undisturbed, monkeypatch, kind, number
):
    dice = random.Random(number)  # noqa: S311 - moments, not secrets
    assignment, runs = undisturbed
    name = dice.choice(sorted(ANSWERS))
    seconds = dice.uniform(0, runs[name].seconds)
    injector = Injector(engine, kind, seconds)
    injector.watch(monkeypatch)
    cells = notebook(ANSWERS[name])
    with injector:
        outcome = engine.run(cells, assignment)
    assert outcome.failure == ""
    expected = scores(runs[name])
    for test, score in scores(outcome).items():
        if score != expected[test]:
            assert score is None
            assert outcome.tests[test].status == "fault"
            assert "the grader failed" in outcome.tests[test].message
            assert outcome.faults


def test_a_fault_that_stays_costs_its_own_cell_only(engine, assignment, monkeypatch):
    run = Processes.checker_now

    def fails(processes):
        if processes.position == 2:
            raise RuntimeError("a fault of ours")
        return run(processes)

    monkeypatch.setattr(Processes, "checker_now", fails)
    cells = notebook(ANSWERS["right"])
    outcome = engine.run(cells, assignment)
    waiting = [name for name, test in outcome.tests.items() if test.score is None]
    assert len(waiting) == 1
    assert outcome.score == 5
    assert "a fault of ours" in outcome.tests[waiting[0]].message
    assert "RuntimeError: a fault of ours" in outcome.faults[0]


def test_an_answer_stopped_after_its_time_keeps_what_it_had_defined(engine, assignment):
    cells = [
        Cell("student", f"{ANSWERS['right']}\nwhile True:\n    pass", seconds=1),
        *notebook("rest = 3"),
    ]
    outcome = engine.run(cells, assignment)
    assert outcome.score == 6
    assert outcome.cells[0].status == "timeout"


def test_a_test_says_which_cell_that_was_stopped_defines_what_it_misses(engine, assignment):
    stubborn = (
        "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\n"
        f"{ANSWERS['right']}\nwhile True:\n    pass"
    )
    cells = [Cell("student", stubborn, seconds=1), *notebook("rest = 3")]
    outcome = engine.run(cells, assignment)
    assert outcome.score == 2
    lost = outcome.tests["t0"]
    assert lost.verdict is Verdict.FAILED
    assert lost.message.startswith("the cell that defines `total` was stopped, because it ran")
    assert lost.outputs[0]["ename"] == "CellStopped"
