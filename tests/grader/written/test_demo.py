"""The class of the demo writes answers of different quality, not ours thirty times."""

from collections import Counter
from pathlib import Path

import nbformat
import pytest

from grader import demo
from grader.bank import instructor_answers, read_bank
from grader.course.course import find_course
from grader.written.guards import guarded
from grader.written.rubric import question, questions

ROOT = Path(__file__).parents[3]
NAME = "chapter_questions"
OURS = instructor_answers(ROOT / "solutions" / NAME)
STUDENTS = 30
LEFT_OUT = STUDENTS // 3


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory):
    folder = tmp_path_factory.mktemp("downloads")
    bank = read_bank(ROOT / "banks" / NAME, OURS)
    demo.make_downloads(find_course(ROOT), NAME, bank, folder)
    notebooks = [
        nbformat.read(path, as_version=4) for path in folder.rglob("*.ipynb") if _sound(path)
    ]
    return [
        {c.metadata.get("nbgrader", {}).get("grade_id"): c.source for c in one.cells}
        for one in notebooks
    ]


def _sound(path):
    broken = {kind.student for kind in demo.broken_kinds()}
    return not broken & set(path.parts)


def test_some_of_the_class_hand_in_only_some_of_the_notebooks(handed_in):
    assert len(handed_in) == STUDENTS * len(questions()) - LEFT_OUT


@pytest.mark.parametrize("name", questions())
def test_a_class_writes_different_answers(name, handed_in):
    label = f"{name.lower()}_written"
    said = Counter(one[label] for one in handed_in if label in one)
    assert STUDENTS - LEFT_OUT <= said.total() < STUDENTS
    assert len(said) >= 4
    assert said.most_common(1)[0][1] <= 20
    assert OURS[f"{name.lower()}_written"] not in said


@pytest.mark.parametrize("name", questions())
def test_the_answers_are_of_different_quality_and_nothing_is_held_against_the_best(name, scored):
    texts = demo._written()[name]
    given = [scored(name, text).score for text in texts]
    assert given[0] == max(given) >= question(name).most / 2
    assert given[0] > given[-1]
    assert guarded(name, texts[0]).flags == ()
