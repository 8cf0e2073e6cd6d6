"""Grade published nbgrader courses, and compare with stock nbgrader.

Run: ``python -m benchmarks.published FOLDER OUT [NAME...]``. Each folder in FOLDER is a course with
one assignment in ``source/``. Five students hand in: the solution, the release as it is, two
halves of the solution, and the solution with an error in the middle.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import nbformat
from nbgrader.api import Gradebook
from nbgrader.utils import is_solution

from benchmarks.grading_course import PROGRAMS, environment
from split_grader.course.author import author_notebook
from split_grader.running.kernel import kernel_for

if TYPE_CHECKING:
    from nbformat import NotebookNode


def run(course: Path, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a course's folder."""
    env = environment(COLUMNS="4000", MPLBACKEND="agg")
    command = [PROGRAMS / program, *arguments]
    return subprocess.run(command, cwd=course, env=env, capture_output=True, text=True, check=False)  # noqa: S603


def hand_in(course: Path, assignment: str) -> None:
    """Write the five submissions."""
    source, release = course / "source" / assignment, course / "release" / assignment
    students = {"solution": (0, 1), "nothing": (0, 0), "first": (0, 0.5), "second": (0.5, 1)}
    for student, (start, stop) in {**students, "error": (0, 1)}.items():
        place = course / "submitted" / student / assignment
        shutil.copytree(release if student == "nothing" else source, place)
        for path in release.glob("*.ipynb"):
            answers = _answers(author_notebook(source / path.name))
            names = list(answers)[int(start * len(answers)) : int(stop * len(answers))]
            half = {name: answers[name] for name in names}
            if student == "error" and names:
                half[names[len(names) // 2]] = "raise ValueError('an error in the middle')"
            notebook = nbformat.read(path, as_version=4)
            for cell in filter(is_solution, notebook.cells):
                cell.source = half.get(cell.metadata.nbgrader.grade_id, cell.source)
            nbformat.write(notebook, place / path.name)


def _answers(notebook: NotebookNode) -> dict[str, str]:
    cells = filter(is_solution, notebook.cells)
    return {cell.metadata.nbgrader.grade_id: cell.source for cell in cells}


def stock_course(course: Path) -> Path:
    """Return a copy for stock nbgrader, with current labels and local kernels."""
    copy = Path(shutil.copytree(course, course.with_name(f"{course.name}.stock")))
    (copy / "gradebook.db").unlink()
    for step in ("release", "autograded"):
        shutil.rmtree(copy / step)
    for path in [*copy.glob("source/*/*.ipynb"), *copy.glob("submitted/*/*/*.ipynb")]:
        notebook = author_notebook(path)
        spec = notebook.metadata.setdefault("kernelspec", {"display_name": "", "name": "python3"})
        spec.name = kernel_for(spec)
        nbformat.write(notebook, path)
    return copy


def scores(course: Path, assignment: str) -> dict[str, dict[str, float]]:
    """Return the automatic points of each graded cell, by student."""
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        return {
            one.student.id: {
                f"{notebook.name}/{grade.name}": float(grade.auto_score)
                for notebook in one.notebooks
                for grade in notebook.grades
                if grade.auto_score is not None
            }
            for one in gradebook.assignment_submissions(assignment)
        }


def compare(course: Path) -> dict[str, object]:
    """Release and grade one course with both graders."""
    assignment = next((course / "source").iterdir()).name
    release_run = run(course, "grader", "release", assignment, "--despite-failures")
    lines = (release_run.stdout + release_run.stderr).splitlines()
    row: dict[str, object] = {"accepted": release_run.returncode == 0, "told": lines[1:]}
    if not row["accepted"]:
        return row
    profiles = [json.loads(p.read_text()) for p in course.glob(f"profiles/{assignment}/*.json")]
    tests = [test for one in profiles for test in one["profile"].values()]
    row["tests"] = len(tests)
    row["together"] = [test["reason"] for test in tests if test["needs_single_process"]]
    hand_in(course, assignment)
    row["grade"] = run(course, "grader", "grade", assignment, "--jobs", "1").stdout.splitlines()
    stock = stock_course(course)
    run(stock, "nbgrader", "generate_assignment", assignment)
    stock_run = run(stock, "nbgrader", "autograde", assignment)
    row["stock"] = stock_run.stderr.splitlines()[-3:] if stock_run.returncode else []
    ours, theirs = scores(course, assignment), scores(stock, assignment)
    row["compared"] = sum(len(points) for points in theirs.values())
    row["different"] = [
        f"{student} {test}: {ours.get(student, {}).get(test)} here, {points} in stock nbgrader"
        for student, all_points in theirs.items()
        for test, points in all_points.items()
        if ours.get(student, {}).get(test) != points
    ]
    return row


if __name__ == "__main__":
    folder, out, *names = sys.argv[1:]
    for name in names or sorted(path.name for path in Path(folder).iterdir()):
        row = compare(Path(shutil.copytree(Path(folder, name), Path(out, name))))
        print(json.dumps({"course": name, **row}), flush=True)
