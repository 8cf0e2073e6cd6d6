"""Notebooks of every age are read as one of today; files that hold a solution lose it."""

import json

import nbformat
import pytest
from traitlets.config import Config

from split_grader.base.errors import GraderError
from split_grader.course.author import Changes, author_notebook, author_notebook_and_changes
from split_grader.course.helper_files import blank_files
from support.small_course import source_notebook


@pytest.fixture
def file(tmp_path):
    def write(content):
        path = tmp_path / "a.ipynb"
        path.write_text(content if isinstance(content, str) else json.dumps(content))
        return path

    return write


def old(schema):
    """Return the small course's notebook as it was before cells had ids."""
    notebook = json.loads(nbformat.writes(source_notebook()))
    notebook["nbformat_minor"] = 4
    for cell in notebook["cells"]:
        del cell["id"]
        label = cell["metadata"].get("nbgrader", {})
        if label and schema < 3:
            del label["task"], label["schema_version"]
            label |= {"schema_version": schema} if schema else {}
    return notebook


@pytest.mark.parametrize("schema", [0, 1, 2, 3])
def test_labels_of_every_form_are_read_as_the_current_one(file, schema):
    notebook, changes = author_notebook_and_changes(file(old(schema)))
    assert changes == Changes(ids=7, labels=schema if schema < 3 else None)
    nbformat.validate(notebook)
    labels = [cell.metadata.nbgrader for cell in notebook.cells if "nbgrader" in cell.metadata]
    assert {label.schema_version for label in labels} == {3}
    assert [label.points for label in labels if label.grade] == [1, 2, 1, 2]


def test_an_id_comes_from_the_text_and_stays_when_other_cells_change(file):
    notebook = old(3)
    first = [cell.id for cell in author_notebook(file(notebook)).cells]
    assert first == [cell.id for cell in author_notebook(file(notebook)).cells]
    notebook["cells"].insert(0, {**notebook["cells"][0], "source": "# New"})
    later = [cell.id for cell in author_notebook(file(notebook)).cells]
    assert later[1:] == first
    notebook["cells"] += [notebook["cells"][0]] * 2
    assert len({cell.id for cell in author_notebook(file(notebook)).cells}) == 10


def test_ids_that_are_there_stay_and_one_that_is_there_twice_is_replaced_once(file):
    notebook = json.loads(nbformat.writes(source_notebook()))
    _, changes = author_notebook_and_changes(file(notebook))
    assert changes == Changes()
    notebook["cells"][3]["id"] = "intro"
    numbered_notebook, changes = author_notebook_and_changes(file(notebook))
    assert changes == Changes(ids=1)
    assert [cell.id for cell in numbered_notebook.cells[:2]] == ["intro", "q_total"]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"nbformat": 4, "metadata": {}}'])
def test_a_file_that_is_no_notebook_is_named(file, text):
    with pytest.raises(GraderError, match=r"a\.ipynb is not a notebook that can be read"):
        author_notebook(file(text))


MODULE = """import numpy as np
### BEGIN SOLUTION
def double(x):
    return 2 * x
### END SOLUTION
def half(x):
    ### BEGIN SOLUTION
    return x / 2
    ### END SOLUTION
"""
BLANK = """import numpy as np
# YOUR CODE HERE
def half(x):
    # YOUR CODE HERE
    raise NotImplementedError()
"""


def test_a_file_loses_its_solution_and_a_blank_one_stays(tmp_path):
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "work.py").write_text(MODULE)
    (tmp_path / "blank.py").write_text(BLANK)
    (tmp_path / "twin.md").write_text(
        "Do it.\n<!-- BEGIN SOLUTION -->\nso\n<!-- END SOLUTION -->\n"
    )
    (tmp_path / "keep.py").write_text(MODULE)
    (tmp_path / "given.py").write_text("x = 1")
    (tmp_path / "data.bin").write_bytes(b"\xff BEGIN SOLUTION")
    assert blank_files(tmp_path, {"keep.py"}, Config()) == {
        "code/work.py": BLANK,
        "blank.py": BLANK,
        "twin.md": "Do it.\n",
    }


def test_a_solution_without_an_end_is_an_error(tmp_path):
    (tmp_path / "work.py").write_text("# BEGIN SOLUTION\nx = 1")
    with pytest.raises(GraderError, match=r"work\.py has a line 'BEGIN SOLUTION' without"):
        blank_files(tmp_path, set(), Config())
