"""The question files: neither the place nor the length of an option gives the right one away."""

from collections import Counter

import pytest
from scipy.stats import chisquare

from course.recall import checkpoints

MODULES = checkpoints.modules()


def right_place(question):
    return [bool(option.get("correct")) for option in question["options"]].index(True)


def right_is_longest(question):
    lengths = [len(option["text"]) for option in question["options"]]
    right = lengths.pop(right_place(question))
    return right > max(lengths)


def test_right_options_are_spread_as_by_chance():
    questions = [question for module in MODULES for question in checkpoints.questions(module)]
    assert len(questions) >= 15
    for count in {len(question["options"]) for question in questions}:
        places = Counter(right_place(item) for item in questions if len(item["options"]) == count)
        assert chisquare([places[place] for place in range(count)]).pvalue > 0.01, places


@pytest.mark.parametrize("module", MODULES)
def test_no_place_is_right_in_more_than_half_of_a_modules_questions(module):
    places = Counter(right_place(question) for question in checkpoints.questions(module))
    assert max(places.values()) <= places.total() / 2, f"{places}: rename the id of a question"


@pytest.mark.parametrize("module", MODULES)
def test_the_longest_option_is_right_in_half_of_the_questions_at_most(module):
    questions = checkpoints.questions(module)
    longest = [question["id"] for question in questions if right_is_longest(question)]
    assert len(longest) <= len(questions) / 2, f"longer wrong options are needed in: {longest}"
