"""The skeleton of a lesson is whole: filled, it passes the checks; unfilled, it does not."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from course.syllabus import MODULES, Module
from tools import new_lesson

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("course", "modules", "tests/course", "tests/modules", "tools", "solutions", "datasets")
CHECKS = ("tests/course/test_names.py", "tests/course/explore/test_all_explorables.py")
WAITING = Module(len(MODULES), "next_lesson", "What would a teacher add?")
ENTRY = f'    Module({WAITING.number}, "{WAITING.slug}", "{WAITING.question}"),\n'


@pytest.fixture
def copy(tmp_path):
    """The parts of the tree that a lesson touches, with one more lesson in the syllabus."""
    for part in PARTS:
        shutil.copytree(ROOT / part, tmp_path / part)
    for file in ("pyproject.toml", "README.md", "tests/sampling.py"):
        shutil.copy(ROOT / file, tmp_path / file)
    (tmp_path / "exercises").symlink_to(ROOT / "exercises")
    syllabus = tmp_path / "course" / "syllabus.py"
    text = syllabus.read_text(encoding="utf-8")
    assert text.count("\n)\n\nREADY") == 1
    syllabus.write_text(text.replace("\n)\n\nREADY", f"\n{ENTRY})\n\nREADY"), encoding="utf-8")
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


@pytest.mark.whole
@pytest.mark.slow
def test_a_filled_skeleton_passes_the_checks_of_a_lesson(copy):
    module = WAITING
    for path, _ in new_lesson.write(module, copy):
        text = (copy / path).read_text(encoding="utf-8")
        assert "TODO" in text or path.name == "__init__.py"
        (copy / path).write_text(text.replace("TODO", "Words"), encoding="utf-8")
    status, told = run(copy, "tools/notebooks.py", module.slug)
    assert status == 0, told
    status, told = run(
        copy, "-m", "pytest", "-q", "-p", "no:cacheprovider", *CHECKS, "-k", module.slug
    )
    assert status == 0, told
    assert "passed" in told
    status, told = run(copy, "tools/lint_content.py")
    assert module.slug not in told, told


def test_nothing_is_overwritten(copy):
    module = WAITING
    (copy / "course" / "questions" / f"{module.slug}.toml").write_text("mine", encoding="utf-8")
    with pytest.raises(SystemExit, match="exist already"):
        new_lesson.write(module, copy)
    assert not (copy / "course" / "explore" / module.slug).exists()


@pytest.mark.parametrize(
    ("slug", "told"), [("drift", "exists already"), ("drfit", "is not in course/syllabus.py")]
)
def test_a_lesson_that_is_not_in_preparation_is_refused(slug, told):
    with pytest.raises(SystemExit, match=told):
        new_lesson.in_preparation(slug)
