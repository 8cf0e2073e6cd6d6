"""Guesses: what the page asks, what it may answer, and what is drawn next to the truth."""

import json

import pandas as pd
import pytest

from course.explore import GuessChoice, GuessLine, GuessNumber, Scene, Slider

SCENE = Scene(
    {"months": pd.DataFrame({"loss": [0.04, 0.16, 0.36]})}, "36% are lost.", facts={"lost": 36.123}
)
SHARE = Slider("lost", "Lost", 0, 100, 1, 50, "%")
number = GuessNumber("How much?", SHARE, lambda scene: scene.facts["lost"], "Because.")
line = GuessLine(
    "How does it grow?",
    ("May", "June", "July"),
    Slider("loss", "Loss", 0, 1, 0.01, 0.5),
    lambda scene: scene.data["months"]["loss"],
    "Because.",
)


@pytest.mark.parametrize("answer", [-1, 2])
def test_the_answer_of_a_choice_is_one_of_its_options(answer):
    with pytest.raises(ValueError, match=rf"index into the 2 options, got {answer}"):
        GuessChoice("Which falls first?", ("PSI", "Accuracy"), answer, "Because.")


def test_options_stand_in_an_order_that_tells_nothing_and_always_in_the_same():
    options = tuple("abcd")
    guess = GuessChoice("Which?", options, 0, "Because.")
    shuffled_options = guess.asked("toy.wave")["options"]
    assert sorted(shuffled_options) == sorted(options)
    assert shuffled_options == guess.asked("toy.wave")["options"]
    orders = [tuple(guess.asked(f"toy.{number}")["options"]) for number in range(200)]
    assert len(set(orders)) > 15
    firsts = [order[0] for order in orders]
    assert min(map(firsts.count, options)) > 25  # the right one is as often first as any other


def test_what_is_asked_holds_no_answer():
    choice = GuessChoice("Which?", ("PSI", "Accuracy"), 1, "Because it is 36.")
    for guess in (choice, number, line):
        text = json.dumps(guess.asked("toy.wave"))
        assert not any(word in text for word in ("36", "Because", "answer", "truth"))


def test_a_truth_has_one_digit_more_than_the_slider():
    assert number.truth_in(SCENE) == 36.1
    assert line.truth_in(SCENE) == [0.04, 0.16, 0.36]


def test_a_guess_is_drawn_with_its_place_and_its_number():
    assert number.marks(5, "you:") == [{"value": 5, "label": "you: 5%"}]
    assert number.marks(-5, "you:")[0]["label"] == "you: \u22125%"
    assert line.marks([0.1, 0.2, 0.3], "you:")[1] == {"at": "June", "value": 0.2, "label": "you:"}


@pytest.mark.parametrize("value", [[0.1, 0.2], 3, None, [0.1, 0.2, 7]])
def test_a_line_has_a_number_within_the_slider_for_each_place(value):
    with pytest.raises(ValueError, match="expected"):
        line.check(value)


def test_a_number_lies_within_its_slider():
    with pytest.raises(ValueError, match="Lost: expected 0 to 100%, got 101"):
        number.check(101)
