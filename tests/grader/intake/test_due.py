"""Whose work is late, and whose may be: a time belongs to one attempt, and a gap is said."""

import pytest

from split_grader.course.course import find_course
from split_grader.intake.collect import collect
from split_grader.intake.collected import late_marks, read_collected
from split_grader.intake.due import gaps, takes_points
from support.small_course import CONFIG

ZERO = "\nc.LateSubmissionPlugin.penalty_method = 'zero'\n"
FIRST, MARKED = "leeanna_10_55_sums.ipynb", "leeanna_LATE_10_55_sums.ipynb"
SECOND = "leeanna_10_56_sums-1.ipynb"


@pytest.fixture
def course(new_course):
    course = new_course()
    (course.root / "nbgrader_config.py").write_text(CONFIG + ZERO)
    return find_course(course.root)


@pytest.fixture
def take(course, tmp_path):
    def call(files):
        folder = tmp_path / "work"
        for path in folder.glob("*") if folder.exists() else ():
            path.unlink()
        folder.mkdir(exist_ok=True)
        for name, content in files.items():
            (folder / name).write_text(content)
        return collect(course, "sums", folder)

    return call


def stamp(course, student="leeanna-10"):
    return course.submitted(student, "sums") / "timestamp.txt"


@pytest.mark.parametrize(
    ("name", "content", "has_stamp"),
    [
        (FIRST, "1", True),
        (MARKED, "1", True),  # the mark changed, the attempt did not
        (FIRST, "2", False),
        (SECOND, "1", False),  # another upload of the same file
    ],
)
def test_a_time_stays_with_its_attempt_and_goes_with_it(course, take, name, content, has_stamp):
    take({FIRST: "1"})
    stamp(course).write_text("2026-03-10 12:00:00 UTC")
    collection = take({name: content})
    assert stamp(course).exists() is has_stamp
    message = "timestamp.txt of the earlier attempt (2026-03-10 12:00:00 UTC) is removed"
    assert (message in collection.filed[0].reason) is not has_stamp


def test_the_mark_of_an_earlier_attempt_does_not_stay(course, take):
    assert take({MARKED: "1"}).times.marked == ("leeanna-10",)
    assert take({SECOND: "2"}).times.marked == ()
    assert late_marks(read_collected(course, "sums")) == {"leeanna-10": False}


def test_with_a_due_date_every_gap_is_said_and_without_one_only_the_mark(course, take):
    files = {MARKED: "1", "obiada_20_57_sums.ipynb": "2", "zoe.ipynb": "3"}
    (mark, no_due) = gaps(course, "sums", take(files).times)
    assert mark.startswith("Late by the platform's mark, time unknown: leeanna-10. Write the time")
    assert mark.endswith("until then their grade is not final.")
    assert no_due.startswith("sums has no due date")
    with course.gradebook() as gradebook:
        gradebook.update_or_create_assignment("sums", duedate="2026-03-05 12:00:00 UTC")
    (again, unknown_time, missing_mark) = gaps(course, "sums", take(files).times)
    assert again == mark
    assert unknown_time.startswith(
        "Due 2026-03-05 12:00:00 UTC, time of handing in unknown: zoe. Their"
    )
    assert missing_mark.endswith("On time without a mark: 1.")
    stamp(course, "zoe").write_text("yesterday")
    stamp(course).write_text("2026-03-05 12:00:01 UTC")
    times = take(files).times
    assert times.late == {
        "leeanna-10": "handed in 2026-03-05 12:00:01 UTC, due 2026-03-05 12:00:00 UTC"
    }
    assert gaps(course, "sums", times)[0].startswith("Time of handing in unreadable: zoe. Write")


def test_a_mark_without_a_time_waits_for_a_person_only_where_late_work_loses_points(
    course, new_course
):
    assert takes_points(course)
    assert not takes_points(new_course())
