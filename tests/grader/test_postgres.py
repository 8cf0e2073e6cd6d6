"""The gradebook on a PostgreSQL server, started here: the same grades as in a file."""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

import pytest
from typer.testing import CliRunner

from split_grader import cli
from split_grader.base.errors import GraderError
from split_grader.course.course import find_course
from split_grader.desk.answers import ChangedError, HandMark, HandMarks
from split_grader.running import isolated
from split_grader.tasks.batch import grade_submissions
from support import desk_course
from support.small_course import answered, hand_in, light_grade, points

pytestmark = pytest.mark.slow

PASSWORD = "s3cret"  # noqa: S105 - of a server that lives as long as this test
WORK = {
    "right": {},
    "wrong": {"q_mean": "def mean(values):\n    return sum(values) // len(values)"},
    "raises": {"q_total": "def total(values):\n    return values[10]"},
}


@pytest.fixture(scope="module")
def server(require):
    """A server on a socket in its own folder, as an ordinary user: it refuses root."""
    newest = max(Path("/usr/lib/postgresql").glob("*/bin"), default=None)
    programs = newest or Path(require("initdb", "postgres")).parent
    account = pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
    # Not below pytest's folders, which only their owner may enter.
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    shutil.chown(folder, account.pw_uid, account.pw_gid)
    secret = folder / "password"
    secret.write_text(PASSWORD)
    secret.chmod(0o644)

    def call(program, *arguments):
        user = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
        subprocess.run(  # noqa: S603
            [programs / program, "-D", folder / "data", *arguments],
            cwd="/", check=True, stdout=subprocess.DEVNULL, timeout=120,
            **(user if os.geteuid() == 0 else {}),
        )  # fmt: skip

    login = ("-U", "teacher", "-A", "scram-sha-256", f"--pwfile={secret}")
    call("initdb", *login, "--no-sync", "-E", "UTF8", "--locale=C")
    options = f"-k {folder} -c listen_addresses= -c fsync=off -c shared_buffers=16MB"
    call("pg_ctl", "-w", "-o", options, "-l", folder / "log", "start")
    yield folder
    call("pg_ctl", "-m", "immediate", "stop")
    shutil.rmtree(folder)


@pytest.fixture
def url(server):
    return f"postgresql://teacher:{PASSWORD}@/postgres?host={server}"


@pytest.fixture
def run(monkeypatch):
    monkeypatch.setattr(isolated, "PRELOAD", ())
    light = partial(grade_submissions, grade=light_grade)
    monkeypatch.setattr("split_grader.commands.grading.grade_submissions", light)

    def call(*arguments):
        result = CliRunner().invoke(cli.app, [*map(str, arguments)])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.output

    return call


def test_a_whole_round_gives_the_same_as_a_file(run, new_course, url, tmp_path):
    outputs, tables = [], []
    for db in ([], ["--db", url]):
        course = new_course()
        options = ("--course", course.root, *db)
        outputs.append(run("release", "sums", *options))
        blank = (course.release("sums") / "sums.ipynb").read_text()
        (tmp_path / "in").mkdir(exist_ok=True)
        for student, answers in WORK.items():
            hand_in(course, student, answered(blank, **answers))
        outputs += [
            run("collect", "sums", folder_of(course), *options),
            run("grade", "sums", "--jobs", 2, *options),
            run("grade", "sums", *options),
            run("report", "sums", *options),
            run("feedback", "sums", *options),
            run("export", "sums", "--to", tmp_path / "g.csv", *options),
        ]
        tables.append((tmp_path / "g.csv").read_text())
        if db:
            assert "3 were unchanged" in outputs[-4]
            assert not list(course.root.glob("*.db"))
            assert set(points(find_course(course.root, url), "raises").values()) == {0, 1, 2}
    assert tables[0] == tables[1]
    assert tables[0].count("graded") == 3
    assert PASSWORD not in "".join(outputs)


def folder_of(course):
    """What has been handed in, as a learning platform would give it."""
    return course.submitted(".", ".").resolve()


def test_marks_of_two_people_do_not_overwrite_each_other(new_course, url):
    course = find_course(new_course(desk_course.source_notebook(), "essays").root, url)
    desk_course.make(course, "essays")
    with course.gradebook() as first, course.gradebook() as second:
        ada = HandMarks(course, first, "essays", "ada")
        ben = HandMarks(course, second, "essays", "ben")
        answer, *others = ada.answers("essay")
        ben.give("essay", {answer.key: answer.version}, HandMark(2, "Short.", waits=False))
        versions = {one.key: one.version for one in (answer, *others)}
        with pytest.raises(ChangedError) as error:
            ada.give("essay", versions, HandMark(1, None, waits=False))
        (conflict,) = error.value.answers
        # Nor does a mark that came between looking and writing.
        marks = {answer.key: HandMark(1, None, waits=False)}
        assert ada._exchange([answer], marks) == [answer.key]
        assert (ada.told(conflict)["who"], conflict.mark.score, conflict.mark.comment) == (
            "ben", 2, "Short.",
        )  # fmt: skip
        assert [one.mark.score for one in ada.answers("essay") if not one.waits] == [2]
        ben.undo()
        ada.give("essay", versions, HandMark(1, None, waits=False))
        assert {one.mark.score for one in ben.answers("essay")} == {1}


def test_grades_in_one_gradebook_say_nothing_about_another(run, released, blank, url):
    hand_in(released, "moved", answered(blank))
    options = ("--course", released.root)
    assert "Graded 1" in run("grade", "sums", "-s", "moved", *options)
    run("release", "sums", *options, "--db", url)
    assert "Graded 1" in run("grade", "sums", "-s", "moved", *options, "--db", url)
    assert sum(points(find_course(released.root, url), "moved").values()) == 6


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("s3cret", "wrong"), "password authentication failed"),
        (("@/", "@localhost:1/"), "localhost"),
        (("s3cret@", "s3@cret@"), "write @ as %40"),
        (("postgresql:", "nosuch:"), "NoSuchModuleError"),
        (("://", ":"), "expected one like"),
    ],
)
def test_what_is_wrong_with_the_address_is_said_without_the_password(
    released, url, change, message
):
    address = url.replace(*change)
    with pytest.raises(GraderError) as error, find_course(released.root, address).gradebook():
        pass
    assert message in str(error.value)
    for secret in ("s3cret", "wrong", "s3@", "cret@"):
        assert secret not in str(error.value)


def test_a_missing_driver_is_said_with_what_to_install(released, url, monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg2", None)
    with (
        pytest.raises(GraderError, match="pip install psycopg2-binary"),
        find_course(released.root, url).gradebook(),
    ):
        pass
