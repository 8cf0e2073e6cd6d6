"""The grader under attack: no undeserved point, nothing read or changed, the class is graded."""

import json

import pytest
from hostile.catalogue import ATTACKS, of_family
from hostile.classroom import EXPECTED, PARTLY, PERFECT
from hostile.judge import assault
from hostile.making import build
from hostile.model import CLASSMATE, FAMILIES, HIDDEN, SECRET
from hostile.runners import our_feedback, ours

from support.sampling import sampled

_A_CLASS = 10
# What hangs is stopped early; honest cells of this assignment take less than a second.
_SHORT = {"cell_seconds": 10.0, "seconds": 300.0}
_NORMAL = {"cell_seconds": 30.0, "seconds": 600.0}


# Each that must be tried alone costs as much as a class of ten.
_TRIED = [
    *sampled(
        [attack for attack in ATTACKS if not attack.alone],
        every=45,
        kind=lambda attack: attack.family,
        name=lambda attack: attack.student,
    ),
    *sampled(
        [attack for attack in ATTACKS if attack.alone],
        every=len(ATTACKS),
        kind=lambda _: "alone",
        name=lambda attack: attack.student,
    ),
]


def _classes():
    """The hostile submissions in classes, each with its limits and named after its families."""
    together = [attack for attack in _TRIED if not attack.alone]
    for start in range(0, len(together), _A_CLASS):
        some = together[start : start + _A_CLASS]
        families = "-".join(dict.fromkeys(attack.family for attack in some))
        yield pytest.param(some, _NORMAL, id=f"{families}-{1 + start // _A_CLASS}")
    for attack in _TRIED:
        if attack.alone:
            yield pytest.param([attack], _SHORT, id=attack.student)


@pytest.mark.slow
@pytest.mark.parametrize(("attacks", "limits"), list(_classes()))
def test_the_grader_withstands(require, attacks, limits):
    require("bwrap")
    verdicts = assault(attacks, ours, our_feedback, **limits)
    problems_by_student = {verdict.attack.student: verdict.problems() for verdict in verdicts}
    assert {
        student: problems for student, problems in problems_by_student.items() if problems
    } == {}


def test_the_suite_is_large_and_no_name_is_used_twice():
    assert len(ATTACKS) >= 110
    assert len({attack.student for attack in ATTACKS}) == len(ATTACKS)
    assert all(of_family(family) for family in FAMILIES)


def test_every_family_is_tried_and_some_attacks_alone():
    assert {attack.family for attack in _TRIED} == set(FAMILIES)
    assert any(attack.alone for attack in _TRIED)


def test_an_unknown_class_of_attacks_is_named():
    with pytest.raises(ValueError, match="no class 'magic'"):
        of_family("magic")


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.student)
def test_each_notebook_says_what_it_tries_and_what_a_success_is(attack):
    about = json.loads(build(attack))["cells"][0]
    assert about["cell_type"] == "markdown"
    text = "".join(about["source"])
    assert attack.student in text
    assert "A success:" in text


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.student)
def test_no_notebook_holds_what_must_not_leak(attack):
    text = build(attack)
    assert not [canary for canary in (HIDDEN, CLASSMATE, SECRET) if canary in text]


def test_the_honest_students_differ():
    assert sum(EXPECTED[PERFECT].values()) == 19
    assert sum(EXPECTED[PARTLY].values()) == 15
