"""What goes wrong on an instructor's machine ends in a sentence that says what to do."""

import os
import sqlite3

import pytest
from sqlalchemy.exc import OperationalError

from split_grader.base.errors import GraderError
from split_grader.cli import _told
from split_grader.course.course import find_course
from support.small_course import answered, hand_in


def test_a_folder_that_may_not_be_written_is_named():
    message = _told(PermissionError(13, "Permission denied", "/course/reports"))
    assert message.startswith("/course/reports may not be read or written (Permission denied).")
    assert "chmod -R u+rwX" in message


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_collecting_into_a_read_only_folder_says_so(run, new_course, tmp_path):
    course = new_course()
    (tmp_path / "alice.ipynb").write_text("{}")
    course.root.chmod(0o500)
    code, _, err = run("collect", "sums", tmp_path, "--course", course.root)
    course.root.chmod(0o700)
    assert code == 1
    assert "may not be read or written" in err


def test_an_old_gradebook_is_told_how_to_be_upgraded(run, new_course):
    course = new_course()
    course.gradebook().close()
    with sqlite3.connect(course.root / "gradebook.db") as database:
        database.execute("ALTER TABLE student RENAME COLUMN lms_user_id TO other")
        database.execute("ALTER TABLE assignment RENAME COLUMN duedate TO other")
    database.close()
    code, _, err = run("grade", "sums", "--course", course.root)
    assert code == 1
    assert "run `nbgrader db upgrade`" in err


def test_a_database_that_may_not_be_written_is_told():
    cause = sqlite3.OperationalError("attempt to write a readonly database")
    assert "cannot be written" in _told(OperationalError("", {}, cause))


def test_a_gradebook_in_a_folder_that_is_not_there_makes_no_folder(new_course, tmp_path):
    folder = tmp_path / "nowhere"
    course = find_course(new_course().root, f"sqlite:///{folder}/x.db")
    with pytest.raises(GraderError, match="There is no folder"):
        course.gradebook()
    assert not folder.exists()


@pytest.mark.slow
def test_a_renamed_cell_is_named_with_what_to_do(run, new_release):
    course = new_release()
    options = ("--course", course.root)
    hand_in(course, "ann", answered((course.release("sums") / "sums.ipynb").read_text()))
    assert run("grade", "sums", *options)[0] == 0
    source = course.source("sums") / "sums.ipynb"
    source.write_text(source.read_text().replace("mean_visible", "mean_open"))
    for command in ("grade", "release"):
        code, _, err = run(command, "sums", *options)
        assert code == 1
        assert "after the release (mean_visible)" in err
        assert "nbgrader db assignment remove sums --force" in err
