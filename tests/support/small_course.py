"""Create a small course: one notebook, two questions, four tests, two of them hidden."""

import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from split_grader.course.course import find_course
from split_grader.running import isolated
from split_grader.running.grade_one import grade_one
from split_grader.sandbox.limits import Limits
from split_grader.tasks.batch import find_submissions, grade_submissions

CONFIG = """
from pathlib import Path
from split_grader.course.settings import fair_grading

c = get_config()
c.CourseDirectory.root = str(Path(__file__).resolve().parent)
fair_grading(c)
"""

TOTAL = "def total(values):\n    return sum(values)"
MEAN = "def mean(values):\n    return sum(values) / len(values)"
# Long enough not to occur by chance, as four digits do among the microseconds of a time.
HIDDEN = ("total([4711", "4711.25", "mean([8123", "8123.5")
ALL = {"total_visible": 1, "total_hidden": 2, "mean_visible": 1, "mean_hidden": 2}
"""What right work gets, by test."""
QUICK = Limits(cell_seconds=3.0, submission_seconds=25.0)


def label(grade_id, *, grade=False, solution=False, points=None):
    metadata = {
        "schema_version": 3,
        "grade_id": grade_id,
        "grade": grade,
        "solution": solution,
        "locked": not solution,
        "task": False,
    }
    if points is not None:
        metadata["points"] = points
    return {"nbgrader": metadata}


def answer(grade_id, code):
    head, body = code.split("\n", 1)
    text = f"{head}\n    ### BEGIN SOLUTION\n{body}\n    ### END SOLUTION"
    return new_code_cell(text, id=grade_id, metadata=label(grade_id, solution=True))


def check(grade_id, code, points, hidden_test=""):
    if hidden_test:
        code = f"{code}\n### BEGIN HIDDEN TESTS\n{hidden_test}\n### END HIDDEN TESTS"
    return new_code_cell(code, id=grade_id, metadata=label(grade_id, grade=True, points=points))


def notebook_of(*cells):
    spec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return new_notebook(cells=[*cells], metadata={"kernelspec": spec})


def source_notebook():
    return notebook_of(
        new_markdown_cell("# Sums", id="intro"),
        answer("q_total", TOTAL),
        check("total_visible", 'assert total([1, 2]) == 3, "total([1, 2]) must be 3"', 1),
        check(
            "total_hidden",
            "# hidden cases follow",
            2,
            'assert total([]) == 0, "the total of nothing is 0"\nassert total([4711, 0.25]) == 4711.25',
        ),
        answer("q_mean", MEAN),
        check("mean_visible", 'assert mean([1, 3]) == 2, "mean([1, 3]) must be 2"', 1),
        check("mean_hidden", "# hidden cases follow", 2, "assert mean([8123, 8124]) == 8123.5"),
    )


def answered(text, **answers):
    """Fill answers into a released notebook (by default, both right)."""
    return filled(text, {"q_total": TOTAL, "q_mean": MEAN, **answers})


def filled(text, answers):
    notebook = nbformat.reads(text, as_version=4)
    for cell in notebook.cells:
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
        if grade_id in answers:
            cell.source = answers[grade_id]
    return notebook


def write_course(root, notebook=None, name="sums"):
    """Write a course with one assignment; return it."""
    (root / "nbgrader_config.py").write_text(CONFIG)
    folder = root / "source" / name
    folder.mkdir(parents=True)
    nbformat.write(notebook or source_notebook(), folder / f"{name}.ipynb")
    return find_course(root)


def hand_in(course, student, content, name="sums.ipynb"):
    folder = course.submitted(student, "sums")
    folder.mkdir(parents=True, exist_ok=True)
    if isinstance(content, str):
        content = content.encode()
    if not isinstance(content, bytes):
        content = nbformat.writes(content).encode()
    (folder / name).write_bytes(content)


def grade(course, *students, **options):
    submissions = find_submissions(course, "sums", options.pop("limits", QUICK), students)
    items = grade_submissions(course, submissions, jobs=2, **options)
    return {item.result.student: item.result for item in items}


def points(course, student):
    with course.gradebook() as gradebook:
        notebook = gradebook.find_submission_notebook("sums", "sums", student)
        return {each.name: each.score for each in notebook.grades}


def run_nbgrader(course, *arguments, **environment):
    """Run one of nbgrader's own commands."""
    program = [sys.executable, Path(__file__).with_name("light_nbgrader.py")]
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    process = subprocess.run(  # noqa: S603
        [*program, *arguments],
        cwd=course.root,
        env={**os.environ, "PATH": path, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert process.returncode == 0, process.stderr


def dying_grade(_submission, _out):
    """End the process without a result; a worker imports this by name."""
    raise AssertionError


def stuck():
    """Stay in one call of C code that blocks all other threads."""
    re.match("(a+)+b", "a" * 64)


def stuck_for_one(student, **_):
    """Never return for one student, as a hook of nbgrader."""
    if student == "stuck":
        stuck()


def light_grade(submission, out):
    """Grade without data science libraries, which these tests don't need."""
    isolated.PRELOAD = ()
    return grade_one(submission, out)


def telling_grade(submission, out):
    """Grade; the message names the zygotes that the worker started itself."""
    result = grade_one(submission, out)
    zygotes = [engine.nursery.pid for engine in isolated._engines.values()]
    return replace(result, message=f"{zygotes}")
