"""Run worker processes on this machine; each stays warm from task to task."""

import ctypes
import os
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from multiprocessing import forkserver, get_all_start_methods, get_context, parent_process
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkServerContext, SpawnContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Self

import psutil

from split_grader.course.permissions import Permissions
from split_grader.intake.submission import Submission
from split_grader.results.result import Result, Status
from split_grader.running.grade_one import GradeOne, refuse
from split_grader.running.isolated import borrow, close_engines, lend
from split_grader.sandbox.nursery import Line

# Extra time, in addition to running a notebook, for starting processes, reading and writing.
_GRACE_SECONDS = 120.0
_PARTING_SECONDS = 5.0
TRIES = 3
"""How often a submission runs before it's given up, if its process keeps dying."""
_SHARERS = 16
"""Workers that share one zygote, which does one thing at a time; others have their own."""
_PR_SET_PDEATHSIG, _PR_SET_CHILD_SUBREAPER = 1, 36


def run_all(
    submissions: list[Submission], *, jobs: int, grade: GradeOne
) -> Iterator[tuple[Submission, Result, Path]]:
    """Grade submissions, `jobs` at a time; yield results as they come.

    Yields
    ------
    submission, result, folder
        The folder has the executed notebooks until the next item is requested.
    """
    waiting = deque(submissions)
    with Pool(min(jobs, len(waiting)), grade) as pool:
        while waiting or pool.running:
            while waiting and pool.running < pool.size:
                pool.give(waiting.popleft())
            for item in pool.finished():
                # The worker continues while this process stores its result.
                if waiting:
                    pool.give(waiting.popleft())
                yield item


class Pool:
    """Grades submissions as they come, a few at a time.

    A worker that hangs costs one submission its points, and never affects others. If a worker dies,
    its submission runs again, at most twice.

    Parameters
    ----------
    size
        The number of submissions that run at the same time.
    """

    def __init__(self, size: int, grade: GradeOne) -> None:
        self.size = size
        self._scratch = tempfile.TemporaryDirectory(prefix="grader-", ignore_cleanup_errors=True)
        self._numbers = count()
        pairs = enumerate(_cores(size))
        self._workers = [_Worker(grade, shares=n < _SHARERS, core=core) for n, core in pairs]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.stop()
        self._scratch.cleanup()

    @property
    def running(self) -> int:
        """How many submissions are being graded."""
        return sum(worker.task is not None for worker in self._workers)

    @property
    def pipes(self) -> list[Connection]:
        """The connections on which results arrive."""
        return [worker.pipe for worker in self._workers if worker.task and worker.pipe]

    def give(self, submission: Submission) -> None:
        """Grade a submission on a free worker."""
        worker = next(one for one in self._workers if one.task is None)
        worker.give(_Task(submission, Path(self._scratch.name, str(next(self._numbers)))))

    def finished(self, seconds: float = float("inf")) -> Iterator[tuple[Submission, Result, Path]]:
        """Wait for results at most so long; yield each with its folder, which is then removed."""
        for worker in _finished([one for one in self._workers if one.task], seconds):
            task, result = worker.take()
            if result is None:
                worker.give(task)
                continue
            yield task.submission, result, task.out
            shutil.rmtree(task.out, ignore_errors=True)


def _cores(count: int) -> Sequence[int | None]:
    """Return each worker's core, if there are enough.

    A worker and its two processes take turns, so one core is enough for them. On the same core, a
    message between them needn't wait until a second core wakes up.
    """
    if sys.platform == "linux" and count == len(cores := os.sched_getaffinity(0)):
        return sorted(cores)
    return [None] * count


@dataclass(slots=True)
class _Task:
    submission: Submission
    out: Path
    tries: int = 0
    deadline: float = 0.0

    @property
    def allowed(self) -> float:
        """Longest time one try may take, in seconds."""
        return longest(self.submission)


def longest(submission: Submission) -> float:
    """Return the time limit for grading a submission, in seconds."""
    limits = [notebook.within(submission.limits) for notebook in submission.assignment.notebooks]
    return sum(one.submission_seconds for one in limits) + _GRACE_SECONDS


class _Worker:
    """A process that grades one submission after another."""

    def __init__(self, grade: GradeOne, *, shares: bool, core: int | None) -> None:
        self._grade = grade
        self._shares = shares
        self._core = core
        self._process: BaseProcess | None = None
        self.pipe: Connection | None = None
        self.task: _Task | None = None

    def give(self, task: _Task) -> None:
        """Hand over a submission, starting a process if there isn't one."""
        shutil.rmtree(task.out, ignore_errors=True)  # from an earlier try
        task.out.mkdir()
        task.tries += 1
        task.deadline = time.monotonic() + task.allowed
        self.task = task
        if self._process is None:
            self._start(task.submission.permissions)
        if self.pipe is not None:
            with suppress(OSError):  # it has died, and `take` will notice
                self.pipe.send((task.submission, task.out))

    def _start(self, permissions: Permissions) -> None:
        context = process_context()
        self.pipe, theirs = context.Pipe()
        line = lend(permissions) if self._shares else None
        arguments = (self._grade, theirs, tempfile.gettempdir(), permissions, line, self._core)
        process = context.Process(target=_work, args=arguments)
        process.start()
        self._process = process  # only now: one that never started cannot be waited for
        theirs.close()
        if line is not None:
            line.connection.close()

    def take(self) -> tuple[_Task, Result | None]:
        """Return the last task and its result, or None to retry."""
        task, self.task = self.task, None
        if task is None or self.pipe is None:
            raise RuntimeError("take() comes after give().")
        try:
            if self.pipe.poll():
                return task, Result.from_json(self.pipe.recv_bytes().decode())
            what = f"Grading was stopped after {task.allowed:.0f} s; nothing could be saved."
            status = Status.TIMED_OUT
            self.stop()
        except (EOFError, OSError):
            code = self.stop()
            if task.tries < TRIES:
                return task, None
            what = f"The grading process ended by itself {TRIES} times (exit code {code})."
            status = Status.FAILED
        return task, refuse(task.submission, status, what, task.out)

    def stop(self) -> int | None:
        """End the process and everything it started; return its exit code."""
        process, self._process = self._process, None
        if process is None:
            return None
        if self.pipe is not None:
            self.pipe.close()
        # An idle worker ends by itself and takes its warm processes with it.
        process.join(0.0 if self.task else _PARTING_SECONDS)
        kill_tree(process.pid)
        process.join()
        code = process.exitcode
        process.close()
        return code


def _finished(busy: list[_Worker], seconds: float) -> list[_Worker]:
    tasks = {worker: worker.task.deadline for worker in busy if worker.task}
    if not tasks:
        return []
    pipes = [worker.pipe for worker in busy if worker.pipe]
    timeout = min(tasks.values()) - time.monotonic()
    ready_pipes = wait(pipes, timeout=max(0.0, min(timeout, seconds)))
    now = time.monotonic()
    return [worker for worker, end in tasks.items() if worker.pipe in ready_pipes or now >= end]


def prepare_workers() -> None:
    """Start the process that workers are forked from, in the background."""
    if isinstance(process_context(), ForkServerContext):
        forkserver.ensure_running()


def process_context() -> SpawnContext | ForkServerContext:
    """Return the context that starts workers on this system."""
    # Workers are forked from a server that has loaded the grader and never ran a student's code.
    # Forking this process would copy the threads of the progress display.
    if "forkserver" not in get_all_start_methods():
        return get_context("spawn")
    context = get_context("forkserver")
    context.set_forkserver_preload(["split_grader.preload"])
    return context


def begin_worker(temporary: str) -> None:
    """Make this process a silent worker that ends with its parent.

    Processes that it started end as well.

    Parameters
    ----------
    temporary
        Folder for temporary files.
    """
    tempfile.tempdir = temporary
    _die_with_server()
    _adopt_orphans()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, sys.stdout.fileno() if sys.stdout else 1)
    os.dup2(quiet, sys.stderr.fileno() if sys.stderr else 2)


def _work(  # noqa: PLR0913, PLR0917 - arguments of a new process
    grade: GradeOne,
    pipe: Connection,
    temporary: str,
    permissions: Permissions,
    line: Line | None,
    core: int | None,
) -> None:
    begin_worker(temporary)
    if core is not None:
        with suppress(OSError):  # the core is gone meanwhile; then the system chooses
            os.sched_setaffinity(0, {core})
    borrow(permissions, line)
    with suppress(EOFError, OSError):
        while True:
            submission, out = pipe.recv()
            pipe.send_bytes(grade(submission, out).to_json().encode("utf-8", "replace"))
    close_engines()


def _end_with_parent() -> None:
    # The system closes the sentinel if the parent is killed.
    parent = parent_process()
    if parent is not None:
        parent.join()
        kill_tree(os.getpid())


def _die_with_server() -> None:
    # A regular expression, for example, blocks all threads, including the one that ends this
    # process with its parent. So the system ends it when the server that forked it ends. The server
    # ends only when nobody holds the other end of its line, and each worker inherits one.
    if sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    server = forkserver._forkserver  # noqa: SLF001 - no public access
    line = getattr(server, "_forkserver_alive_fd", None)
    if line is not None and parent_process() is not None:
        os.close(line)
        setattr(server, "_forkserver_alive_fd", None)  # noqa: B010 - missing in typeshed


def _adopt_orphans() -> None:
    # Get an own process group, and on Linux adopt the orphans of submissions' processes, so that a
    # detached process is still found and ended.
    if hasattr(os, "setsid"):
        with suppress(OSError):
            os.setsid()
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def kill_tree(pid: int | None) -> None:
    """Kill a process and everything it started."""
    if pid is None:
        return
    with suppress(psutil.Error):
        parent = psutil.Process(pid)
        for process in [*parent.children(recursive=True), parent]:
            with suppress(psutil.Error):
                process.kill()
