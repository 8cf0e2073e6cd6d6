"""Whatever is next to a student's notebook, the class is graded, and the student told why not."""

import os
import tempfile
import time
import traceback
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell
from nbgrader.utils import parse_utc

from split_grader.base.errors import UnreadableError
from split_grader.base.folders import fingerprint
from split_grader.course.assignment import AssignmentSpec, NotebookSpec
from split_grader.course.course import find_course
from split_grader.intake.ingest import copy_files, read_notebook
from split_grader.intake.submission import Submission
from split_grader.intake.timestamp import read_timestamp
from split_grader.results.result import Result, Status
from split_grader.running.isolated import _incidents
from split_grader.running.transfer import Files
from split_grader.sandbox.limits import Limits
from split_grader.split import CellOutcome, Outcome
from support.small_course import answered, grade, hand_in

MIB = 1024 * 1024


def nested(folder, names, file="data.csv"):
    """Make folders within each other, deeper than a path can be long, and a file in the last."""
    descriptor = os.open(folder, os.O_RDONLY)
    for name in names:
        os.mkdir(name, dir_fd=descriptor)
        inner_descriptor = os.open(name, os.O_RDONLY, dir_fd=descriptor)
        os.close(descriptor)
        descriptor = inner_descriptor
    os.close(os.open(file, os.O_CREAT | os.O_WRONLY, dir_fd=descriptor))
    os.close(descriptor)


def many(folder, count):
    for number in range(count):
        (folder / f"{number}.csv").touch()


def copied(folder, target, limits=None):
    limits = limits or Limits()
    return copy_files(folder, target, limits.files_bytes, limits.files)


HOSTILE = {
    "deep": (
        lambda folder: nested(folder, ["a"] * 1_200),
        "nested too deeply: more than 30 in 'a/a/",
    ),
    "long": (lambda folder: nested(folder, ["b" * 200] * 21), "is too long: 1,004 bytes"),
    "many": (lambda folder: many(folder, 2_001), "more than 2,000 files and folders"),
}


@pytest.fixture
def place():
    """A folder that every user may enter, and that anything can be removed from."""
    folder = Path(tempfile.mkdtemp(prefix="grader-test-"))
    folder.chmod(0o755)
    yield folder
    os.system(f"chmod -R u+rwX '{folder}'; rm -rf '{folder}'")  # noqa: S605 - rmtree recurses


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_folder_that_nobody_can_walk_through_is_its_owners_problem(place, kind):
    fill, message = HOSTILE[kind]
    folder = place / "own"
    folder.mkdir()
    fill(folder)
    for read in (
        lambda: copied(folder, place / "copy"),
        lambda: Files.beside(folder, 10**8, 2_000),
    ):
        with pytest.raises(UnreadableError) as error:
            read()
        assert message in str(error.value)
        assert len(str(error.value)) < 200
    assert fingerprint(folder, 10**8, 2_000) == fingerprint(folder, 10**8, 2_000)


@pytest.mark.slow
def test_the_class_is_graded_beside_them(released, blank):
    folders = {}
    for kind, (fill, _) in HOSTILE.items():
        hand_in(released, f"walks-{kind}", answered(blank))
        folders[kind] = released.submitted(f"walks-{kind}", "sums")
        fill(folders[kind])
    hand_in(released, "walks-timed", answered(blank))
    stamp = released.submitted("walks-timed", "sums") / "timestamp.txt"
    stamp.write_text("9999999999999999999999999999999999999999m")
    hand_in(released, "walks-loud", answered(blank), "SUMS.IPYNB")
    students = [f"walks-{kind}" for kind in (*HOSTILE, "timed", "loud")]
    try:
        results = grade(released, *students)
        second_results = grade(released, *students)
    finally:
        for folder in folders.values():
            os.system(f"rm -rf '{folder}'")  # noqa: S605 - rmtree recurses
    for kind, (_, message) in HOSTILE.items():
        result = results[f"walks-{kind}"]
        assert result.status is Status.UNREADABLE
        assert message in result.message
    timed_result = results["walks-timed"]
    assert (timed_result.score, timed_result.status) == (6, Status.GRADED)
    assert "timestamp.txt says '9999" in " ".join(timed_result.notes)
    assert results["walks-loud"].score == 6
    assert "called 'SUMS.IPYNB'" in results["walks-loud"].notes[0]
    assert second_results == results


def test_whatever_goes_wrong_with_one_folder_is_that_students_result(released, blank, monkeypatch):
    for student in ("odd-one", "plain-one"):
        hand_in(released, student, answered(blank))
    digest = Submission.digest

    def failing(submission):
        if submission.student == "odd-one":
            raise RecursionError
        return digest(submission)

    monkeypatch.setattr(Submission, "digest", failing)
    results = grade(released, "odd-one", "plain-one")
    assert [results[student].score for student in ("odd-one", "plain-one")] == [6, 6]


@pytest.mark.parametrize("seconds", ["", ":00", ":00.123456"])
@pytest.mark.parametrize(
    ("zone", "hour"),
    [
        *[(" -03", "13:00"), (" +08", "02:00"), ("+08", "02:00"), (" +0530", "04:30")],
        *[("+05:30", "04:30"), (" +05:30", "04:30"), (" UTC", "10:00"), ("", "10:00")],
    ],
)
def test_a_zone_may_be_a_number_of_hours(tmp_path, zone, hour, seconds):
    (tmp_path / "timestamp.txt").write_text(f"2026-01-01 10:00{seconds}{zone}")
    moment, note = read_timestamp(tmp_path)
    assert note == ""
    assert str(parse_utc(moment))[11:16] == hour


@pytest.mark.parametrize(
    ("text", "is_time"),
    [
        ("2026-01-31 23:59:00.123456 UTC\n", True),
        ("2026-01-31 23:59:00 CET", True),
        ("2026-01-31T23:59:00+01:00", True),
        ("9999999999999999999999999999999999999999m", False),
        ("2020-01-01 10:00:00 /etc/shadow", False),
        ("2020-13-45 10:00:00 UTC", False),
        ("2020-01-01 10:00:00 UTC\n  bob: graded", False),
        ("0" * 200, False),
        ("\udcff", False),
    ],
)
def test_a_time_stamp_is_a_time_or_a_note(tmp_path, text, is_time):
    (tmp_path / "timestamp.txt").write_bytes(text.encode("utf-8", "surrogateescape"))
    moment, note = read_timestamp(tmp_path)
    assert (moment is not None, not note) == (is_time, is_time)
    assert "\n" not in note
    assert is_time or "expected a time like" in note


def test_a_time_stamp_that_is_a_link_or_a_pipe_is_not_opened(tmp_path):
    assert read_timestamp(tmp_path) == (None, "")
    stamp = tmp_path / "timestamp.txt"
    (tmp_path / "other.txt").write_text("2026-01-31 23:59:00 UTC")
    stamp.symlink_to("other.txt")
    assert "it is a link" in read_timestamp(tmp_path)[1]
    stamp.unlink()
    os.mkfifo(stamp)
    assert "not a regular file" in read_timestamp(tmp_path)[1]


def test_a_corrected_time_stamp_is_seen(tmp_path):
    stamp = tmp_path / "timestamp.txt"
    fingerprints = set()
    for year in (2030, 2020):
        stamp.write_text(f"{year}-01-31 23:59:00 UTC")
        fingerprints.add(fingerprint(tmp_path, 1_000, 10))
    assert len(fingerprints) == 2


def as_ordinary_user(folder, check):
    """Run a check in a process that owns a folder and that the system can refuse something."""
    child = os.fork()
    if child:
        assert os.waitpid(child, 0)[1] == 0
        return
    try:
        if os.geteuid() == 0:
            for path in (folder, *folder.rglob("*")):
                os.chown(path, 65534, 65534)
            os.setresuid(65534, 65534, 65534)
        check()
    except BaseException:  # noqa: BLE001 - the parent is told by the exit code
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


@pytest.mark.parametrize(
    ("locked_path", "mode", "message"),
    [
        ("data.csv", 0o000, "'data.csv' cannot be read: Permission denied"),
        ("folder", 0o000, "'folder' cannot be read: Permission denied"),
        ("folder", 0o444, "'folder/more.csv' cannot be read: Permission denied"),
        ("n.ipynb", 0o000, "The file cannot be read: Permission denied"),
        (".", 0o000, "'sums' cannot be read: Permission denied"),
        ("..", 0o000, "'sums' cannot be read: Permission denied"),
        ("timestamp.txt", 0o000, "timestamp.txt cannot be read: Permission denied"),
    ],
)
def test_what_may_not_be_read_is_told_to_its_owner(place, locked_path, mode, message):
    folder = place / "submitted" / "ann" / "sums"
    (folder / "folder").mkdir(parents=True)
    for name in ("data.csv", "folder/more.csv", "timestamp.txt"):
        (folder / name).write_text("2026-01-31 23:59:00 UTC")
    (folder / "n.ipynb").write_text('{"nbformat": 4, "cells": []}')
    course = find_course(_course_at(place))
    assert _why_not(folder, place) == ""  # and everything is imported while it can be

    def check():
        before = fingerprint(folder, 10**8, 2_000)
        Path(os.path.normpath(folder / locked_path)).chmod(mode)
        assert course.students_with_submission("sums") == ["ann"]
        assert fingerprint(folder, 10**8, 2_000) != before
        assert message in _why_not(folder, place)

    as_ordinary_user(place, check)


def _course_at(place):
    (place / "source").mkdir()
    return place


def _why_not(folder, place):
    try:
        copied(folder, Path(tempfile.mkdtemp(dir=place)))
        read_notebook(folder / "n.ipynb", Limits())
    except UnreadableError as error:
        if "it has no cells" not in str(error):
            return str(error)
    return read_timestamp(folder)[1]


def test_files_without_content_are_not_read_in_full(tmp_path):
    for number in range(300):
        with (tmp_path / f"{number}.csv").open("wb") as file:
            file.truncate(99 * MIB)
    start = time.monotonic()
    before = fingerprint(tmp_path, 100 * MIB, 2_000)
    assert time.monotonic() - start < 5
    os.utime(tmp_path / "299.csv", (1, 1))
    assert fingerprint(tmp_path, 100 * MIB, 2_000) != before


def test_a_folder_that_is_a_link_is_not_looked_through(tmp_path):
    (tmp_path / "ann").mkdir()
    (tmp_path / "own").symlink_to("ann")
    before = fingerprint(tmp_path / "own", 1_000, 10)
    (tmp_path / "ann" / "data.csv").write_text("1")
    assert fingerprint(tmp_path / "own", 1_000, 10) == before


def test_a_sentence_that_holds_for_many_cells_is_said_once():
    nodes = [new_code_cell(str(number)) for number in range(1_900)]
    nodes[0].metadata["nbgrader"] = {"grade_id": "q_total"}
    killed_cell = CellOutcome("student", status="killed", message="it ended too often")
    late_cell = CellOutcome("student", status="timeout")
    cells = [killed_cell, *[late_cell] * 2, *[killed_cell] * 1_896, CellOutcome("student")]
    incidents = _incidents(nodes, Outcome(cells, sandboxed=True, dropped=3), Limits())
    assert incidents.timeouts == ("Cells 2 and 3 were stopped: the notebook used up its 120 s.",)
    assert incidents.others == (
        "Cells q_total to 1,899 (1,897 in all) ended their process: it ended too often.",
        "The outputs of 3 cells were left out: together they exceed 20 MB. Points are not affected.",
    )


def test_a_sentence_with_a_students_words_is_one_line_everywhere():
    result = Result("ann", "sums", Status.GRADED, "r\n  bob: graded", notes=("=1+1\r\x1b[31m",))
    read = Result.from_json(result.to_json())
    assert read.message.isprintable()
    assert all(note.isprintable() for note in read.notes)


def test_an_author_may_allow_more_files_and_changes_beside_them_are_seen(tmp_path):
    many(tmp_path, 30)
    notebook_spec = NotebookSpec("sums", {}, (), {"files": 40})
    digests = set()
    for text in ("1", "2"):
        (tmp_path / "sums.ipynb").write_text(text)
        spec = AssignmentSpec("sums", (notebook_spec,), tmp_path / "none")
        digests.add(Submission("ann", spec, tmp_path, Limits(files=20)).digest())
    assert len(digests) == 2
