"""A mistake in an explorable is answered in words: what is there, what was expected, what to do."""

from dataclasses import replace

import pandas as pd
import pytest

from course.base.require import UnknownNameError
from course.explore import Challenge, Choice, GuessChoice, GuessLine, Scene, Slider
from course.explore.ghosts import guess_rules
from support.toy_explorable import CRISIS, NUMBER, chart, line, model, shift

SIZE = Slider("size", "Size", low=0, high=2, step=0.1, value=0.5, unit="sd")
FRAME = pd.DataFrame({"month": [1, 2]})


def reached(function):
    return shift(challenges=(Challenge("Fill it.", function, "Move.", {}),))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"model": lambda sise, kind, **_others: model(sise, kind, season=False)},
            r"takes sise, kind, _others, and the controls are size, kind, season \(.*'sise'\)\. Name",
        ),
        ({"model": lambda **_: None}, "must return a Scene .*; it returned NoneType"),
        ({"controls": SIZE}, r"controls: expected them in brackets, .* \(one,\); got Slider"),
        ({"controls": (SIZE, SIZE)}, "controls: expected different names; size comes twice"),
        ({"challenges": CRISIS}, r"challenges: expected them in brackets, .* got Challenge"),
        (
            {"chart": lambda: chart(line("demnd"))},
            r"chart draws demnd; the model's Scene has months\. Correct the name in alt\.NamedData",
        ),
        ({"presets": {"A war": {"size": 3}}}, r"expected 0 to 2 sd, got 3 \(preset 'A war'\)\."),
        (
            {"challenges": (replace(CRISIS, witness={"size": -1}),)},
            r"expected 0 to 2 sd, got -1 \(challenge 'Lose more than ten points\.'\)",
        ),
    ],
)
def test_parts_that_do_not_fit_are_named(changes, message):
    with pytest.raises(ValueError, match=message):
        shift(**changes)


def test_a_challenge_that_asks_for_an_unknown_fact_is_told_the_facts():
    with pytest.raises(
        UnknownNameError,
        match=r"challenge 'Fill it\.': The scene has no fact 'fill'; its facts are lost\. Correct",
    ):
        reached(lambda _values, scene: scene.facts["fill"] > 1)


def test_a_challenge_that_asks_for_an_unknown_control_is_told_the_controls():
    with pytest.raises(
        UnknownNameError, match=r"'Fill it\.': there is no control 'sise'; there are size, kind,"
    ):
        reached(lambda values, _scene: values["sise"] > 1)


@pytest.mark.parametrize(
    ("truth", "message"),
    [
        (lambda scene: scene.facts["last"], "The scene has no fact 'last'; its facts are lost"),
        (lambda _scene: None, "truth: expected a number of the scene, .* got None"),
    ],
)
def test_a_truth_that_the_scene_does_not_have_is_refused(truth, message):
    guess = replace(NUMBER, truth=truth)
    with pytest.raises((KeyError, ValueError), match=message):
        shift(guess=guess, chart=lambda: chart(guess_rules("y")))


@pytest.mark.parametrize("truth", [[1], 2.5])
def test_a_line_has_a_true_number_for_each_place(truth):
    guess = GuessLine("How?", ("May", "June"), SIZE, lambda _scene: truth, "Because.")
    with pytest.raises(ValueError, match="truth: expected 2 numbers, one for each place; got"):
        guess.truth_in(Scene({}, "1."))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (FRAME, r'as in \{"results": frame\}; got DataFrame\.'),
        ({"months": [1, 2]}, r"data frames by name, .*; got list as 'months'"),
    ],
)
def test_a_scene_has_frames_by_name(data, message):
    with pytest.raises(ValueError, match=message):
        Scene(data, "Two months.")


def test_a_scene_has_a_sentence():
    with pytest.raises(ValueError, match=r"Scene: expected a sentence .*; got {'lost': 3}"):
        Scene({"months": FRAME}, {"lost": 3})


@pytest.mark.parametrize("make", [Choice, GuessChoice])
def test_one_option_without_a_comma_is_not_taken_for_its_letters(make):
    with pytest.raises(ValueError, match=r"two options or more, as in .*; got 'weekday'"):
        make("day", "weekday", 0, "w") if make is GuessChoice else make(
            "day", "Day", "weekday", "w"
        )


def test_an_answer_is_an_index_and_not_the_option_itself():
    with pytest.raises(ValueError, match="index into the 2 options, got 'Accuracy'"):
        GuessChoice("What falls?", ("Nothing", "Accuracy"), "Accuracy", "Because.")


@pytest.mark.parametrize("wrong", [{"low": 2, "high": 0}, {"step": 0}])
def test_a_slider_goes_up_in_steps(wrong):
    with pytest.raises(ValueError, match="Size: expected a low end below the high end and a step"):
        replace(SIZE, **wrong)
