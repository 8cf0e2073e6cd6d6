"""What goes over the wire comes back the same, and as nothing but a plain type."""

from __future__ import annotations

import collections
import datetime as dt
import enum
import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import split_grader.split.both.crossing  # noqa: F401 - so that all kinds of values travel
from split_grader.split.both.last_line import fault_of, number_of
from split_grader.split.both.protocol import WireError, pack, unpack, unpack_head
from split_grader.split.both.values import BadValue, Decoder, Encoder, NotAValue


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
        pd.DataFrame(np.eye(3) > 0, index=list("abc"), columns=pd.RangeIndex(3, name="n")),
        pd.DataFrame(np.ones((2, 3))).iloc[:0],
        pd.DataFrame(np.ones((2, 3), ">f8")),
        pd.DataFrame(np.ones((2, 3), "f4")),
        pd.DataFrame({"a": pd.array([1, 2], dtype="Int64"), "b": pd.array([3, None], "Int64")}),
    ],
    ids=[
        *("every type", "empty", "no columns", "repeated names", "nested names", "truths"),
        *("no rows", "big-endian", "single precision", "nullable"),
    ],
)
def test_frames_come_back_the_same(frame):
    pd.testing.assert_frame_equal(over_the_wire(frame), frame)


class Colour(str, enum.Enum):  # noqa: UP042 - whose `str` is its name
    RED = "red"


@pytest.mark.parametrize("dtype", ["str", "string"])
def test_a_text_that_is_a_member_of_an_enumeration_travels_as_its_value(dtype):
    column = pd.Series([Colour.RED, "blue", None], dtype=dtype)
    plain = pd.Series(["red", "blue", None], dtype=dtype)
    pd.testing.assert_series_equal(over_the_wire(column), plain)


@pytest.mark.parametrize("index", INDEXES, ids=lambda index: type(index).__name__)
def test_indexes_come_back_the_same(index):
    pd.testing.assert_index_equal(over_the_wire(index), index, exact=True)
    series = pd.Series(range(len(index)), index=index, name=("a", 1))
    pd.testing.assert_series_equal(over_the_wire(series), series)


def test_columns_of_numbers_cross_as_bytes_and_not_one_by_one():
    encoder = Encoder()
    frame = pd.DataFrame({"n": [1.5, 2.5], "day": pd.date_range("2024", periods=2)})
    node = encoder.encode(frame)
    assert [column["t"] for column in node["v"]] == ["array", "array"]
    assert encoder.encode(frame.n)["v"]["t"] == "array"


def test_sums_over_a_frame_are_the_same_on_both_sides_to_the_last_bit():
    frame = pd.DataFrame(np.random.default_rng(0).lognormal(0, 9, (1000, 7)))
    back = over_the_wire(frame)
    assert encoded_once(frame)
    for axis in (0, 1):
        for name in ("sum", "mean", "std"):
            assert getattr(back, name)(axis=axis).equals(getattr(frame, name)(axis=axis))
    assert (back @ back.T).equals(frame @ frame.T)


def encoded_once(frame):
    """Tell whether all columns cross as one array."""
    encoder = Encoder()
    encoder.encode(frame)
    return len(encoder.blobs) == 1


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
        {"t": "frame", "v": "a", "i": [], "c": [1]},
        {"t": "frame", "v": {"t": "array", "d": "<f8", "s": [1, 1], "v": 0}, "i": [], "c": [1]},
        {"t": "type", "v": "numpy.load"},
        {"t": "array", "d": [["a", "|O"]], "s": [1], "v": 0},
        {"t": "type", "v": "SystemExit"},
        {"t": "type", "v": "eval"},
        {"t": "rng", "g": "Generator", "v": {}},
        {"t": "Pattern", "v": ["(", 0]},
        {"t": "Decimal", "v": "x"},
        {"t": "Fraction", "v": [1, 0]},
        {"t": "one", "v": {"t": "tuple", "v": []}},
        {"t": "array", "d": "<U0", "s": [2**50], "v": 0},
    ],
)
def test_a_malformed_value_is_refused(node):
    with pytest.raises(BadValue):
        Decoder([memoryview(b"12345678")]).decode(node)


@pytest.mark.parametrize(
    "value",
    [
        np.ma.array([1.0, 2.0], mask=[False, True]),
        np.array([(1, "a")], dtype=[("n", "i8"), ("s", "U3")]),
        np.array([[1], None], dtype=object),
        np.zeros((0, 3)),
        pd.array([1, None], dtype="Int64"),
        pd.array(["a", None], dtype="string"),
        pd.arrays.SparseArray([0.0, 1.0]),
        pd.period_range("2024", periods=2, freq="M").array,
    ],
    ids=["masked", "fields", "objects", "empty", "nullable", "texts", "sparse", "periods"],
)
def test_arrays_of_every_kind_come_back_the_same(value):
    back = over_the_wire(value)
    assert (type(back), back.dtype, back.shape) == (type(value), value.dtype, value.shape)
    assert repr(back) == repr(value)


@pytest.mark.parametrize(
    "value",
    [
        *(np.float64(1.5), np.int32(7), np.datetime64("2024-01-01"), np.str_("a"), np.bool_(1)),
        *(pd.Timestamp("2024-01-01", tz="UTC"), pd.Timedelta("1h"), pd.Period("2024-01")),
        *(pd.Interval(0, 1), pd.NaT, pd.NA, np.dtype("i4"), np.float32, pd.DataFrame, ValueError),
    ],
    ids=str,
)
def test_single_values_and_classes_of_libraries_come_back_the_same(value):
    assert type(over_the_wire(value)) is type(value)
    assert repr(over_the_wire(value)) == repr(value)


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
    result = number_of(value)
    assert type(result) is type(number)
    assert result == number


@pytest.mark.parametrize(
    "value", [10**400, math.inf, math.nan, Decimal("sNaN"), Fraction(10**400), np.float64("inf")]
)
def test_what_has_no_end_gives_no_points(value):
    assert fault_of(number_of(value), truth=True, due="")


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


def test_a_known_default_is_made_and_another_is_refused_when_it_is_asked_for():
    assert over_the_wire(collections.defaultdict(list, a=[1]))["b"] == []
    there = over_the_wire(collections.defaultdict(lambda: 0, a=1))
    assert there["a"] == 1
    with pytest.raises(BadValue, match="the default of a defaultdict"):
        there["b"]
