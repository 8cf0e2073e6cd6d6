"""A lesson has one name: folders, questions, notebooks and text twins agree with the syllabus."""

from pathlib import Path

import pytest

import course
from course import explore, simulate
from course.syllabus.syllabus import CHAPTER_QUESTIONS, MODULES, READY, SITTINGS

ROOT = Path(__file__).parents[2]
PACKAGE = Path(course.__file__).parent
LESSONS = [module for module in MODULES if module.slug in READY]


def packages(folder):
    return {path.parent.name for path in folder.glob("*/__init__.py")}


def ideas(folder):
    """The files of a lesson with one idea each."""
    return {path.stem for path in folder.glob("[!_]*.py")}


def test_every_lesson_has_its_own_number_and_name():
    assert [module.number for module in MODULES] == list(range(len(MODULES)))
    assert len({module.slug for module in MODULES}) == len(MODULES)


@pytest.mark.parametrize("floor", ["simulate", "explore"])
def test_the_folders_of_a_floor_are_the_lessons(floor):
    assert packages(PACKAGE / floor) == set(READY)
    assert packages(PACKAGE / floor) == {path.name for path in (PACKAGE / floor).glob("[!_]*/")}


@pytest.mark.parametrize("floor", [simulate, explore])
def test_a_floor_offers_every_lesson_by_name(floor):
    assert set(READY) <= set(floor.__all__)
    assert all(getattr(floor, slug).__name__ == f"{floor.__name__}.{slug}" for slug in READY)


@pytest.mark.parametrize("slug", READY)
def test_an_explorable_stands_over_the_model_of_the_same_file_name(slug):
    extra = ideas(PACKAGE / "explore" / slug) - ideas(PACKAGE / "simulate" / slug)
    message = f"course/explore/{slug} has {extra}, and course/simulate/{slug} no file of this name"
    assert not extra, message


@pytest.mark.parametrize("module", LESSONS, ids=lambda module: module.slug)
def test_the_steps_of_a_lesson_are_its_explorables_and_its_checkpoint(module):
    explorable_names = sorted(getattr(explore, module.slug).__all__)
    steps = sorted({*module.steps, *(module.workbench or ())} - {"checkpoint"})
    message = (
        f"its steps are {steps}, and __all__ in course/explore/{module.slug} is {explorable_names}"
    )
    assert steps == explorable_names, message


def test_the_questions_are_those_of_the_lessons_with_a_checkpoint():
    file_names = {path.stem for path in (PACKAGE / "questions").glob("*.toml")}
    assert file_names == {module.slug for module in LESSONS if "checkpoint" in module.steps}


def test_the_notebooks_and_their_text_twins_are_the_lessons():
    names = {module.notebook for module in LESSONS} | {
        module.workbench_notebook for module in LESSONS if module.workbench is not None
    }
    assert {path.name for path in (ROOT / "modules").glob("*.ipynb")} == names
    assert {f"{path.stem}.ipynb" for path in (ROOT / "modules" / "text").glob("*.md")} == names


def test_the_exercise_of_a_lesson_is_an_assignment():
    assignments = {path.stem for path in (ROOT / "solutions").glob("*.md")}
    assert {module.exercise for module in MODULES if module.exercise} <= assignments


def test_each_chapter_question_is_a_notebook_named_after_its_lesson():
    texts = (ROOT / "solutions").glob(f"{CHAPTER_QUESTIONS}.*.md")
    assert {path.stem.partition(".")[2] for path in texts} == set(SITTINGS.values())
    assert sorted(SITTINGS) == [f"q{number}" for number in range(1, 9)]


def test_the_tests_of_the_models_mirror_the_lessons():
    folder = ROOT / "tests" / "course" / "simulate"
    assert {path.name for path in folder.iterdir() if any(path.glob("test_*.py"))} == set(READY)
