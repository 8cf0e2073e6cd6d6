"""One class, graded once: good work, wrong work, and one of each kind of broken submission."""

import csv
import json
import re
import shutil
from copy import deepcopy
from dataclasses import replace

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from split_grader.base.errors import GraderError
from split_grader.course.permissions import permissions_of
from split_grader.pages import feedback, preprocessors
from split_grader.pages.feedback import graded_students, make_feedback
from split_grader.pages.report import write_report
from split_grader.results.export import export
from split_grader.results.grade_table import read_table
from split_grader.results.result import Status
from split_grader.results.similarity import code_of
from split_grader.running.isolated import begin
from split_grader.sandbox.limits import Limits
from split_grader.tasks.batch import find_submissions, grade_submissions
from split_grader.tasks.demo import broken_kinds
from support.small_course import (
    ALL,
    HIDDEN,
    QUICK,
    answered,
    dying_grade,
    grade,
    hand_in,
    points,
    run_nbgrader,
    telling_grade,
)

pytestmark = pytest.mark.slow

ONLY_MEAN = {"total_visible": 0, "total_hidden": 0, "mean_visible": 1, "mean_hidden": 2}
WARNS = "import sys\ndef total(values):\n    print('old', file=sys.stderr)\n    return sum(values)"
STUBBORN = """while True:
    try:
        while True:
            pass
    except KeyboardInterrupt:
        pass"""
MARKUP = "def mean(values):\n    raise ValueError('<script>x</script>')"
ODD = """publish = get_ipython().display_pub.publish
print("\\ud800")
for value in (None, 5, [1], {"a": 1}, "<script>boo()</script>"):
    for kind in ("text/plain", "text/markdown", "image/png", "image/svg+xml", "text/vnd.mermaid"):
        publish({kind: value}, {"image/png": {"width": "1 onload=boo()"}})
    publish({"application/vnd.jupyter.widget-view+json": value}, value)
import split_grader.split.process.shell as shell
finished = shell.Collector.finished
deep = 1
for _ in range(600):
    deep = {"a": deep}
deep = {"output_type": "display_data", "data": {"application/vnd.vega.v5+json": deep}}
odd = [None, deep, {"output_type": []}, {"output_type": "stream", "name": [], "text": 5}]
shell.Collector.finished = lambda self: [*finished(self), *odd]"""
SPY = "def mean(values):\n    print('saw', values)\n    return sum(values) // len(values)"


@pytest.fixture(scope="module")
def results(released, blank):
    for kind in broken_kinds():
        notebook = json.loads(nbformat.writes(answered(blank)))
        hand_in(released, kind.student, kind.make(notebook), kind.file_name or "sums.ipynb")
    hand_in(released, "right", answered(blank))
    hand_in(released, "warns", answered(blank, q_total=WARNS))
    hand_in(released, "stubborn", answered(blank, q_total=STUBBORN))
    hand_in(released, "spy", answered(blank, q_mean=SPY))
    markup = answered(blank, q_mean=MARKUP)
    markup.cells.append(new_markdown_cell("Done. <script>alert('from Markdown')</script>", id="m"))
    code = 'from IPython.display import HTML\nHTML("<table><img src=x onerror=boo()></table>")'
    markup.cells.append(new_code_cell(code, id="h"))
    hand_in(released, "markup", markup)
    odd_notebook = answered(blank)
    odd_notebook.cells.append(new_code_cell(ODD, id="o"))
    hand_in(released, "odd", odd_notebook)
    released.submitted("nothing", "sums").mkdir(parents=True)
    released.submitted("linked", "sums").parent.mkdir(parents=True)
    released.submitted("linked", "sums").symlink_to(released.submitted("right", "sums"))
    return grade(released)


def test_every_submission_gets_a_result_and_a_row(released, results):
    assert set(results) == set(released.students_with_submission("sums"))
    for student, result in results.items():
        assert sum(points(released, student).values()) == result.score
        assert result.status is not Status.FAILED


@pytest.mark.parametrize(
    ("student", "status", "score", "message"),
    [
        ("right", "graded", 6, ""),
        ("warns", "graded", 6, ""),
        ("odd", "graded", 6, ""),
        ("nothing", "unreadable", 0, "There is no file 'sums.ipynb'; found no notebook"),
        ("linked", "unreadable", 0, "a link to another"),
        ("nadia.petrov", "unreadable", 0, "not valid JSON: it ends too early"),
        ("oskar.lund", "unreadable", 0, "empty"),
        ("priya.raman", "unreadable", 0, "a web page"),
        ("quentin.leroy", "graded", 6, "duplicated"),
        ("rosa.almeida", "graded", 6, "set to julia"),
        ("samir.qureshi", "graded", 6, "deleted and put back"),
        ("tove.holm", "graded", 6, "'final version.ipynb', expected 'sums.ipynb'"),
        ("viktor.sabo", "graded", 6, ""),
        ("xiu.zhang", "graded", 0, "Nothing was answered"),
    ],
)
def test_what_happened_is_said(results, student, status, score, message):
    result = results[student]
    assert (result.status, result.score) == (status, score)
    assert message in " ".join([result.message, *result.notes])
    assert result.needs_a_look == bool(message)


@pytest.mark.parametrize(
    ("student", "message"),
    [
        ("ursula.brandt", "ran longer than 3 s"),
        ("stubborn", "ran longer than 3 s"),
        ("wanjiru.kamau", "ended its process"),
    ],
)
def test_a_cell_that_hangs_or_crashes_costs_only_its_own_question(
    released, results, student, message
):
    assert points(released, student) == ONLY_MEAN
    assert message in " ".join([results[student].message, *results[student].notes])


def test_a_broken_submission_is_flagged_for_a_person_and_shown_in_formgrader(released, results):
    assert results["oskar.lund"].status is Status.UNREADABLE
    with released.gradebook() as gradebook:
        assert gradebook.find_submission("sums", "oskar.lund").needs_manual_grade
        assert not gradebook.find_submission("sums", "right").needs_manual_grade
        comment = gradebook.find_comment("q_total", "sums", "sums", "oskar.lund")
        assert "empty" in comment.comment
    text = (released.autograded("oskar.lund", "sums") / "sums.ipynb").read_text()
    assert "was not run" in text


def test_unchanged_work_keeps_its_result_and_changed_work_is_graded_again(released, results, blank):
    assert results["right"].score == 6
    hand_in(released, "later", answered(blank))
    students = ["right", "later"]
    first = list(grade_submissions(released, find_submissions(released, "sums", QUICK, students)))
    assert {item.result.student: item.skipped for item in first} == {"right": True, "later": False}
    hand_in(released, "later", answered(blank, q_mean="def mean(values):\n    return 0"))
    assert grade(released, "later")["later"].score == 3


def test_points_given_by_hand_survive_grading_again(released, results):
    assert results["spy"].status is Status.GRADED
    with released.gradebook() as gradebook:
        gradebook.find_grade("mean_hidden", "sums", "sums", "spy").manual_score = 1.5
        gradebook.db.commit()
    grade(released, "spy", force=True)
    assert points(released, "spy")["mean_hidden"] == 1.5


def test_feedback_is_made_of_what_another_program_has_graded(released, results):
    assert results["warns"].status is Status.GRADED
    path = released.autograded("warns", "sums") / "sums.ipynb"
    before = path.read_text()
    notebook = json.loads(before)
    cell = next(cell for cell in notebook["cells"] if cell["cell_type"] == "code")
    picture = {"image/png": "AAAA", "text/vnd.mermaid": "<script>boo()</script>", "text/plain": 5}
    sizes = {"image/png": {"width": "1 onload=boo()"}}
    cell["outputs"] = [{"output_type": "display_data", "data": picture, "metadata": sizes}]
    path.write_text(json.dumps(notebook))
    try:
        assert [one.problem for one in make_feedback(released, "sums", ["warns"])] == [""]
    finally:
        path.write_text(before)
    page = (released.feedback("warns", "sums") / "sums.html").read_text()
    assert "data:image/png;base64,AAAA" in page
    assert "boo()" not in page


def pages_of(course, students):
    return {name: (course.feedback(name, "sums") / "sums.html").read_text() for name in students}


@pytest.mark.whole
def test_pages_are_the_same_however_many_are_written_at_once(released, results):
    names = ["spy", "right", "markup"]
    assert set(names) <= set(results)
    assert [item.problem for item in make_feedback(released, "sums", names)] == [""] * 3
    pages = pages_of(released, names)
    for name in names:
        (released.feedback(name, "sums") / "sums.html").unlink()
    items = list(make_feedback(released, "sums", names, jobs=2))
    assert sorted((item.student, item.problem) for item in items) == [
        (name, "") for name in sorted(names)
    ]
    assert pages_of(released, names) == pages


def test_a_configuration_that_cannot_be_sent_to_a_process_does_no_harm(released, results):
    assert results["right"].status is Status.GRADED
    config = deepcopy(released.config)
    config.Whatever.function = lambda: None
    course = replace(released, config=config)
    items = list(make_feedback(course, "sums", ["right", "spy"], jobs=2))
    assert [item.problem for item in items] == ["", ""]


@pytest.mark.whole
def test_a_page_that_never_ends_costs_nobody_else_theirs(released, results, monkeypatch):
    assert results["right"].status is Status.GRADED
    monkeypatch.setattr(feedback, "_cells_seconds", lambda *_: 0.0)
    course = replace(released, config=deepcopy(released.config))
    course.config.Grader.page_seconds = 10
    course.config.GenerateFeedback.pre_convert_hook = "support.small_course.stuck_for_one"
    for step in (course.autograded, course.feedback):
        shutil.copytree(course.autograded("right", "sums"), step("stuck", "sums"))
    problems = {
        one.student: one.problem for one in make_feedback(course, "sums", ["stuck", "right"])
    }
    assert "stopped after 10 s" in problems["stuck"]
    assert problems["right"] == ""
    assert not course.feedback("stuck", "sums").exists()


def test_the_time_for_a_page_is_a_number(released, results):
    assert results["right"].status is Status.GRADED
    course = replace(released, config=deepcopy(released.config))
    course.config.Grader.page_seconds = "long"
    with pytest.raises(GraderError, match="page_seconds is 'long'"):
        list(make_feedback(course, "sums", ["right"]))


def test_a_cell_that_was_stopped_is_not_run_again_for_its_page(released, results, monkeypatch):
    assert results["right"].status is Status.GRADED
    sources = []

    def run_isolated(notebook, *_):
        for cell in notebook.cells:
            sources.append(cell.source)
            cell.outputs = [new_output("stream", text="fresh")]

    monkeypatch.setattr(preprocessors, "run_isolated", run_isolated)
    monkeypatch.chdir(released.root)
    outputs = [new_output("stream", text="old")]
    cells = [
        new_code_cell("loop()", metadata={"grader": {"stopped": True}}, outputs=outputs),
        new_code_cell("late", metadata={"grader": {"saw_tests": True}}, outputs=outputs),
        new_code_cell("odd", metadata={"grader": "stopped"}, outputs=outputs),
    ]
    folder = str(released.submitted("right", "sums"))
    names = {"assignment": "sums", "student": "right", "notebook": "sums"}
    names["db_url"] = released.db_url
    resources = {"nbgrader": names, "metadata": {"path": folder}}
    preprocessor = preprocessors.OwnOutputs(config=released.config)
    result, _ = preprocessor.preprocess(new_notebook(cells=cells), resources)
    assert sources == ["late", "odd"]
    assert [cell.outputs[0].text for cell in result.cells] == ["old", "fresh", "old"]


def test_a_stopped_cell_is_marked_and_no_other(released, results):
    assert results["stubborn"].status is Status.TIMED_OUT

    def marked(student):
        path = released.autograded(student, "sums") / "sums.ipynb"
        cells = nbformat.read(path, as_version=4).cells
        return [c.source for c in cells if c.metadata.get("grader", {}).get("stopped")]

    assert marked("stubborn") == [STUBBORN]
    assert marked("spy") == []


def test_feedback_shows_messages_but_no_hidden_test(released, results):
    assert results["spy"].status is Status.GRADED
    students = graded_students(released, "sums")
    assert set(results) <= set(students)
    names = ["spy", "right", "oskar.lund", "markup", "odd"]
    assert [item.problem for item in make_feedback(released, "sums", names)] == [""] * 5
    pages = {
        student: (released.feedback(student, "sums") / "sums.html").read_text() for student in names
    }
    for page in pages.values():
        text = re.sub(r"<[^>]*>", "", page)
        assert "Feedback for" in text
        for secret in ("HIDDEN TESTS", *HIDDEN):
            assert secret not in text
    assert "from Markdown" not in pages["markup"]
    assert not re.search(r"<img[^>]*onerror", pages["markup"])
    assert not re.search(r"<script>boo|<[^>]*boo\(", pages["odd"])
    assert "Hidden test: " in pages["spy"]
    assert "All points." in pages["right"]


@pytest.mark.parametrize("command", ["grader", "nbgrader"])
def test_a_comment_on_code_reaches_the_student_and_grading_does_not_drop_it(
    released, results, command
):
    assert results["spy"].status is Status.GRADED
    for student, cell in (("spy", "q_mean"), ("oskar.lund", "q_total")):
        with released.gradebook() as gradebook:
            comment = gradebook.find_comment(cell, "sums", "sums", student)
            comment.manual_comment = f"Use / here.\nSee me, {student}."
            gradebook.db.commit()
        grade(released, student, force=True)
        if command == "grader":
            assert [one.problem for one in make_feedback(released, "sums", [student])] == [""]
        else:
            run_nbgrader(released, "generate_feedback", "sums", "--student", student, "--force")
        page = (released.feedback(student, "sums") / "sums.html").read_text()
        assert page.count("<p>Use / here.</p>") == page.count(f"<p>See me, {student}.</p>") == 1
        assert page.count("empty") == (student == "oskar.lund"), "grading says why once"


def test_work_that_could_not_be_run_is_compared_with_nobodys(released, results):
    unreadable_students = {name for name, one in results.items() if one.status is Status.UNREADABLE}
    code, _ = code_of(released, "sums")
    assert set(results) - set(code) == unreadable_students
    assert len(unreadable_students) > 2


def test_the_report_is_one_safe_file(released, results):
    assert results["markup"].score == 3
    page = write_report(released, "sums").read_text()
    assert "<script>" not in page
    assert "&lt;script&gt;x&lt;/script&gt;" in page
    assert not re.search(r"""(src|href)=["']?(https?:)?//""", page)
    assert page.count('role="img"') == page.count("<img") == 3
    assert "@media print" in page
    assert "ends too early" in page


def test_the_export_has_one_line_a_student_and_a_column_a_question(released, results):
    grades = export(released, "sums", cells=True)
    with grades.path.open(newline="") as file:
        rows = {row["student"]: row for row in csv.DictReader(file)}
    assert set(results) <= set(rows)
    assert len(rows) == grades.count
    assert [rows["right"][name] for name in (*ALL, "total", "status")] == [
        "1", "2", "1", "2", "6", "graded",
    ]  # fmt: skip
    assert "ends too early" in rows["nadia.petrov"]["note"]


def test_nbgraders_own_commands_agree(released, results):
    assert results["warns"].score == 6
    for student in ("warns", "quentin.leroy"):
        with released.gradebook() as gradebook:
            gradebook.remove_submission("sums", student)
        run_nbgrader(released, "autograde", "sums", "--student", student, "--force")
        assert points(released, student) == ALL
    run_nbgrader(released, "export", "--to", "all.csv")
    assert "warns" in (released.root / "all.csv").read_text()


def test_the_report_knows_what_nbgraders_own_commands_saw(released, results, blank):
    assert results["right"].score == 6
    notebook = answered(blank)
    notebook.cells.append(new_code_cell("import os\nos._exit(0)", id="e"))
    hand_in(released, "ends", notebook)
    run_nbgrader(released, "autograde", "sums", "--student", "ends")
    path = released.autograded("ends", "sums") / "sums.ipynb"
    graded_notebook = nbformat.read(path, as_version=4)
    test = next(
        cell for cell in graded_notebook.cells if cell.metadata.get("nbgrader", {}).get("grade")
    )
    test.metadata["grader"] = {"low_trust": True}  # as a test that cannot be run apart is marked
    nbformat.write(graded_notebook, path)
    table = read_table(released, "sums")
    (row,) = [row for row in table.rows if row.student == "ends"]
    assert any("Stopped" in reason for reason in row.reasons)
    assert table.low_trust == (test.metadata.nbgrader.grade_id,)


def test_a_grading_process_that_dies_is_a_result_too(released, results):
    assert results["right"].score == 6
    submissions = find_submissions(released, "sums", Limits(), ["right"])
    (outcome,) = grade_submissions(released, submissions, force=True, grade=dying_grade)
    assert outcome.result.status is Status.FAILED
    assert "ended by itself" in outcome.result.message
    assert grade(released, "right")["right"].score == 6


def test_all_workers_have_their_processes_from_the_same_zygote(released, blank):
    students = ["shares-1", "shares-2"]
    for student in students:
        hand_in(released, student, answered(blank))
    begin(permissions_of(released.config))
    student_results = grade(released, *students, grade=telling_grade)
    assert {(one.score, one.message) for one in student_results.values()} == {(6, "[None]")}


def test_a_student_who_handed_in_nothing_is_named(released, results):
    assert "right" in results
    with pytest.raises(GraderError, match="from nobody"):
        find_submissions(released, "sums", QUICK, ["nobody"])
