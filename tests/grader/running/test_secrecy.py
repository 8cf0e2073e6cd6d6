"""What a hidden test holds does not come back in what answers put out."""

import pytest
from nbformat.v4 import new_code_cell, new_output
from traitlets.config import Config

from split_grader.course.hidden_tests import USUAL, hidden_lines, marks_of
from split_grader.running.secrecy import hidden_literals, withhold

TEST = """assert total([1, 2]) == 3, "look at 'Aachen 52062'"
### BEGIN HIDDEN TESTS
assert place("Zürich 8001") == 47.3686498
assert total([2000.0, 12]) == 2012.0
assert name("column") == "Aachen 52062"
### END HIDDEN TESTS"""


def test_the_hidden_region_is_known_line_by_line():
    assert hidden_lines(TEST) == {2, 3, 4, 5, 6}
    assert hidden_lines("assert x == 1") == set()


def test_a_course_with_marks_of_its_own_has_them_besides_the_usual_ones():
    config = Config()
    assert marks_of(config) == USUAL
    config.ClearHiddenTests.begin_test_delimeter = "#--HID"
    config.ClearHiddenTests.end_test_delimeter = "#--END"
    marks = marks_of(config)
    text = "assert a\n#--HID\nassert f('Zürich 8001')\n### END HIDDEN TESTS\nassert b\n#--END\nx"
    assert hidden_lines(text, marks) == {2, 3, 4, 5, 6}
    assert hidden_lines(TEST, marks) == {2, 3, 4, 5, 6}
    assert hidden_literals([text], visible="", marks=marks) == {"Zürich 8001"}


def test_only_what_is_telling_and_nowhere_visible_is_kept_back():
    assert hidden_literals([TEST], visible="") == {"Zürich 8001", "47.3686498"}
    assert hidden_literals([TEST], visible="the data has 'Zürich 8001'") == {"47.3686498"}
    assert hidden_literals(["### BEGIN HIDDEN TESTS\nassert ("], visible="") == set()


@pytest.mark.parametrize(
    "output",
    [
        new_output("stream", name="stdout", text="saw ['Zürich 8001']\n"),
        new_output("error", ename="E", evalue="Zürich 8001", traceback=[]),
        new_output("display_data", data={"text/html": "<b>Zürich 8001</b>"}),
    ],
    ids=["printed", "raised", "displayed"],
)
def test_an_output_that_repeats_it_is_taken_out_and_others_stay(output):
    harmless = new_output("stream", name="stdout", text="mean 12.5\n")
    cell = new_code_cell("show()", outputs=[harmless, output])
    withhold(cell, hidden_literals([TEST], visible=""))
    assert cell.outputs[0] == harmless
    assert "Zürich" not in str(cell.outputs[1])
    assert "Not shown" in cell.outputs[1].text
