"""The rubric's ids and maxima are fixed: graded answers refer to them."""

import re
from pathlib import Path

import pytest

from course.syllabus import MODULES
from grader.errors import GraderError
from grader.written.rubric import question, questions

# A copy, on purpose: whoever renames a point breaks the grades that instructors have.
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
    ("Q1", "gap n80 n20 why", 4),
    ("Q2", "O1 O2 O3 O4", 3),
    ("Q2", "A1 A2 A3 A4 A5 A6", 3),
    ("Q2", "O1 A2 A3", 3),
    ("Q5", "F1 F2 F3 F4 F5 F6 F7 F8 F9", 4),
    ("Q5", "F1 F2 F3 F4 R1 R2 R3 R9", 8),
    ("Q7", "define why", 2),
    ("Q7", "C1 C2 C3 C4 C5 C6", 4),
    ("Q8", "", 0),
    ("Q8", "stance stance", 1),
]


def test_there_are_these_questions_and_no_others():
    assert list(questions()) == list(FIXED)


@pytest.mark.parametrize("name", FIXED)
def test_ids_and_maximum_are_those_that_graded_answers_refer_to(name):
    ids, most = FIXED[name]
    asked = question(name)
    assert set(asked.points) == set(ids.split())
    assert asked.most == most


@pytest.mark.parametrize("name", FIXED)
def test_every_point_counts_in_one_group_and_the_groups_reach_the_maximum(name):
    asked = question(name)
    grouped = [point for _, ids in asked.groups for point in ids]
    assert sorted(grouped) == sorted(asked.points)
    assert sum(most for most, _ in asked.groups) == asked.most
    assert asked.score(asked.points) == asked.most


@pytest.mark.parametrize(("name", "credited", "worth"), WORTH)
def test_points_add_up_as_the_rubric_says(name, credited, worth):
    assert question(name).score(credited.split()) == worth


def test_an_unknown_question_is_named_beside_those_there_are():
    with pytest.raises(GraderError, match=r"no question 'Q9'; there are Q1, .*Q8"):
        question("Q9")


def test_an_unknown_point_is_named_beside_those_there_are():
    with pytest.raises(GraderError, match=r"Q4 has no point drfit; it has drift, mech"):
        question("Q4").score(["drfit"])


def test_the_syllabus_says_of_every_point_which_complete_lesson_teaches_it():
    text = (Path(__file__).parents[3] / "docs" / "syllabus.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (Q\d), [^|]+ \| ([^|]+) \| ([\d, ]+) \|$", text, re.MULTILINE)
    complete = {module.number for module in MODULES if module.steps}
    told = {name: [] for name in questions()}
    for name, points, modules in rows:
        told[name] += re.findall(r"`(\w+)`", points)
        assert complete & {int(number) for number in modules.split(",")}, (name, points)
    assert {name: sorted(points) for name, points in told.items()} == {
        name: sorted(asked.points) for name, asked in questions().items()
    }
