"""The grader under attack: no undeserved point, nothing read or changed, the class is graded."""

import json

import pytest
from hostile.catalogue import ATTACKS, of_family
from hostile.classroom import EXPECTED, PARTLY, PERFECT, notebook_path
from hostile.judge import assault
from hostile.making import differences
from hostile.model import CLASSMATE, FAMILIES, HIDDEN, SECRET
from hostile.runners import our_feedback, ours

_A_CLASS = 10
# What hangs is stopped early; honest cells of this assignment take less than a second.
_SHORT = {"cell_seconds": 10.0, "seconds": 300.0}
_NORMAL = {"cell_seconds": 30.0, "seconds": 600.0}


# What make test grades: the attacks that know the design.
_SAMPLE = {"split-1"}


def _classes(family):
    together = [attack for attack in of_family(family) if not attack.alone]
    for start in range(0, len(together), _A_CLASS):
        some = together[start : start + _A_CLASS]
        yield _case(some, _NORMAL, f"{family}-{1 + start // _A_CLASS}")
    for attack in of_family(family):
        if attack.alone:
            yield _case([attack], _SHORT, attack.student)


def _case(attacks, limits, name):
    marks = [pytest.mark.slow] if name in _SAMPLE else [pytest.mark.slow, pytest.mark.hostile]
    return pytest.param(attacks, limits, id=name, marks=marks)


@pytest.mark.parametrize(
    ("attacks", "limits"), [one for family in FAMILIES for one in _classes(family)]
)
def test_the_grader_withstands(require, attacks, limits):
    require("bwrap")
    verdicts = assault(attacks, ours, our_feedback, **limits)
    failed = {verdict.attack.student: verdict.problems() for verdict in verdicts}
    assert {student: problems for student, problems in failed.items() if problems} == {}


@pytest.mark.slow
def test_the_notebooks_are_what_the_catalogue_says():
    assert differences() == []


def test_the_suite_is_large_and_no_name_is_used_twice():
    assert len(ATTACKS) >= 110
    assert len({attack.student for attack in ATTACKS}) == len(ATTACKS)
    assert all(of_family(family) for family in FAMILIES)


def test_an_unknown_class_of_attacks_is_named():
    with pytest.raises(ValueError, match="no class 'magic'"):
        of_family("magic")


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.student)
def test_each_notebook_says_what_it_tries_and_what_a_success_is(attack):
    about = json.loads(notebook_path(attack).read_text(encoding="utf-8"))["cells"][0]
    assert about["cell_type"] == "markdown"
    text = "".join(about["source"])
    assert attack.student in text
    assert "A success:" in text


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.student)
def test_no_notebook_holds_what_must_not_leak(attack):
    text = notebook_path(attack).read_text(encoding="utf-8")
    assert not [canary for canary in (HIDDEN, CLASSMATE, SECRET) if canary in text]


def test_the_honest_students_differ():
    assert sum(EXPECTED[PERFECT].values()) == 19
    assert sum(EXPECTED[PARTLY].values()) == 15
