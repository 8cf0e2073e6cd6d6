"""Killed at any moment and started again, a run ends as one that nobody disturbed."""

import ctypes
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from multiprocessing import get_context
from pathlib import Path

import psutil
import pytest

from split_grader.course.course import find_course
from split_grader.results.gradebook import already_graded, store, stored_results
from split_grader.running.lock import one_run
from split_grader.running.scratch import sweep
from split_grader.sandbox.limits import Limits
from split_grader.tasks.batch import find_submissions
from support.small_course import answered, grade, hand_in, light_grade

pytestmark = [
    pytest.mark.slow,
    pytest.mark.scale,
    pytest.mark.skipif(sys.platform != "linux", reason="signals and folders as Linux has them"),
]

GRADER = Path(__file__).parents[2] / "support" / "light_grader.py"
STUDENTS = [f"s{number:02}" for number in range(12)]
LIMITS = Limits(cell_seconds=20.0)
KILLS = 8
SEED = 20
_SUBREAPER = 36
_FLOOR = "def mean(values):\n    return sum(values) // len(values)"
_RAISES = "def total(values):\n    return values[10]"


@pytest.fixture(scope="module")
def handed_in(new_release):
    """A released course with a dozen submissions that nobody has graded."""
    course = new_release()
    blank = (course.release("sums") / "sums.ipynb").read_text()
    kinds = [{}, {"q_mean": _FLOOR}, {"q_total": _RAISES}]
    for number, student in enumerate(STUDENTS):
        hand_in(course, student, answered(blank, **kinds[number % 3]))
    hand_in(course, STUDENTS[-1], b"cut off {")
    course.inputs_seed("sums")
    return course


@pytest.fixture
def copy(handed_in, tmp_path):
    """Make a copy of the course as it was handed in."""

    def make(name="course"):
        return find_course(shutil.copytree(handed_in.root, tmp_path / name))

    return make


@pytest.fixture(scope="module")
def expected(handed_in, tmp_path_factory):
    """What an undisturbed run leaves."""
    root = shutil.copytree(handed_in.root, tmp_path_factory.mktemp("expected") / "course")
    course = find_course(root)
    assert len(grade(course, limits=LIMITS, grade=light_grade)) == len(STUDENTS)
    return state(course)


def state(course):
    """Every grade, comment, executed notebook and record."""
    states = {}
    with course.gradebook() as gradebook:
        for student in STUDENTS:
            notebook = gradebook.find_submission_notebook("sums", "sums", student)
            states[student] = (
                [(g.name, g.auto_score, g.score, g.needs_manual_grade) for g in notebook.grades],
                [(c.name, c.auto_comment, c.comment) for c in notebook.comments],
                (course.autograded(student, "sums") / "sums.ipynb").read_text(),
                record(course, student),
            )
    return states


def record(course, student):
    content = json.loads((course.results("sums") / f"{student}.json").read_text())
    content["result"]["seconds"] = None
    return content


@contextmanager
def place_for_temporary_files():
    """Where a grader that root starts may pass through, unlike pytest's folders."""
    folder = Path(tempfile.mkdtemp(prefix="resume"))
    folder.chmod(0o711)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class Runs:
    """Starts the command, kills it, and knows what it left behind."""

    def __init__(self, temporary):
        self.temporary = temporary
        self._mounts = Path("/proc/mounts").read_text()
        self._before = set(psutil.Process().children(recursive=True))
        self._seen = set()

    def start(self, course, *options):
        line = [sys.executable, GRADER, "grade", "sums", "--jobs", "2", "--cell-seconds", "20"]
        return subprocess.Popen(  # noqa: S603
            [*line, "--course", course.root, *options],
            env={**os.environ, "TMPDIR": str(self.temporary)},
            start_new_session=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def finish(self, course, *options):
        process = self.start(course, *options)
        output, _ = process.communicate(timeout=150)
        return process.returncode, " ".join(output.split())

    def kill(self, process):
        """Kill the command's process group without warning."""
        self._seen |= {child.pid for child in self.tree(process)} | {process.pid}
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate(timeout=30)

    def tree(self, process):
        with suppress(psutil.NoSuchProcess):
            return psutil.Process(process.pid).children(recursive=True)
        return []

    def left_behind(self):
        """Return processes, groups, folders and mounts that are still there after a while."""
        until = time.monotonic() + 30
        while (leftovers := self._left()) and time.monotonic() < until:
            time.sleep(0.1)
        return leftovers

    def _left(self):
        leftovers = []
        for child in set(psutil.Process().children(recursive=True)) - self._before:
            with suppress(psutil.NoSuchProcess, ChildProcessError):
                if child.status() == psutil.STATUS_ZOMBIE:
                    os.waitpid(child.pid, os.WNOHANG)
                else:
                    leftovers.append(child)
        groups = Path("/sys/fs/cgroup").glob("*/grader-*-*")
        leftovers += [group for group in groups if int(group.name.split("-")[1]) in self._seen]
        leftovers += self.temporary.iterdir()
        if Path("/proc/mounts").read_text() != self._mounts:
            leftovers.append("a mount")
        return leftovers


@pytest.fixture
def runs():
    """Orphans of what is killed become children of this process, where they can be seen."""
    libc = ctypes.CDLL(None)
    libc.prctl(_SUBREAPER, 1, 0, 0, 0)
    with place_for_temporary_files() as folder:
        yield Runs(folder)
    libc.prctl(_SUBREAPER, 0, 0, 0, 0)


def done(course):
    return len(list(course.results("sums").glob("s*.json")))


def test_killed_at_random_moments_it_ends_like_an_undisturbed_run(copy, expected, runs):
    rng = random.Random(SEED)  # noqa: S311 - to be repeated, not to be secret
    course, kills, midway_kills = copy("0"), 0, 0
    while kills < KILLS:
        process = runs.start(course)
        # Every third time while it starts, else some moments after a result has come in.
        if kills % 3 == 2:
            time.sleep(rng.uniform(0, 4))
        else:
            wait_for(process, course, done(course) + rng.randint(1, 4))
            time.sleep(rng.uniform(0, 0.1))
        midway_kills += 0 < done(course) < len(STUDENTS)
        runs.kill(process)
        kills += 1
        if done(course) == len(STUDENTS):
            assert runs.finish(course)[0] == 0
            assert state(course) == expected
            course = copy(str(kills))
    code, output = runs.finish(course)
    assert code == 0, output
    assert state(course) == expected
    assert midway_kills
    assert not runs.left_behind()


def wait_for(process, course, results):
    until = time.monotonic() + 90
    while done(course) < results and process.poll() is None and time.monotonic() < until:
        time.sleep(0.005)


@pytest.mark.parametrize("victim", ["worker", "zygote", "bwrap"])
def test_a_part_that_is_killed_costs_nobody_a_point(copy, expected, runs, victim):
    course = copy()
    process = runs.start(course)
    wait_for(process, course, 2)
    victims = [child for child in runs.tree(process) if kind(child) == victim]
    if victim == "bwrap" and not victims:
        runs.kill(process)
        pytest.skip("no namespaces here")
    assert victims
    for each in victims:
        with suppress(psutil.NoSuchProcess):
            each.kill()
    output, _ = process.communicate(timeout=150)
    assert process.returncode == 0, output
    assert state(course) == expected
    assert not runs.left_behind()


def kind(process):
    with suppress(psutil.NoSuchProcess):
        line = " ".join(process.cmdline())
        if process.name() == "bwrap":
            return "bwrap"
        if "split_grader.split.zygote" in line and process.parent().name() == "bwrap":
            return "zygote"
        if "forkserver" in line and "forkserver" in " ".join(process.parent().cmdline()):
            return "worker"
    return "other"


def test_a_result_half_stored_is_stored_again(copy, expected, tmp_path):
    course = copy()
    grade(course, limits=LIMITS, grade=light_grade)
    student = STUDENTS[1]
    executed_folder = shutil.copytree(course.autograded(student, "sums"), tmp_path / "executed")
    result = stored_results(course, "sums")[student]
    context = get_context("forkserver")
    for line in range(1, 10_000, 4):
        # What is there is an older result of the same work, as before `--force`.
        spoil(course, student)
        before = state(course)[student]
        process = context.Process(
            target=_store, args=(course.root, student, executed_folder, result, line)
        )
        process.start()
        process.join(60)
        (submission,) = find_submissions(course, "sums", LIMITS, [student])
        digest = submission.digest()
        with course.gradebook() as gradebook:
            known_result = already_graded(course, gradebook, submission, digest)
            if known_result is None:
                store(course, gradebook, submission, digest, result, executed_folder)
        states = [expected[student], before] if known_result else [expected[student]]
        assert state(course)[student] in states, f"killed at line {line}"
        if process.exitcode == 0:
            break
        assert process.exitcode == -signal.SIGKILL
    assert line > 40, "it has been killed at many places"


def spoil(course, student):
    """Give a student other grades, comments and notebook under a record that still holds."""
    with course.gradebook() as gradebook:
        notebook = gradebook.find_submission_notebook("sums", "sums", student)
        for each in notebook.grades:
            each.auto_score, each.needs_manual_grade = 0.5, True
        for each in notebook.comments:
            each.auto_comment = "old"
        gradebook.db.commit()
    path = course.autograded(student, "sums") / "sums.ipynb"
    path.unlink()
    path.write_text("old")
    path = course.results("sums") / f"{student}.json"
    text = path.read_text()
    path.write_text(text.replace('"message": ""', '"message": "old"'))


def _store(root, student, executed_folder, result, line):
    """Store a result, and die at the n-th line of the code that does it."""
    course = find_course(root)
    (submission,) = find_submissions(course, "sums", LIMITS, [student])
    left = line

    def trace(frame, event, _argument):
        nonlocal left
        if Path(frame.f_code.co_filename).name not in {"gradebook.py", "files.py"}:
            return None
        if event == "line":
            left -= 1
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)
        return trace

    digest = submission.digest()
    with course.gradebook() as gradebook:
        sys.settrace(trace)
        store(course, gradebook, submission, digest, result, executed_folder)
        sys.settrace(None)


def test_started_twice_at_once_the_second_does_nothing(copy, runs):
    course = copy()
    before = sorted(course.root.rglob("*"))
    with one_run(course, "sums"):
        code, output = runs.finish(course)
    assert code == 1
    assert f"is being graded already, by process {os.getpid()} on " in output
    assert "Nothing was done" in output
    assert {path.name for path in set(course.root.rglob("*")) - set(before)} <= {
        ".lock",
        ".lock-holder",
    }
    with one_run(course, "sums") as remark:
        assert not remark


def test_a_disk_without_locks_is_told(copy, monkeypatch):
    import errno  # noqa: PLC0415

    def refuse(*_, **__):
        raise OSError(errno.ENOLCK, "no locks available")

    course = copy()
    monkeypatch.setattr("split_grader.running.lock.FileLock.acquire", refuse)
    with one_run(course, "sums") as remark:
        assert "doesn't support locks" in remark


@contextmanager
def small_disk(folder, size):
    folder.mkdir()
    line = ["mount", "-t", "tmpfs", "-o", f"size={size}", "none", folder]
    subprocess.run(line, check=True)  # noqa: S603
    try:
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)  # noqa: S603, S607


def test_a_full_disk_is_one_sentence_and_the_next_start_finishes(
    handed_in, expected, runs, tmp_path
):
    if os.geteuid() != 0:
        pytest.skip("a disk of a given size needs root")
    with small_disk(tmp_path / "disk", "8m") as disk:
        course = find_course(shutil.copytree(handed_in.root, disk / "course"))
        free = shutil.disk_usage(disk).free
        filler = disk / "filler"
        filler.write_bytes(bytes(free - 80_000))
        code, output = runs.finish(course)
        assert code == 1
        assert "Error: The disk is full" in output
        assert "Free some space and start the same command again" in output
        assert 0 < done(course) < len(STUDENTS)
        assert not list(course.root.rglob("*.partial"))
        filler.unlink()
        code, output = runs.finish(course)
        assert code == 0, output
        assert state(course) == expected
    assert not [one for one in runs.left_behind() if one != "a mount"]


def test_a_sweep_takes_dead_folders_and_leaves_the_living(monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    (tmp_path / "grader-run-dead" / "deep").mkdir(parents=True)
    (tmp_path / "grader-run-link").symlink_to(tmp_path.parent)
    (tmp_path / "other").mkdir()
    from split_grader.running import scratch  # noqa: PLC0415

    folder, handle = scratch._make()
    sweep()
    assert {path.name for path in tmp_path.iterdir()} == {folder.name, "grader-run-link", "other"}
    os.close(handle)
    sweep()
    assert not folder.exists()
