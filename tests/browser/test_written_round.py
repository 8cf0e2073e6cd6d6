"""The round trip of `chapter_questions`: graded, marked by hand in Formgrader, graded again, told.

It is one assignment with eight notebooks; a student may hand in some of them.
"""

import html
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from browser.conftest import ARTEFACTS
from browser.lab import serve, visit
from course.syllabus.syllabus import CHAPTER_QUESTIONS, SITTINGS
from split_grader.course.bank import fill, instructor_answers
from split_grader.course.course import find_course
from split_grader.written.rubric import read

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
NAME = CHAPTER_QUESTIONS
SOURCE = ROOT / "solutions" / NAME
OURS = instructor_answers(SOURCE)
WORKED = {name: text for name, text in OURS.items() if not name.endswith("_written")}
WRITTEN = {name: text for name, text in OURS.items() if name.endswith("_written")}
RUBRIC = ROOT / "solutions" / f"{NAME}.rubric.toml"
QUESTIONS = read(RUBRIC).questions
PROMPT = {name: question.prompt for name, question in QUESTIONS.items()}
PARTLY = (
    "The borrowers who apply today are others than those in the training data, so the data have "
    "drifted. We would retrain the model on recent loans."
)
DENIED = (
    "There is no drift at all here. Nothing has to be compared, nothing has to be retrained, and "
    "monitoring would be a waste of money."
)
SPANISH = (
    "El modelo sufre una deriva de los datos porque los clientes de hoy no son los de antes. "
    "Hay que entrenarlo de nuevo con datos recientes y vigilar su rendimiento cada semana."
)
STUFFING = (
    "data drift, concept drift, PSI, retraining, monitoring, thresholds, alerts, segments, "
    "distribution, validation, champion, challenger, MLOps, pipeline, governance, feature store"
)
RAISES = {"q4_drift": "raise RuntimeError('I ran out of time')"}
# Eight students of different kinds: what they change of our own answers, and of nothing else.
CLASS = {
    "all.right": OURS,
    "half.done": {**WORKED, "q4_written": PARTLY},
    "empty.hands": dict.fromkeys(OURS, ""),
    "only.prompt": {**WORKED, **PROMPT},
    "otra.lengua": {**WORKED, **dict.fromkeys(WRITTEN, SPANISH)},
    "stuffed": {**WORKED, **dict.fromkeys(WRITTEN, STUFFING)},
    "raises": {**OURS, **RAISES},
    "denies": {"q4_written": DENIED},
}
# One of them hands in all eight notebooks, the others some.
HANDED_IN = {
    **dict.fromkeys(CLASS, ("q4", "q8")),
    "all.right": tuple(SITTINGS),
    "half.done": ("q1", "q4", "q5"),
}
HAND = {"q4_written": 2.5, "q5_written": 4.0}
"""What a person enters for half.done: below and above what the checker gave."""


def run(course, *arguments):
    # In a separate process: Playwright's event loop runs in this one.
    command = [Path(sys.executable).with_name("grader"), *arguments]
    process = subprocess.run(command, cwd=course, check=False, capture_output=True, text=True)  # noqa: S603
    assert process.returncode == 0, process.stdout + process.stderr


def grades(course):
    """All rows of the gradebook, by student and cell."""
    rows = {}
    with course.gradebook() as gradebook:
        for submission in gradebook.assignment_submissions(NAME):
            for notebook in submission.notebooks:
                comments = {one.name: one.comment for one in notebook.comments}
                for one in notebook.grades:
                    rows[submission.student.id, one.name] = {
                        "auto": one.auto_score,
                        "manual": one.manual_score,
                        "score": one.score,
                        "open": one.needs_manual_grade,
                        "comment": comments.get(one.name),
                        "most": one.max_score,
                    }
    return rows


def submission_id(course, student, question):
    with course.gradebook() as gradebook:
        return gradebook.find_submission_notebook(SITTINGS[question], NAME, student).id


def filled(blank, answers):
    """Fill those of a student's answers into a notebook that have a cell there."""
    labels = {cell["metadata"].get("nbgrader", {}).get("grade_id") for cell in blank["cells"]}
    return fill(blank, {label: text for label, text in answers.items() if label in labels})


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A copy of the course with eight submissions that are graded."""
    root = tmp_path_factory.mktemp("round")
    shutil.copy(ROOT / "nbgrader_config.py", root)
    shutil.copytree(ROOT / "solutions" / NAME, root / "solutions" / NAME)
    for path in (RUBRIC, RUBRIC.with_suffix(".npz")):
        shutil.copy(path, root / "solutions")
    (root / "datasets").symlink_to(ROOT / "datasets")
    run(root, "release", NAME)
    course = find_course(root)
    for student, answers in CLASS.items():
        folder = course.submitted(student, NAME)
        folder.mkdir(parents=True)
        for question in HANDED_IN[student]:
            name = f"{SITTINGS[question]}.ipynb"
            blank = json.loads((course.release(NAME) / name).read_text(encoding="utf-8"))
            (folder / name).write_text(json.dumps(filled(blank, answers)), encoding="utf-8")
    run(root, "grade", NAME)
    return course


@pytest.fixture(scope="module")
def first(course):
    """The gradebook before anybody looked at it."""
    return grades(course)


@pytest.fixture(scope="module")
def notebook(browser, course, tmp_path_factory):
    """A window on the instructor's JupyterLab, in place of the learner's."""
    with (
        serve(course.root, tmp_path_factory.mktemp("instructor")) as lab,
        visit(lab, browser) as window,
    ):
        window.page.goto(f"{lab.url}lab?token={lab.token}")
        yield window


def written(first, student):
    """The written answers that a student handed in."""
    return {cell: first[student, cell] for cell in WRITTEN if cell[:2] in HANDED_IN[student]}


def worked(first, student, what="score"):
    """The points for the worked halves of what a student handed in."""
    return sum(
        row[what]
        for (who, cell), row in first.items()
        if who == student and cell not in WRITTEN and cell[:2] in HANDED_IN[student]
    )


def test_each_student_has_one_grade_of_eight_notebooks(course):
    with course.gradebook() as gradebook:
        assert [one.name for one in gradebook.assignments] == [NAME]
        submissions = {one.student.id: one for one in gradebook.assignment_submissions(NAME)}
        assert set(submissions) == set(CLASS)
        for one in submissions.values():
            assert one.max_score == 153
            assert {notebook.name for notebook in one.notebooks} == set(SITTINGS.values())


def test_a_notebook_that_is_missing_costs_its_own_points_only(first):
    for (student, cell), row in first.items():
        if cell[:2] not in HANDED_IN[student]:
            assert (row["score"], row["open"]) == (0, False)
    for (student, cell), row in first.items():
        if student == "half.done" and cell[:2] in HANDED_IN[student] and cell not in WRITTEN:
            assert row["score"] == row["most"]


def test_eight_kinds_of_work_get_what_is_certain(first):
    assert worked(first, "all.right") == 102
    points_lost = {s: worked(first, s, "most") - worked(first, s) for s in CLASS}
    assert {s for s, points in points_lost.items() if points == 0} == {
        "all.right",
        "half.done",
        "only.prompt",
        "otra.lengua",
        "stuffed",
    }
    assert (
        points_lost["empty.hands"] == points_lost["denies"] == worked(first, "denies", "most") > 0
    )
    assert 0 < points_lost["raises"] < 15  # one question's worth
    for row in written(first, "all.right").values():
        assert row["auto"] >= 0.6 * row["most"]
        assert not row["open"]
    for student in ("empty.hands", "only.prompt"):
        assert {(r["auto"], r["open"]) for r in written(first, student).values()} == {(0, False)}
    for student in ("otra.lengua", "stuffed"):
        assert {(r["auto"], r["open"]) for r in written(first, student).values()} == {(None, True)}
    assert 0 < first["half.done", "q4_written"]["auto"] < 6
    assert not first["half.done", "q4_written"]["open"]
    assert (first["half.done", "q5_written"]["auto"], first["half.done", "q5_written"]["open"]) == (
        0,
        False,
    )
    assert first["denies", "q4_written"]["open"]


@pytest.fixture
def without_formulas(notebook):
    """Let nbgrader's page ask for MathJax, which it takes from a content network, in vain."""
    yield
    assert all("mathjax" in url.lower() for url in notebook.reached_for)
    errors = ("Failed to load resource: net::ERR_FAILED", "MathJax is not defined")
    assert all(any(one in problem for one in errors) for problem in notebook.problems)
    notebook.problems.clear()
    notebook.reached_for.clear()


def formgrade(notebook, course, student, question):
    page = notebook.page
    place = submission_id(course, student, question)
    page.goto(f"{notebook.lab.url}formgrader/submissions/{place}/")
    cell = f"#{question}_written"
    page.locator(cell).wait_for()
    # The page asks for grades and comments once it stands.
    for selector in (cell, f"{cell}-comment"):
        page.wait_for_function("cell => $(cell).attr('placeholder') !== undefined", arg=selector)
    return page


@pytest.mark.usefixtures("without_formulas")
def test_a_person_sees_what_the_checker_saw_and_enters_grades(notebook, course, first):
    page = formgrade(notebook, course, "half.done", "q4")
    cell = first["half.done", "q4_written"]
    box, comment = page.locator("#q4_written"), page.locator("#q4_written-comment")
    assert float(box.get_attribute("placeholder")) == cell["auto"]
    assert comment.get_attribute("placeholder") == cell["comment"]
    assert "Not found: " in cell["comment"]
    box.scroll_into_view_if_needed()
    ARTEFACTS.mkdir(exist_ok=True)
    page.screenshot(path=ARTEFACTS / "formgrader-written-before.png")
    for name, points in HAND.items():
        page = formgrade(notebook, course, "half.done", name[:2])
        with page.expect_response(
            lambda response: "/api/grade/" in response.url and response.request.method == "PUT"
        ) as response_info:
            page.locator(f"#{name}").fill(f"{points:g}")
            page.locator(f"#{name}").press("Tab")
        assert response_info.value.ok
    for name, points in sorted(HAND.items(), reverse=True):
        page = formgrade(notebook, course, "half.done", name[:2])
        assert float(page.locator(f"#{name}").input_value()) == points
    page.locator("#q4_written").scroll_into_view_if_needed()
    page.screenshot(path=ARTEFACTS / "formgrader-written-after.png")


def expected_after(first, *, is_open):
    rows = {key: dict(row) for key, row in first.items()}
    for name, points in HAND.items():
        # nbgrader's own command asks for a second look at each grade by hand.
        rows["half.done", name] |= {"manual": points, "score": points, "open": is_open}
    return rows


def test_grading_again_keeps_what_was_entered_and_changes_nothing_else(course, first):
    run(course.root, "grade", NAME, "--force")
    assert grades(course) == expected_after(first, is_open=False)


def test_formgraders_own_button_says_the_same(notebook, course, first):
    page = notebook.page
    page.goto(f"{notebook.lab.url}formgrader/manage_submissions/{NAME}")
    row = page.get_by_role("row").filter(has_text="half.done")
    row.locator("a:has(.glyphicon-flash)").click()
    page.locator(".modal-body").get_by_text("Successfully autograded").wait_for(timeout=180_000)
    now, expected = grades(course), expected_after(first, is_open=True)
    for key, before in expected.items():
        if before["comment"] is None:
            now[key]["comment"] = None  # nbgrader also says "No response."
    assert now == expected


def hidden_lines():
    """The lines of the hidden tests that are long enough to be told from others."""
    source = "\n".join(
        cell.source
        for path in SOURCE.glob("*.ipynb")
        for cell in nbformat.read(path, as_version=4).cells
    )
    blocks = re.findall(r"### BEGIN HIDDEN TESTS\n(.*?)### END HIDDEN TESTS", source, re.DOTALL)
    lines = (line.strip() for block in blocks for line in block.splitlines())
    return [line for line in lines if len(line) > 40]


def seen(page):
    """The words of a feedback page."""
    text = re.sub(r"<[^>]*>", "", page.read_text(encoding="utf-8"))
    return " ".join(html.unescape(text).split())


def test_feedback_shows_points_with_their_evidence_and_no_rubric(course, first):
    run(course.root, "feedback", NAME, "--unfinished")
    notebooks = (nbformat.read(path, as_version=4) for path in course.release(NAME).glob("*.ipynb"))
    # What a student sees anyway, or wrote as well, gives nothing away.
    sources = [cell.source for one in notebooks for cell in one.cells]
    public_text = "\n".join([*OURS.values(), *sources])
    secret_lines = [line for line in hidden_lines() if line not in public_text]
    assert len(secret_lines) > 50
    rubric = [text for question in QUESTIONS.values() for text in question.points.values()]
    for student in CLASS:
        pages = {q: course.feedback(student, NAME) / f"{name}.html" for q, name in SITTINGS.items()}
        # Formgrader's button, which graded half.done last, makes no page of what did not come.
        texts = {question: seen(page) for question, page in pages.items() if page.exists()}
        missing_questions = {
            q for q in SITTINGS if "It was not handed in." in texts.get(q, "It was not handed in.")
        }
        assert missing_questions == set(SITTINGS) - set(HANDED_IN[student])
        for question, page in texts.items():
            assert "Suggested by a program" not in page
            for text in (*rubric, *secret_lines, "HIDDEN TESTS", "BEGIN SOLUTION"):
                assert " ".join(text.split()) not in page, (student, question, text)
    page = seen(course.feedback("half.done", NAME) / f"{SITTINGS['q4']}.html")
    assert "Counted: " in first["half.done", "q4_written"]["comment"]
    assert "a program" not in page  # a person's mark has replaced its score
