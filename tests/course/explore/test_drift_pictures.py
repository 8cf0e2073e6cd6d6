"""Lesson 7's applicants: dots and words agree, and luck stays."""

import numpy as np
import pytest

from course.explore import drift
from course.simulate.drift._lender import BREAK_EVEN, drifted_world
from course.simulate.drift.crowd import draw_crowd
from scaling_ai_kit.explorable_rules import rows_in


@pytest.fixture(scope="module")
def shown():
    return drift.shift()


def scene(shown, **setting):
    return shown._model(**shown.setting(setting))


KINDS = [
    "nothing",
    "who applies: safer people (covariate shift)",
    "who applies: riskier people (covariate shift)",
    "how many default (prior shift)",
    "what leads to default (concept drift)",
]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("size", [0, 0.5, 1])
def test_the_words_count_the_dots_and_no_dot_hides_another(shown, kind, size):
    picture = scene(shown, kind=kind, size=size)
    dots, groups = picture.data["dots"], picture.data["groups"]
    assert len(dots) == 200
    assert dots["applicant"].is_unique
    assert not dots.duplicated(["x", "y"]).any()
    assert sum(int(words.split()[0]) for words in groups["seen"]) == dots["defaulted"].sum()
    assert f"in the picture it misjudges {dots['wrong'].sum()} of 200" in picture.summary
    assert ((dots["x"] > 0.5) != dots["defaulted"]).equals(dots["wrong"]), "as the line says"


def test_a_concept_drift_moves_no_dot(shown):
    quiet_dots, moved_dots = (
        scene(shown, kind=kind).data["dots"] for kind in (KINDS[0], KINDS[-1])
    )
    assert quiet_dots[["applicant", "x", "y"]].equals(moved_dots[["applicant", "x", "y"]])
    assert not quiet_dots["defaulted"].equals(moved_dots["defaulted"])


@pytest.mark.parametrize(
    ("kind", "applicants"),
    [
        ("none", "safer"),
        ("covariate", "safer"),
        ("covariate", "riskier"),
        ("prior", "safer"),
        ("concept", "safer"),
    ],
)
@pytest.mark.parametrize("size", [0.25, 0.5, 1])
def test_the_crowd_is_as_the_long_run_within_a_few_applicants(kind, applicants, size):
    crowd = draw_crowd(kind, size, applicants=applicants)
    world = drifted_world(kind, np.array([size]), applicants)
    right = world.accuracy(np.array([BREAK_EVEN]))[0]
    assert crowd["wrong"].sum() == pytest.approx(200 * (1 - right), abs=3)


def test_before_the_guess_nobody_has_a_fate(shown):
    dots = [row for row in rows_in(shown.before) if "applicant" in row]
    assert len(dots) == 200
    assert all(row.keys() == {"applicant", "x", "y"} for row in dots)
