"""Words out of order are seen; sentences that a person would write are not taken for that."""

import random
import re

import numpy as np
import pytest

from grader.errors import GraderError
from grader.written import guards, order
from grader.written.evaluate import HELD_OUT
from grader.written.guards import guarded
from grader.written.labels import HONEST, read_labelled
from grader.written.segments import passages

GOOD = (
    "I disagree that hiring data scientists is the main challenge. They are only a small share of "
    "the skills that are needed, beside the engineers, the product managers and the translators."
)
BAD = (
    "scientists the not of is hiring challenge data disagree main I. Engineers a share only skills "
    "small of are they the translators, product needed and managers experts more the."
)
TERSE = [
    "Data drift. PSI on every input vs. dev sample -> refit on last 12 mths -> alarm below 85.",
    "- registry\n- CI/CD instead of scp\n- drift monitoring w/ alerts\n- canary, 10 % traffic first",
    "gap = lots of PoCs, hardly any in prod; 80 % try, < 20 % scale",
    "Old data teach model. New customer not same like old customer. This we call drift.",
]


def texts_of(answer):
    return [passage.text for passage in passages(answer)]


def mixed_up(text, draw):
    """Return a text with the words of each sentence in a random order."""
    sentences = [part.split() for part in re.split(r"(?<=[.!?\n])", text)]
    for words in sentences:
        draw.shuffle(words)
    return " ".join(" ".join(words) for words in sentences)


@pytest.fixture(scope="module")
def honest():
    return [one.text for one in read_labelled(HELD_OUT) if one.family == HONEST]


def test_hardly_an_honest_answer_never_seen_is_out_of_order(honest):
    assert np.mean([order.is_jumble(texts_of(text)) for text in honest]) < 0.02


def test_most_answers_mixed_up_are_out_of_order(honest):
    draw = random.Random(1)  # noqa: S311 - no secret
    long = [text for text in honest if len(text.split()) > 20]
    seen = [order.is_jumble(texts_of(mixed_up(text, draw))) for text in long]
    assert np.mean(seen) > 0.85


def test_the_order_of_the_passages_does_not_count(honest):
    for text in honest:
        found = texts_of(text)
        assert order.oddity(found[::-1]) == pytest.approx(order.oddity(found))


@pytest.mark.parametrize("text", TERSE)
def test_notes_are_in_order(text):
    assert not order.is_jumble(texts_of(text))


def test_a_jumble_is_left_to_a_person_whatever_stands_around_it():
    assert guards.JUMBLE not in guarded("Q8", GOOD).flags
    assert guards.JUMBLE in guarded("Q8", BAD).flags
    assert guards.JUMBLE in guarded("Q8", f"{GOOD}\n\n{BAD}\n\n{GOOD}").flags


def test_nothing_is_in_order():
    assert order.oddity([]) == 0
    assert order.oddity([""]) == 0


def test_the_table_learns_which_neighbours_are_frequent():
    table = order.fit(["the cost of the project", "a part of the whole", "of the people"] * 30)
    frequent = table[order.place("of"), order.place("the")]
    assert frequent > 0 > table[order.place("the"), order.place("of")]


def test_no_pair_says_more_than_a_bound(honest):
    table = order.fit(text for answer in honest for text in texts_of(answer))
    assert np.abs(table).max() <= 2


@pytest.mark.parametrize("content", [None, b"", b"PK\x03\x04 damaged"])
def test_a_damaged_table_is_one_sentence(content, tmp_path, monkeypatch):
    path = tmp_path / "order.npz"
    if content is not None:
        path.write_bytes(content)
    monkeypatch.setattr(order, "PATH", path)
    order._table.cache_clear()
    try:
        with pytest.raises(GraderError, match="make written"):
            order.is_jumble(["One sentence."])
    finally:
        order._table.cache_clear()
