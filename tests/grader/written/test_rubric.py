"""A rubric says what a written answer can earn; without one, a person marks it."""

import re
import shutil
from pathlib import Path

import pytest

from course.syllabus.syllabus import CHAPTER_QUESTIONS, MODULES
from split_grader.base.errors import GraderError
from split_grader.course.course import find_course
from split_grader.written import rubric as rubrics

ROOT = Path(__file__).parents[3]
PATH = ROOT / "solutions" / f"{CHAPTER_QUESTIONS}.rubric.toml"
CHAPTER = rubrics.read(PATH)
BY_NAME = {one.name: one for one in CHAPTER.questions.values()}
# A copy, on purpose: renaming a point breaks the marks that instructors have.
FIXED = {
    "Q1": ("gap n80 n20 why", 4),
    "Q2": ("O1 A1 O2 A2 O3 A3 O4 A4 O5 A5 O6 A6", 6),
    "Q3": ("coe_def fed_def coe_adv coe_dis fed_adv fed_dis when hybrid", 8),
    "Q4": ("drift mech data perf retrain monitor", 6),
    "Q5": ("F1 R1 F2 R2 F3 R3 F4 R4 F5 R5 F6 R6 F7 R7 F8 R8 F9 R9", 8),
    "Q6": ("diag comm train flow trust incent jobs stage", 8),
    "Q7": ("define why C1 C2 C3 C4 C5 C6 C7 C8", 6),
    "Q8": ("stance share roles org evid", 5),
}
# Credited points, and what they are worth: a sum in which some groups are capped.
WORTH = [
    ("Q2", "O1 O2 O3 O4", 3),
    ("Q2", "O1 A2 A3", 3),
    ("Q5", "F1 F2 F3 F4 F5 F6 F7 F8 F9", 4),
    ("Q5", "F1 F2 F3 F4 R1 R2 R3 R9", 8),
    ("Q7", "define why C1 C2 C3 C4 C5 C6", 6),
    ("Q8", "", 0),
    ("Q8", "stance stance", 1),
]
GOOD = """
mode = "advise"
[essay]
prompt = "Why?"
max = 2
groups = [{ most = 1, points = ["a", "b"] }, { most = 1, points = ["c"] }]
[essay.points]
a = "One."
b = "Two."
c = "Three."
"""
# What is wrong, how the rubric differs, and what the message must say.
BAD = {
    "not TOML": ("[essay]", "[essay", "can't be read"),
    "no such mode": ('"advise"', '"strict"', "mode is 'strict'; expected \"advise\""),
    "unknown point": ('["c"]', '["c", "d"]', "no point d in its points"),
    "point in no group": ('"a", "b"', '"a"', "every point must be in exactly one group"),
    "point in two groups": ('["c"]', '["c", "a"]', "every point must be in exactly one group"),
    "maximum": ("max = 2", "max = 3", "max = 3, but its points add up to 2"),
    "no maximum": ("max = 2", "", "isn't a question"),
    "no points": ("[essay.points]", "[other]", "isn't a question"),
}


@pytest.mark.parametrize("name", FIXED)
def test_ids_and_maximum_are_those_that_marked_answers_refer_to(name):
    assert list(BY_NAME) == list(FIXED)
    ids, most = FIXED[name]
    assert set(BY_NAME[name].points) == set(ids.split())
    assert BY_NAME[name].most == BY_NAME[name].score(ids.split()) == most
    part_points = [point for part in BY_NAME[name].parts for point in part.points]
    assert sorted(part_points) == sorted(ids.split())
    assert sum(part.most for part in BY_NAME[name].parts) == most


@pytest.mark.parametrize(("name", "credited_points", "worth"), WORTH)
def test_points_add_up_as_the_rubric_says(name, credited_points, worth):
    assert BY_NAME[name].score(credited_points.split()) == worth


def test_an_unknown_point_is_named_with_those_there_are():
    with pytest.raises(GraderError, match=r"Q4 has no point drfit; it has drift, mech"):
        BY_NAME["Q4"].score(["drfit"])


@pytest.mark.parametrize("what", BAD)
def test_a_rubric_that_is_wrong_is_refused_in_words(what, tmp_path):
    old, new, words = BAD[what]
    path = tmp_path / "essay.rubric.toml"
    path.write_text(GOOD)
    assert rubrics.read(path).questions["essay"].most == 2
    path.write_text(GOOD.replace(old, new))
    with pytest.raises(GraderError, match=re.escape(words)) as error:
        rubrics.read(path)
    assert str(path) in str(error.value)


def test_an_empty_rubric_is_refused(tmp_path):
    path = tmp_path / "essay.rubric.toml"
    path.write_text('mode = "advise"\n')
    with pytest.raises(GraderError, match="it has no question"):
        rubrics.read(path)


def test_a_rubric_for_a_cell_that_is_not_there_names_those_that_are(tmp_path):
    shutil.copytree(ROOT / "grader" / "split_grader" / "example", tmp_path / "mine")
    course = find_course(tmp_path / "mine")
    rubric = tmp_path / "mine" / "source" / "payback.rubric.toml"
    rubric.write_text(GOOD.replace("essay", "q3_reasn"))
    with pytest.raises(GraderError, match="no written answer q3_reasn; it has q3_reason"):
        rubrics.of(course, "payback")


def test_the_release_of_the_chapter_holds_no_rubric():
    folder = ROOT / "exercises" / CHAPTER_QUESTIONS
    assert {path.suffix for path in folder.iterdir()} == {".ipynb"}
    text = "".join(path.read_text(encoding="utf-8") for path in folder.iterdir())
    assert not [p for q in BY_NAME.values() for p in q.points.values() if p in text]


def test_the_syllabus_says_of_every_point_which_complete_lesson_teaches_it():
    text = (ROOT / "docs" / "syllabus.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (Q\d), [^|]+ \| ([^|]+) \| ([\d, ]+) \|$", text, re.MULTILINE)
    complete = {module.number for module in MODULES if module.steps}
    syllabus_points = {name: [] for name in BY_NAME}
    for name, points, modules in rows:
        syllabus_points[name] += re.findall(r"`(\w+)`", points)
        assert complete & {int(number) for number in modules.split(",")}, (name, points)
    assert {name: sorted(points) for name, points in syllabus_points.items()} == {
        name: sorted(question.points) for name, question in BY_NAME.items()
    }
