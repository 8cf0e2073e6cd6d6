"""What a feedback page tells a student, and what it does not."""

import html
import re

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from split_grader.pages.feedback import make_feedback
from split_grader.tasks.release import release
from support.small_course import (
    QUICK,
    TOTAL,
    answer,
    answered,
    check,
    grade,
    hand_in,
    label,
    notebook_of,
)

pytestmark = pytest.mark.slow

DRAWN = """import os, random
rng = random.Random(int(os.environ.get("GRADING_SEED", "58")))
drawn = [rng.randrange(10**6) for _ in range(3)]
assert total(drawn) == sum(drawn)"""
SPY = """import base64
kept = []
def total(values):
    kept.append(values)
    print("INPUT", values)
    return sum(values) if len(values) != 2 else 1 / 0"""
TELLS = """class Timeout(Exception):
    pass
def total(values):
    if len(values) == 2:
        raise Timeout(f"it {values}")
    return sum(values)"""
ODD = """import sys
class Sum:
    pass
def total(values):
    if len(values) == 2 and sys._getframe(1).f_code.co_name == "<module>":
        raise ValueError(f"it {values}")
    return Sum() if len(values) == 2 else sum(values)"""
SHOW = "print(base64.b64encode(str(kept).encode()).decode())"
STOPS = """import os
kept = [[0]]
def total(values):
    kept.append(values)
    return sum(values)"""
STOP = "if kept[-1][0] % 2 == {k}: os._exit(0)\nget_ipython().number = 555\nprint('went on')"
HELPED = """from myhelper import WORD
print(WORD * 2)"""

LIST = "import os\nprint('files:', *sorted(os.listdir()))"


@pytest.fixture(scope="module")
def pages(new_course):
    """What three students read, letter by letter."""
    notebook = notebook_of(
        answer("q_total", TOTAL),
        check("drawn", DRAWN, 1),
        check("hidden", "# hidden cases follow", 1, "assert total([7770123, 4]) == 7770127"),
        check("open", "assert total([20]) == 20", 1, "assert total([5]) == 5"),
        check("file", 'assert total([4]) == int(open("secret_sum.txt").read())', 1),
        new_code_cell(
            "show()", id="p", metadata=label("plot", grade=True, solution=True, points=2)
        ),
    )
    course = new_course(notebook)
    course.config.CourseDirectory.ignore = ["secret_*"]
    for name, text in (("secret_sum.txt", "4"), ("data.csv", "open")):
        (course.source("sums") / name).write_text(text)
    release(course, "sums", QUICK)
    blank = (course.release("sums") / "sums.ipynb").read_text()
    hand_in(course, "spy", answered(blank, q_total=SPY, plot=SHOW))
    hand_in(course, "wrong", answered(blank, q_total="def total(values):\n    return 0", plot="1"))
    stopping_work = answered(blank, q_total=STOPS, plot="1")
    stopping_work.cells += [new_code_cell(STOP.format(k=k), id=f"s{k}") for k in range(2)]
    hand_in(course, "stops", stopping_work)
    hand_in(course, "tells", answered(blank, q_total=TELLS, plot="1"))
    hand_in(course, "odd", answered(blank, q_total=ODD, plot="1"))
    helped_work = answered(blank, plot="1", q_total=f"{LIST}\n{TOTAL}")
    helped_work.cells.append(new_code_cell(HELPED, id="h"))
    hand_in(course, "helped", helped_work)
    (course.submitted("helped", "sums") / "myhelper.py").write_text("WORD = 'tidy'")
    names = ["spy", "tells", "odd", "helped", "wrong", "stops"]
    result = grade(course, *names)["helped"]
    assert result.score == 4, [(c.grade_id, c.score, c.message) for c in result.cells]
    assert [one.problem for one in make_feedback(course, "sums", names)] == [""] * len(names)
    return {name: _text(course.feedback(name, "sums") / "sums.html") for name in names}


def _text(page):
    return html.unescape(re.sub(r"<[^>]*>", "", page.read_text()))


@pytest.mark.whole
def test_hidden_tests_that_a_course_marks_in_its_own_way_are_not_shown(new_course):
    hidden_test = "#--HID\nassert total([2000.125, 12]) == 2012.125\n#--END"
    course = new_course(new_notebook(cells=[answer("q_total", TOTAL), check("t", hidden_test, 1)]))
    course.config.ClearHiddenTests.begin_test_delimeter = "#--HID"
    course.config.ClearHiddenTests.end_test_delimeter = "#--END"
    release(course, "sums", QUICK)
    blank = (course.release("sums") / "sums.ipynb").read_text()
    code = "kept = []\ndef total(values):\n    kept.extend(values)\n    return 0"
    work = answered(blank, q_total=code)
    work.cells.append(new_code_cell("print(kept)", id="k"))
    hand_in(course, "ann", work)
    assert grade(course, "ann")["ann"].score == 0
    executed_notebook = nbformat.read(course.autograded("ann", "sums") / "sums.ipynb", as_version=4)
    assert "Not shown" in executed_notebook.cells[-1].outputs[0].text
    assert [one.problem for one in make_feedback(course, "sums", ["ann"])] == [""]
    page = _text(course.feedback("ann", "sums") / "sums.html")
    assert "Hidden test: " in page
    assert "2000.125" not in page


def test_an_answer_marked_by_hand_does_not_tell_what_tests_gave_to_the_code(pages):
    assert "W10=\n" in pages["spy"]  # an empty list: the tests had not run before it


def test_what_was_stopped_does_not_tell_what_tests_gave_to_the_code(pages):
    assert pages["stops"].count("went on\n") == 1


def test_inputs_that_are_drawn_for_the_class_are_not_shown(pages):
    assert not re.search(r"INPUT \[", pages["spy"])
    assert "drawn = [rng.randrange(10**6) for _ in range(3)]" in pages["wrong"]


def test_a_cell_after_the_tests_finds_the_students_own_files(pages):
    assert "tidytidy" in pages["helped"]


def test_files_that_students_do_not_get_are_for_tests_only(pages):
    assert "files: data.csv myhelper.py\n" in pages["helped"]


def test_of_a_visible_test_the_exception_is_shown_as_at_home(pages):
    assert "assert total([20]) == 20" in pages["wrong"]
    assert "Hidden test: A result is not what the test expects." in pages["wrong"]
    assert "assert total([5])" not in pages["wrong"]


def test_the_kind_of_an_error_tells_nothing_of_a_hidden_input(pages):
    assert "Hidden test: Your code raised an error when the test used it." in pages["spy"]
    assert "ZeroDivisionError" not in pages["spy"]
    assert "7770123" not in pages["tells"]


def test_a_refused_hidden_test_does_not_say_what_the_code_said_in_one_process(pages):
    assert "Hidden test: This test gave no points: `total()` should be data" in pages["odd"]
    assert "7770123" not in pages["odd"]


def test_a_page_says_whose_it_is_and_what_each_question_gave(pages):
    assert "Feedback for wrong" in pages["wrong"]
    assert "Not final: 0 of 6 points" in pages["wrong"]
    assert "q_total0 of 4" in pages["wrong"]
    assert "plotnot marked yet" in pages["wrong"]
    assert not re.search(r"\bError\n", pages["wrong"])
