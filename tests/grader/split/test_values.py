"""What goes over the wire comes back the same, and as nothing but a plain type."""

from __future__ import annotations

import collections
import datetime as dt
import functools
import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import grader.split.both.arrays
import grader.split.both.charts  # noqa: F401 - about charts
from grader.split.both import estimators
from grader.split.both.ending import fault_of, number_of
from grader.split.both.protocol import WireError, pack, unpack, unpack_head
from grader.split.both.values import BadValue, Decoder, Encoder, NotAValue


def over_the_wire(value):
    encoder = Encoder()
    node = encoder.encode(value)
    header, blobs = unpack(pack({"v": node}, encoder.blobs))
    return Decoder(blobs).decode(header["v"])


hashable = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**200), 2**200),
    st.floats(allow_nan=False),
    st.text(),
    st.binary(),
    st.dates(),
    st.datetimes(timezones=st.none() | st.just(dt.UTC)),
    st.timedeltas(),
    st.decimals(allow_nan=False),
    st.fractions(),
    st.complex_numbers(allow_nan=False),
)
values = st.recursive(
    hashable,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.tuples(inner, inner),
        st.dictionaries(hashable, inner, max_size=4),
        st.sets(hashable, max_size=4),
        st.frozensets(hashable, max_size=4),
    ),
    max_leaves=15,
)


def same(left, right):
    assert type(left) is type(right)
    assert left == right
    if isinstance(left, (list, tuple)):
        for one, other in zip(left, right, strict=True):
            same(one, other)
    elif isinstance(left, dict):
        for one, other in zip(left.values(), right.values(), strict=True):
            same(one, other)


@settings(
    max_examples=150, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow]
)
@given(values)
def test_any_plain_value_comes_back_equal_and_of_the_same_type(value):
    same(over_the_wire(value), value)


@settings(max_examples=60, deadline=None, database=None)
@given(
    st.sampled_from(["i1", "u2", "i8", "f4", "f8", "c16", "?", "M8[us]", "m8[s]", "U3", "S2"]),
    st.lists(st.integers(0, 3), max_size=3),
)
def test_arrays_come_back_with_type_shape_and_content(kind, shape):
    array = np.arange(math.prod(shape)).reshape(shape).astype("i8").astype(kind)
    back = over_the_wire(array)
    assert back.dtype == array.dtype
    np.testing.assert_array_equal(back, array)


FRAME = pd.DataFrame(
    {
        "whole": [1, 2, 3],
        "text": ["x", None, "z"],
        "category": pd.Categorical(["u", "v", "u"], ordered=True),
        "zoned": pd.date_range("2024", periods=3, tz="Europe/Berlin"),
        "nullable": pd.array([1, None, 3], dtype="Int64"),
        "truth": pd.array([True, None, False], dtype="boolean"),
        "period": pd.period_range("2024", periods=3, freq="M"),
        "interval": pd.interval_range(0, 3),
        "sparse": pd.arrays.SparseArray([0, 0, 1]),
        "mixed": pd.Series([[1], {"a": 2}, None], dtype=object),
        "number": [1.5, np.nan, np.inf],
    }
)
INDEXES = [
    pd.date_range("2024", periods=3, freq="D"),
    pd.MultiIndex.from_product([[1, 2], ["a", "b"]], names=["x", None]),
    pd.CategoricalIndex(["a", "b"]),
    pd.RangeIndex(2, 8, 3, name="n"),
    pd.period_range("2024", periods=3, freq="Q"),
    pd.IntervalIndex.from_breaks([0, 1, 2]),
    pd.Index([1, "a", None], dtype=object),
    pd.to_timedelta([1, 2], unit="h"),
]


@pytest.mark.parametrize(
    "frame",
    [
        FRAME,
        pd.DataFrame(),
        pd.DataFrame(index=[1, 2]),
        pd.DataFrame([[1, 2]], columns=["a", "a"]),
        FRAME.groupby("truth")[["whole", "number"]].agg(["mean", "sum"]),
    ],
    ids=["every type", "empty", "no columns", "repeated names", "nested names"],
)
def test_frames_come_back_the_same(frame):
    pd.testing.assert_frame_equal(over_the_wire(frame), frame)


@pytest.mark.parametrize("index", INDEXES, ids=lambda index: type(index).__name__)
def test_indexes_come_back_the_same(index):
    pd.testing.assert_index_equal(over_the_wire(index), index, exact=True)
    series = pd.Series(range(len(index)), index=index, name=("a", 1))
    pd.testing.assert_series_equal(over_the_wire(series), series)


def test_generators_of_random_numbers_go_on_where_they_stood():
    generator, state = np.random.default_rng(3), np.random.RandomState(3)
    generator.random(5)
    assert over_the_wire(generator).random() == generator.random()
    assert over_the_wire(state).rand() == state.rand()


class Sly(list):
    def __eq__(self, other):
        return True

    __hash__ = None


class SlyFrame(pd.DataFrame):
    def equals(self, other):  # noqa: ARG002
        return True

    @property
    def shape(self):
        return (99, 99)


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (Sly([1]), list),
        (type("F", (float,), {"__sub__": lambda *_: 0.0})(1.5), float),
        (type("S", (str,), {"__eq__": lambda *_: True, "__hash__": str.__hash__})("a"), str),
        (type("D", (dict,), {"__getitem__": lambda *_: 1})(a=2), dict),
        (SlyFrame({"a": [1]}), pd.DataFrame),
        (np.arange(2).view(type("A", (np.ndarray,), {})), np.ndarray),
        (collections.Counter("ab"), collections.Counter),
    ],
)
def test_a_subclass_travels_as_the_plain_type(value, plain):
    assert type(over_the_wire(value)) is plain


@pytest.mark.parametrize(
    "value", [object(), print, lambda: 0, (i for i in ()), int.__add__, type("X", (), {})]
)
def test_what_is_no_value_does_not_travel_by_value(value):
    with pytest.raises(NotAValue):
        over_the_wire(value)


def test_a_list_that_contains_itself_is_refused():
    endless = []
    endless.append(endless)
    with pytest.raises(NotAValue, match="contains itself"):
        over_the_wire(endless)


@pytest.mark.parametrize(
    "node",
    [
        {"t": "unknown"},
        {"t": ["x"]},
        {},
        {"t": "int", "v": "zz"},
        {"t": "int", "v": "1" * 100_000},
        {"t": "bytes", "v": 7},
        {"t": "bytes", "v": True},
        {"t": "array", "d": "|O", "s": [1], "v": 0},
        {"t": "array", "d": "<f8", "s": [10**9], "v": 0},
        {"t": "array", "d": "<f8", "s": [-1], "v": 0},
        {"t": "set", "v": [[1]]},
        {"t": "dict", "v": [[1]]},
        {"t": "frame", "v": [], "i": [], "c": [1]},
        {"t": "nptype", "v": "ndarray"},
        {"t": "type", "v": "SystemExit"},
        {"t": "type", "v": "eval"},
        {"t": "rng", "g": "Generator", "v": {}},
        {"t": "pattern", "v": "(", "f": 0},
        {"t": "decimal", "v": "x"},
        {"t": "fraction", "v": [1, 0]},
        {"t": "timestamp", "v": {"t": "tuple", "v": []}},
        {"t": "array", "d": "<U0", "s": [2**50], "v": 0},
    ],
)
def test_a_malformed_value_is_refused(node):
    with pytest.raises(BadValue):
        Decoder([memoryview(b"12345678")]).decode(node)


MISSING_NONE = [
    (np.ma.array([1.0, -1.0]), np.array([1.0, -1.0])),
    (pd.array([1.5, -1.0], dtype="Float64"), np.array([1.5, -1.0])),
    (pd.array([1, 2], dtype="Int64"), np.array([1, 2])),
    (pd.array([True, False], dtype="boolean"), np.array([True, False])),
]


@pytest.mark.parametrize(("value", "plain"), MISSING_NONE, ids=lambda value: str(value.dtype))
def test_what_could_miss_something_later_is_plain_where_it_is_not_expected(value, plain):
    encoder = Encoder()
    node = encoder.encode(value)
    decoder = Decoder([memoryview(blob) for blob in encoder.blobs])
    assert type(decoder.decode(node)) is type(value)
    decoder.tolerates = lambda place: place == "<missing>"
    found = decoder.decode(node)
    assert type(found) is np.ndarray
    assert found.dtype == plain.dtype
    assert found.tolist() == plain.tolist()


def test_what_is_missing_in_a_nullable_array_is_nan_where_gaps_are_expected():
    encoder = Encoder()
    node = encoder.encode(pd.array([1, None], dtype="Int64"))
    decoder = Decoder([memoryview(blob) for blob in encoder.blobs])
    decoder.tolerates = lambda place: place == "<missing>"
    np.testing.assert_array_equal(decoder.decode(node), [1.0, np.nan])


def decoded_where(tolerated, value):
    """Decode a value where the solution had nothing but the places given."""
    encoder = Encoder()
    node = encoder.encode(value)
    decoder = Decoder([memoryview(blob) for blob in encoder.blobs])
    decoder.tolerates = lambda place: place in tolerated
    return decoder.decode(node)


@pytest.mark.parametrize(
    "value",
    [
        pd.arrays.SparseArray([0.0, 1.0]),
        pd.array([1, 2], dtype="Int64"),
        pd.array(["a", "b"]),
        pd.date_range("2024", periods=2, tz="UTC").array,
        pd.period_range("2024", periods=2, freq="M").array,
    ],
    ids=lambda value: str(value.dtype),
)
def test_an_array_of_pandas_own_kind_is_plain_where_it_is_not_expected(value):
    found = decoded_where((), value)
    assert type(found) is np.ndarray
    assert found.tolist() == list(value)
    there = {"<extension>", "<sparse>", "<nullable>"}
    assert type(decoded_where(there, value)) is type(value)
    series = decoded_where(there - {"<extension>"}, pd.Series(value))
    assert series.dtype == value.dtype


def test_a_sparse_column_is_dense_where_it_is_not_expected():
    frame = pd.DataFrame({"a": pd.arrays.SparseArray([0.0, 1.0])})
    assert decoded_where((), frame)["a"].dtype == float
    assert decoded_where({"['a']<sparse>"}, frame)["a"].dtype == frame["a"].dtype


EMPTY = [
    np.zeros((0, 1)),
    np.array([], dtype=object),
    np.ma.array([]),
    pd.Series([], dtype=float),
    pd.DataFrame(index=[1, 2]),
    pd.Index([]),
    pd.RangeIndex(0),
    pd.MultiIndex.from_arrays([[], []]),
    pd.array([], dtype="Int64"),
]


@pytest.mark.parametrize("value", EMPTY, ids=lambda value: type(value).__name__)
def test_what_is_empty_is_an_empty_list_where_nothing_is_expected_to_be(value):
    assert decoded_where((), [value, 1]) == [[], 1]
    assert decoded_where({"<empty>"}, value).size == 0


def test_an_empty_array_keeps_its_shape_where_one_of_that_shape_is_expected():
    assert decoded_where({"<empty>"}, np.zeros((0, 3))).shape == (0,)
    assert decoded_where({"<empty>", "<(0, 3) empty>"}, np.zeros((0, 3))).shape == (0, 3)
    assert decoded_where({"<empty>", "<(0, 3) empty>"}, np.zeros((0, 1))).shape == (0,)


@pytest.mark.parametrize("value", [[], (), {}, set(), collections.Counter(), collections.deque()])
def test_what_is_empty_is_noted_of_whatever_kind(value):
    places = []
    encoder = Encoder()
    decoder = Decoder([], None)
    decoder.tolerates = lambda place: bool(places.append(place)) or True
    assert decoder.decode(encoder.encode(value)) == value
    assert places == ["<empty>"]


INSIDE = "{p.__init__.__globals__[x]}"


@pytest.mark.parametrize(
    "value",
    [np.array([["a"], [INSIDE]]), np.array([(1, INSIDE)], "i8,U30"), np.str_(INSIDE)],
    ids=["texts", "fields", "scalar"],
)
def test_a_template_in_an_array_does_not_look_inside(value):
    with pytest.raises(BadValue, match="looks inside"):
        decoded_where((), value)
    assert np.array_equal(decoded_where({"<template>"}, value), value)


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (3, 3),
        (True, True),
        (np.float32(0.5), 0.5),
        (np.bool_(0), False),
        (np.array(2), 2),
        (Fraction(1, 4), 0.25),
        (Decimal("0.5"), 0.5),
        (np.array([2]), None),
        (np.ma.masked, None),
        (2 + 0j, None),
        (np.complex128(2), None),
        ("3", None),
        (pd.NA, None),
        (None, None),
    ],
)
def test_a_number_is_one_of_a_plain_kind(value, number):
    found = number_of(value)
    assert type(found) is type(number)
    assert found == number


@pytest.mark.parametrize(
    "value", [10**400, math.inf, math.nan, Decimal("sNaN"), Fraction(10**400), np.float64("inf")]
)
def test_what_has_no_end_gives_no_points(value):
    assert fault_of(number_of(value), truth=True, due="")


TREES = {"t": "members", "m": "sklearn.tree._classes", "c": "DecisionTreeClassifier"}


@pytest.mark.parametrize(
    "node",
    [
        {**TREES, "n": 3, "same": [["max_depth", 3]], "own": [["random_state", [1, 2]]]},
        {**TREES, "n": 10**9, "same": [["max_depth", 3]], "own": []},
        {**TREES, "n": "2", "same": [], "own": [["random_state", [1, 2]]]},
        {**TREES, "n": 2, "same": [["predict", 1]], "own": [["random_state", [1, 2]]]},
        {**TREES, "n": 2, "same": [["__class__", 1]], "own": [["random_state", [1, 2]]]},
        {**TREES, "n": 2, "same": [[1, 1]], "own": [["random_state", [1, 2]]]},
        {**TREES, "n": 2, "same": [], "own": [["scorer_", ["a", {"t": "score"}]]]},
        {**TREES, "n": 2, "same": [["n_features_in_", 3]], "own": [["estimators_", [[1], [2]]]]},
        {**TREES, "c": "export_text", "n": 1, "same": [], "own": [["random_state", [1]]]},
        {**TREES, "m": "os", "c": "system", "n": 1, "same": [], "own": [["a", [1]]]},
    ],
)
def test_malformed_members_of_an_ensemble_are_refused(node):
    pytest.importorskip("sklearn.tree")
    assert "members" in estimators.EXTENSIONS[-1].readers
    with pytest.raises(BadValue):
        Decoder([]).decode(node)


def test_members_do_not_arrive_without_their_ensemble():
    node = {**TREES, "n": 2, "same": [], "own": [["random_state", [1, 2]]]}
    with pytest.raises(BadValue, match="without their ensemble"):
        Decoder([], lambda *_: None).decode(node)


def test_members_without_any_attribute_arrive_as_well():
    tree = pytest.importorskip("sklearn.tree").DecisionTreeClassifier
    ensemble = pytest.importorskip("sklearn.ensemble").RandomForestClassifier()
    ensemble.estimators_ = [object.__new__(tree) for _ in range(5)]
    assert len(over_the_wire(ensemble).estimators_) == 5


@pytest.mark.parametrize("kind", ["RandomForestClassifier", "ExtraTreesRegressor"])
def test_a_forest_arrives_as_it_was(kind):
    ensemble = pytest.importorskip("sklearn.ensemble")
    rows = np.random.default_rng(0).normal(size=(60, 3))
    forest = getattr(ensemble, kind)(9, max_depth=4, random_state=1).fit(rows, rows[:, 0] > 0)
    arrived = over_the_wire(forest)
    assert np.array_equal(arrived.predict(rows), forest.predict(rows))
    assert repr(arrived.get_params()) == repr(forest.get_params())
    for one, other in zip(arrived.estimators_, forest.estimators_, strict=True):
        assert vars(one).keys() == vars(other).keys()
        assert one.get_params() == other.get_params()
        assert np.array_equal(one.predict(rows), other.predict(rows))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\0\0\0\1",
        b"\0\0\0\2[]",
        b'\0\0\0\4{"a"',
        pack({"a": 1}) + b"more",
        pack({"blobs": [-1]}),
        pack({"blobs": "x"}),
        b"\0\3\r@" + b"[" * 200_000,
    ],
)
def test_a_malformed_message_is_refused(body):
    with pytest.raises(WireError):
        unpack(body)


def test_a_frame_that_is_too_long_or_of_no_known_kind_is_refused():
    with pytest.raises(WireError, match="at most"):
        unpack_head(b"\xff\xff\xff\xff\1" + b"\0" * 8, 1000)
    with pytest.raises(WireError, match="kind"):
        unpack_head(b"\0\0\0\1\x09" + b"\0" * 8, 1000)


def a_constant():
    return {"n": [0, 1.5]}


def with_a_default(value):
    return collections.defaultdict(lambda: value)


def counts_its_calls():
    counts_its_calls.calls += 1
    return 0


COUNTER = iter(range(9))


def asks_within():
    def inner():
        return next(COUNTER)

    return inner()


@pytest.mark.parametrize(
    ("factory", "value"),
    [
        (lambda: 0, 0),
        (lambda: None, None),
        (a_constant, {"n": [0, 1.5]}),
        (with_a_default("?").default_factory, "?"),
        (lambda: collections.defaultdict(int), collections.defaultdict(int)),
        (functools.partial(int, "7"), 7),
        (collections.Counter, collections.Counter()),
    ],
)
def test_a_factory_that_only_makes_a_plain_value_is_described_by_it(factory, value):
    there = over_the_wire(collections.defaultdict(factory, a=1))
    assert dict(there) == {"a": 1}
    same(there["b"], value)
    back = over_the_wire(there)
    same(back["c"], value)
    assert there["x"] is not there["y"] or isinstance(value, (str, int, type(None)))


@pytest.mark.parametrize(
    "factory",
    [
        counts_its_calls,
        asks_within,
        lambda: next(COUNTER),
        COUNTER.__next__,
        functools.partial(next, COUNTER),
        lambda: (yield 1),
        lambda: 1 / 0,
        with_a_default([]).default_factory,
    ],
)
def test_a_factory_that_may_do_something_is_not_called(factory):
    counts_its_calls.calls = 0
    there = over_the_wire(collections.defaultdict(factory, a=1))
    with pytest.raises(KeyError):
        there["b"]
    assert counts_its_calls.calls == 0
    assert COUNTER.__length_hint__() == 9


def test_a_default_that_refers_to_an_object_does_not_arrive():
    node = {"t": "defaultdict", "f": None, "v": [], "c": [{"t": "object", "h": 1, "k": "instance"}]}
    with pytest.raises(BadValue):
        Decoder([], lambda *_: object()).decode(node)
