"""The skeleton of a lesson is whole: filled, it passes the checks; unfilled, it does not."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tools import new_dataset, new_lesson, skeleton

ROOT = Path(__file__).resolve().parents[2]
PARTS = [
    "banks",
    "course",
    "datasets",
    "exercises",
    "front/widgets",
    "modules",
    "solutions",
    "tests/course",
    "tests/modules",
    "tools",
]
HELPERS = [f"tests/{name}.py" for name in ("explored", "in_process", "sampling")]
FILES = ("course.toml", "pyproject.toml", "README.md", *HELPERS)
CHECKS = (
    "tests/course/test_names.py",
    "tests/course/test_syllabus.py",
    "tests/course/explore/test_all_explorables.py",
    "tests/course/simulate/next_lesson",
    "tests/exercises/test_banks.py",
)
SLUG, DATA = "next_lesson", "next_data"


@pytest.fixture
def root(tmp_path):
    """The place of one more lesson, and nothing else."""
    for folder in ("course", "course/simulate", "course/explore", "course/data"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "__init__.py").write_text('"""A package."""\n', encoding="utf-8")
    reader = [f"course/{name}.py" for name in ("_tables", "coursefile", "lessons", "syllabus")]
    for file in ("pyproject.toml", "course.toml", *reader):
        shutil.copy(ROOT / file, tmp_path / file)
    return tmp_path


@pytest.fixture
def copy(tmp_path):
    """The parts of the tree that a lesson touches."""
    for part in [*PARTS, "tests/exercises"]:
        shutil.copytree(ROOT / part, tmp_path / part)
    for file in FILES:
        shutil.copy(ROOT / file, tmp_path / file)
    return tmp_path


def run(folder, *command):
    place = {**os.environ, "PYTHONPATH": str(folder), "COURSE_PROGRESS": str(folder / "mine.json")}
    done = subprocess.run(  # noqa: S603 - our own tools
        [sys.executable, *command],
        cwd=folder,
        env=place,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    return done.returncode, done.stdout + done.stderr


def lesson(idea="first_idea"):
    return new_lesson.placed(SLUG, "What would a teacher's class add?", idea)


def dataset(folder):
    return skeleton.write(new_dataset.FILES, new_dataset.TEMPLATES, folder, {"name": DATA})


@pytest.mark.whole
@pytest.mark.slow
@pytest.mark.parametrize("decision", [False, True])
def test_a_filled_skeleton_passes_the_checks_of_a_lesson(copy, decision):
    for path, _ in new_lesson.write(lesson(), copy, decision=decision):
        text = (copy / path).read_text(encoding="utf-8")
        assert "TODO" in text or path.name == "__init__.py"
        (copy / path).write_text(text.replace("TODO", "Words"), encoding="utf-8")
    for tool in (["tools/assignments.py"], ["tools/notebooks.py", SLUG]):
        status, told = run(copy, *tool)
        assert status == 0, told
        assert "WARNING" not in told  # an author would take it for a mistake of theirs
    wanted = f"{SLUG} and not has_enough_right_answers"  # the author writes those
    status, told = run(copy, "-m", "pytest", "-q", "-p", "no:cacheprovider", *CHECKS, "-k", wanted)
    assert status == 0, told
    assert "passed" in told
    status, told = run(copy, "tools/lint_content.py")
    assert SLUG not in told, told


def test_a_fresh_skeleton_keeps_the_style(root):
    new_lesson.write(lesson(), root, decision=True)
    dataset(root)
    for command in (["check"], ["format", "--check"]):
        status, told = run(root, "-m", "ruff", *command)
        assert status == 0, told


def test_the_new_lesson_is_the_last_of_the_syllabus_and_has_its_exercise(root):
    new_lesson.write(lesson("waiting"), root)
    told = "from course import syllabus; print(syllabus.MODULES[-1], syllabus.READY[-1])"
    status, said = run(root, "-c", told)
    assert status == 0, said
    assert "What would a teacher's class add?" in said
    assert "('waiting', 'checkpoint')" in said
    assert f"exercise='{SLUG}'" in said
    assert said.split()[-1] == SLUG


def test_a_fresh_data_set_keeps_what_its_test_says(copy):
    dataset(copy)
    card = (copy / "datasets" / DATA / "card.md").read_text(encoding="utf-8")
    regenerate = card.rpartition("```python")[2].partition("```")[0]
    status, told = run(copy, "-c", regenerate)
    assert status == 0, told
    mine = [f"tests/course/data/test_{DATA}.py", "tests/course/data/test_data.py"]
    status, told = run(copy, "-m", "pytest", "-q", "-p", "no:cacheprovider", *mine, "-k", DATA)
    assert status == 0, told


def test_nothing_is_overwritten(root):
    mine = root / "solutions" / f"{SLUG}.md"
    mine.parent.mkdir()
    mine.write_text("mine", encoding="utf-8")
    with pytest.raises(SystemExit, match="exist already"):
        new_lesson.write(lesson(), root)
    assert not (root / "course" / "explore" / SLUG).exists()
    assert SLUG not in (root / "course.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("slug", "title", "told"),
    [
        ("drift", "Why?", "There is a lesson 'drift'"),
        ("Bike-Sharing", "Why?", "SLUG is 'Bike-Sharing'; expected a name"),
        ("class", "Why?", "SLUG is 'class', a word of Python's own"),
        (SLUG, "", "TITLE is ''; expected the question"),
        (SLUG, "Bikes", 'with a question mark at its end.* TITLE="How many'),
        (SLUG, 'Why "bikes"?', "without double quotes"),
        (SLUG, "Why" * 30 + "?", "at most 80 characters"),
    ],
)
def test_a_name_or_a_title_that_would_not_do_is_refused(slug, title, told):
    with pytest.raises(SystemExit, match=told):
        new_lesson.placed(slug, title)


def test_a_lesson_does_not_hide_a_module_that_all_lessons_use(root):
    (root / "course" / "explore" / "controls.py").touch()
    with pytest.raises(SystemExit, match=r"explore/controls\.py exists already"):
        new_lesson.write(new_lesson.placed("controls", "Who steers?"), root)
