"""The class of the demo writes answers of different quality, not ours thirty times."""

from collections import Counter
from pathlib import Path

import nbformat
import pytest

from split_grader.base.errors import GraderError
from split_grader.course.bank import instructor_answers, read_bank
from split_grader.course.course import find_course
from split_grader.tasks import demo
from split_grader.written.marking import marking_of
from split_grader.written.rubric import read
from split_grader.written.store import load_scorers

ROOT = Path(__file__).parents[3]
NAME = "chapter_questions"
OURS = instructor_answers(ROOT / "solutions" / NAME)
BANK = read_bank(ROOT / "banks" / NAME, OURS)
RUBRIC = read(ROOT / "solutions" / f"{NAME}.rubric.toml")
STUDENTS = 30
LEFT_OUT = STUDENTS // 3


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory):
    folder = tmp_path_factory.mktemp("downloads")
    demo.make_downloads(find_course(ROOT), NAME, BANK, folder)
    notebooks = [
        nbformat.read(path, as_version=4) for path in folder.rglob("*.ipynb") if _sound(path)
    ]
    return [
        {c.metadata.get("nbgrader", {}).get("grade_id"): c.source for c in one.cells}
        for one in notebooks
    ]


def _sound(path):
    broken_students = {kind.student for kind in demo.broken_kinds()}
    return not broken_students & set(path.parts)


def test_some_of_the_class_hand_in_only_some_of_the_notebooks(handed_in):
    assert len(handed_in) == STUDENTS * len(RUBRIC.questions) - LEFT_OUT


@pytest.mark.parametrize("label", RUBRIC.questions)
def test_a_class_writes_different_answers(label, handed_in):
    counts = Counter(one[label] for one in handed_in if label in one)
    assert STUDENTS - LEFT_OUT <= counts.total() < STUDENTS
    assert len(counts) >= 4
    assert counts.most_common(1)[0][1] <= 20
    assert OURS[label] not in counts


@pytest.mark.parametrize("label", RUBRIC.questions)
def test_the_answers_are_of_different_quality_and_nothing_is_held_against_the_best(label):
    scorer = load_scorers(RUBRIC, RUBRIC.model)[0][label]
    scores = [scorer.score(text) for text in BANK.written[label]]
    assert scores[0].score == max(one.score for one in scores) >= scorer.question.most / 2
    assert scores[0].score > scores[-1].score
    assert scores[0].flags == ()


def test_a_bank_that_writes_to_no_cell_is_refused(tmp_path):
    for path in (ROOT / "banks" / NAME).iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "written.toml").write_text('q9_written = ["An answer."]')
    with pytest.raises(GraderError, match="answers no cell of the notebook: q9_written"):
        read_bank(tmp_path, OURS)


def test_the_scratch_course_keeps_rubric_and_model(tmp_path):
    bank = ROOT / "banks" / NAME
    course = demo.make_course(find_course(ROOT), NAME, tmp_path / "demo", bank, 5)
    marking = marking_of(course, NAME)
    assert set(marking.scorers) == set(RUBRIC.questions)
    assert marking.notes == ()
