"""`coursekit check` finds explorables that give the answer away or ask for what can't be reached."""

from dataclasses import replace

import pytest

from course.explore import Challenge, GuessChoice
from scaling_ai_kit.explorable_rules import faults_of
from support import own_course
from support.kit_command import tool
from support.toy_explorable import CRISIS, veiled

ASKED = GuessChoice("What grows?", ("Fear", "Hope"), 1, "Look at the line.")
FOUND = replace(CRISIS, opens=("A crisis",))


def goal(least):
    """A goal that the default, a preset or nothing may reach."""
    return Challenge(
        "Lose points.",
        lambda _values, scene: scene.facts["lost"] >= least,
        hint="Move.",
        witness={"size": 2.0, "kind": "concept"},
    )


def faults(**changes):
    return list(faults_of(veiled(**{"guess": ASKED, **changes})))


def test_an_explorable_that_keeps_the_rules_has_no_faults():
    assert faults(challenges=(FOUND,)) == []


@pytest.mark.parametrize(
    ("least", "fault"),
    [
        (1, 'challenge 2 of "shift" is reached at the defaults; ask for more.'),
        (15, 'challenge 2 of "shift" is reached at the preset "A crisis"; ask for more, or name'),
        (30, 'challenge 2 of "shift" is not reached at its witness {"size": 2.0, "kind"'),
    ],
)
def test_a_goal_without_a_way_or_without_effort_is_named(least, fault):
    assert faults(challenges=(FOUND, goal(least)))[0].startswith(fault)


def test_a_title_that_names_only_the_right_option_is_named():
    (fault,) = faults(title="Why hope grows")
    assert fault.startswith('the title of "shift" gives the answer away, with "Hope"; ask')
    assert faults(title="Fear or hope?") == []


@pytest.mark.slow
def test_a_course_of_ones_own_is_held_to_the_rules(tmp_path):
    folder = own_course.write(tmp_path)
    code = folder / "explore" / "payback.py"
    title = "How safe is a plan that knows only the average?"
    text = code.read_text(encoding="utf-8").replace(title, "Why does it take 23 months?")
    code.write_text(text, encoding="utf-8")
    status, output = tool("check", "payback", "--course", folder)
    assert status == 1
    assert output.startswith(
        'explore/payback: the title of "ovens" gives the answer away, with "23"'
    )
