"""The round trip of `chapter_questions`: graded, marked by hand in Formgrader, graded again, told."""

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
from grader.bank import fill
from grader.course.course import find_course
from grader.demo import instructor_answers
from grader.written.rubric import questions

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
NAME = "chapter_questions"
SOURCE = ROOT / "solutions" / NAME / f"{NAME}.ipynb"
OURS = instructor_answers(SOURCE)
WORKED = {name: text for name, text in OURS.items() if not name.endswith("_written")}
WRITTEN = {name: text for name, text in OURS.items() if name.endswith("_written")}
PROMPT = {f"q{n}_written": questions()[f"Q{n}"].prompt for n in range(1, 9)}
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
HAND = {"q4_written": 2.5, "q5_written": 4.0}
"""What a person enters for half.done: below and above what the checker gave."""


def run(course, *arguments):
    # In a process of its own: Playwright's event loop runs in this one.
    command = [Path(sys.executable).with_name("grader"), *arguments]
    done = subprocess.run(command, cwd=course, check=False, capture_output=True, text=True)  # noqa: S603
    assert done.returncode == 0, done.stdout + done.stderr


def grades(course):
    """All rows of the gradebook, by student and cell."""
    rows = {}
    with course.gradebook() as gradebook:
        for submission in gradebook.assignment_submissions(NAME):
            for notebook in submission.notebooks:
                said = {one.name: one.comment for one in notebook.comments}
                for one in notebook.grades:
                    rows[submission.student.id, one.name] = {
                        "auto": one.auto_score,
                        "manual": one.manual_score,
                        "score": one.score,
                        "open": one.needs_manual_grade,
                        "comment": said.get(one.name),
                        "most": one.max_score,
                    }
    return rows


def submission_id(course, student):
    with course.gradebook() as gradebook:
        return gradebook.find_submission_notebook(NAME, NAME, student).id


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """The course as it stands, in a folder of its own, with eight submissions that are graded."""
    root = tmp_path_factory.mktemp("round")
    shutil.copy(ROOT / "nbgrader_config.py", root)
    shutil.copytree(ROOT / "solutions" / NAME, root / "solutions" / NAME)
    (root / "datasets").symlink_to(ROOT / "datasets")
    run(root, "release", NAME)
    course = find_course(root)
    blank = json.loads((course.release(NAME) / f"{NAME}.ipynb").read_text(encoding="utf-8"))
    for student, answers in CLASS.items():
        folder = course.submitted(student, NAME)
        folder.mkdir(parents=True)
        (folder / f"{NAME}.ipynb").write_text(json.dumps(fill(blank, answers)), encoding="utf-8")
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
    return {cell: first[student, cell] for cell in WRITTEN}


def test_eight_kinds_of_work_get_what_is_certain(first):
    worked = {
        s: sum(r["score"] for (who, c), r in first.items() if who == s and c not in WRITTEN)
        for s in CLASS
    }
    most = worked["all.right"]
    assert most == 102
    lost = {student: most - points for student, points in worked.items()}
    assert {s for s in CLASS if lost[s] == 0} == {
        "all.right",
        "half.done",
        "only.prompt",
        "otra.lengua",
        "stuffed",
    }
    assert lost["empty.hands"] == lost["denies"] == most
    assert 0 < lost["raises"] < 15  # one question's worth
    assert any(
        r["auto"] == r["most"] and not r["open"] for r in written(first, "all.right").values()
    )
    for student in ("empty.hands", "only.prompt"):
        assert {(r["auto"], r["open"]) for r in written(first, student).values()} == {(0, False)}
    for student in ("otra.lengua", "stuffed"):
        assert {(r["auto"], r["open"]) for r in written(first, student).values()} == {(0, True)}
    assert first["half.done", "q4_written"]["auto"] > 0
    assert first["half.done", "q4_written"]["open"]
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
    told = ("Failed to load resource: net::ERR_FAILED", "MathJax is not defined")
    assert all(any(one in problem for one in told) for problem in notebook.problems)
    notebook.problems.clear()
    notebook.reached_for.clear()


def formgrade(notebook, course, student):
    page = notebook.page
    page.goto(f"{notebook.lab.url}formgrader/submissions/{submission_id(course, student)}/")
    page.locator("#q4_written").wait_for()
    # The page asks for grades and comments once it stands.
    page.wait_for_function("""() => $("#q1_written").attr("placeholder") !== undefined""")
    page.wait_for_function("""() => $("#q4_written-comment").attr("placeholder") !== undefined""")
    return page


@pytest.mark.usefixtures("without_formulas")
def test_a_person_sees_what_the_checker_saw_and_enters_grades(notebook, course, first):
    page = formgrade(notebook, course, "half.done")
    cell = first["half.done", "q4_written"]
    box, comment = page.locator("#q4_written"), page.locator("#q4_written-comment")
    assert float(box.get_attribute("placeholder")) == cell["auto"]
    assert comment.get_attribute("placeholder") == cell["comment"]
    assert "not found by the checker" in cell["comment"]
    box.scroll_into_view_if_needed()
    ARTEFACTS.mkdir(exist_ok=True)
    page.screenshot(path=ARTEFACTS / "formgrader-written-before.png")
    for name, points in HAND.items():
        with page.expect_response(
            lambda r: "/api/grade/" in r.url and r.request.method == "PUT"
        ) as saved:
            page.locator(f"#{name}").fill(f"{points:g}")
            page.locator(f"#{name}").press("Tab")
        assert saved.value.ok
    formgrade(notebook, course, "half.done")
    for name, points in HAND.items():
        assert float(page.locator(f"#{name}").input_value()) == points
    page.locator("#q4_written").scroll_into_view_if_needed()
    page.screenshot(path=ARTEFACTS / "formgrader-written-after.png")


def expected_after(first, *, asks_again):
    kept = {key: dict(row) for key, row in first.items()}
    for name, points in HAND.items():
        # nbgrader's own command asks for a second look at each grade by hand.
        kept["half.done", name] |= {"manual": points, "score": points, "open": asks_again}
    return kept


def test_grading_again_keeps_what_was_entered_and_changes_nothing_else(course, first):
    run(course.root, "grade", NAME, "--force")
    assert grades(course) == expected_after(first, asks_again=False)


def test_formgraders_own_button_says_the_same(notebook, course, first):
    page = notebook.page
    page.goto(f"{notebook.lab.url}formgrader/manage_submissions/{NAME}")
    row = page.get_by_role("row").filter(has_text="half.done")
    row.locator("a:has(.glyphicon-flash)").click()
    page.locator(".modal-body").get_by_text("Successfully autograded").wait_for(timeout=180_000)
    now, wanted = grades(course), expected_after(first, asks_again=True)
    for key, before in wanted.items():
        if before["comment"] is None:
            now[key]["comment"] = None  # nbgrader also says "No response."
    assert now == wanted


def hidden_lines():
    """The lines of the hidden tests that are long enough to be told from others."""
    source = "\n".join(cell.source for cell in nbformat.read(SOURCE, as_version=4).cells)
    blocks = re.findall(r"### BEGIN HIDDEN TESTS\n(.*?)### END HIDDEN TESTS", source, re.DOTALL)
    lines = (line.strip() for block in blocks for line in block.splitlines())
    return [line for line in lines if len(line) > 40]


def test_feedback_shows_points_with_their_evidence_and_no_rubric(course, first):
    run(course.root, "feedback", NAME, "--unfinished")
    released = nbformat.read(course.release(NAME) / f"{NAME}.ipynb", as_version=4)
    # What a student sees anyway, or wrote as well, gives nothing away.
    open_to_all = "\n".join([*OURS.values(), *(cell.source for cell in released.cells)])
    hidden = [line for line in hidden_lines() if line not in open_to_all]
    assert len(hidden) > 50
    rubric = [text for asked in questions().values() for text in asked.points.values()]
    for student in CLASS:
        page = (course.feedback(student, NAME) / f"{NAME}.html").read_text(encoding="utf-8")
        seen = " ".join(html.unescape(re.sub(r"<[^>]*>", "", page)).split())
        assert not re.search(r"not found by the checker|undecided \(", seen)
        for text in (*rubric, *hidden, "HIDDEN TESTS", "BEGIN SOLUTION"):
            assert " ".join(text.split()) not in seen, (student, text)
    page = (course.feedback("half.done", NAME) / f"{NAME}.html").read_text(encoding="utf-8")
    seen = " ".join(html.unescape(re.sub(r"<[^>]*>", "", page)).split())
    quotes = re.findall(r"credit \(\d+%\), (.+)", first["half.done", "q4_written"]["comment"])
    assert quotes
    assert all(f"Counted: {quote}" in seen for quote in quotes)
