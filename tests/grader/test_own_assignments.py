"""The course's own tests all run apart from the answers, and the solutions pass them so.

A test that needs a single process is graded nevertheless, with less trust; that hid a fault once.
"""

from pathlib import Path

import nbformat
import pytest

from split_grader.course.course import find_course
from split_grader.course.permissions import permissions_of
from split_grader.running.isolated import as_cell, engine
from split_grader.split import Assignment
from support.sampling import sampled

COURSE = find_course(Path(__file__).parents[2])
OWN = {
    f"{name}/{path.stem}": path
    for name in COURSE.assignments()
    for path in sorted(COURSE.source(name).glob("*.ipynb"))
}
LEAST_CELLS = 6
READ_BY_A_PERSON = ["board_paper/board_paper"]


def in_sittings(name):
    return name.startswith("chapter_questions/")


pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("libraries")]


@pytest.mark.parametrize("name", sampled(OWN, every=len(OWN), kind=in_sittings))
def test_every_test_of_a_notebook_runs_apart(name):
    path = OWN[name]
    cells = [as_cell(node, {}) for node in nbformat.read(path, as_version=4).cells]
    profile = engine(permissions_of(COURSE.config)).profile(cells, Assignment(files=path.parent))
    assert (profile.low_trust, profile.failing) == ({}, {})
    assert len(profile.cells) >= (0 if name in READ_BY_A_PERSON else LEAST_CELLS)


def test_the_assignments_are_found():
    assignments = {name.partition("/")[0] for name in OWN}
    assert {
        "alerts_and_adoption",
        "board_paper",
        "chapter_questions",
        "data_quality",
        "drift",
        "fairness",
        "prioritization",
        "registry",
        "rollout",
        "value",
    } <= assignments
    assert len([name for name in OWN if name.startswith("chapter_questions/")]) == 8
