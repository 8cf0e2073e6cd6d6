"""Which answers have changed since a person marked them."""

import json

import pytest

from split_grader.results.hand_marks import changed_answers
from support.small_course import answered, hand_in
from support.written_course import hand_grade


def notebook(**answers):
    """Return a graded notebook's text: labelled answers and a cell without a label."""
    cells = [{"metadata": {}, "source": "# Sums"}]
    for grade_id, source in answers.items():
        label = {"grade_id": grade_id, "solution": True}
        cells.append({"metadata": {"nbgrader": label}, "source": source})
    return json.dumps({"cells": cells})


@pytest.fixture
def changed(tmp_path):
    def compare(before, **answers):
        (tmp_path / "before").write_text(before)
        (tmp_path / "after").write_text(notebook(**answers))
        return changed_answers(tmp_path / "before", tmp_path / "after")

    return compare


def test_an_answer_in_lines_is_the_same_answer(changed):
    before = notebook(a=["x = 1\n", "y = 2"], b="z = 3")
    assert changed(before, a="x = 1\ny = 2", b="z = 4") == {"b"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"cells": 3}',
        '{"cells": [{"metadata": {"nbgrader": "x"}, "source": ""}]}',
        "[" * 200_000,
    ],
    ids=["empty", "list", "no cells", "a number of cells", "a text as label", "deep"],
)
def test_beside_a_damaged_notebook_all_answers_are_new(changed, text):
    assert changed(text, a="x = 1") == {"a"}


@pytest.mark.slow
def test_the_totals_that_grading_prints_have_the_marks_by_hand(new_release, blank, run):
    course = new_release()  # marks by hand would change the shared course's points
    hand_in(course, "jo", answered(blank), "final.ipynb")
    where = ("--student", "jo", "--course", course.root)
    assert "jo: graded, 6 of 6." in run("grade", "sums", *where)[1]
    hand_grade(course, "jo", "mean_hidden", 1)
    for options in ((), ("--force",)):
        assert "jo: graded, 5 of 6." in run("grade", "sums", *options, *where)[1]
