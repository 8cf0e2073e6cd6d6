"""Push grades to a server that speaks Canvas's API."""

import json
import re

import pytest

pytestmark = pytest.mark.usefixtures("graded")
PUT = "PUT"
GRADE = r"submissions/\d+$"


def test_without_send_the_list_is_shown_and_nothing_is_sent(canvas, grader):
    canvas.log.clear()
    code, out, _ = grader("push", "sums")
    assert code == 0
    page = r"sums-[0-9a-f]{8}\.html"
    assert re.search(rf"s1: nothing -> 6, '6 of 6 points\.', {page} s2: nothing -> 4", out)
    assert "s3: not sent, waits for a person: unfinished" in out
    assert "0 changed there, 2 to send, 0 unchanged, 1 not sent. Nothing was sent." in out
    assert "Next: read the list, then start the same command with `--send`." in out
    assert {method for method, _, _ in canvas.log} == {"GET"}


def test_a_grade_arrives_once_with_comment_and_page(canvas, grader):
    code, out, _ = grader("push", "sums", "--send")
    assert (code, canvas.scores()) == (0, {1: 6.0, 2: 4.0})
    assert "Sent 2 grades to Canvas." in out
    ((text, (name,)),) = canvas.comments(1)
    assert text == "6 of 6 points."
    assert re.fullmatch(r"sums-[0-9a-f]{8}\.html", name)
    assert b'<p class="total">6 of 6 points</p> for s1' in [one for _, one in canvas.files.values()]
    canvas.log.clear()
    out = grader("push", "sums", "--send")[1]
    assert "0 to send, 2 unchanged" in out
    assert {method for method, _, _ in canvas.log} == {"GET"}


def test_only_the_changed_grade_is_sent(course, canvas, grader, enter):
    grader("push", "sums", "--send")
    enter(course, {"s2": 5, "s3": 3})
    out = grader("push", "sums", "--send")[1]
    assert "s2: 4 -> 5" in out
    assert "2 to send, 1 unchanged" in out
    assert canvas.scores() == {1: 6.0, 2: 5.0, 3: 3.0}
    assert [len(canvas.comments(number)) for number in (1, 2, 3)] == [1, 2, 1]


def test_a_changed_page_alone_is_sent_only_on_request(course, canvas, grader):
    grader("push", "sums", "--send")
    page = course.feedback("s1", "sums") / "sums.html"
    page.write_text(page.read_text() + " well done")
    assert "0 to send" in grader("push", "sums")[1]
    assert "s1: 6 -> 6" in grader("push", "sums", "--all-pages", "--send")[1]
    assert len(canvas.comments(1)) == 2
    assert "0 to send" in grader("push", "sums", "--all-pages")[1]


@pytest.mark.parametrize("new", [5, 4.5])
def test_a_grade_that_somebody_changed_there_stays(course, canvas, grader, enter, new):
    grader("push", "sums", "--send")
    canvas.grade(2, 3.5)
    enter(course, {"s2": new})
    code, out, err = grader("push", "sums", "--send")
    assert (code, canvas.scores()[2]) == (1, 3.5)
    assert "3.5 was entered there by user 12 at 20" in out
    assert "and 4 was sent from here. Not sent; --overwrite s2 replaces it." in out
    assert "Some grades were not sent" in err
    assert grader("push", "sums", "--send", "--overwrite", "s2")[0] == 0
    assert canvas.scores()[2] == new


def test_a_grade_that_somebody_entered_or_removed_there_stays(canvas, grader):
    canvas.grade(1, 2)
    out = grader("push", "sums", "--send")[1]
    assert "2 was entered there by user 12" in out
    assert "and nothing was sent from here" in out
    canvas.rows[2]["score"] = canvas.rows[2]["entered_score"] = None
    out = grader("push", "sums", "--send")[1]
    assert "the grade was removed there" in out
    assert canvas.scores() == {1: 2}
    canvas.rows[2]["excused"] = True
    assert "s2: not sent, excused in Canvas" in grader("push", "sums", "--send")[1]


def test_a_person_at_the_keyboard_is_asked(canvas, grader, monkeypatch):
    canvas.grade(1, 2)
    canvas.grade(2, 1)
    questions = []
    answers = iter([True, False])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setattr("typer.confirm", lambda text: questions.append(text) or next(answers))
    code, _, _ = grader("push", "sums", "--send")
    assert (code, canvas.scores()) == (1, {1: 6.0, 2: 1})
    assert questions[0].startswith("s1: 2 was entered there by user 12")
    assert questions[0].endswith("Replace it by 6?")


def test_a_grade_entered_between_list_and_sending_stays(canvas, grader):
    real = canvas.enter

    def enter(number, form):
        real(number, form)
        canvas.grade(2, 1)

    canvas.enter = enter
    code, out, _ = grader("push", "sums", "--send")
    assert (code, canvas.scores()) == (1, {1: 6.0, 2: 1})
    assert "s2: The grade was changed to 1 there meanwhile." in out


@pytest.mark.parametrize("action", ["drop", "drop answer"])
def test_a_lost_connection_sends_nothing_twice(canvas, grader, action):
    canvas.fail_once(PUT, GRADE, action)
    assert grader("push", "sums", "--send")[0] == 0
    assert canvas.scores() == {1: 6.0, 2: 4.0}
    assert [len(canvas.comments(number)) for number in (1, 2)] == [1, 1]


def test_a_run_that_breaks_off_continues(canvas, grader):
    for _ in range(5):
        canvas.fail_once(PUT, "submissions/2$", "drop")
    code, _, err = grader("push", "sums", "--send")
    assert (code, canvas.scores()) == (1, {1: 6.0})
    assert "Sent 1 of 2 grades, then: 127.0.0.1" in err
    assert "it continues where it stopped" in err
    assert "1 to send, 1 unchanged" in grader("push", "sums", "--send")[1]
    assert [len(canvas.comments(number)) for number in (1, 2)] == [1, 1]


def test_a_killed_run_whose_record_is_lost_sends_nothing_twice(course, grader, enter):
    grader("push", "sums", "--send")
    (path,) = (course.products() / "platforms").glob("sums-*.json")
    entries = json.loads(path.read_text())
    path.write_text(json.dumps({**entries, "sent": {}}))
    assert "0 to send, 2 unchanged" in grader("push", "sums", "--send")[1]
    enter(course, {"s2": 5})
    assert "0 changed there, 1 to send" in grader("push", "sums", "--send")[1]


def test_newer_work_there_or_here_holds_the_grade_back(course, canvas, grader):
    canvas.hand_in(1, b"{}", at="2026-11-29T12:00:00Z")
    assert "s1: not sent, handed in again: `grader pull sums`" in grader("push", "sums")[1]
    record = course.results("sums") / "s2.json"
    record.parent.mkdir(parents=True, exist_ok=True)
    result = {"student": "s2", "assignment": "sums", "status": "graded", "message": "",
              "cells": [], "notes": [], "seconds": 0.0}  # fmt: skip
    record.write_text(json.dumps({"digest": "old", "gradebook": "", "result": result}))
    canvas.hand_in(2, b"{}", at="2026-11-29T12:00:00Z")
    grader("pull", "sums")
    out = grader("push", "sums", "--send")[1]
    assert "s2: not sent, handed in again, and that isn't graded yet: `grader grade sums`" in out
    assert not canvas.scores().keys() & {2}
    record.write_text(record.read_text().replace("old", "new"))
    grader("push", "sums", "--send")
    assert canvas.scores()[2] == 4.0


def test_a_grade_without_its_page_waits(course, canvas, grader):
    page = course.feedback("s1", "sums") / "sums.html"
    page.write_text('<p class="total">5 of 6 points</p>')
    (course.feedback("s2", "sums") / "sums.html").unlink()
    out = grader("push", "sums", "--send")[1]
    assert "s1: not sent, its feedback page has an older total: `grader feedback sums`" in out
    assert "s2: not sent, no feedback page yet: `grader feedback sums`" in out
    grader("push", "sums", "--send", "--no-pages")
    assert canvas.scores() == {1: 6.0, 2: 4.0}
    assert canvas.comments(1) == [("6 of 6 points.", [])]


def test_a_student_who_left_gets_no_grade(canvas, grader):
    canvas.users[1]["enrollments"][0]["enrollment_state"] = "inactive"
    canvas.leave(2)
    out = grader("push", "sums", "--send")[1]
    assert "s1: not sent, no longer in the course on Canvas" in out
    assert "s2: not sent, not in the course on Canvas" in out
    assert canvas.scores() == {}


class TestGroup:
    @pytest.fixture(autouse=True)
    def group(self, canvas):
        canvas.assignment["group_category_id"] = 30
        canvas.groups = {1: "Reds", 2: "Reds"}

    def test_one_grade_goes_to_the_group_once(self, course, canvas, grader, enter):
        enter(course, {"s2": 6})
        out = grader("push", "sums", "--send")[1]
        assert "s1, s2: nothing -> 6" in out
        assert (canvas.scores(), len(canvas.requests(PUT))) == ({1: 6.0, 2: 6.0}, 1)
        assert [len(canvas.comments(number)) for number in (1, 2)] == [1, 1]
        assert "0 to send, 1 unchanged" in grader("push", "sums", "--send")[1]

    def test_a_changed_grade_of_a_group_is_replaced_by_naming_one(
        self, course, canvas, grader, enter
    ):
        enter(course, {"s2": 6})
        canvas.grade(1, 2)
        canvas.grade(2, 2)
        assert "Not sent; --overwrite s1 replaces it." in grader("push", "sums", "--send")[1]
        assert canvas.scores() == {1: 2, 2: 2}
        assert grader("push", "sums", "--send", "--overwrite", "s1")[0] == 0
        assert canvas.scores() == {1: 6.0, 2: 6.0}

    def test_different_grades_in_a_group_are_not_sent(self, canvas, grader):
        out = grader("push", "sums", "--send")[1]
        assert "s1, s2: not sent, Reds has one grade there, and its members have different" in out
        assert canvas.scores() == {}

    def test_a_member_who_waits_holds_the_group_back(self, course, canvas, grader, enter):
        enter(course, {"s2": None})
        out = grader("push", "sums", "--send")[1]
        assert "s1, s2: not sent, s2: waits for a person: unfinished" in out
        assert canvas.scores() == {}

    def test_members_may_be_graded_individually(self, canvas, grader):
        canvas.assignment["grade_group_students_individually"] = True
        grader("push", "sums", "--send")
        assert canvas.scores() == {1: 6.0, 2: 4.0}
        assert [len(canvas.comments(number)) for number in (1, 2)] == [1, 1]
