"""Work that is not as it was handed out, and that stock nbgrader grades: it keeps its points."""

import re

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from split_grader.pages.feedback import make_feedback
from split_grader.results.grade_table import read_table
from split_grader.tasks.release import release
from support.small_course import (
    ALL,
    MEAN,
    QUICK,
    TOTAL,
    answer,
    answered,
    check,
    grade,
    hand_in,
    label,
    points,
    run_nbgrader,
    source_notebook,
)

pytestmark = pytest.mark.slow


def without_cells(blank):
    """Return right work in cells of the student's own: one label is lost, one cell is another."""
    notebook = answered(blank, q_total=TOTAL)
    total = next(cell for cell in notebook.cells if cell.source == TOTAL)
    total.metadata = nbformat.from_dict({})
    mean = next(cell for cell in notebook.cells if cell.source == MEAN)
    notebook.cells.remove(mean)
    notebook.cells.insert(0, new_code_cell(MEAN, id="own"))
    return notebook


@pytest.fixture(scope="module")
def elsewhere(released, blank):
    hand_in(released, "elsewhere", without_cells(blank))
    return grade(released, "elsewhere")["elsewhere"]


def test_an_answer_in_a_cell_of_ones_own_counts(released, elsewhere):
    assert points(released, "elsewhere") == ALL
    (note,) = elsewhere.notes
    assert "deleted or lost their labels" in note
    assert note.endswith(": q_total, q_mean.")


def test_a_notebook_without_cells_for_answers_has_its_page(released, elsewhere):
    assert elsewhere.score == 6
    assert [one.problem for one in make_feedback(released, "sums", ["elsewhere"])] == [""]
    page = (released.feedback("elsewhere", "sums") / "sums.html").read_text()
    assert "6 of 6 points" in page


def test_nbgraders_own_commands_take_it_too(released, elsewhere):
    assert elsewhere.score == 6
    with released.gradebook() as gradebook:
        gradebook.remove_submission("sums", "elsewhere")
    run_nbgrader(released, "autograde", "sums", "--student", "elsewhere", "--force")
    assert points(released, "elsewhere") == ALL
    run_nbgrader(released, "generate_feedback", "sums", "--student", "elsewhere", "--force")


def test_answers_as_released_with_nothing_beside_them_are_nothing(released, blank):
    hand_in(released, "idle", blank)
    hand_in(released, "beside", answered(blank, q_total="", q_mean=""))
    notebook = nbformat.reads(blank, as_version=4)
    notebook.cells.append(new_code_cell(TOTAL, id="own"))
    hand_in(released, "below", notebook)
    results = grade(released, "idle", "below", "beside")
    assert "Nothing was answered" in " ".join(results["idle"].notes)
    assert "Nothing was answered" in " ".join(results["beside"].notes)
    assert results["below"].notes == ()


@pytest.fixture(scope="module")
def pair(new_course):
    """A course with two notebooks in its assignment, `more` and `sums`."""
    course = new_course()
    nbformat.write(source_notebook(), course.source("sums") / "more.ipynb")
    release(course, "sums", QUICK)
    return course


def hand_in_pair(course, blank, student, more="more.ipynb", content=None):
    hand_in(course, student, answered(blank))
    if more:
        hand_in(course, student, content or answered(blank), more)


def rows(course, student):
    """Return what the gradebook holds: points, and whether a person must look, by notebook."""
    with course.gradebook() as gradebook:
        notebooks = gradebook.find_submission("sums", student).notebooks
        return {
            one.name: (one.score, len(one.grades), any(g.needs_manual_grade for g in one.grades))
            for one in notebooks
        }


def words(page):
    body = re.sub(r"<style>.*?</style>", "", page.read_text(), flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]*>", " ", body).split())


@pytest.mark.parametrize(
    ("student", "more", "content", "score", "message"),
    [
        ("both", "more.ipynb", None, 6, ""),
        ("only", "", None, 0, "Not handed in, so without points: more (1 of 2)."),
        ("renamed", "more_final.ipynb", None, 6, "'more_final.ipynb', expected 'more.ipynb'"),
        (
            "broken",
            "more.ipynb",
            b"{broken",
            0,
            "Notebook 'more' could not be read: The file is not",
        ),
        (
            "scratch",
            "scratch.ipynb",
            b"[]",
            0,
            "Notebook 'more' could not be read: The file is JSON",
        ),
    ],
)
def test_one_notebook_of_two_costs_its_own_points_only(  # noqa: PLR0917
    pair, blank, student, more, content, score, message
):
    hand_in_pair(pair, blank, student, more, content)
    result = grade(pair, student)[student]
    is_open = "could not be read" in message
    assert rows(pair, student) == {"more": (score, 4, is_open), "sums": (6, 4, False)}
    assert message in " ".join(result.notes)
    assert (result.status, result.needs_a_look) == ("graded", bool(message))
    (row,) = (one for one in read_table(pair, "sums").rows if one.student == student)
    missing_names = (
        {name for name in row.scores if name.startswith("more/")} if not score else set()
    )
    assert row.lacking == missing_names, "what did not come counts in no statistic"
    assert row.undecided == (missing_names if is_open else set()), (
        "and no 0 for what cannot be read"
    )


def test_two_files_that_nobody_knows_are_not_guessed_at(pair, blank):
    hand_in_pair(pair, blank, "guess", "a.ipynb")
    hand_in(pair, "guess", answered(blank), "b.ipynb")
    result = grade(pair, "guess")["guess"]
    assert result.score == 6
    assert result.notes[-1].endswith(
        "If one of these files is a missing notebook, rename it: 'a.ipynb', 'b.ipynb'."
    )
    hand_in(pair, "neither", answered(blank), "a.ipynb")
    assert grade(pair, "neither")["neither"].status == "unreadable"


def test_two_files_with_the_cells_of_one_notebook_are_not_chosen_between_in_silence(
    released, blank
):
    for name in ("a.ipynb", "b.ipynb"):
        hand_in(released, "twice", answered(blank), name)
        hand_in(released, "one-named", answered(blank), name)
    hand_in(released, "one-named", answered(blank))
    hand_in(released, "by-cells", answered(blank), "a.ipynb")
    hand_in(released, "by-cells", nbformat.writes(new_notebook()), "scratch.ipynb")
    results = grade(released, "twice", "one-named", "by-cells")
    assert results["twice"].status == "unreadable"
    message = "Which one is 'sums.ipynb'? 'a.ipynb' and 'b.ipynb' have cells of it."
    assert message in results["twice"].message
    (note,) = results["one-named"].notes
    assert note.endswith("Cells of 'sums' are also in 'a.ipynb' and 'b.ipynb'.")
    assert results["one-named"].score == results["by-cells"].score == 6


def test_no_notebook_that_can_be_read_is_unreadable(pair):
    hand_in(pair, "none", b"", "more.ipynb")
    hand_in(pair, "none", b"{broken")
    result = grade(pair, "none")["none"]
    assert (result.status, result.score) == ("unreadable", 0)
    assert rows(pair, "none") == {"more": (0, 4, True), "sums": (0, 4, True)}
    assert [one.problem for one in make_feedback(pair, "sums", ["none"])] == [""]
    page = words(pair.feedback("none", "sums") / "sums.html")
    assert "This submission was not run. " in page  # and why
    for noise in ("Your answer", "a part of its points", "new upload", "total_visible", "0 of"):
        assert noise not in page, noise


def test_the_missing_notebook_has_its_page_and_may_come_later(pair, blank):
    hand_in_pair(pair, blank, "late", more="")
    assert grade(pair, "late")["late"].score == 6
    assert [one.problem for one in make_feedback(pair, "sums", ["late"])] == [""]
    page = pair.feedback("late", "sums") / "more.html"
    assert "This notebook was not run. It was not handed in." in page.read_text()
    other = words(pair.feedback("late", "sums") / "sums.html")
    assert "sums Feedback for late on a notebook of sums 6 of 6 points" in other
    assert "sums in all: 6 of 12 points" in other
    hand_in_pair(pair, blank, "late")
    result = grade(pair, "late")["late"]
    assert (result.score, result.notes) == (12, ())
    assert rows(pair, "late") == {"more": (6, 4, False), "sums": (6, 4, False)}


RIGHT = "def f(x):\n    return x + x"
USES = "import mymod\ndef total(values):\n    return mymod.f(sum(values))"


def lending(new_course, *tests, name="mymod.py", text=RIGHT):
    """Return a released course that leaves a file to its students, and the blank notebook."""
    course = new_course(new_notebook(cells=[answer("q_total", USES), *tests]))
    course.config.Autograde.exclude_overwriting = {"sums": [name, "/abs", "../up", "more"]}
    (course.source("sums") / "mymod.py").write_text(RIGHT)
    (course.source("sums") / name).write_text(text)
    (course.source("sums") / "more").mkdir()
    (course.source("sums") / "more" / "data.txt").write_text("given")
    release(course, "sums", QUICK)
    return course, (course.release("sums") / "sums.ipynb").read_text()


@pytest.fixture(scope="module")
def lent(new_course):
    tests = [
        check("imports", "from mymod import f\nassert f(3) == 6", 1),
        check("uses", "assert total([1, 2]) == 6", 1),
    ]
    course, blank = lending(new_course, *tests)
    (course.source("sums") / "mymod.py").write_text("def f(x):\n    raise NotImplementedError")
    for student, text in {
        "own": "def f(x):\n    return 2 * x",
        "bad": "def f(x): ...",
        "": "",
    }.items():
        work = answered(blank, q_total=USES, q_mean="")
        work.cells.append(new_code_cell("mymod.f(700)", id="late"))
        hand_in(course, student or "lacks", work)
        if student:
            (course.submitted(student, "sums") / "mymod.py").write_text(text)
    return course, grade(course, "own", "bad", "lacks")


def test_a_file_that_is_left_to_students_is_theirs_for_answers_and_tests(lent):
    course, results = lent
    assert {name: result.score for name, result in results.items()} == {
        "own": 2, "bad": 0, "lacks": 0,
    }  # fmt: skip
    assert all(cell.low_trust for cell in results["own"].cells)
    assert [one.problem for one in make_feedback(course, "sums", ["own"])] == [""]
    assert "1400" in (course.feedback("own", "sums") / "sums.html").read_text()


GIVEN = "def g(x):\n    return x\n"
WORK = f"from given import g\n### BEGIN SOLUTION\n{RIGHT}\n### END SOLUTION\n"
LOADS = "from sys import path\npath.append('code')\nimport work"


def test_a_module_that_students_complete_is_released_blank_and_theirs_when_graded(new_course):
    solution = "import work\ndef total(values):\n    return work.f(sum(values))"
    tests = [
        check("uses", "assert total([1, 2]) == 6", 1),
        check("own", "assert work.f(3) == 6", 1),
    ]
    setup = new_code_cell(LOADS, metadata=label("setup"))
    course = new_course(new_notebook(cells=[setup, answer("q_total", solution), *tests]))
    folder = course.source("sums") / "code"
    folder.mkdir()
    (folder / "given.py").write_text(GIVEN)
    (folder / "work.py").write_text(WORK)
    (folder / "twin.md").write_text("Do it.\n### BEGIN SOLUTION\nso\n### END SOLUTION\n")
    result = release(course, "sums", QUICK)
    assert result.warnings[-2].endswith(" Taken from what students hand in: code/work.py.")
    assert (result.folder / "code" / "twin.md").read_text() == "Do it.\n"
    assert (result.folder / "code" / "given.py").read_text() == GIVEN
    blank = (result.folder / "code" / "work.py").read_text()
    assert blank == "from given import g\n# YOUR CODE HERE\n"
    notebook = answered((result.folder / "sums.ipynb").read_text(), q_total=solution, q_mean="")
    works = {"right": WORK, "wrong": WORK.replace("x + x", "x"), "untouched": blank, "lacking": ""}
    for student, text in works.items():
        hand_in(course, student, notebook)
        (course.submitted(student, "sums") / "code").mkdir()
        if text:
            (course.submitted(student, "sums") / "code" / "work.py").write_text(text)
    scores = {student: one.score for student, one in grade(course, *works).items()}
    assert scores == {"right": 2, "wrong": 0, "untouched": 0, "lacking": 0}


@pytest.mark.whole
def test_a_file_that_only_answers_read_leaves_the_tests_apart(new_course):
    test = check("uses", "assert total([1, 2]) == 6", 1)
    course, blank = lending(new_course, test, name="notes.txt", text="nothing")
    hand_in(course, "ann", answered(blank, q_total=f"{USES}\nNOTES = open('notes.txt').read()"))
    (course.submitted("ann", "sums") / "notes.txt").write_text("mine")
    result = grade(course, "ann")["ann"]
    assert (result.score, result.cells[0].low_trust) == (1, False)


@pytest.mark.whole
def test_a_test_that_is_added_after_the_release_is_told_once_and_not_of_each_student(
    run, new_course
):
    course = new_course()
    release(course, "sums", QUICK)
    blank = (course.release("sums") / "sums.ipynb").read_text()
    notebook = source_notebook()
    notebook.cells.append(check("more", "assert total([5]) == 5", 1))
    nbformat.write(notebook, course.source("sums") / "sums.ipynb")
    release(course, "sums", QUICK)
    hand_in(course, "ann", answered(blank))
    (result,) = grade(course, "ann").values()
    assert result.notes == ("Locked cells were deleted and put back: more.",)
    hand_in(course, "bob", answered(blank))
    short_notebook = answered(blank)
    short_notebook.cells = [cell for cell in short_notebook.cells if cell.id != "mean_visible"]
    hand_in(course, "eve", short_notebook)
    hand_in(course, "nil", b"")
    _, out, _ = run("grade", "sums", "--force", "--course", course.root)
    assert out.count("In nobody's notebook: more.") == 1
    assert "ann:" not in out
    assert "eve: graded, 7 of 7. Locked cells were deleted and put back: mean_visible." in out
    assert grade(course, "bob", force=True)["bob"].notes == ()
