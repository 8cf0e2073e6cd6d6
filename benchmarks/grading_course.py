"""Create nbgrader courses with the benchmark's class; read their gradebooks."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook

from benchmarks import grading_class
from benchmarks.grading_class import NAME

PROGRAMS = Path(sys.executable).parent
_CONFIG = "c = get_config()\nc.CourseDirectory.course_id = 'benchmark'\n"
_TUNED = "c.NotebookClient.shutdown_kernel = 'immediate'\n"
# What pip installs with nbgrader today. Our lock has an older jsonschema, because this one builds a
# grammar whenever a kernel or nbgrader starts.
_LATEST = ("jsonschema>=4.25", "rfc3987-syntax", "lark")


def environment(**more: str) -> dict[str, str]:
    """Return each command's environment: one thread per process, bytecode allowed."""
    settings = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    settings["PATH"] = os.pathsep.join([str(PROGRAMS), settings["PATH"]])
    threads = {f"{name}_NUM_THREADS": "1" for name in ("OPENBLAS", "OMP", "MKL")}
    return {**settings, **threads, **more}


def make(root: Path, students: int) -> Path:
    """Create a course, release its assignment and hand it in."""
    (root / "source" / NAME).mkdir(parents=True)
    (root / "nbgrader_config.py").write_text(_CONFIG)
    nbformat.write(grading_class.source(), root / "source" / NAME / f"{NAME}.ipynb")
    command = [PROGRAMS / "nbgrader", "generate_assignment", NAME]
    subprocess.run(command, cwd=root, env=environment(), check=True, capture_output=True)  # noqa: S603
    notebook = root / "release" / NAME / f"{NAME}.ipynb"
    grading_class.hand_in(notebook, root / "submitted", range(students))
    return root


def copy(course: Path, name: str) -> Path:
    """Return an ungraded copy of a course."""
    return Path(shutil.copytree(course, course.parent / name))


def as_installed(course: Path) -> dict[str, str]:
    """Return the environment in which nbgrader runs as pip installs it."""
    folder = course.parent / "latest"
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*command, "--no-deps", "--target", folder, *_LATEST], check=True)  # noqa: S603
    subprocess.run([sys.executable, "-m", "compileall", "-q", folder], check=False)  # noqa: S603
    return environment(PYTHONPATH=str(folder))


def tune(course: Path) -> dict[str, str]:
    """Let a course's kernels end at once, and jsonschema be older; return the environment."""
    config = course / "nbgrader_config.py"
    config.write_text(config.read_text() + _TUNED)
    return environment()


def scores(course: Path) -> dict[str, dict[str, float]]:
    """Return each graded cell's points, by student."""
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        return {
            submission.student.id: {
                grade.name: float(grade.score)
                for notebook in submission.notebooks
                for grade in notebook.grades
            }
            for submission in gradebook.assignment_submissions(NAME)
        }
