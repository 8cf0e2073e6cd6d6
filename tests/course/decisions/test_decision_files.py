"""Each decision of the course has what the lesson and the two years need."""

import itertools
import re

import pytest

from course.board import decisions
from course.board.decision_checks import EFFECTS
from course.syllabus.syllabus import MODULES

SLUGS = decisions.modules()


def test_every_decision_belongs_to_a_module():
    assert {"data_at_scale", "drift", "prioritization"} <= set(SLUGS)
    assert set(SLUGS) <= {module.slug for module in MODULES}


@pytest.mark.parametrize("slug", SLUGS)
def test_a_decision_of_the_course_has_four_options_of_like_length_and_a_number(slug):
    decision = decisions.decision(slug)
    lengths = [len(option["text"]) for option in decision["option"]]
    assert len(lengths) == 4, "two_years() names them: first to fourth option"
    message = f"options of {lengths} characters: the longest is at least twice the shortest"
    assert max(lengths) < 2 * min(lengths), message
    count = len(decision["number"])
    assert 1 <= count <= 2, f"it has {count} tables [[number]]; expected one or two"
    assert decision["hint"], "it has no hint, which helps readers give a reason"
    long = [option["key"] for option in decision["option"] if len(option["text"].split()) > 30]
    assert not long, f"more than 30 words: the options {', '.join(long)}"


@pytest.mark.parametrize("slug", SLUGS)
def test_a_number_reads_as_a_sentence_wherever_its_slider_ends(slug):
    for number in decisions.decision(slug)["number"]:
        for value in (number["low"], number["default"], number["high"]):
            sentence = decisions.number_text(number, value)
            message = (
                f"says: expected a sentence with a capital letter and a full stop, got {sentence!r}"
            )
            assert re.fullmatch(r"[A-Z0-9][^{}:]*(: [^{}]*)?\.", sentence), message
            message = f"says: give {value:g} its own sentence in says_at, instead of {sentence!r}"
            assert not re.search(r"\b[01] (\w+ )?\w+s\b", sentence), message


@pytest.mark.parametrize("slug", SLUGS)
def test_at_every_corner_the_effects_stay_within_what_the_two_years_take(slug):
    decision = decisions.decision(slug)
    names = [number["key"] for number in decision["number"]]
    corners = itertools.product(*[(number["low"], number["high"]) for number in decision["number"]])
    for values in corners:
        for option in decision["option"]:
            numbers = dict(zip(names, values, strict=True))
            choice = {"option": option["key"], "numbers": numbers}
            for name, value in decisions.effects(slug, choice).items():
                _, low, high = EFFECTS[name]
                message = f"{name} is {value:g} for {option['key']} with {numbers}"
                assert low <= value <= high, f"{message}; the two years take {low} to {high}"


@pytest.mark.parametrize("module", SLUGS)
def test_each_option_says_what_the_board_paper_will_say(module):
    file = decisions.decision(module)
    for option in file["option"]:
        text = decisions.on_paper(file, option)
        assert text.startswith("The board paper will ")
        assert "{" not in text
        assert text.endswith(".")
        for sentence in option.get("shows", "").rstrip(".").split(". "):
            assert (sentence in text) == ("{" not in sentence)


def test_an_option_names_what_its_numbers_change_too():
    file = decisions.decision("scaling_gap")
    texts = [decisions.on_paper(file, option) for option in file["option"]]
    assert all("pilots that begin in a year" in each for each in texts)


def test_an_option_says_how_much_it_changes_unless_a_number_decides():
    file = decisions.decision("mlops")
    texts = {option["key"]: decisions.on_paper(file, option) for option in file["option"]}
    assert "the number of incidents (34% less)" in texts["tiers"]
    assert "cost in thousand euros a month (7.1)" in texts["tiers"]
    assert "the harm of an incident (by your numbers)" in texts["owners"]


def test_where_numbers_change_a_figure_the_page_says_what_it_knows_without_them():
    file = decisions.decision("measuring_success")
    (trial,) = (option for option in file["option"] if option["key"] == "trial")
    assert decisions.on_paper(file, trial) == (
        "The board paper will say: Until the planned day half of the people work without the "
        "assistant. Of changes that do nothing, 2.5% still come out as a gain; with daily looks it "
        "would be 14%. It will also say what the lesson's own model gives for these numbers."
    )
