"""A release is only made when the assignment can be graded."""

import json

import nbformat
import pytest
from nbformat.v4 import new_code_cell

from split_grader.base.errors import GraderError
from split_grader.course.course import find_course
from split_grader.pages.feedback import graded_students
from split_grader.sandbox.limits import Limits
from split_grader.tasks.batch import find_submissions
from split_grader.tasks.release import release
from support.sampling import sampled
from support.small_course import (
    HIDDEN,
    QUICK,
    answered,
    check,
    grade,
    hand_in,
    run_nbgrader,
    source_notebook,
)

pytestmark = pytest.mark.slow


def changed(cell_id, **changes):
    notebook = source_notebook()
    cell = next(each for each in notebook.cells if each.id == cell_id)
    source = changes.pop("source", None)
    if source is not None:
        cell.source = source
    cell.metadata.nbgrader.update(changes)
    return notebook


def limited(**limits):
    notebook = source_notebook()
    notebook.metadata["grader"] = {"limits": limits}
    return notebook


def timed(seconds):
    notebook = changed("mean_visible")
    next(c for c in notebook.cells if c.id == "mean_visible").metadata["grader"] = {
        "seconds": seconds
    }
    return notebook


def test_the_release_has_no_solution_no_hidden_test_and_no_output(released):
    text = (released.release("sums") / "sums.ipynb").read_text()
    for secret in ("HIDDEN", "SOLUTION", *HIDDEN, "return sum"):
        assert secret not in text
    assert all(not cell.get("outputs") for cell in nbformat.reads(text, as_version=4).cells)


@pytest.mark.parametrize("command", ["grader", "nbgrader"])
def test_the_solution_has_answers_and_outputs_and_no_hidden_test(new_course, run, command):
    notebook = source_notebook()
    notebook.cells.append(new_code_cell("total([2, 3])", id="shown"))
    notebook.cells.append(check("own", "assert total([4]) == 4", 1, "helper = 3"))
    notebook.cells.append(new_code_cell("print(helper)", id="uses"))
    course = new_course(notebook)
    release(course, "sums", QUICK)
    if command == "grader":
        code, out, _ = run("solution", "sums", "--course", course.root)
        assert code == 0
        assert "Cell 10 of 'sums' ends in an error: NameError" in out
        assert f"Wrote {course.root / 'solution' / 'sums'}" in out
    else:
        run_nbgrader(course, "generate_solution", "sums")
    text = (course.root / "solution" / "sums" / "sums.ipynb").read_text()
    for secret in ("HIDDEN", *HIDDEN):
        assert secret not in text
    cells = {cell.id: cell for cell in nbformat.reads(text, as_version=4).cells}
    assert "return sum" in cells["q_total"].source
    assert cells["shown"].outputs[0].data["text/plain"] == "5"


def test_a_solution_whose_hidden_tests_have_other_marks_is_not_left_there(new_release, run):
    course = new_release()
    with (course.root / "nbgrader_config.py").open("a") as file:
        file.write("c.ClearHiddenTests.begin_test_delimeter = 'BEGIN SECRET'")
    code, _, err = run("solution", "sums", "--course", course.root)
    assert code == 1
    assert "'sums' would show a hidden test" in err
    assert not (course.root / "solution" / "sums" / "sums.ipynb").exists()


def test_releasing_again_gives_the_same_bytes(released):
    path = released.release("sums") / "sums.ipynb"
    first = path.read_bytes()
    result = release(released, "sums", QUICK)
    assert (result.max_score, result.tests, result.warnings) == (6.0, 4, ())
    assert path.read_bytes() == first


@pytest.mark.parametrize(
    ("notebook", "message"),
    [
        (limited(cell_secs=60), "sets cell_secs; there are cell_seconds"),
        (limited(memory_bytes="4G"), "limits.memory_bytes of 'sums' is '4G'; expected a number"),
        (limited(cell_seconds=True), "limits.cell_seconds of 'sums' is True; expected a number"),
        (limited(processes=0), "limits.processes of 'sums' is 0; expected a number above 0"),
        (timed("a minute"), "seconds of 'mean_visible' is 'a minute'; expected a number above 0"),
        (
            changed("mean_visible", points=-1),
            "'mean_visible' of 'sums' is graded but has no points",
        ),
        (changed("mean_visible", grade_id="total_visible"), "same grade_id 'total_visible'"),
        (
            changed("q_mean", source="def mean(values):\n    return 0"),
            "mean_visible: AssertionError",
        ),
        (
            changed("q_mean", source="def mean(:"),
            "mean_visible: NameError.*points fail as well: cell 5: SyntaxError.*--despite-failures",
        ),
        (changed("mean_visible", source="import os; os._exit(1)"), "ended the kernel"),
    ],
)
def test_an_assignment_that_cannot_be_graded_is_not_released(new_course, notebook, message):
    course = new_course(notebook)
    with pytest.raises(GraderError, match=message):
        release(course, "sums", QUICK)
    assert not course.release("sums").exists()


@pytest.mark.parametrize("by", sampled(["cell", "notebook"]))
def test_a_solution_has_the_time_that_its_author_gives_it(new_course, by):
    code = "import time; time.sleep(1.5)\nassert mean([1, 3]) == 2"
    notebook = changed("mean_visible", source=code)
    if by == "notebook":
        notebook.metadata["grader"] = {"limits": {"cell_seconds": 6, "submission_seconds": 60}}
    else:
        cell = next(c for c in notebook.cells if c.id == "mean_visible")
        cell.metadata["grader"] = {"seconds": 6}
    course = new_course(notebook)
    limits = Limits(cell_seconds=1.0, submission_seconds=25.0)
    assert release(course, "sums", limits).warnings == ()
    hand_in(course, "ann", answered((course.release("sums") / "sums.ipynb").read_text()))
    assert grade(course, limits=limits)["ann"].score == 6


def test_a_hidden_test_whose_end_is_missing_is_not_released(new_course):
    source = "### BEGIN HIDDEN TESTS\nassert total([9]) == 9"
    course = new_course(changed("total_hidden", source=source))
    with pytest.raises(GraderError, match="No end hidden tests statement"):
        release(course, "sums", QUICK)
    assert not course.release("sums").exists()


def with_own_marks(new_course, source):
    course = new_course(changed("total_hidden", source=source))
    course.config.ClearHiddenTests.begin_test_delimeter = "#--HID"
    course.config.ClearHiddenTests.end_test_delimeter = "#--END"
    return course


@pytest.mark.whole
def test_a_course_may_mark_hidden_tests_in_its_own_way(new_course):
    course = with_own_marks(new_course, "#--HID\nassert total([9177]) == 9177\n#--END")
    with pytest.raises(GraderError, match="still holds the mark 'BEGIN HIDDEN TESTS'"):
        release(course, "sums", QUICK)
    path = course.source("sums") / "sums.ipynb"
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        cell.source = cell.source.replace("### BEGIN HIDDEN TESTS", "#--HID")
        cell.source = cell.source.replace("### END HIDDEN TESTS", "#--END")
    nbformat.write(notebook, path)
    release(course, "sums", QUICK)
    assert "9177" not in (course.release("sums") / "sums.ipynb").read_text()


def test_a_test_that_gives_points_for_nothing_is_pointed_out(new_course):
    notebook = source_notebook()
    notebook.cells.append(check("free", "assert True", 1))
    result = release(new_course(notebook), "sums", QUICK)
    assert result.warnings == ("free gives 1 of 1 points to a notebook without answers.",)


def test_a_test_that_gives_the_solution_only_a_part_is_pointed_out(new_course):
    notebook = source_notebook()
    notebook.cells.append(check("part", "2 if total([1]) == 1 else 0", 3))
    result = release(new_course(notebook), "sums", QUICK)
    assert result.warnings == ("part gives your own solution 2 of 3 points.",)


def test_what_fails_or_counts_nothing_is_named_where_the_author_wants_the_release(new_course):
    notebook = changed("mean_visible", source="assert mean([1]) == 2, 'too low'")
    notebook.cells[0] = new_code_cell("import pylab_of_old", id="old")
    notebook.cells.append(check("bonus", "assert total([1]) == 1", 0))
    notebook.cells.append(
        check("fast", "import time\nstart = time.time()\nassert time.time() - start < 3", 1)
    )
    code = "# alone\nfrom unittest.mock import patch\nwith patch('os.sep'):\n    total([1])"
    notebook.cells.append(check("patched", code, 1))
    result = release(new_course(notebook), "sums", QUICK, may_fail=True)
    assert result.warnings == (
        "Graded, but with 0 points: bonus.",
        (
            "Cells without points fail in the solution of 'sums'. cell 1: ModuleNotFoundError: No "
            "module named 'pylab_of_old'. Tests fail as well. Install a missing package where you "
            "grade. Files must be in the folder of the notebook: only those are handed out."
        ),
        (
            "Nobody may earn the points of tests that your solution fails. mean_visible: "
            "AssertionError: too low."
        ),
        "fast gives 1 of 1 points to a notebook without answers.",
        "It reads a clock, so grade with `--jobs 1`, or a busy machine may fail it: fast (time).",
        (
            "In one process with the answers, so less to be trusted: patched (line 2). Why: it puts "
            "something in the place of what the answer uses (patch at `from unittest.mock import "
            "patch`). Instead: Test the values that functions return, for several inputs."
        ),
    )


def test_a_notebook_from_before_ids_is_released_with_the_same_ones_each_time(new_course):
    notebook = source_notebook()
    notebook.metadata.kernelspec.name = "only-its-authors"
    course = new_course(notebook)
    path = course.source("sums") / "sums.ipynb"
    document = json.loads(path.read_text())
    document["nbformat_minor"] = 4
    for cell in document["cells"]:
        del cell["id"]
        if "nbgrader" in cell["metadata"]:
            del cell["metadata"]["nbgrader"]["task"]
            cell["metadata"]["nbgrader"]["schema_version"] = 1
    path.write_text(json.dumps(document))
    before = path.read_bytes()
    result = release(course, "sums", QUICK)
    assert result.warnings == (
        (
            "Labels of nbgrader's older form (1) were read as the current one, in sums. "
            "`nbgrader update` changes your files."
        ),
        (
            "7 cells without a unique id got one made from the text, the same in each release, "
            "in sums."
        ),
        "The kernel 'only-its-authors' of 'sums' is not installed here; python3 ran it.",
    )
    first = (result.folder / "sums.ipynb").read_bytes()
    release(course, "sums", QUICK)
    assert (result.folder / "sums.ipynb").read_bytes() == first
    assert path.read_bytes() == before
    hand_in(course, "ann", answered(first.decode()))
    assert grade(course)["ann"].score == 6


def test_an_unknown_assignment_is_answered_with_the_known_ones(new_course):
    with pytest.raises(GraderError, match="Assignments found: sums"):
        release(new_course(), "summs", QUICK)


@pytest.mark.parametrize(
    "structure",
    sampled(
        [
            "{assignment_id}/{nbgrader_step}/{student_id}",
            "{nbgrader_step}/{assignment_id}/{student_id}",
        ]
    ),
)
def test_folders_in_another_order_are_said_not_to_be_supported(new_release, structure):
    course = new_release()
    course.config.CourseDirectory.directory_structure = structure
    refusal = pytest.raises(GraderError, match="Only nbgrader's default is supported")
    with refusal:
        find_submissions(course, "sums", QUICK)
    with refusal:
        graded_students(course, "sums")


def test_a_course_with_nbgraders_default_names_needs_no_configuration(tmp_path):
    (tmp_path / "source" / "a").mkdir(parents=True)
    nbformat.write(source_notebook(), tmp_path / "source" / "a" / "a.ipynb")
    assert find_course(tmp_path / "source").assignments() == ["a"]


def test_outside_a_course_the_error_says_what_to_do(tmp_path):
    with pytest.raises(GraderError, match="pass --course FOLDER"):
        find_course(tmp_path)
