"""The marking desk in a browser: a class is marked by keyboard, and the gradebook has it."""

import os
import re
import subprocess
import sys

import pytest

from browser.accessible import violations
from support import desk_course
from support.desk_course import ANSWERS, marks
from support.small_course import write_course

pytestmark = pytest.mark.browser
GROUP = ("ada", "ben", "cara")


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    notebook = desk_course.source_notebook()
    return desk_course.make(write_course(tmp_path_factory.mktemp("desk"), notebook))


@pytest.fixture(scope="module")
def address(course):
    """The address that the command prints; it ends with Ctrl+C."""
    command = [sys.executable, "-u", "-m", "split_grader", "mark", "sums", "--no-browser"]
    # In a separate process: Playwright's event loop runs in this one.
    with subprocess.Popen(  # noqa: S603
        command, cwd=course.root, stdout=subprocess.PIPE, text=True, env={**os.environ}
    ) as desk:
        lines = "".join(desk.stdout.readline() for _ in range(2))
        yield re.search(r"http://\S+", lines)[0]
        desk.send_signal(2)
        assert "grader mark sums" in desk.stdout.read()


@pytest.fixture
def window(browser, address):
    """A small dark screen that reaches nothing but the desk."""
    with browser.new_context(
        viewport={"width": 390, "height": 800}, color_scheme="dark"
    ) as context:
        page = context.new_page()
        problems = []
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on(
            "console", lambda line: problems.append(line.text) if line.type == "error" else None
        )
        page.on("dialog", lambda dialog: problems.append(dialog.message))
        page.goto(address)
        page.locator("article").first.wait_for()
        yield page
        # A refusal is an answer, though Chromium logs it as an error.
        assert [problem for problem in problems if "409" not in problem] == []


def entered(course):
    return {student: mark for student, mark in marks(course).items() if mark[0] is not None}


def waiting(page, heading):
    page.get_by_role("heading", name=heading).wait_for()


@pytest.mark.wcag("axe", "2.1.1")
def test_a_class_is_marked_by_keyboard_alone(window, course):
    waiting(window, "3 similar answers")
    assert violations(window) == []
    assert window.evaluate("document.documentElement.scrollWidth") <= 390
    press = window.keyboard.press
    press("j")
    press("j")
    press("j")
    out = window.locator("article:focus .text").inner_text()
    press("x")
    press("m")
    window.keyboard.type("Which kind of drift?")
    press("Shift+Tab")
    window.keyboard.type("2")
    press("Enter")
    waiting(window, "One answer that you took out")
    assert window.locator("article .text").inner_text() == out
    assert window.evaluate("document.activeElement.id") == "offer"
    assert "2 answers marked 2." in window.get_by_role("status").inner_text()
    press("a")  # the mark and the comment of before, by one key
    waiting(window, "One answer")
    assert entered(course) == dict.fromkeys(GROUP, (2, "Which kind of drift?", False))
    press("u")
    window.get_by_text("The last mark is undone.").wait_for()
    window.reload()
    window.locator("article").first.wait_for()
    assert len(entered(course)) == 2
    assert window.locator("article .text").first.inner_text() == out
    press("4")
    press("Enter")
    window.get_by_text("1 answer marked 4.").wait_for()
    assert sorted(mark[0] for mark in entered(course).values()) == [2, 2, 4]


def test_hostile_answers_are_shown_as_text(window):
    counts = {}
    while len(counts) < len(ANSWERS) - len(GROUP):
        text = window.locator("article .text").first
        counts[text.inner_text()] = text.locator("*:not(mark)").count()
        assert len(counts) == 1 or violations(window, "article") == []
        window.keyboard.press("l")
        window.wait_for_timeout(300)
    assert ANSWERS["script"] in counts
    assert set(counts.values()) == {0}
    assert window.evaluate("document.documentElement.scrollWidth") <= 390
    assert window.title() == "Marking desk"


def test_another_markers_mark_is_not_lost(window, course):
    others = ANSWERS.keys() - set(GROUP)
    with course.gradebook() as gradebook:
        for student in others:  # as Formgrader does it
            grade = gradebook.find_grade("q4_written", "sums", "sums", student)
            grade.manual_score, grade.needs_manual_grade = 6, False
        gradebook.db.commit()
    window.keyboard.press("1")
    window.keyboard.press("Enter")
    dialog = window.get_by_role("dialog")
    dialog.wait_for()
    assert "marked it 6" in dialog.inner_text()
    assert violations(window) == []
    assert {marks(course)[student][0] for student in others} == {6}
    window.get_by_role("button", name="Replace them with mine").click()
    waiting(window, "All answers to this question are marked")
    assert sorted(marks(course)[student][0] for student in others) == [1, 6, 6, 6, 6]
