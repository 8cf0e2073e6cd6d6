"""The wheels, installed in an empty environment: learners and teachers need nothing else."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import urllib.request
from functools import partial
from pathlib import Path

import pytest

from support import own_course
from support.built_wheel import ROOT, built_wheel

pytestmark = pytest.mark.wheel

PIP = ("-m", "pip", "--disable-pip-version-check")
WHERE = """
import json, os, sys
import course, split_grader

print(json.dumps([os.path.realpath(path) for path in (*sys.path, course.__file__, split_grader.__file__)]))
"""
EVERYTHING = """
from pathlib import Path
import course
from course import card, charts, check, checkpoint, course_map, decide, explore, load, review
from course.syllabus.syllabus import MODULES

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
    library, grader_wheel = (
        built_wheel(place / name, at) for name, at in (("library", "."), ("own", "grader"))
    )
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    programs = place / "env" / "bin"

    def run(program, *arguments, cwd=place, path=os.defpath):
        return subprocess.run(  # noqa: S603
            [programs / program, *map(str, arguments)],
            cwd=cwd,
            env={**clean, "PATH": str(path)},
            capture_output=True,
            text=True,
            check=False,
        )

    subprocess.run([sys.executable, "-m", "venv", place / "env"], check=True)  # noqa: S603
    for requirements in (
        ("--no-deps", "--require-hashes", "-r", ROOT / "requirements.lock"),
        ("--no-index", f"{library}[author]", grader_wheel),
    ):
        process = run("python", *PIP, "install", "--quiet", *requirements)
        assert process.returncode == 0, process.stderr
    run.programs, run.outside = programs, {**clean, "PATH": os.defpath}
    yield run
    shutil.rmtree(place / "env")  # a gigabyte, which pytest would keep for three runs


def read(address):
    with urllib.request.urlopen(address, timeout=120) as answer:  # noqa: S310 - our own server
        return answer.read().decode()


def told(process):
    assert process.returncode == 0, process.stdout + process.stderr
    return process.stdout


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
    course = tmp_path / "mine"
    told(installed("grader", "release", "payback", cwd=course))
    (course / "downloads").mkdir()
    for student, folder in (("alice", "source"), ("bob", "release")):
        text = (course / folder / "payback" / "payback.ipynb").read_bytes()
        (course / "downloads" / f"{student}.ipynb").write_bytes(text)
    told(installed("grader", "collect", "payback", "downloads", cwd=course))
    assert "bob: graded, 0 of 8" in told(installed("grader", "grade", "payback", cwd=course))
    told(installed("grader", "report", "payback", cwd=course))
    for command in ("feedback", "export"):
        told(installed("grader", command, "payback", "--unfinished", cwd=course))
    assert (course / "reports" / "payback.html").is_file()
    assert (course / "feedback" / "alice" / "payback" / "payback.html").is_file()
    assert "alice,,,,,,3,3,,0,,,8,6,1,unfinished" in (course / "reports/payback.csv").read_text()


@pytest.fixture
def author(installed, tmp_path):
    """A small course, and how to run `coursekit` in it where there is no other program."""
    course = own_course.write(tmp_path / "course")
    return course, partial(installed, "coursekit", cwd=course, path=tmp_path / "no programs")


def test_an_author_builds_notebooks_and_pages_without_node(author):
    course, coursekit = author
    assert told(coursekit("lint")) == ""
    told(coursekit("notebooks"))
    assert "4 pages" in told(coursekit("pages"))
    page = (course / "site" / "modules" / "01_payback.html").read_text(encoding="utf-8")
    assert 'data-call="explore.payback.ovens()"' in page
    assert "courseVega" in (course / "site" / "assets" / "vega.js").read_text(encoding="utf-8")
    told(coursekit("check", "stock"))
    told(coursekit("qti"))
    told(coursekit("scorm", "stock"))
    assert sorted(path.name for path in (course / "var" / "scorm").iterdir()) == [
        *("stock-scorm-1.2.zip", "stock-scorm-2004.zip")
    ]


def test_an_author_gets_a_lesson_that_is_whole_and_reasons_for_what_is_wrong(author, installed):
    course, coursekit = author
    told(coursekit("lesson", "bikes", "--title", "How many bikes does a station need?"))
    told(coursekit("assignments"))
    told(installed("grader", "release", "bikes", cwd=course))
    check = coursekit("check", "bikes")
    assert check.stdout.startswith("bikes: building its notebook and its page\nStill to be written")
    assert check.returncode == 1
    text = course / "modules" / "text" / "02_stock.md"
    text.write_text(
        text.read_text(encoding="utf-8").replace("about 10", "about 90"), encoding="utf-8"
    )
    problem, reason = coursekit("lint").stdout.splitlines()
    assert "stated_time: the core takes 10 minutes, the text says 90" in problem
    assert "scaling_ai_kit/authoring.md" in reason


def test_an_author_sees_the_page_of_a_lesson(author, installed):
    course, _ = author
    command = [installed.programs / "coursekit", "preview", "stock"]
    pipe = {"stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=course, env=installed.outside, **pipe) as process:  # noqa: S603
        address = process.stdout.readline().split()[-1]
        site = address.partition("/modules")[0]
        while not (news := json.loads(read(f"{site}/news?seen=0")))["number"]:
            assert process.poll() is None
        assert news["error"] == ""
        assert "How much is enough?" in read(address)
        process.send_signal(signal.SIGINT)


def test_the_steps_of_a_course_with_a_lesson_work_as_they_are_printed(installed, tmp_path):
    output = told(installed("grader", "quickstart", tmp_path / "bread & co", "--lesson"))
    steps = [line.removeprefix("  $ ") for line in output.splitlines() if line.startswith("  $ ")]
    path = f"{installed.programs}:{os.defpath}"
    told(installed("/bin/sh", "-ec", "\n".join(steps), path=path))
    course = tmp_path / "bread & co"
    lesson = (course / "site" / "modules" / "01_payback.html").read_text(encoding="utf-8")
    for part in ("explore.payback.ovens()", "A café machine costs", "Which date do you promise"):
        assert part in lesson
    assert (course / "site" / "exercises" / "payback.html").is_file()
    told(installed("grader", "export", "payback", "--unfinished", cwd=course))
    assert "alice,,,,,,3,3,,0,,,8,6,1,unfinished" in (course / "reports/payback.csv").read_text()
    assert len((course / "demo/reports/payback.csv").read_text().splitlines()) == 1 + 6 + 11


def test_the_demo_runs(installed, tmp_path):
    output = told(installed("grader", "demo", "--students", 1, "--cell-seconds", 2, cwd=tmp_path))
    assert "nothing answered: graded, 0 of 8" in output
    assert (tmp_path / "demo" / "reports" / "payback.html").is_file()


def test_the_grader_works_without_the_course_and_its_packages(installed, tmp_path):
    others = ("scaling-ai-course", "fairlearn", "fsrs", "anywidget", "ipywidgets")
    told(installed("python", *PIP, "uninstall", "--yes", "--quiet", *others))
    assert installed("python", "-c", "import course").returncode
    process = installed("grader", "quickstart", tmp_path / "lesson", "--lesson")
    assert process.returncode == 1
    assert 'pip install "scaling-ai-course[author]"' in " ".join(process.stderr.split())
    assert not (tmp_path / "lesson").exists()
    told(installed("grader", "quickstart", tmp_path / "mine"))
    output = told(installed("grader", "demo", "--students", 2, cwd=tmp_path / "mine"))
    assert "nothing answered: graded, 0 of 8" in output


def test_the_grader_alone_brings_all_that_its_demo_needs(tmp_path):
    environment, pins = tmp_path / "env", tmp_path / "pins.txt"
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pins.write_text("\n".join(re.findall(r"^\w[^\\\n]+", lock, re.MULTILINE)), encoding="utf-8")
    wheel = built_wheel(tmp_path / "own", "grader")
    subprocess.run([sys.executable, "-m", "venv", environment], check=True)  # noqa: S603
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    for command in (
        ("python", *PIP, "install", "--quiet", "--constraint", pins, wheel),
        ("grader", "demo", "--students", "1", "--cell-seconds", "2"),
    ):
        program = [environment / "bin" / command[0], *command[1:]]
        process = subprocess.run(  # noqa: S603
            program, cwd=tmp_path, env=clean, capture_output=True, text=True, check=False
        )
        assert process.returncode == 0, process.stdout + process.stderr
    assert "nothing answered: graded, 0 of 8" in process.stdout
    shutil.rmtree(environment)
