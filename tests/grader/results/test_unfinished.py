"""What waits for a person never looks final, and what a person has marked stays marked."""

import csv

import pytest

from split_grader.pages.report import render
from split_grader.results.export import Form, export
from split_grader.results.grade_table import read_table
from split_grader.results.item_statistics import question_statistics
from support.small_course import grade
from support.written_course import essay_course, hand_grade, hand_in_essay

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def course(new_course):
    return essay_course(new_course)


def exported(course, tmp_path, **options):
    path = export(course, "sums", tmp_path / "g.csv", **options).path
    lines = csv.DictReader(path.read_text("utf-8").splitlines())
    return {line["student"]: line for line in lines}


def test_every_place_gives_the_same_count(course, run, tmp_path):
    message = "2 answers wait for a person (2 students)"
    where = ("--course", course.root)
    assert message in run("grade", "sums", *where)[1]
    page = render(read_table(course, "sums"))
    assert page.count(message) == 1
    for command in ("export", "feedback"):
        code, _, err = run(command, "sums", *where)
        assert code == 1
        assert f"{message}: ann, ben. Mark them in Formgrader, or pass --unfinished" in err
    rows = exported(course, tmp_path, unfinished=True)
    assert sum(int(row["waiting"]) for row in rows.values()) == 2
    ann = rows["ann"]
    assert (ann["essay"], ann["total"], ann["so_far"]) == ("", "", "1")
    assert (ann["status"], rows["cut"]["status"]) == ("unfinished", "unreadable")


def test_an_unmarked_answer_is_not_in_the_statistics_and_a_marked_one_stays(course, tmp_path):
    for student, points in (("ann", 2), ("ben", 3)):
        hand_grade(course, student, "essay", points)
    assert exported(course, tmp_path)["ann"]["total"] == "3"
    grade(course, force=True)
    rows = exported(course, tmp_path)
    assert [rows[name]["total"] for name in ("ann", "ben")] == ["3", "4"]
    essay = question_statistics(read_table(course, "sums"))[1]
    assert (essay.count, essay.difficulty) == (2, 5 / 6)


def test_a_mark_waits_again_once_its_answer_is_another_one(course):
    hand_grade(course, "ann", "essay", 2)
    hand_grade(course, "ben", "essay", 3)
    hand_in_essay(course, "ben", "Another essay.")
    grade(course)
    waiting = {row.student: set(row.waiting) for row in read_table(course, "sums").rows}
    assert waiting == {"ann": set(), "ben": {"essay"}, "cut": set()}
    hand_grade(course, "ben", "essay", 3)


def test_platforms_get_no_grade_that_is_not_final(course, tmp_path):
    result = export(course, "sums", tmp_path / "c.csv", form=Form.CANVAS)
    assert result.unknown == ("ann", "ben", "cut")
    assert result.count == 0
