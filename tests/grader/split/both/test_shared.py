"""Containers that have crossed are one thing on both sides."""

from __future__ import annotations

import collections
import copy

import numpy as np
import pandas as pd
import pytest

from split_grader.split.both.crossing import Reader
from support.two_ends import TwoEnds

CAME = {"f": ["function"], "made": ["instance"]}
CHANGES = {
    "list": ([1, 2], lambda v: v.append(3)),
    "dictionary": ({"a": 1, "b": 2}, lambda v: v.pop("a")),
    "order of a dictionary": ({"a": 1, "b": 2}, lambda v: v.update(a=v.pop("a"))),
    "counter": (collections.Counter("aab"), lambda v: v.update("a")),
    "set": ({1, 2}, lambda v: v.discard(1)),
    "deque": (collections.deque([1, 2], 3), lambda v: v.rotate()),
    "bytes": (bytearray(b"ab"), lambda v: v.extend(b"c")),
    "array": (np.arange(6.0).reshape(2, 3), lambda v: v.fill(7)),
    "rows": ([[1], [2]], lambda v: v[0].append(5)),
    "the same row twice": ([[0]] * 2, lambda v: v[0].append(1)),
    "an item of another type": ([1], lambda v: v.__setitem__(0, 1.0)),
    "a long list": (list(range(50_000)), lambda v: v.reverse()),
    "frame": (pd.DataFrame({"a": [1, 2]}), lambda v: v.insert(1, "b", 0)),
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_a_call_changes_is_changed_for_the_test(name):
    value, change = CHANGES[name]
    value, due = copy.deepcopy(value), copy.deepcopy(value)
    change(due)
    TwoEnds(CAME).handle(change)(value)
    assert repr(value) == repr(due)


def test_parts_keep_their_identity():
    inner = {"n": 1}
    outer = {"inner": inner}
    TwoEnds(CAME).handle(lambda d: d["inner"].update(seen=True))(outer)
    assert inner == {"n": 1, "seen": True}
    assert outer["inner"] is inner


def test_what_is_put_in_the_place_of_a_part_leaves_the_part_alone():
    inner = {"n": 1}
    outer = {"inner": inner}
    TwoEnds(CAME).handle(lambda d: d.update(inner={"n": 2}))(outer)
    assert (inner, outer) == ({"n": 1}, {"inner": {"n": 2}})


def test_an_argument_that_comes_back_is_itself():
    items = [1]
    same = TwoEnds(CAME).handle(lambda x: (x, [x]))
    assert same(items)[0] is items
    assert same(items)[1][0] is items


class Box:
    def __init__(self, items):
        self.items = items

    def add(self, item):
        self.items.append(item)


def test_what_an_object_hands_out_and_keeps_changes_for_both():
    box = TwoEnds(CAME).handle(Box([]), "made")
    items = box.items
    box.add(1)
    assert items == [1]
    items.append(2)
    assert box.items is items
    assert items == [1, 2]


def test_what_an_object_was_given_and_keeps_changes_for_both():
    ends, items = TwoEnds(CAME), []
    make = ends.handle(Box, "f")
    ends.test.policy.kinds["f()"] = ["instance"]
    box = make(items)
    box.add(1)
    assert items == [1]
    items.append(2)
    assert box.items is items


def test_a_change_of_what_nobody_holds_any_more_is_told_once():
    box = TwoEnds(CAME).handle(Box([]), "made")
    box.items.append(5)
    assert box.items == [5]


def test_a_container_that_is_kept_is_not_changed_and_comes_back_as_a_copy():
    ends, items = TwoEnds(CAME), [2, 1]
    ends.test.keeps = lambda _: True
    came = ends.handle(lambda x: (x.sort(), x)[1])(items)
    assert (items, came) == ([2, 1], [1, 2])


def test_a_number_that_was_never_given_out_is_nobodys():
    ends = TwoEnds(CAME)
    node = {"t": "shared", "k": 5, "v": [1]}
    items = ends.test.shared.arrive(node, _reader(ends), "f")
    assert ends.test.shared.ref(items, "f") != 5


def _reader(ends):
    return Reader(ends.test, [], "f", None)
