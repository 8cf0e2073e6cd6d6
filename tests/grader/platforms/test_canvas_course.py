"""A small class from Canvas and back, with real grading and real feedback pages."""

import pytest
from nbformat import writes

from support.small_course import answered

pytestmark = pytest.mark.slow


def test_a_class_is_pulled_graded_and_pushed(course, canvas, grader):
    blank = (course.release("sums") / "sums.ipynb").read_text()
    wrong = writes(answered(blank, q_total="def total(values):\n    return 0")).encode()
    canvas.hand_in(2, wrong)
    canvas.hand_in(3, wrong[: len(wrong) // 2])
    for command in ("pull", "grade", "feedback"):
        assert grader(command, "sums")[0] == 0
    out = grader("push", "sums", "--send")[1]
    assert "s3: not sent, waits for a person: unreadable" in out
    assert canvas.scores() == {1: 6.0, 2: 3.0}
    pages = [content.decode() for name, content in canvas.files.values() if name.endswith("html")]
    assert ["Feedback for <strong>Anna Lee</strong>" in page for page in pages] == [True, False]
    assert not [page for page in pages if "4711" in page]  # an input of a hidden test

    # A second run makes the same grades, even if pages differ in some detail.
    grader("feedback", "sums")
    assert "0 to send, 2 unchanged" in grader("push", "sums")[1]

    # Ben hands in again. Until that is graded and has its page, his grade stays.
    canvas.hand_in(2, writes(answered(blank)).encode(), at="2026-11-28T12:00:00Z")
    assert "s2: not sent, handed in again" in grader("push", "sums")[1]
    grader("pull", "sums")
    assert "s2: not sent, handed in again, and that isn't graded" in grader("push", "sums")[1]
    grader("grade", "sums")
    assert "s2: not sent, its feedback page has an older total" in grader("push", "sums")[1]
    grader("feedback", "sums")
    assert "s2: 3 -> 6" in grader("push", "sums", "--send")[1]
    assert canvas.scores() == {1: 6.0, 2: 6.0}
