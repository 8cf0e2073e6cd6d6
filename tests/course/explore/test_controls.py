"""A control takes what a learner can mean, and says what it expects of anything else."""

import json
import math

import pytest

from course.explore import Choice, Points, Slider, Toggle
from course.explore.controls import as_json

slider = Slider("size", "Size of the shift", low=0, high=2, step=0.1, value=0.5, unit="sd")
choice = Choice("kind", "Kind of drift", options=("covariate", "concept"), value="covariate")
toggle = Toggle("season", "Seasons")
points = Points(
    "places",
    "Pilot",
    x=Slider("x", "Ease", low=0, high=10, step=1, value=0),
    y=Slider("y", "Value", low=0, high=5, step=0.5, value=0),
    value={"shelf": (3, 4.5), "fraud": (7, 1)},
)


@pytest.mark.parametrize("value", [0, 2, 0.7])
def test_a_slider_takes_numbers_from_end_to_end(value):
    assert slider.check(value) == value


@pytest.mark.parametrize("value", [-0.1, 2.01, math.nan, math.inf])
def test_a_slider_says_which_numbers_it_takes(value):
    with pytest.raises(ValueError, match=r"Size of the shift: expected 0 to 2 sd, got "):
        slider.check(value)


@pytest.mark.parametrize("value", ["1", None, True, [1]])
def test_a_slider_says_that_it_takes_a_number(value):
    with pytest.raises(ValueError, match="Size of the shift: expected a number, got "):
        slider.check(value)


def test_a_slider_without_a_unit_has_no_space_too_many():
    plain = Slider("n", "Loans", low=1, high=9, step=1, value=2)
    with pytest.raises(ValueError, match="Loans: expected 1 to 9, got 10"):
        plain.check(10)


def test_a_choice_takes_its_options_and_lists_them_otherwise():
    assert choice.check("concept") == "concept"
    with pytest.raises(ValueError, match="expected one of covariate, concept; got 'prior'"):
        choice.check("prior")


@pytest.mark.parametrize("value", [1, 0, "on", None])
def test_a_toggle_takes_true_and_false_only(value):
    assert toggle.check(value=True) is True
    with pytest.raises(ValueError, match="Seasons: expected True or False, got "):
        toggle.check(value)


def test_points_take_a_place_for_each_point():
    assert points.check({"fraud": [0, 5], "shelf": (10, 0)}) == {"shelf": [10, 0], "fraud": [0, 5]}


@pytest.mark.parametrize("value", [{}, {"shelf": (1, 1)}, None, [[1, 1], [2, 2]]])
def test_points_say_which_ones_there_are(value):
    with pytest.raises(ValueError, match="Pilot: expected a place for each of shelf, fraud; got"):
        points.check(value)


@pytest.mark.parametrize(
    ("place", "problem"),
    [
        ((1,), r"Pilot, shelf: expected a place \(x, y\), got \(1,\)"),
        (3, r"Pilot, shelf: expected a place \(x, y\), got 3"),
        ((11, 1), "Ease: expected 0 to 10, got 11"),
        ((1, -1), "Value: expected 0 to 5, got -1"),
    ],
)
def test_a_point_lies_within_both_sliders(place, problem):
    with pytest.raises(ValueError, match=problem):
        points.check({"shelf": place, "fraud": (1, 1)})


@pytest.mark.parametrize(
    ("unit", "value", "text"),
    [
        (("input", "inputs"), 1, "1 input"),
        (("input", "inputs"), 0, "0 inputs"),
        ("pilots", 2000, "2,000 pilots"),
        ("%", 4.8, "4.8%"),
        ("", 0.25, "0.25"),
        ("€", 1500, "€1,500"),
        ("€ million", 1.15, "€1.15 million"),
        ("€ thousand", -2, "\u2212€2 thousand"),
        ("minutes", -2, "\u22122 minutes"),
    ],
)
def test_a_number_is_said_with_a_unit_that_agrees_with_it(unit, value, text):
    assert Slider("n", "Number", low=0, high=9_000, step=1, value=2, unit=unit).say(value) == text


@pytest.mark.parametrize(
    ("control", "kind"),
    [(slider, "slider"), (choice, "choice"), (toggle, "toggle"), (points, "points")],
)
def test_the_front_end_gets_the_kind_and_every_part_of_a_control(control, kind):
    payload = json.loads(json.dumps(as_json(control)))
    assert payload["kind"] == kind
    assert payload["label"] == control.label
    assert payload["value"] == control.check(control.value)
