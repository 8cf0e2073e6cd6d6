"""What a test finds out by changing a value, by ``is`` or by a setting: as if there were no copy."""

from __future__ import annotations

import collections
import json

import numpy as np
import pytest

import grader.split.both.arrays  # noqa: F401 - so that arrays travel
from grader.split import Assignment, Cell
from grader.split.aliases import Aliases
from grader.split.both.values import BadValue, Decoder, Encoder
from sampling import sampled
from split_cases import blocks

# name: (the solution, an answer that shares where it should not or the other way round, the test)
CASES: dict[str, list[str]] = blocks("aliases.txt")

# name: (the solution, an answer that changes a setting of the process, the test)
SETTINGS: dict[str, list[str]] = blocks("settings.txt")


def _score(engine, answer, test, profile):
    cells = [Cell("student", answer), Cell("test", test, "q", points=1)]
    outcome = engine.run(cells, Assignment(profile=profile))
    return outcome.score, outcome.tests["q"].message


# name: (the solution, an answer of which a stand-in must make up nothing, the test)
MADE_UP: dict[str, list[str]] = blocks("made_up.txt")


@pytest.mark.parametrize(
    "name", [name for some in (CASES, SETTINGS, MADE_UP) for name in sampled(some)]
)
def test_what_is_shared_or_changed_counts_as_in_one_process(engine, name):
    right, wrong, test = (CASES | SETTINGS | MADE_UP)[name]
    profile = engine.profile([Cell("student", right), Cell("test", test, "q", points=1)])
    assert (profile.low_trust, profile.cells["q"].reason) == ({}, "")
    for known in (profile, None):
        told = "with a profile" if known else "without"
        assert _score(engine, right, test, known) == (1, ""), told
        assert _score(engine, wrong, test, known)[0] == 0, told


# name: (the solution, an attack by what is shared, one or more tests)
BY_SHARING: dict[str, list[str]] = blocks("lies.txt")

# name: (the solution, another right answer that shares in a way of its own, one or more tests)
SHARED: dict[str, list[str]] = blocks("shared.txt")


def _scores(engine, case):
    """Return what the solution and the answer get, with a profile and without, and what is due."""
    right, answer, tests = case
    graded = [
        Cell("test", one, f"t{place}", points=1) for place, one in enumerate(tests.split("=test\n"))
    ]
    first, second = ([Cell("student", code), *graded] for code in (right, answer))
    profile = engine.profile(first)
    assert profile.low_trust == {}
    runs = [
        [engine.run(cells, Assignment(profile=known)).score for known in (profile, None)]
        for cells in (first, second)
    ]
    return *runs, len(graded)


@pytest.mark.parametrize("name", sampled(BY_SHARING))
def test_what_is_shared_earns_nothing(engine, name):
    right, attack, due = _scores(engine, BY_SHARING[name])
    assert right == [due, due]
    assert max(attack) < due


@pytest.mark.parametrize("name", sampled(SHARED))
def test_what_is_shared_loses_nothing(engine, name):
    right, answer, due = _scores(engine, SHARED[name])
    assert right == answer == [due, due]


def test_what_a_test_changes_is_there_for_later_cells(engine):
    cells = [
        Cell("student", "data = [1]\nrates = {'a': 1}"),
        Cell("test", "data.append(2)\nrates.clear()\nassert data == [1, 2]", "one", points=1),
        Cell("student", "total = sum(data) + len(rates)"),
        Cell("test", "assert total == 3", "two", points=1),
    ]
    profile = engine.profile(cells)
    assert profile.low_trust == {}
    for known in (profile, None):
        assert engine.run(cells, Assignment(profile=known)).score == 2


class Pair:
    """Two sides that hand values to each other as they do over the wire."""

    may = True

    def __init__(self):
        self.here, self.there = (
            Aliases(
                sign,
                self._packed,
                self._unpacked,
                lambda _: False,
                (lambda *_: self.may, lambda *_: True),
            )
            for sign in (1, -1)
        )

    @staticmethod
    def _packed(value):
        encoder = Encoder()
        return json.dumps([encoder.encode(value), [blob.hex() for blob in encoder.blobs]]).encode()

    @staticmethod
    def _unpacked(body, _path):
        node, blobs = json.loads(body)
        return Decoder([memoryview(bytes.fromhex(blob)) for blob in blobs]).decode(node)

    def hand(self, value, giver, taker, path="f()"):
        parts = []
        told = giver.tell(parts)
        body = self._packed(value)
        keys = giver.keys_of(value, len(body), path)
        taker.learn(json.loads(json.dumps(told)), parts, path)
        return taker.arrived(self._unpacked(body, path), json.loads(json.dumps(keys)), path)

    def give(self, value):
        return self.hand(value, self.here, self.there)

    def take(self, value):
        return self.hand(value, self.there, self.here)


VALUES = {
    "list": ([1, 2], lambda v: v.append(3)),
    "dictionary": ({"a": 1, "b": 2}, lambda v: v.pop("a")),
    "order of a dictionary": ({"a": 1, "b": 2}, lambda v: v.update(a=v.pop("a"))),
    "counter": (collections.Counter("aab"), lambda v: v.update("a")),
    "set": ({1, 2}, lambda v: v.discard(1)),
    "deque": (collections.deque([1, 2], 3), lambda v: v.rotate()),
    "bytes": (bytearray(b"ab"), lambda v: v.extend(b"c")),
    "array": (np.arange(6.0).reshape(2, 3), lambda v: v.fill(7)),
    "array with no axis": (np.array(3.0), lambda v: v.fill(4)),
    "rows": ([[1], [2]], lambda v: v[0].append(5)),
    "a list in a tuple": (([1], (["x"], 2)), lambda v: v[1][0].clear()),
    "the same row twice": ([[0]] * 2, lambda v: v[0].append(1)),
    "an item of another type": ([1], lambda v: v.__setitem__(0, 1.0)),
}


@pytest.mark.parametrize("name", VALUES)
def test_a_change_is_seen_on_the_other_side_and_told_once(name):
    value, change = VALUES[name]
    pair = Pair()
    copy = pair.give(value)
    assert pair.take(copy) is value or type(value) is tuple
    change(copy)
    parts = []
    told = pair.there.tell(parts)
    assert told
    pair.here.learn(told, parts, "f()")
    assert repr(value) == repr(copy)
    assert pair.there.tell(parts) == pair.here.tell(parts) == {}
    value = pair.give(value)
    assert repr(value) == repr(copy)


def test_rows_change_their_places_and_stay_what_they_are():
    rows = [[2], [1]]
    first, second = rows
    pair = Pair()
    copy = pair.give(rows)
    copy.sort()
    assert pair.take(copy) is rows
    assert rows[0] is second
    assert rows[1] is first


def test_a_view_writes_through():
    values = np.arange(6)
    pair = Pair()
    copy = pair.give(values)
    part = pair.take(copy.reshape(2, 3)[:, 1])
    assert part.tolist() == [1, 4]
    assert np.shares_memory(part, values)
    part[:] = 9
    pair.give(part)
    assert copy.tolist() == [0, 9, 2, 3, 9, 5]


def test_what_has_become_long_is_forgotten():
    items = [0]
    pair = Pair()
    copy = pair.give(items)
    copy.extend(range(100_000))
    assert pair.there.tell([]) == {}
    assert pair.there.tell([]) == {}
    assert items == [0]


def test_only_the_latest_are_remembered():
    pair = Pair()
    first = [0]
    copy = pair.give(first)
    for number in range(200):
        pair.give([number])
    copy.append(1)
    assert pair.there.tell([]) == {}
    assert len(pair.here._known) == len(pair.there._known) == 64


def test_however_many_have_gone_over_the_latest_are_shared():
    pair = Pair()
    for number in range(3000):
        pair.give([number] * 20)
    first, second = [1], [2]
    copies = [pair.give(first), pair.give(second)]
    assert pair.take(copies[0]) is first
    assert pair.take(copies[1]) is second


LIES = {
    "none at all": None,
    "no list": {"a": 1},
    "no keys": ["x", None, 1.5],
    "too many": [-1, -2, -3],
    "one for all": [-1, -1],
    "a view of nothing": [[-1, 99, 0, [8]], -2],
    "a view of a list": [[-1, 1, 0, [8]], -2],
    "a view beyond the end": [[-1, 2, 10**9, [8]], -2],
    "a view with no end": [[-1, 2, 0, [-(10**12)]], -2],
    "a view of no offset": [[-1, 2, "x", "y"], -2],
    "a view whose steps wrap around": [[-1, 2, 0, [2**62]], -2],
    "a view of no end": [[-1, 2, 0, [10**30]], -2],
    "a view in pieces": [[-1, 2], [[], [], [], []]],
}


@pytest.mark.parametrize("name", LIES)
def test_keys_that_lie_do_no_harm(name):
    pair = Pair()
    kept, array = [1, 2], np.arange(3)
    pair.give(kept)
    pair.give(array)
    value = pair.here.arrived([np.zeros(4), 3], LIES[name], "f()")
    assert [part.tolist() if isinstance(part, np.ndarray) else part for part in value] == [
        [0, 0, 0, 0],
        3,
    ]
    assert kept == [1, 2]
    assert array.tolist() == [0, 1, 2]


def test_a_key_of_something_else_does_not_change_it():
    pair = Pair()
    kept = [1, 2]
    pair.give(kept)
    assert pair.here.arrived({"a": 1}, [1], "f()") == {"a": 1}
    assert kept == [1, 2]


def test_what_may_not_change_stays_and_is_no_longer_shared():
    pair = Pair()
    kept = [1, 2]
    copy = pair.give(kept)
    pair.may = False
    copy.clear()
    parts = []
    pair.here.learn(pair.there.tell(parts), parts, "f()")
    assert kept == [1, 2]
    assert pair.here.arrived([], [1], "f()") == []
    assert kept == [1, 2]


def test_what_was_given_may_change_until_the_answer_has_come():
    pair = Pair()
    pair.may = False
    kept = [1, [2]]
    bodies = [pair._packed(kept)]
    with pair.here.given([kept], bodies, "f(){}") as told:
        copy = pair.there.arrived(pair._unpacked(bodies[0], ""), told["given"][0], "argument")
        copy[1].append(3)
        parts = []
        pair.here.learn(pair.there.tell(parts), parts, "f()")
    assert kept == [1, [2, 3]]
    copy[1].append(4)
    pair.here.learn(pair.there.tell(parts), parts, "f()")
    assert kept == [1, [2, 3]]


@pytest.mark.parametrize(
    "told",
    [[], {"changed": {}}, {"changed": [1]}, {"changed": [[1, 0]]}, {"changed": [[1, 9, []]]}],
)
def test_changes_that_make_no_sense_are_refused(told):
    with pytest.raises(BadValue):
        Pair().here.learn(told, [b""], "f()")
