"""How near a setting is to a challenge, read from any function of controls and figures."""

import math

import pandas as pd
import pytest

from course.explore import Challenge, Scene
from course.explore.meters import Meter


def setting(values=None, **facts):
    return values or {}, Scene({"rows": pd.DataFrame()}, "5.", facts=facts)


def meter(condition, start, witness):
    return Meter(Challenge("Reach it.", condition, "Try.", {}), start, witness)


START, WITNESS = setting(live=2, cost=0), setting(live=5, cost=3)


def both(_values, scene):
    return scene.facts["live"] >= 4 and scene.facts["cost"] <= 3.2


@pytest.mark.parametrize(
    ("live", "cost", "expected"),
    [(2, 0, 0), (3, 0, 0.5), (5, 0, 1), (4, 3.2, 1), (5, 4.8, 0.5), (1, 0, 0), (3.999, 0, 0.99)],
)
def test_the_limit_that_is_furthest_away_sets_the_meter(live, cost, expected):
    assert meter(both, START, WITNESS).read(*setting(live=live, cost=cost)) == expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (lambda _, scene: 4 <= scene.facts["live"] <= 8, 0.5),
        (lambda _, scene: round(scene.facts["live"]) >= 4, 0.5),
        (lambda _, scene: scene.facts["live"] + scene.facts["cost"] >= 6, 0.62),
        (lambda _, scene: abs(scene.facts["live"] + -6) < 2, 0.5),
        (lambda _, scene: scene.facts["live"] == 5, 0.33),
        (lambda _, scene: not scene.facts["live"] < 4, 0.5),
        # It holds from the start, so there is no way to measure.
        (lambda _, scene: scene.facts["live"] > scene.facts["cost"] + 1, None),
    ],
)
def test_limits_are_found_however_they_are_written(condition, expected):
    assert meter(condition, START, WITNESS).read(*setting(live=3, cost=1.5)) == expected


def test_what_should_be_above_is_not_there_when_it_is_equal():
    strict = meter(lambda _, scene: scene.facts["live"] > 4, START, WITNESS)
    assert strict.read(*setting(live=4)) == 0.99
    assert strict.read(*setting(live=4.1)) == 1


def test_a_limit_on_a_slider_counts_where_figures_are_limited_too():
    goal = meter(
        lambda values, scene: values["people"] <= 14 and scene.facts["live"] >= 4,
        setting({"people": 20, "years": "2"}, live=2),
        setting({"people": 14, "years": "2"}, live=5),
    )
    assert goal.read(*setting({"people": 17, "years": "2"}, live=5)) == 0.5


def test_a_challenge_without_a_figure_has_no_meter():
    goal = meter(
        lambda values, _: values["people"] <= 14, setting({"people": 20}), setting({"people": 9})
    )
    assert goal.read(*setting({"people": 10})) is None


@pytest.mark.parametrize("live", [math.nan, -math.inf])
def test_a_figure_that_is_missing_or_never_comes_is_far_away(live):
    assert meter(both, START, WITNESS).read(*setting(live=live, cost=0)) == 0
    assert meter(both, START, WITNESS).read(*setting(cost=0)) == 0
