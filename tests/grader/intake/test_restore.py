"""The assignment's own cells are what is run, whatever the student did to them."""

from dataclasses import replace

import pytest

from split_grader.course.assignment import CellSpec, NotebookSpec
from split_grader.intake.ingest import StudentCell, UnreadableError
from split_grader.intake.restore import restore


def spec(grade_id, *, solution=False, points=1.0):
    return CellSpec(
        grade_id=grade_id,
        cell_type="code",
        source=f"{grade_id} as set",
        checksum="abc",
        locked=not solution,
        grade=not solution,
        solution=solution,
        task=False,
        points=points,
    )


def given(grade_id):
    return replace(spec(grade_id), grade=False, locked=True, points=0.0)


SPEC = NotebookSpec(
    "sums",
    {"name": "python3"},
    (spec("q1", solution=True), spec("t1"), spec("q2", solution=True), spec("t2")),
)


def cell(grade_id, source="mine", cell_type="code"):
    return StudentCell(cell_type, source, grade_id)


def texts(notebook):
    return [each.source for each in notebook.cells]


def test_answers_stay_and_tests_are_the_assignments_own():
    cells = [cell("q1"), cell("t1", "assert True"), cell("q2"), cell("t2", "")]
    notebook, notes = restore(SPEC, cells)
    assert texts(notebook) == ["mine", "t1 as set", "mine", "t2 as set"]
    assert notes == []


def test_points_and_labels_come_from_the_assignment():
    notebook, _ = restore(SPEC, [cell("q1"), cell("t1"), cell("q2"), cell("t2")])
    assert notebook.cells[1].metadata.nbgrader["points"] == 1.0
    assert notebook.metadata.kernelspec.name == "python3"


def test_deleted_tests_come_back_after_the_extra_cells_of_their_question():
    cells = [cell("q1"), cell(None, "helper"), cell("q2")]
    notebook, notes = restore(SPEC, cells)
    assert texts(notebook) == ["mine", "helper", "t1 as set", "mine", "t2 as set"]
    assert notes == ["Locked cells were deleted and put back: t1, t2."]


def test_a_deleted_answer_stays_out_so_that_what_stands_elsewhere_counts():
    cells = [cell(None, "elsewhere"), cell("t1"), cell("q2"), cell("t2")]
    notebook, notes = restore(SPEC, cells)
    assert texts(notebook) == ["elsewhere", "t1 as set", "mine", "t2 as set"]
    (note,) = notes
    assert note == (
        "The notebook was run without these cells for answers, which were deleted or lost their "
        "labels: q1."
    )


def test_a_deleted_answer_that_a_person_marks_comes_back_as_released():
    essay = replace(spec("essay", solution=True), grade=True)
    both = replace(SPEC, cells=(essay, *SPEC.cells))
    notebook, notes = restore(both, [cell("q1"), cell("t1"), cell("q2"), cell("t2")])
    assert texts(notebook)[0] == "essay as set"
    assert notes == [
        "Cells for answers that are marked by hand were deleted and put back as released: essay."
    ]


WITH_SETUP = replace(SPEC, cells=(given("setup"), *SPEC.cells[:2], given("more"), *SPEC.cells[2:]))


def test_a_locked_cell_stands_before_all_that_follows_it_in_the_assignment():
    order = ["q1", "t1", "q2", "t2", "more", "setup"]
    notebook, notes = restore(WITH_SETUP, [cell(label) for label in order])
    expected = ["setup as set", "mine", "t1 as set", "more as set", "mine", "t2 as set"]
    assert texts(notebook) == expected
    assert notes == ["Locked cells were moved, and put back: setup, more."]


def test_questions_in_another_order_stay_in_it():
    order = ["setup", "more", "q2", "t2", "q1", "t1"]
    notebook, notes = restore(WITH_SETUP, [cell(label) for label in order])
    assert [one.metadata.nbgrader["grade_id"] for one in notebook.cells] == order
    assert notes == []


def test_of_a_locked_cell_that_was_copied_the_first_copy_counts():
    order = ["setup", "q1", "t1", "more", "q2", "t2", "setup"]
    notebook, notes = restore(WITH_SETUP, [cell(label) for label in order])
    assert [one.metadata.nbgrader["grade_id"] for one in notebook.cells] == order[:-1]
    assert notes == ["Locked cells were duplicated; the first copy counts: setup."]


def test_of_duplicated_tests_one_remains():
    cells = [cell("q1"), cell("t1"), cell("t1"), cell("q2"), cell("t2")]
    notebook, notes = restore(SPEC, cells)
    assert texts(notebook).count("t1 as set") == 1
    assert notes == ["Cells were duplicated; the last copy counts: t1."]


def test_a_copied_answer_still_runs_but_only_the_last_copy_has_the_label():
    cells = [cell("q1", "first"), cell("q1", "second"), cell("t1"), cell("q2"), cell("t2")]
    notebook, _ = restore(SPEC, cells)
    assert texts(notebook)[:2] == ["first", "second"]
    assert "nbgrader" not in notebook.cells[0].metadata
    assert notebook.cells[1].metadata.nbgrader["grade_id"] == "q1"


def test_an_answer_turned_into_text_becomes_code_again():
    notebook, _ = restore(
        SPEC, [cell("q1", cell_type="markdown"), cell("t1"), cell("q2"), cell("t2")]
    )
    assert notebook.cells[0].cell_type == "code"


def test_a_notebook_of_another_assignment_is_refused():
    with pytest.raises(UnreadableError, match="None of the cells of 'sums'"):
        restore(SPEC, [cell("other"), cell(None)])


def test_cell_ids_do_not_depend_on_the_run():
    cells = [cell("q1"), cell(None, "helper"), cell("q2")]
    first, second = restore(SPEC, cells)[0], restore(SPEC, cells)[0]
    assert [each.id for each in first.cells] == [each.id for each in second.cells]
