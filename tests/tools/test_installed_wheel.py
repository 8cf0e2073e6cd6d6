"""The wheels, installed in an empty environment: learners and teachers need nothing else."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from built_wheel import ROOT, built_wheel

pytestmark = pytest.mark.wheel

PIP = ("-m", "pip", "--disable-pip-version-check")
WHERE = """
import json, os, sys
import course, grader

print(json.dumps([os.path.realpath(path) for path in (*sys.path, course.__file__, grader.__file__)]))
"""
EVERYTHING = """
from pathlib import Path
import course
from course import card, charts, check, checkpoint, course_map, decide, explore, load, review
from course.syllabus import MODULES

for folder in sorted((Path(course.__file__).parent / "_course" / "datasets").iterdir()):
    assert len(load(folder.name)), folder
    assert card(folder.name), folder
drawn = 0
for slug in explore.__all__:
    lesson = getattr(explore, slug)
    for name in getattr(lesson, "__all__", ()):
        getattr(lesson, name)()._repr_mimebundle_()
        drawn += 1
for module in MODULES:
    if "checkpoint" in module.steps:
        checkpoint(module.slug)
assert course_map().lines()
print(drawn)
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """Install the locked packages and both wheels; give how to run a program there."""
    place = tmp_path_factory.mktemp("installed")
    wheels = [built_wheel(place / name, at) for name, at in (("library", "."), ("own", "grader"))]
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    programs = place / "env" / "bin"

    def run(program, *arguments, cwd=place):
        return subprocess.run(  # noqa: S603
            [programs / program, *map(str, arguments)],
            cwd=cwd,
            env={**clean, "PATH": os.defpath},
            capture_output=True,
            text=True,
            check=False,
        )

    subprocess.run([sys.executable, "-m", "venv", place / "env"], check=True)  # noqa: S603
    for what in (
        ("--require-hashes", "-r", ROOT / "requirements.lock"),
        ("--no-index", *wheels),
    ):
        done = run("python", *PIP, "install", "--quiet", "--no-deps", *what)
        assert done.returncode == 0, done.stderr
    yield run
    shutil.rmtree(place / "env")  # a gigabyte, which pytest would keep for three runs


def told(done):
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_nothing_of_the_repository_can_be_imported(installed):
    paths = json.loads(told(installed("python", "-c", WHERE)))
    assert len(paths) > 4  # sys.path and two packages
    assert not [path for path in paths if Path(path).is_relative_to(ROOT)]


def test_the_wheels_ask_for_no_package_that_the_lock_lacks(installed):
    told(installed("python", *PIP, "check"))


def test_a_learner_has_every_data_set_explorable_and_checkpoint(installed):
    assert int(told(installed("python", "-W", "error", "-c", EVERYTHING))) > 20


def test_the_command_explains_itself(installed):
    assert "grader quickstart" in told(installed("grader", "--help"))


def test_a_teacher_begins_a_course_and_grades_it(installed, tmp_path):
    told(installed("grader", "quickstart", tmp_path / "mine"))
    mine = tmp_path / "mine"
    told(installed("grader", "release", "payback", cwd=mine))
    (mine / "downloads").mkdir()
    for student, folder in (("alice", "source"), ("bob", "release")):
        text = (mine / folder / "payback" / "payback.ipynb").read_bytes()
        (mine / "downloads" / f"{student}.ipynb").write_bytes(text)
    told(installed("grader", "collect", "payback", "downloads", cwd=mine))
    said = told(installed("grader", "grade", "payback", cwd=mine))
    assert "bob: graded, 0 of 8" in said
    told(installed("grader", "report", "payback", cwd=mine))
    for command in ("feedback", "export"):
        told(installed("grader", command, "payback", "--unfinished", cwd=mine))
    assert (mine / "reports" / "payback.html").is_file()
    assert (mine / "feedback" / "alice" / "payback" / "payback.html").is_file()
    assert "alice,,,,,,3,3,,0,,,8,6,1,unfinished" in (mine / "reports/payback.csv").read_text()


def test_the_demo_runs(installed, tmp_path):
    said = told(installed("grader", "demo", "--students", 1, "--cell-seconds", 2, cwd=tmp_path))
    assert "nothing answered: graded, 0 of 8" in said
    assert (tmp_path / "demo" / "reports" / "payback.html").is_file()


def test_the_grader_works_without_the_course_and_its_packages(installed, tmp_path):
    others = ("scaling-ai-course", "fairlearn", "fsrs", "anywidget", "ipywidgets")
    told(installed("python", *PIP, "uninstall", "--yes", "--quiet", *others))
    assert installed("python", "-c", "import course").returncode
    told(installed("grader", "quickstart", tmp_path / "mine"))
    said = told(installed("grader", "demo", "--students", 2, cwd=tmp_path / "mine"))
    assert "nothing answered: graded, 0 of 8" in said
