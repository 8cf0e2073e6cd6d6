"""The skeleton of a lesson is whole: it passes all checks, and lists what is still to be written."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scaling_ai_kit import new_dataset, new_lesson, skeleton

ROOT = Path(__file__).resolve().parents[2]
PARTS = [
    "banks",
    "course",
    "datasets",
    "docs",
    "exercises",
    "front/page",
    "front/widgets",
    "modules",
    "solutions",
    "tests/course",
    "tests/exercises",
    "tests/modules",
    "tests/support",
    "scaling_ai_kit",
    "tools",
]
FILES = (".gitignore", "course.toml", "pyproject.toml", "README.md")
SLUG, DATA = "next_lesson", "next_data"


@pytest.fixture
def root(tmp_path):
    """The place of one more lesson, and nothing else."""
    rooms = ("simulate", "explore", "data", "base", "syllabus")
    for folder in ("course", *(f"course/{room}" for room in rooms)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "__init__.py").write_text('"""A package."""\n', encoding="utf-8")
    names = ("base/tables", "syllabus/coursefile", "syllabus/lessons", "syllabus/syllabus")
    reader = [f"course/{name}.py" for name in names]
    for file in ("pyproject.toml", "course.toml", *reader):
        shutil.copy(ROOT / file, tmp_path / file)
    return tmp_path


@pytest.fixture
def copy(tmp_path):
    """The parts of the tree that a lesson touches."""
    for part in PARTS:
        shutil.copytree(ROOT / part, tmp_path / part)
    for file in [*map(ROOT.joinpath, FILES), *(ROOT / "tests").glob("*.*")]:
        shutil.copy(file, tmp_path / file.relative_to(ROOT))
    subprocess.run(["git", "init", "--quiet", tmp_path], check=True)  # noqa: S603, S607 - a folder of our own
    return tmp_path


def run(folder, *command):
    place = {**os.environ, "PYTHONPATH": str(folder), "COURSE_PROGRESS": str(folder / "mine.json")}
    process = subprocess.run(  # noqa: S603 - our own tools
        [sys.executable, *command],
        cwd=folder,
        env=place,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    return process.returncode, process.stdout + process.stderr


def lesson(idea="first_idea"):
    return new_lesson.placed(SLUG, "What would a teacher's class add?", idea)


def dataset(folder):
    return skeleton.write(new_dataset.FILES, new_dataset.TEMPLATES, folder, {"name": DATA})


@pytest.mark.slow
@pytest.mark.parametrize("decision", [pytest.param(False, marks=pytest.mark.whole), True])
def test_a_fresh_skeleton_passes_its_own_checks_and_lists_its_todos_last(copy, decision):
    files = [path for path, _ in new_lesson.write(lesson(), copy, decision=decision)]
    status, output = run(copy, "-m", "scaling_ai_kit", "assignments")
    assert status == 0, output
    status, output = run(copy, "-m", "tools.quick", SLUG)
    checks, _, todos = output.partition("Still to be written")
    assert "Failed" not in checks, checks
    assert "WARNING" not in checks  # an author would take it for a mistake of theirs
    lines = todos.splitlines()[1:]
    assert all(re.match(r"\S+:\d+: .*\bTODO\b", line) for line in lines), todos
    with_todos = {str(path) for path in files if "TODO" in (copy / path).read_text("utf-8")}
    assert {line.partition(":")[0] for line in lines} == with_todos
    assert status == 1
    bank = ("-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/exercises/test_banks.py")
    status, output = run(copy, *bank, "-k", SLUG)
    assert status == 0, output


def test_a_fresh_skeleton_keeps_the_style(root):
    new_lesson.write(lesson(), root, decision=True)
    dataset(root)
    for command in (["check"], ["format", "--check"]):
        status, output = run(root, "-m", "ruff", *command)
        assert status == 0, output


def test_the_new_lesson_is_the_last_of_the_syllabus_and_has_its_exercise(root):
    new_lesson.write(lesson("waiting"), root)
    program = (
        "from course.syllabus import syllabus; print(syllabus.MODULES[-1], syllabus.READY[-1])"
    )
    status, output = run(root, "-c", program)
    assert status == 0, output
    assert "What would a teacher's class add?" in output
    assert "('waiting', 'checkpoint')" in output
    assert f"exercise='{SLUG}'" in output
    assert output.split()[-1] == SLUG


def test_a_fresh_data_set_keeps_what_its_test_says(copy):
    dataset(copy)
    card = (copy / "datasets" / DATA / "card.md").read_text(encoding="utf-8")
    regenerate = card.rpartition("```python")[2].partition("```")[0]
    status, output = run(copy, "-c", regenerate)
    assert status == 0, output
    mine = [f"tests/course/data/test_{DATA}.py", "tests/course/data/test_data.py"]
    status, output = run(copy, "-m", "pytest", "-q", "-p", "no:cacheprovider", *mine, "-k", DATA)
    assert status == 0, output


def test_nothing_is_overwritten(root):
    mine = root / "solutions" / f"{SLUG}.md"
    mine.parent.mkdir()
    mine.write_text("mine", encoding="utf-8")
    with pytest.raises(SystemExit, match="exist already"):
        new_lesson.write(lesson(), root)
    assert not (root / "course" / "explore" / SLUG).exists()
    assert SLUG not in (root / "course.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("slug", "title", "message"),
    [
        ("drift", "Why?", "There is a lesson 'drift'"),
        ("Bike-Sharing", "Why?", "The slug is 'Bike-Sharing'; expected a name"),
        ("class", "Why?", "The slug is 'class', a word of Python's own"),
        (SLUG, "", "The title is ''; expected the question"),
        (SLUG, "Bikes", 'with a question mark at its end.* --title "How many'),
        (SLUG, 'Why "bikes"?', "without double quotes"),
        (SLUG, "Why" * 30 + "?", "at most 80 characters"),
    ],
)
def test_a_name_or_a_title_that_would_not_do_is_refused(slug, title, message):
    with pytest.raises(SystemExit, match=message):
        new_lesson.placed(slug, title)


def test_a_lesson_does_not_hide_a_module_that_all_lessons_use(root):
    (root / "course" / "explore" / "controls.py").touch()
    with pytest.raises(SystemExit, match=r"explore/controls\.py exists already"):
        new_lesson.write(new_lesson.placed("controls", "Who steers?"), root)
