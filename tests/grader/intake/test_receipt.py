"""nbgrader's exchange brings feedback back by what it put next to the submission."""

import pytest

from split_grader.intake.receipt import SECRET, keep_receipt
from split_grader.pages.feedback import make_feedback
from support.small_course import answered, grade, hand_in, light_grade, run_nbgrader

WHEN = "2026-03-01 10:00:00 UTC"


@pytest.fixture
def folders(tmp_path):
    submitted_folder, graded_folder = tmp_path / "submitted", tmp_path / "graded"
    submitted_folder.mkdir()
    (submitted_folder / SECRET).write_text("abc")
    keep_receipt(submitted_folder, WHEN, graded_folder)
    return submitted_folder, graded_folder


def kept(graded_folder):
    return {path.name: path.read_text() for path in graded_folder.iterdir()}


def test_time_and_secret_stand_beside_the_graded_notebook(folders):
    assert kept(folders[1]) == {"timestamp.txt": WHEN, SECRET: "abc"}


def test_a_time_that_nobody_understands_does_not_keep_feedback_back(folders):
    submitted_folder, graded_folder = folders
    keep_receipt(submitted_folder, None, graded_folder)
    assert kept(graded_folder) == {"timestamp.txt": "", SECRET: "abc"}


@pytest.mark.parametrize("content", [None, b"x" * 2_000, b"\xff", "link"])
def test_without_a_secret_nothing_of_an_earlier_submission_is_left(folders, content, tmp_path):
    submitted_folder, graded_folder = folders
    (submitted_folder / SECRET).unlink()
    if content == "link":
        (tmp_path / "other").write_text("another student's")
        (submitted_folder / SECRET).symlink_to(tmp_path / "other")
    elif content:
        (submitted_folder / SECRET).write_bytes(content)
    keep_receipt(submitted_folder, WHEN, graded_folder)
    assert kept(graded_folder) == {}


@pytest.mark.slow
def test_nbgrader_releases_what_the_grader_wrote(released, blank, tmp_path):
    hand_in(released, "exchanged", answered(blank))
    hand_in(released, "exchanged", WHEN, name="timestamp.txt")
    hand_in(released, "exchanged", "abc", name=SECRET)
    grade(released, "exchanged", grade=light_grade)
    assert not any(page.problem for page in make_feedback(released, "sums", ["exchanged"]))
    where = (f"--Exchange.root={tmp_path}", "--course=class", "--student=exchanged")
    run_nbgrader(released, "release_feedback", "sums", *where)
    (page,) = tmp_path.glob("class/feedback/*.html")
    assert "sums" in page.read_text()
