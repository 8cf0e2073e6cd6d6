"""Which answers have changed since a person marked them."""

import json

import pytest

from grader.results.hand_marks import changed_answers


def notebook(**answers):
    """Return a graded notebook's text: labelled answers beside a cell without a label."""
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
    "broken",
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
def test_beside_a_damaged_notebook_all_answers_are_new(changed, broken):
    assert changed(broken, a="x = 1") == {"a"}
