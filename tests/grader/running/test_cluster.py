"""The same tasks on a Dask cluster: processes here, and workers on other machines, so to speak."""

import logging
import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import ExitStack, contextmanager
from pathlib import Path

import nbformat
import pytest
from typer.testing import CliRunner

from split_grader import cli
from split_grader.base.errors import GraderError
from split_grader.results.result import Status
from split_grader.running.transfer import Files
from split_grader.tasks.batch import find_submissions, grade_submissions
from support.small_course import QUICK, answered, grade, hand_in, light_grade, points

pytestmark = [pytest.mark.slow, pytest.mark.scale]

DASK = Path(sys.executable).parent / "dask"
FLOOR = "def mean(values):\n    return sum(values) // len(values)"


@pytest.fixture(scope="module")
def cluster():
    """Two worker processes on this machine."""
    from distributed import LocalCluster  # noqa: PLC0415

    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address="127.0.0.1:0",
        silence_logs=logging.CRITICAL,
    ) as local_cluster:  # fmt: skip
        yield local_cluster


def on_cluster(course, scheduler, *students, grade=light_grade):
    submissions = find_submissions(course, "sums", QUICK, students)
    items = grade_submissions(course, submissions, force=True, scheduler=scheduler, grade=grade)
    return {item.result.student: item.result for item in items}


@pytest.fixture(scope="module")
def handed_in(released, blank):
    """A few submissions, among them files that must not be read."""
    hand_in(released, "c-right", answered(blank))
    hand_in(released, "c-floor", answered(blank, q_mean=FLOOR))
    hand_in(released, "c-cut", nbformat.writes(answered(blank))[:500])
    hand_in(released, "c-large", b"")
    with (released.submitted("c-large", "sums") / "sums.ipynb").open("wb") as file:
        file.truncate(QUICK.notebook_bytes + 1)
    link = released.submitted("c-link", "sums") / "sums.ipynb"
    link.parent.mkdir(parents=True)
    link.symlink_to("/etc/passwd")
    os.mkfifo(hand_in_nothing(released, "c-pipe"))
    hand_in_nothing(released, "c-folder").mkdir()
    data = "def total(values):\n    return sum(values) + len(open('data.txt').read()) - 3"
    hand_in(released, "c-data", answered(blank, q_total=data))
    (released.submitted("c-data", "sums") / "data.txt").write_text("abc")
    kinds = ("right", "floor", "cut", "large", "link", "pipe", "folder", "data")
    return [f"c-{kind}" for kind in kinds]


def hand_in_nothing(course, student):
    folder = course.submitted(student, "sums")
    folder.mkdir(parents=True)
    return folder / "sums.ipynb"


def told(results):
    return {s: (r.status, r.score, r.message, r.notes, r.cells) for s, r in results.items()}


def test_a_cluster_gives_the_same_results_notebooks_and_grades(released, handed_in, cluster):
    here = grade(released, *handed_in, force=True, grade=light_grade)
    notebooks = {s: executed(released, s) for s in handed_in}
    grades = {s: points(released, s) for s in handed_in}
    there = on_cluster(released, cluster.scheduler_address, *handed_in)
    assert told(there) == told(here)
    assert {s: r.score for s, r in there.items() if r.score} == {
        "c-right": 6, "c-floor": 4, "c-data": 6,
    }  # fmt: skip
    assert {s: executed(released, s) for s in handed_in} == notebooks
    assert {s: points(released, s) for s in handed_in} == grades


def executed(course, student):
    return (course.autograded(student, "sums") / "sums.ipynb").read_text()


def test_a_worker_keeps_its_warm_process_from_task_to_task(released, blank, cluster):
    students = [f"w-{number}" for number in range(6)]
    for student in students:
        hand_in(released, student, answered(blank))
    on_cluster(released, cluster.scheduler_address, *students)
    first = zygotes(cluster)
    results = on_cluster(released, cluster.scheduler_address, *students)
    assert {result.score for result in results.values()} == {6}
    assert all(len(pids) == 1 for pids in first)
    assert zygotes(cluster) == first


def zygotes(cluster):
    from distributed import Client  # noqa: PLC0415

    with Client(cluster, set_as_default=False) as client:
        return sorted(client.run(_zygotes).values())


def _zygotes():
    from split_grader.running import isolated  # noqa: PLC0415

    return [engine.nursery.pid for engine in isolated._engines.values()]


def test_a_submission_that_takes_its_workers_with_it_is_tried_three_times(
    released, blank, cluster, tmp_path
):
    hand_in(released, "deadly", answered(blank))
    hand_in(released, "bystander", answered(blank))
    engine = DeadlyEngine(str(tmp_path))
    results = on_cluster(released, cluster.scheduler_address, "deadly", "bystander", grade=engine)
    assert results["bystander"].score == 6
    assert results["deadly"].status is Status.FAILED
    assert "was lost, 3 times" in results["deadly"].message
    assert len(list(tmp_path.iterdir())) == 3
    assert on_cluster(released, cluster.scheduler_address, "deadly")["deadly"].score == 6


class DeadlyEngine:
    """Ends the worker's process for one student, and leaves a file each time."""

    def __init__(self, folder):
        self.folder = folder

    def __call__(self, submission, out):
        if submission.student == "deadly":
            tempfile.mkstemp(dir=self.folder)
            os._exit(1)
        return light_grade(submission, out)


def test_a_worker_lost_once_costs_nobody_a_point(released, blank, cluster, tmp_path):
    hand_in(released, "unlucky", answered(blank))
    engine = OnceDeadlyEngine(str(tmp_path / "died"))
    results = on_cluster(released, cluster.scheduler_address, "unlucky", grade=engine)
    assert (tmp_path / "died").is_dir()
    assert results["unlucky"].score == 6


class OnceDeadlyEngine:
    """Ends the first process that runs it."""

    def __init__(self, mark):
        self.mark = mark

    def __call__(self, submission, out):
        try:
            os.mkdir(self.mark)  # noqa: PTH102
        except FileExistsError:
            return light_grade(submission, out)
        os._exit(1)


def test_a_scheduler_that_is_not_there_is_one_sentence(released, blank):
    hand_in(released, "right", answered(blank))
    with pytest.raises(GraderError, match=r"No Dask scheduler answers at 'tcp://127\.0\.0\.1:9'"):
        on_cluster(released, "tcp://127.0.0.1:9", "right")


def test_a_cluster_without_workers_and_one_that_differs_are_refused(cluster, monkeypatch):
    from distributed import LocalCluster  # noqa: PLC0415

    from split_grader.course.permissions import Permissions  # noqa: PLC0415
    from split_grader.running import cluster as module  # noqa: PLC0415

    with (
        LocalCluster(n_workers=0, processes=False, dashboard_address="127.0.0.1:0") as empty,
        pytest.raises(GraderError, match=r"has no workers\. Start some: `dask worker"),
    ):
        module.survey(empty.scheduler_address, Permissions())
    with pytest.raises(GraderError, match="there is no /nowhere; install the course"):
        module.survey(cluster.scheduler_address, Permissions(readable=("/nowhere",)))
    monkeypatch.setattr(module, "_versions", lambda: {"pandas": "0.1"})
    with pytest.raises(GraderError, match=r"pandas is [\d.]+ there and 0\.1 here"):
        module.survey(cluster.scheduler_address, Permissions())


def test_a_scheduler_that_goes_away_ends_the_run_and_the_next_one_goes_on(released, blank):
    from distributed import LocalCluster  # noqa: PLC0415

    students = [f"lost-{number}" for number in range(4)]
    for student in students:
        hand_in(released, student, answered(blank))
    with LocalCluster(
        n_workers=1, threads_per_worker=1, processes=True, dashboard_address="127.0.0.1:0"
    ) as local_cluster:
        submissions = find_submissions(released, "sums", QUICK, students)
        run = grade_submissions(
            released, submissions, scheduler=local_cluster.scheduler_address, grade=light_grade
        )
        first = next(run).result.student
        local_cluster.close()
        with pytest.raises(GraderError, match=r"connection to the scheduler .* was lost"):
            list(run)
    rerun = list(
        grade_submissions(
            released, find_submissions(released, "sums", QUICK, students), grade=light_grade
        )
    )
    assert {item.result.student: item.result.score for item in rerun} == dict.fromkeys(students, 6)
    assert first in {item.result.student for item in rerun if item.skipped}


def test_without_dask_the_command_says_what_to_install(released, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    monkeypatch.delitem(sys.modules, "split_grader.running.cluster", raising=False)
    command = ["grade", "sums", "--course", str(released.root), "--scheduler", "tcp://x:1"]
    result = CliRunner().invoke(cli.app, command)
    assert isinstance(result.exception, GraderError)
    assert "pip install distributed" in str(result.exception)


def test_files_over_the_limit_travel_without_their_content(tmp_path):
    folder = tmp_path / "own"
    folder.mkdir()
    for name in ("a", "b"):
        (folder / name).write_bytes(bytes(60))
    files = Files.beside(folder, 100)
    assert (files.content, files.large) == ({}, {"a": 60, "b": 60})
    files.write(tmp_path / "there")
    assert [path.stat().st_size for path in sorted((tmp_path / "there").iterdir())] == [60, 60]


@contextmanager
def machine(name, address, bridge):
    """A separate network namespace on a bridge, as another machine would have."""
    ip("netns", "add", name)
    try:
        ip("link", "add", name, "type", "veth", "peer", "name", "eth0", "netns", name)
        ip("link", "set", name, "netns", bridge)
        ip("-n", bridge, "link", "set", name, "master", "br0", "up")
        ip("-n", name, "addr", "add", f"{address}/24", "dev", "eth0")
        ip("-n", name, "link", "set", "eth0", "up")
        ip("-n", name, "link", "set", "lo", "up")
        yield
    finally:
        ip("netns", "delete", name)


def ip(*arguments):
    subprocess.run(["ip", *arguments], check=True, timeout=20)  # noqa: S603, S607


@contextmanager
def running(line, **options):
    process = subprocess.Popen(line, **options)  # noqa: S603
    try:
        yield process
    finally:
        process.terminate()
        process.wait(30)


@pytest.fixture
def network(require):
    """A bridge in a separate namespace, and what goes on it: scheduler, two workers."""
    require("ip", "iproute2")
    require("nsenter", "util-linux")
    if os.geteuid() != 0:
        pytest.skip("network namespaces need root")
    prefix = f"g{os.getpid() % 100_000}"
    names = [f"{prefix}{letter}" for letter in "sab"]
    hub = f"{prefix}h"
    with ExitStack() as stack:
        try:
            ip("netns", "add", hub)
            stack.callback(ip, "netns", "delete", hub)
            ip("-n", hub, "link", "add", "br0", "type", "bridge")
            ip("-n", hub, "link", "set", "br0", "up")
            for number, name in enumerate(names, start=1):
                stack.enter_context(machine(name, f"10.77.0.{number}", hub))
        except subprocess.CalledProcessError as error:
            if os.environ.get("CI") == "true":
                raise
            pytest.skip(f"this system makes no network namespaces: {error}")
        yield names


def test_workers_in_other_networks_that_see_none_of_the_courses_files(new_course, network):
    from split_grader.tasks.release import release  # noqa: PLC0415

    course = new_course()
    (course.source("sums") / "given.txt").write_text("12")
    release(course, "sums", QUICK)
    blank = (course.release("sums") / "sums.ipynb").read_text()
    answer = (
        "def total(values):\n    assert open('given.txt').read() == '12'\n    return sum(values)"
    )
    for number in range(4):
        hand_in(course, f"far-{number}", answered(blank, q_total=answer))
    here, *there = network
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    address = "tcp://10.77.0.1:8786"
    with ExitStack() as stack:
        line = [*within(here), DASK, "scheduler", "--host", "10.77.0.1", "--no-dashboard"]
        stack.enter_context(running(line, **quiet))
        for name in there:
            # The course's folder is not there.
            shell_command = f'mount -t tmpfs none {course.root} && exec "$@"'
            scratch = stack.enter_context(_folder())
            line = [*within(name), "unshare", "--mount", "sh", "-c", shell_command, "sh"]
            line += [DASK, "worker", address, "--nthreads", "1", "--no-dashboard"]
            line += ["--local-directory", scratch]
            stack.enter_context(running(line, cwd=scratch, **quiet))
        script = Path(__file__).parents[2] / "support" / "light_grader.py"
        command = ["grade", "sums", "--course", course.root, "--scheduler", address]
        wait = f"from distributed import Client; Client({address!r}).wait_for_workers(2, 90)"
        for line in ([sys.executable, "-c", wait], [sys.executable, script, *command]):
            process = subprocess.run(  # noqa: S603
                [*within(here), *line],
                capture_output=True, text=True, check=False, timeout=150,
            )  # fmt: skip
    assert process.returncode == 0, process.stderr
    assert "Grading 4 submissions of sums on 2 workers of tcp://10.77.0.1:8786" in process.stdout
    assert "Graded 4 submissions. 0 need a look." in process.stdout
    assert sum(points(course, "far-3").values()) == 6
    assert "given.txt" in executed(course, "far-0")


def within(name):
    return ["nsenter", f"--net=/run/netns/{name}"]


@contextmanager
def _folder():
    folder = tempfile.mkdtemp(prefix="dw")
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
