"""What an iterator was given is told when it has changed, and only then."""

from __future__ import annotations

import json

from grader.split.conversation import restore
from grader.split.lent import Lent


def body(value):
    try:
        return json.dumps(value).encode()
    except TypeError:
        return None


def kept(*given):
    lent = Lent(body, restore)
    lent.keep(1, given)
    return lent


def test_a_change_is_told_once():
    items = [1, 2]
    lent = kept("text", items)
    assert list(lent.changed(1)) == []
    items.pop()
    assert list(lent.changed(1)) == [(1, b"[1]")]
    assert list(lent.changed(1)) == []


def test_what_is_long_is_told_at_the_end():
    items = list(range(5000))
    lent = kept(items)
    items.pop()
    assert list(lent.changed(1)) == []
    assert [position for position, _ in lent.changed(1, at_end=True)] == [0]


def test_a_change_from_over_there_arrives_in_place_and_is_not_told_again():
    items = [1, 2]
    lent = kept(items)
    lent.update(1, 0, [1])
    assert items == [1]
    assert list(lent.changed(1)) == []


def test_what_fits_nothing_that_was_given_changes_nothing():
    items = [1, 2]
    lent = kept(items, object())
    for number, position, after in ((1, 0, {}), (1, 1, []), (1, "0", []), (2, 0, [])):
        lent.update(number, position, after)
    assert items == [1, 2]


def test_only_the_latest_iterators_are_remembered():
    lent = kept([0])
    for number in range(2, 80):
        lent.keep(number, ([number],))
    lent.update(1, 0, [5])
    assert len(lent._kept) == 64
