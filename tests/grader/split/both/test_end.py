"""What crosses between the two ends: data as exact types, and handles for the rest."""

from __future__ import annotations

import collections
import enum
import inspect
import types
import typing

import numpy as np
import pandas as pd
import pytest

from split_grader.split.both.handles import Handle, Undue
from split_grader.split.both.kinds import Refused
from support.two_ends import TwoEnds

CAME = {"f": ["function"]}


class Stack(list):
    def top(self):
        return self[-1]


class Colour(enum.IntEnum):
    RED = 1


class Point(typing.NamedTuple):
    x: int
    y: list


for _kind in (Stack, Colour):
    _kind.__module__ = "__main__"


@pytest.mark.parametrize(
    "value",
    [
        *(None, True, 3, 2**80, 0.5, "text", b"bytes", 1j, range(3), (1, (2,)), {1, 2}),
        *([1, [2, {"a": (3,)}]], {"a": [1]}, collections.Counter("aab"), Point(1, [2])),
        *(np.arange(4).reshape(2, 2), np.float64(1.5)),
    ],
)
def test_data_arrives_as_the_same_and_of_plain_types(value):
    came = TwoEnds({}).handle(value)
    assert repr(came) == repr(value)
    assert type(came).__module__ in {
        "builtins",
        "collections",
        "numpy",
        "split_grader.split.both.records",
    }


def test_frames_arrive():
    frame = pd.DataFrame({"a": [1, 2], "b": ["x", None]})
    pd.testing.assert_frame_equal(TwoEnds({}).handle(frame), frame)


def test_a_function_is_called_and_its_arguments_and_result_cross():
    double = TwoEnds(CAME).handle(lambda x, times=2: [x] * times)
    assert isinstance(double, Handle)
    assert callable(double)
    assert double(3) == [3, 3]
    assert double("a", times=1) == ["a"]


def test_what_a_function_raises_is_raised_with_what_it_holds():
    class ColdError(ValueError):
        def __init__(self, degrees):
            super().__init__(f"{degrees} is too cold")
            self.degrees = degrees

    def check(degrees):
        raise ColdError(degrees)

    ends = TwoEnds(CAME)
    with pytest.raises(ValueError, match="-5 is too cold") as error:
        ends.handle(check)(-5)
    assert error.value.degrees == -5
    assert type(error.value) is not ColdError


def test_an_object_is_asked_by_name_and_by_its_special_methods():
    class Shop:
        def __init__(self):
            self.goods = ["tea"]

        def __len__(self):
            return len(self.goods)

        def add(self, what):
            self.goods.append(what)
            return self

    shop = TwoEnds({"f": ["instance"]}).handle(Shop())
    assert shop.add("milk") is shop
    assert len(shop) == 2
    assert shop.goods == ["tea", "milk"]
    assert not hasattr(shop, "price")
    assert vars(shop) == {"goods": ["tea", "milk"]}


def test_a_signature_can_be_asked_for():
    def area(width: float, height: float = 1.0) -> float:
        return width * height

    signature = inspect.signature(TwoEnds(CAME).handle(area))
    assert list(signature.parameters) == ["width", "height"]
    assert signature.parameters["height"].default == 1.0


def test_an_object_where_data_was_due_is_refused_when_it_is_used():
    ends = TwoEnds({"f": ["data"]})
    came = ends.handle(types.SimpleNamespace())
    assert type(came) is Undue
    assert ends.test.policy.refusals == []
    with pytest.raises(Refused, match="should be data, but is an instance"):
        assert came == 3
    assert len(ends.test.policy.refusals) == 1


@pytest.mark.parametrize("use", [bool, str, lambda x: x.a, lambda x: x + 1, len])
def test_whatever_use_is_made_of_it(use):
    ends = TwoEnds({"f": ["data"]})
    with pytest.raises(Refused):
        use(ends.handle(types.SimpleNamespace(a=1)))


def test_an_exception_that_was_not_raised_is_no_data():
    error = ValueError("x")
    error.equals = list
    with pytest.raises(Refused, match="but is an exception"):
        TwoEnds({"f": ["data"]}).handle(error).equals([1])


def test_items_can_be_read_where_data_was_due():
    class Squares:
        def __len__(self):
            return 3

        def __getitem__(self, place):
            return [0, 1, 4][place]

    came = TwoEnds({"f": ["data"]}).handle(Squares())
    assert (len(came), list(came), came[2]) == (3, [0, 1, 4], 4)
    with pytest.raises(Refused):
        assert came == [0, 1, 4]


def test_a_value_with_more_is_plain_where_data_was_due_and_an_object_elsewhere():
    assert type(TwoEnds({"f": ["data"]}).handle(Stack([1, 2]))) is list
    assert TwoEnds({"f": ["instance"]}).handle(Stack([1, 2])).top() == 2
    assert TwoEnds({"f": ["data"]}).handle([Colour.RED]) == [1]


def test_what_judges_data_is_asked_only_where_the_solutions_was():
    class Anything:
        def __eq__(self, other):
            return True

        __hash__ = None

    liar = TwoEnds({"f": ["instance"]}).handle(Anything())
    with pytest.raises(Refused, match="may not decide __eq__"):
        assert liar == 11
    handle = TwoEnds({"f": ["instance"], "<__eq__>": ["number"]}).handle(Anything())
    assert handle == 11


def test_the_end_of_an_iteration_comes_from_an_iterator_alone():
    def stop():
        raise StopIteration

    with pytest.raises(RuntimeError, match="StopIteration"):
        TwoEnds(CAME).handle(stop)()


def test_a_generator_hands_over_its_items():
    came = TwoEnds({"f": ["data"]}).handle(x * x for x in range(3))
    assert inspect.isgenerator(came)
    assert list(came) == [0, 1, 4]


# -- what an answer gets of a test's objects ---------------------------------------------------
class Basket:
    items = ("a", "b")
    _want = 5

    def price(self, item):
        return len(item)


def _tried(action, obj):
    """Return what an answer gets that does something with an object of a test's."""
    return TwoEnds(CAME).handle(action)(obj)


def test_an_answer_calls_a_tests_functions_and_reads_public_data():
    assert _tried(lambda basket: sum(map(basket.price, basket.items)), Basket()) == 2
    assert _tried(lambda f: [f(1), f(2)], lambda x: x + 1) == [2, 3]


@pytest.mark.parametrize(
    "action",
    [
        *(
            lambda b: b._want,
            lambda b: b.price.__func__,
            lambda b: b.__class__.__init__.__globals__,
        ),
        *(vars, lambda b: setattr(b, "price", 1), lambda b: b.price.__code__),
    ],
)
def test_nothing_else_of_them_is_open(action):
    with pytest.raises((AttributeError, TypeError)):
        _tried(action, Basket())


def test_the_text_of_a_tests_function_says_nothing():
    import functools  # noqa: PLC0415

    assert _tried(repr, functools.partial(max, 42)) == "<function>"
    with pytest.raises(AttributeError):
        _tried(lambda f: f.args, functools.partial(max, 42))


def test_a_generators_frame_is_closed():
    with pytest.raises(AttributeError):
        _tried(lambda g: g.gi_frame, (x for x in [42]))
