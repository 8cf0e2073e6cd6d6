"""Limits of requests, tokens, settings, and a large class, on Canvas."""

import logging
import re
import sys
from types import SimpleNamespace

import pytest

from support.fake_canvas import COURSE, TOKEN

PUT = "PUT"
GRADE = r"submissions/\d+$"


@pytest.mark.usefixtures("graded")
def test_throttled_requests_wait_and_are_sent_again(canvas, grader, quick_pauses):
    canvas.fail_once("GET", "search_users", "throttle")
    canvas.fail_once(PUT, GRADE, "throttle")
    canvas.fail_once("POST", "comments/files", "wait")
    assert grader("push", "sums", "--send")[0] == 0
    assert quick_pauses == [1.0, 1.0, 1.0]
    assert [len(canvas.comments(number)) for number in (1, 2)] == [1, 1]
    canvas.fail_once("GET", "search_users", "wait long")
    err = grader("push", "sums")[2]
    assert "allows no more requests for now; it asks to wait 3600 s" in err


@pytest.mark.usefixtures("graded")
def test_one_refused_grade_does_not_stop_the_others(canvas, grader):
    canvas.fail_once(PUT, "submissions/1$", "unavailable")
    code, out, _ = grader("push", "sums", "--send")
    assert (code, canvas.scores()) == (1, {2: 4.0})
    assert "s1: Canvas refused: Encountered an error: status code 502" in out


@pytest.mark.usefixtures("graded")
def test_a_token_that_expires_half_way_is_named_and_never_shown(course, canvas, grader, caplog):
    caplog.set_level(logging.DEBUG)
    canvas.fail_once(PUT, "submissions/1$", "expire")
    code, out, err = grader("push", "sums", "--send")
    assert (code, canvas.scores()) == (1, {1: 6.0})
    assert "Sent 1 of 2 grades, then: Canvas does not accept the token: it is wrong, expired" in err
    texts = [out, err, caplog.text]
    texts += [path.read_text(errors="replace") for path in course.root.rglob("*") if path.is_file()]
    assert not [text for text in texts if TOKEN in text or TOKEN[-4:] in text]


@pytest.mark.usefixtures("graded")
def test_the_token_goes_only_to_canvas(canvas, grader):
    grader("push", "sums", "--send")
    token_flags = {
        bool(token) for _, path, token in canvas.log if re.match("/(storage|upload)", path)
    }
    assert token_flags == {False}
    assert not [path for _, path, _ in canvas.log if TOKEN in path]


@pytest.mark.usefixtures("course")
def test_a_missing_token_or_package_is_named(canvas, grader, monkeypatch):
    monkeypatch.delenv("CANVAS_API_TOKEN")
    err = grader("pull", "sums")[2]
    assert f"There is no token for {canvas.url}." in err
    assert "environment variable CANVAS_API_TOKEN" in err
    monkeypatch.setitem(sys.modules, "canvasapi.exceptions", None)
    monkeypatch.delitem(sys.modules, "split_grader.platforms.canvas", raising=False)
    assert "pip install 'split-grader[platforms]'" in grader("pull", "sums")[2]


@pytest.mark.usefixtures("course")
def test_a_token_may_come_from_the_keyring_and_is_not_repeated(canvas, grader, monkeypatch):
    monkeypatch.delenv("CANVAS_API_TOKEN")
    passwords = {("grader-canvas", canvas.url): TOKEN}
    keyring = SimpleNamespace(get_password=lambda *key: passwords.get(key))
    monkeypatch.setitem(sys.modules, "keyring", keyring)
    assert grader("pull", "sums")[0] == 0
    monkeypatch.setenv("CANVAS_API_TOKEN", f"{TOKEN[:9]}\n{TOKEN[9:]}")
    err = grader("pull", "sums")[2]
    assert "has a space or a line break in it" in err
    assert TOKEN[:9] not in err


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"url": "http://canvas.example.edu"}, "begins with https://"),
        ({"name": "ilias"}, "expected 'canvas' or 'moodle'"),
        ({"course": ""}, "has no 'course'"),
        ({"tokn": "X"}, "unknown entry 'tokn'"),
        ({"token": TOKEN}, "expected the name of an environment variable"),
        ({"assignments": {"sums": 12}}, "no such course, assignment or student"),
    ],
)
def test_a_wrong_setting_is_named(course, canvas, grader, settings, message):
    platform = {"name": "canvas", "url": canvas.url, "course": COURSE, **settings}
    path = course.root / "nbgrader_config.py"
    path.write_text(f"{path.read_text()}\nc.Grader.platform = {platform!r}\n")
    code, out, err = grader("pull", "sums")
    assert (code, message in err, TOKEN in out + err) == (1, True, False)


@pytest.mark.usefixtures("graded")
def test_another_assignment_or_another_maximum_is_named(canvas, grader):
    canvas.assignment["points_possible"] = 10.0
    assert "Canvas has 10 points for 'sums', sums has 6." in grader("push", "sums")[2]
    canvas.assignment["grading_type"] = "pass_fail"
    assert "takes no grades" in grader("push", "sums")[2]
    canvas.assignment["name"] = "Homework"
    assert "It has: 'Homework' (7001)." in grader("push", "sums")[2]
    assert "--overwrite names 'nobody'" in grader("push", "sums", "--overwrite", "nobody")[2]


@pytest.mark.whole
def test_a_class_of_five_hundred(course, canvas, grader, enter, right):
    """Each student costs two requests to pull and four to push, and nothing to look at again."""
    for number in range(5, 501):
        canvas.add(number, "First", f"Last{number}")
        canvas.hand_in(number, right)
    canvas.hand_in(4, right)
    lists = 1 + 5 + 1 + 5  # the assignment, students, sections, submissions
    assert grader("pull", "sums")[0] == 0
    assert len(canvas.log) == lists + 2 * 500
    enter(course, {f"s{number}": number % 7 for number in range(1, 501)})
    canvas.log.clear()
    assert "Sent 500 grades to Canvas." in grader("push", "sums", "--send")[1]
    assert len(canvas.log) == lists + 4 * 500
    assert canvas.scores() == {number: number % 7 for number in range(1, 501)}
    canvas.log.clear()
    assert "500 unchanged" in grader("push", "sums", "--send")[1]
    assert len(canvas.log) == lists
