"""What a rule about sources leaves of the claims."""

import itertools
import math

import pytest

from course.data import timeline
from course.simulate.case_and_pitfalls.evidence import ADMITS, TOPICS, quote

FIRM, OTHERS, WEB = "the firm's own words", "others too", "any page on the web"


@pytest.mark.parametrize("topic", TOPICS)
def test_nothing_is_audited_in_the_pack_so_nothing_may_be_quoted(topic):
    quotation = quote(topic, "audited only")
    assert quotation.admitted.empty
    assert math.isnan(quotation.growth)


@pytest.mark.parametrize(
    ("topic", "admit", "same", "first", "last"),
    [
        ("use cases", OTHERS, False, 300, 450),
        ("use cases", OTHERS, True, 300, 400),
        ("use cases", FIRM, False, 300, 400),
        ("use cases", WEB, False, 300, 2000),
        ("use cases", WEB, True, 300, 200),
        ("value", FIRM, False, 1.0, 2.0),
        ("budget", OTHERS, False, 11.7, 19.8),
        ("budget", OTHERS, True, 15.3, 19.8),
        ("users", OTHERS, True, 200_000, 230_000),
    ],
)
def test_the_ends_that_are_quoted(topic, admit, same, first, last):
    assert list(quote(topic, admit, same=same).ends["value"]) == [first, last]


def test_the_450_are_proofs_of_concept_and_the_web_calls_them_production():
    quotation = quote("use cases", OTHERS)
    assert not quotation.alike
    assert list(quotation.ends["counts"]) == ["in production", "proofs of concept"]
    rows = timeline.load().query("value == 450").set_index("counts")["status"]
    assert rows.to_dict() == {"proofs of concept": "press", "in production": "contradicted"}


def test_four_figures_are_there_twice_with_two_meanings_of_which_one_is_contradicted():
    figures = timeline.load().dropna(subset="value")
    twice = figures[figures.duplicated("value", keep=False)].groupby("value")
    assert list(twice.groups) == [19.8, 450, 2_000, 360_000]
    for _, pair in twice:
        assert pair["counts"].nunique() == len(pair) == 2
        assert (pair["status"] == "contradicted").sum() == 1


@pytest.mark.parametrize("admit", ADMITS)
def test_no_two_figures_of_value_count_the_same(admit):
    assert quote("value", admit, same=True).ends.empty


@pytest.mark.parametrize("topic", TOPICS)
def test_a_laxer_rule_admits_what_a_stricter_one_does(topic):
    rules = list(ADMITS)
    for strict, lax in itertools.pairwise(rules):
        assert set(quote(topic, strict).admitted.index) <= set(quote(topic, lax).admitted.index)
