"""The engine's processes: how they start, are lent, die, and leave nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from split_grader.sandbox.memory import tree as descendants
from split_grader.split import Assignment, Cell, Engine, Limits, Profile, Verdict
from split_grader.split.both.profile import CellProfile
from split_grader.split.relay.channel import Broken, Channel
from split_grader.split.relay.processes import Processes
from split_grader.split.relay.session import Session
from support.split_cases import apart

RIGHT = [Cell("student", "x = 1"), Cell("test", "assert x == 1", "q", 1)]
SLOW = [
    Cell(
        "student", "import time\ntime.sleep(0.6)\ndef f(x):\n    time.sleep(0.6)\n    return 2 * x"
    ),
    Cell("test", "assert f(2) == 4", "t", points=1),
    Cell("student", "def g():\n    return 1"),
    Cell("test", "assert g() == 1", "u", points=1),
]


def test_an_answer_that_ends_its_process_only_when_repeated_costs_the_test(engine, monkeypatch):
    cells = [Cell("student", "x = 1"), Cell("test", "assert x == 1", "q", 1)]
    command = Processes.command

    def ending(self, channel, header, seconds):
        if channel is self.single and header["source"] == "x = 1":
            header = {"source": "import os\nos._exit(3)"}
        return command(self, channel, header, seconds)

    monkeypatch.setattr(Processes, "command", ending)
    profile = Profile({"q": CellProfile(needs_single_process=True)})
    outcome = engine.run(cells, Assignment(profile=profile))
    assert (outcome.score, outcome.tests["q"].verdict) == (0, Verdict.KILLED)
    assert "ended" in outcome.tests["q"].message


def test_an_engine_grades_several_submissions_at_a_time(engine):
    def score(k):
        cells = [Cell("student", f"x = {k}"), Cell("test", f"assert x == {k % 2}", "q", 1)]
        return engine.run(cells, Assignment(profile=apart(cells))).score

    with ThreadPoolExecutor(3) as pool:
        assert [*pool.map(score, range(6))] == [1, 1, 0, 0, 0, 0]


def test_every_layer_that_is_required_holds_here(engine):
    layers = {layer.name: layer for layer in engine.layers()}
    assert [name for name, layer in layers.items() if layer.required and not layer.holds] == []


def test_without_namespaces_a_run_does_not_call_itself_sandboxed():
    with Engine(Limits(cell_seconds=5), preload=["numpy"], namespaces=False) as bare:
        outcome = bare.run([Cell("student", "x = 1"), Cell("test", "assert x == 1", "q", 1)])
        assert (outcome.score, outcome.sandboxed) == (1, False)
        missing_layers = [layer for layer in bare.layers() if not layer.holds]
    assert (
        "bubblewrap" in next(layer for layer in missing_layers if layer.name == "namespaces").remedy
    )


def test_answers_compute_with_the_kernels_that_a_notebook_here_uses(monkeypatch):
    monkeypatch.setenv("OPENBLAS_L2_SIZE", "512")
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "8")
    names = "'OPENBLAS_L2_SIZE', 'OPENBLAS_NUM_THREADS'"
    answer = f"import os\nfound = [os.environ[name] for name in ({names})]"
    with Engine(preload=["numpy"], namespaces=True) as engine:
        outcome = engine.run(
            [Cell("student", answer), Cell("test", "assert found == ['512', '1']")]
        )
    assert outcome.cells[-1].verdict is Verdict.PASSED


def test_a_zygote_that_died_is_started_again():
    with Engine(preload=["numpy"], namespaces=True) as fragile:
        cells = [Cell("student", "x = 1"), Cell("test", "assert x == 1", "q", 1)]
        assert fragile.run(cells).score == 1
        os.killpg(fragile.nursery.pid, signal.SIGKILL)
        time.sleep(0.2)
        assert fragile.run(cells).score == 1


@pytest.fixture
def lender():
    with Engine(preload=["numpy"], namespaces=True) as engine:
        engine.nursery.begin()
        yield engine


def borrower(lender):
    return Engine(preload=["numpy"], line=lender.lend())


def test_an_engine_can_have_its_processes_from_anothers_zygote(lender):
    with borrower(lender) as one, borrower(lender) as other:
        outcomes = [engine.run(RIGHT) for engine in (one, other, lender)]
        assert [(outcome.score, outcome.sandboxed) for outcome in outcomes] == [(1, True)] * 3
        assert one.nursery.pid is other.nursery.pid is None


def test_who_hangs_up_loses_the_processes_asked_for_and_nobody_else(lender):
    with borrower(lender) as stayer:
        leaver = borrower(lender)
        stayer_channel, leaver_channel = (
            Channel(engine.nursery.fork("student", Limits()), Limits(), "student")
            for engine in (stayer, leaver)
        )
        leaver.close()
        deadline = time.monotonic() + 5
        while not leaver_channel.ended():
            assert time.monotonic() < deadline, "a process outlived who asked for it"
            time.sleep(0.02)
        assert not stayer_channel.ended()
        assert stayer.run(RIGHT).score == 1
        stayer_channel.kill()
        leaver_channel.kill()


def test_a_borrower_helps_itself_when_the_zygote_has_died(lender):
    with borrower(lender) as engine:
        assert engine.run(RIGHT).score == 1
        os.killpg(lender.nursery.pid, signal.SIGKILL)
        time.sleep(0.2)
        assert engine.run(RIGHT).score == 1
        assert engine.nursery.pid is not None


def test_a_zygote_that_was_begun_and_killed_is_started_again(lender):
    os.killpg(lender.nursery.pid, signal.SIGKILL)
    assert lender.run(RIGHT).score == 1


def test_no_zygote_is_lent_without_namespaces():
    with Engine(preload=[], namespaces=False) as bare:
        bare.nursery.begin()
        assert bare.lend() is None


def test_nothing_is_left_running_when_the_engine_closes():
    engine = Engine(preload=["numpy"], namespaces=True)
    engine.nursery.start()
    processes = [Path(f"/proc/{pid}") for pid in descendants(engine.nursery.pid)]
    engine.close()
    deadline = time.monotonic() + 5
    while any(process.exists() for process in processes):
        assert time.monotonic() < deadline, "something outlived the engine"
        time.sleep(0.05)


def test_nothing_is_left_running_when_the_grader_is_killed():
    code = (
        "import time\nfrom split_grader.split import Cell, Engine\nengine = Engine(preload=['numpy'], namespaces=True)\n"
        "engine.nursery.start()\nprint(engine.nursery.pid, flush=True)\n"
        "engine.run([Cell('student', 'while True: pass')])\n"
    )
    root = Path(__file__).parents[3]
    grader = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, cwd=root)  # noqa: S603
    with grader:
        group = int(grader.stdout.readline())
        time.sleep(0.5)
        processes = [Path(f"/proc/{pid}") for pid in descendants(group)]
        assert len(processes) >= 3
        grader.kill()
    deadline = time.monotonic() + 5
    while any(process.exists() for process in processes):
        assert time.monotonic() < deadline, "something outlived the grader"
        time.sleep(0.05)


def test_a_bare_process_reads_nothing_but_python(tmp_path):
    secret = tmp_path / "gradebook.db"
    secret.write_text("secret")
    for folder in (tmp_path, tmp_path.parent):
        folder.chmod(0o755)
    look = f"try:\n    print(open({str(secret)!r}).read())\nexcept OSError as error:\n    print('refused')"
    with Engine(preload=["numpy"], namespaces=False) as bare:
        outcome = bare.run([Cell("student", look)])
    assert outcome.cells[0].outputs[0]["text"] == "refused\n"


@pytest.mark.parametrize(
    ("step", "victim"),
    [
        ("_run_student_cell", "student"),
        ("_run_student_cell", "ordered"),
        ("_converse", "student"),
        ("_converse", "checker"),
    ],
)
def test_a_process_that_something_outside_kills_costs_no_points(engine, monkeypatch, step, victim):
    assignment = Assignment(profile=engine.profile(SLOW))
    take, killed_channels = getattr(Session, step), []

    def kill(session):
        channel = getattr(session._processes, victim)
        with suppress(OSError):  # it has ended
            signal.pidfd_send_signal(channel._handle, signal.SIGKILL)
            killed_channels.append(channel)

    def taken(session, *args):
        if not killed_channels:
            threading.Timer(0.3, kill, [session]).start()
        return take(session, *args)

    monkeypatch.setattr(Session, step, taken)
    outcome = engine.run(SLOW, assignment)
    assert outcome.score == 2, [cell.message for cell in outcome.cells]
    assert killed_channels


def test_a_process_for_tests_that_never_comes_up_is_no_answers_fault(engine, monkeypatch):
    def gone(_):
        raise Broken("killed", "the process ended")

    monkeypatch.setattr(Processes, "checker_now", gone)
    outcome = engine.run(SLOW, Assignment(profile=apart(SLOW)))
    tests = list(outcome.tests.values())
    assert [(test.status, test.score) for test in tests] == [("fault", None)] * len(tests)
    assert all("the checker did not come up" in test.message for test in tests)
    assert len(outcome.faults) == len(tests)
