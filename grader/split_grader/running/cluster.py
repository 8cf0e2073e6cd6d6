"""Run the same tasks as :mod:`split_grader.running.pool` on the workers of a Dask cluster.

A worker may be another machine, so everything travels there and back by value. It needs the same
environment, and the course's packages in the same place. Only this process writes the gradebook.
"""

import asyncio
import logging
import platform
import queue
import shutil
import socket
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from multiprocessing.util import Finalize
from pathlib import Path
from typing import Any

from split_grader.base.errors import GraderError, UnreadableError
from split_grader.course.permissions import Permissions
from split_grader.intake.submission import Submission
from split_grader.results.result import Result, Status
from split_grader.running.doctor import Diagnosis, diagnose
from split_grader.running.grade_one import GradeOne, refuse, unreadable
from split_grader.running.isolated import close_engines
from split_grader.running.pool import TRIES, longest
from split_grader.running.scratch import sweep, temporary_files
from split_grader.running.transfer import Files, PackedSubmission
from split_grader.sandbox import cgroup

try:
    import dask
    from distributed import Client, Future
    from distributed.scheduler import KilledWorker
except ImportError as error:
    raise GraderError(
        "--scheduler needs Dask, which is not installed here. Install the extra `cluster`: "
        "`pip install 'split-grader[cluster]'`, or `pip install distributed`."
    ) from error

_CONNECT_SECONDS = 10
_SURVEY_SECONDS = 180
_PARTING_SECONDS = 3
# The largest total size of one submission's executed notebooks.
_MOST_BYTES = 200_000_000
# Tasks per worker: one that runs, and one that waits its turn.
_FOR_EACH_WORKER = 2
# Packages whose versions affect the results of a submission's code.
_PACKAGES = ("numpy", "pandas", "scipy", "scikit-learn", "altair", "nbgrader")
_Answer = tuple[str, dict[str, bytes]]


@dataclass(frozen=True, slots=True)
class Worker:
    """A cluster's worker: its machine, why it can't grade, and how it isolates submissions."""

    host: str
    problem: str
    protection: Diagnosis


def survey(scheduler: str, permissions: Permissions) -> list[Worker]:
    """Check every worker of a cluster before it gets work.

    Raises
    ------
    GraderError
        If there are none, or one of them might give other grades than this machine.
    """
    with _connected(scheduler) as client, _losing(scheduler):
        addresses = list(client.nthreads())
        tasks = [
            client.submit(_inspect, permissions, _versions(), workers=[address], pure=False)
            for address in addresses
        ]
        workers: list[Worker] = [task.result(timeout=_SURVEY_SECONDS) for task in tasks]
    if not workers:
        raise GraderError(
            f"The scheduler {scheduler} has no workers. Start some: "
            f"`dask worker {scheduler} --nthreads 1`."
        )
    problems = {f"{worker.host}: {worker.problem}" for worker in workers if worker.problem}
    if problems:
        raise GraderError(
            f"Workers of {scheduler} would not grade as this machine does. "
            f"{' '.join(sorted(problems))}"
        )
    return workers


def run_all(
    submissions: list[Submission], *, scheduler: str, grade: GradeOne
) -> Iterator[tuple[Submission, Result, Path]]:
    """Grade submissions on a cluster's workers; yield results as they come.

    Parameters
    ----------
    scheduler
        Address of the scheduler, such as ``tcp://10.0.0.5:8786``.

    Yields
    ------
    submission, result, folder
        The folder has the executed notebooks until the next item is requested.

    Raises
    ------
    GraderError
        If the scheduler can't be reached, or the connection to it is lost.
    """
    if not submissions:
        return
    with (
        tempfile.TemporaryDirectory(prefix="grader-", ignore_cleanup_errors=True) as scratch,
        _connected(scheduler) as client,
    ):
        run = _Run(client, scheduler, grade, submissions)
        for number, (submission, answer) in enumerate(run.answers()):
            out = Path(scratch, str(number))
            out.mkdir()
            yield submission, _unpacked(submission, answer, out), out
            shutil.rmtree(out, ignore_errors=True)


class _Run:
    """A run of a class on a cluster, a bounded number of submissions at a time."""

    def __init__(
        self, client: Client, scheduler: str, grade: GradeOne, submissions: list[Submission]
    ) -> None:
        self._client = client
        self._scheduler = scheduler
        self._grade = grade
        self._waiting = list(reversed(submissions))
        # Dask blames a lost worker on all its tasks, including those that only waited there.
        self._suspects: list[Submission] = []
        self._alone: Future[Any] | None = None
        self._running: dict[Future[Any], Submission] = {}
        self._finished: queue.SimpleQueue[Future[Any]] = queue.SimpleQueue()
        # After that, every running task has taken too long.
        self._patience = max(longest(each) for each in submissions)
        first = submissions[0]
        files = Files.beside(first.assignment.files, first.limits.files_bytes)
        # Sent to the scheduler once; workers get it from there, also those that join later.
        self._given = client.submit(_keep, files, pure=False)

    def answers(self) -> Iterator[tuple[Submission, _Answer | UnreadableError | str]]:
        """Yield each submission with its answer or error."""
        with _losing(self._scheduler):
            try:
                while self._waiting or self._running or self._suspects:
                    yield from self._fill()
                    if not self._running:
                        continue
                    try:
                        future = self._finished.get(timeout=self._patience)
                    except queue.Empty:
                        yield from self._give_up()
                    else:
                        submission = self._running.pop(future)
                        answer = self._answer(future)
                        if answer is None:
                            self._suspects.append(submission)
                        else:
                            yield submission, answer
            finally:
                with suppress(Exception):  # the connection may be lost
                    self._client.cancel(list(self._running))

    def _fill(self) -> Iterator[tuple[Submission, UnreadableError | str]]:
        """Send as many submissions as fit; yield those that can't be read."""
        most = _FOR_EACH_WORKER * max(1, len(self._client.nthreads()))
        while self._waiting and len(self._running) < most:
            submission = self._waiting.pop()
            try:
                self._submit(submission, TRIES - 1)
            except GraderError as error:
                yield submission, error if isinstance(error, UnreadableError) else str(error)
        if not self._running and self._suspects:
            # Nothing else runs now: if a task loses its worker, it's the cause.
            self._alone = self._submit(self._suspects.pop(), 1)

    def _submit(self, submission: Submission, tries: int) -> "Future[Any]":
        future = self._client.submit(
            _grade_packed,
            self._grade,
            PackedSubmission.of(submission),
            self._given,
            _versions(),
            pure=False,
        )
        self._client.run_on_scheduler(_limit_tries, future.key, tries)
        self._running[future] = submission
        future.add_done_callback(self._finished.put)
        return future

    def _answer(self, future: "Future[Any]") -> _Answer | str | None:
        """Return the answer, an error, or None to retry alone."""
        if future.status in {"cancelled", "lost"}:
            raise ConnectionError("the work was taken from it")
        try:
            answer: _Answer = future.result(timeout=self._patience)
        except KilledWorker:
            if future is not self._alone:
                return None
            return f"The worker that graded it was lost, {TRIES} times in a row."
        except GraderError as error:
            return str(error)
        except Exception as error:
            if future.status == "error":
                return f"The grader itself failed on a worker ({type(error).__name__}: {error})."
            raise
        return answer

    def _give_up(self) -> Iterator[tuple[Submission, str]]:
        if not self._client.nthreads():
            raise GraderError(
                f"The scheduler {self._scheduler} has no workers left. Start some, then start the "
                "same command again: it continues where it stopped."
            )
        self._client.cancel(list(self._running), force=True)
        while self._running:
            _, submission = self._running.popitem()
            yield submission, f"The cluster gave no answer for {self._patience:.0f} s."
        # The cancelled tasks report as finished, but nobody waits for them.
        self._finished = queue.SimpleQueue()


def _unpacked(submission: Submission, answer: _Answer | UnreadableError | str, out: Path) -> Result:
    if isinstance(answer, UnreadableError):
        return unreadable(submission, answer, out)
    if isinstance(answer, str):
        return refuse(submission, Status.FAILED, answer, out)
    text, notebooks = answer
    for spec in submission.assignment.notebooks:
        name = f"{spec.name}.ipynb"
        (out / name).write_bytes(notebooks[name])
    return Result.from_json(text)


@contextmanager
def _connected(scheduler: str) -> Iterator[Client]:
    # Dask prints at length what our message says in a sentence.
    log = logging.getLogger("distributed")
    level = log.level
    log.setLevel(logging.CRITICAL)
    try:
        with dask.config.set({"distributed.admin.large-graph-warning-threshold": "1GB"}):
            try:
                client = Client(scheduler, timeout=_CONNECT_SECONDS, set_as_default=False)
            except (OSError, ValueError) as error:
                raise GraderError(
                    f"No Dask scheduler answers at {scheduler!r}. Start one with `dask scheduler`; "
                    "it prints its address, such as tcp://10.0.0.5:8786."
                ) from error
            try:
                yield client
            finally:
                with suppress(OSError):
                    client.close(_PARTING_SECONDS)
    finally:
        log.setLevel(level)


@contextmanager
def _losing(scheduler: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise GraderError(
            f"The connection to the scheduler {scheduler} was lost ({error}). When it is back, "
            "start the same command again: it continues where it stopped."
        ) from error


# What follows runs on the scheduler or on a worker.


async def _limit_tries(key: str, tries: int, dask_scheduler: Any) -> None:
    # The cluster allows each task a number of lost workers; ours have their own number. The task
    # arrives on another connection.
    while key not in dask_scheduler.tasks:  # noqa: ASYNC110 - there's no event to wait for
        await asyncio.sleep(0.001)
    dask_scheduler.tasks[key].suspicious += dask_scheduler.allowed_failures - (tries - 1)


def _keep(files: Files) -> Files:
    return files


_one_at_a_time = threading.Lock()


def _grade_packed(
    grade: GradeOne, package: PackedSubmission, given_files: Files, versions: dict[str, str]
) -> _Answer:
    # Warm processes and the folder for temporary files belong to the whole process.
    with _one_at_a_time, temporary_files():
        _settle()
        problem = _unfit(package.submission.permissions, versions)
        if problem:
            raise GraderError(f"{socket.gethostname()}: {problem}")
        with tempfile.TemporaryDirectory(prefix="gr", ignore_cleanup_errors=True) as place:
            submission = package.unpack(given_files, Path(place))
            out = Path(place, "out")
            result = grade(submission, out)
            paths = [out / f"{spec.name}.ipynb" for spec in submission.assignment.notebooks]
            size = sum(path.stat().st_size for path in paths)
            if size > _MOST_BYTES:
                raise GraderError(
                    f"Its executed notebooks have {size:,} bytes; at most {_MOST_BYTES:,} can be "
                    f"sent back. Grade it here: `grader grade {result.assignment} --student "
                    f"{result.student}`."
                )
            return result.to_json(), {path.name: path.read_bytes() for path in paths}


@cache
def _settle() -> None:
    sweep()
    cgroup.sweep_dead()
    Finalize(None, close_engines, exitpriority=0)


def _inspect(permissions: Permissions, versions: dict[str, str]) -> Worker:
    with _one_at_a_time, temporary_files():
        _settle()
        return Worker(socket.gethostname(), _unfit(permissions, versions), diagnose())


def _unfit(permissions: Permissions, versions: dict[str, str]) -> str:
    """Explain why results here might differ from those on the asking machine."""
    absent = [
        place for place in (*permissions.readable, *permissions.path) if not Path(place).exists()
    ]
    if absent:
        return f"there is no {', '.join(absent)}; install the course in the same place."
    ours = _versions()
    other = [
        f"{name} is {ours.get(name)} there and {required_version} here"
        for name, required_version in versions.items()
        if ours.get(name) != required_version
    ]
    return f"{'; '.join(other)}; give it the same environment." if other else ""


@cache
def _versions() -> dict[str, str]:
    python = ".".join(platform.python_version_tuple()[:2])
    return {"Python": python, **{name: version(name) for name in _PACKAGES}}
