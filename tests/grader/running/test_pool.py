"""Worker processes of this machine."""

import os
import re
import signal
import subprocess
import sys
import time
from multiprocessing import Pipe
from types import SimpleNamespace

import psutil
import pytest

from split_grader.course.assignment import NotebookSpec
from split_grader.course.permissions import Permissions
from split_grader.running import pool
from split_grader.sandbox.limits import Limits
from split_grader.tasks.batch import find_submissions, grade_submissions
from split_grader.tasks.release import release
from support.sampling import sampled
from support.small_course import QUICK, TOTAL, answered, hand_in

CORES = sorted(os.sched_getaffinity(0)) if sys.platform == "linux" else []
SHOW_CORES = "import os\nprint(*(f'core {n}' for n in os.sched_getaffinity(0)))"
PREPARE = """
from multiprocessing import forkserver
from split_grader.running.pool import prepare_workers

if __name__ == "__main__":
    prepare_workers()
    prepare_workers()
    print(forkserver._forkserver._forkserver_pid)
"""
LOADING = 30_000_000
"""Bytes from which the server loads what workers need, which takes it seconds."""
WAIT = f"""
import time
{PREPARE}
    try:
        sys.stdout.flush()
        time.sleep(60)
    except KeyboardInterrupt:
        pass
"""


@pytest.mark.skipif(sys.platform == "win32", reason="workers are not forked there")
def test_ctrl_c_while_workers_are_prepared_shows_no_traceback(tmp_path):
    program = tmp_path / "program.py"
    program.write_text(f"import sys\n{WAIT}")
    with subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, program],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        server = psutil.Process(int(process.stdout.readline()))
        while server.memory_info().rss < LOADING:
            time.sleep(0.01)
        os.killpg(process.pid, signal.SIGINT)
        _, errors = process.communicate(timeout=60)
    assert errors == ""


@pytest.mark.skipif(sys.platform == "win32", reason="workers are not forked there")
def test_what_was_prepared_in_vain_ends_with_the_program(tmp_path):
    program = tmp_path / "program.py"
    program.write_text(PREPARE)
    process = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, program], capture_output=True, text=True, timeout=60, check=True
    )
    assert process.stderr == ""
    server = int(process.stdout)
    until = time.monotonic() + 30
    while psutil.pid_exists(server) and time.monotonic() < until:
        time.sleep(0.1)
    assert not psutil.pid_exists(server)


BUSY = """
import sys
import time
from split_grader.running.pool import begin_worker, process_context
from support.small_course import stuck

def work(told):
    begin_worker("/tmp")
    told.send(True)
    stuck()

if __name__ == "__main__":
    context = process_context()
    ours, theirs = context.Pipe()
    process = context.Process(target=work, args=(theirs,))
    process.start()
    ours.recv()
    print(process.pid, flush=True)
    time.sleep(60)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="other systems cannot end it")
@pytest.mark.parametrize("how", sampled([signal.SIGTERM, signal.SIGKILL]))
def test_a_worker_whose_threads_cannot_run_ends_with_the_program(tmp_path, how):
    program = tmp_path / "program.py"
    program.write_text(BUSY)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, program], stdout=subprocess.PIPE, text=True, env=environment
    ) as process:
        worker = psutil.Process(int(process.stdout.readline()))
        process.send_signal(how)
    _, left = psutil.wait_procs([worker], timeout=30)
    for one in left:
        one.kill()
    assert left == []


class Interrupted:
    """A way to start processes during which somebody presses Ctrl-C."""

    Pipe = staticmethod(Pipe)

    def Process(self, **_):  # noqa: N802 - as multiprocessing has it
        return self

    def start(self):
        raise KeyboardInterrupt


def test_a_worker_interrupted_while_it_starts_can_be_stopped(monkeypatch, tmp_path):
    monkeypatch.setattr(pool, "process_context", Interrupted)
    limits = Limits(submission_seconds=1)
    assignment = SimpleNamespace(notebooks=[NotebookSpec("sums", {}, ())])
    submission = SimpleNamespace(permissions=Permissions(), limits=limits, assignment=assignment)
    worker = pool._Worker(None, shares=False, core=None)
    with pytest.raises(KeyboardInterrupt):
        worker.give(pool._Task(submission, tmp_path / "out"))
    assert worker.stop() is None


@pytest.mark.slow
@pytest.mark.skipif(len(CORES) < 2, reason="there is one core, or nobody says how many")
def test_a_worker_for_each_core_keeps_answers_on_it(new_course, monkeypatch):
    course = new_course()
    release(course, "sums", QUICK)
    blank = (course.release("sums") / "sums.ipynb").read_text()
    for name in ("ann", "bob"):
        hand_in(course, name, answered(blank, q_total=f"{TOTAL}\n{SHOW_CORES}"))
    submissions = find_submissions(course, "sums", QUICK, ("ann", "bob"))
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(CORES[:2]))
    counts = {}
    for jobs in (1, 2):
        items = list(grade_submissions(course, submissions, jobs=jobs, force=True))
        assert {item.result.score for item in items} == {6}
        pages = [course.autograded(name, "sums") / "sums.ipynb" for name in ("ann", "bob")]
        counts[jobs] = {len(re.findall(r"core \d", page.read_text())) for page in pages}
    assert counts == {1: {len(CORES)}, 2: {1}}
