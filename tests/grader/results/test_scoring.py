"""What the outputs of a test are worth."""

import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output
from nbgrader.utils import determine_grade

from split_grader.results.scoring import score_notebook, settle


def graded(*outputs, points=2):
    label = {"grade_id": "t", "grade": True, "solution": False, "locked": True, "points": points}
    return new_code_cell("test", outputs=list(outputs), metadata={"nbgrader": label})


def shown(text):
    return new_output("execute_result", data={"text/plain": text} if text else {})


def stream(name):
    return new_output("stream", name=name, text="DeprecationWarning: old")


def error(evalue="q must be 3"):
    return new_output("error", ename="AssertionError", evalue=evalue, traceback=[])


def score(*outputs):
    (result,) = score_notebook("sums", new_notebook(cells=[graded(*outputs)]))
    return result


@pytest.mark.parametrize(
    ("outputs", "points"),
    [
        ([], 2),
        ([stream("stdout")], 2),
        ([stream("stderr")], 2),
        ([error()], 0),
        ([stream("stderr"), error()], 0),
        ([shown("1.5")], 1.5),
        ([shown("0")], 0),
        ([shown("'fine'")], 2),
        ([shown("None")], 2),
        ([shown("True")], 2),
        ([shown("False")], 0),
        ([shown("nan")], 0),
        ([shown("-1")], 0),
        ([shown("3")], 0),
        ([shown(None)], 2),
    ],
)
def test_outputs_are_worth_what_the_author_meant(outputs, points):
    assert score(*outputs).score == points


def test_nbgrader_agrees_once_the_outputs_are_settled():
    for outputs in ([stream("stderr")], [shown("False")], [shown("nan")], [error()]):
        cell = graded(*outputs)
        settle(cell)
        assert determine_grade(cell)[0] == score(*outputs).score


def test_a_warning_stays_visible():
    cell = graded(stream("stderr"))
    settle(cell)
    assert "DeprecationWarning" in cell.outputs[0].text


def test_the_message_is_one_line_without_colours_and_control_characters():
    message = score(error("\x1b[31mq must\nbe 3\x07\x1b[0m")).message
    assert message == "AssertionError: q must be 3"


def test_a_very_long_message_is_cut():
    assert len(score(error("x" * 100_000)).message) < 500
