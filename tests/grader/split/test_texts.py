"""What the checker remembers of what a student's process sent."""

from __future__ import annotations

import json

import pytest

from grader.split.both import texts
from grader.split.both.protocol import pack
from grader.split.both.texts import Texts, any_looks_inside, looks_inside

CODE = "total = sum(range(3))"


def test_a_text_that_arrived_is_found_in_code_and_a_word_is_not():
    seen = Texts()
    seen.note(pack({"v": ["total", {"t": "tuple", "v": ["sum(range(3))"]}]}, []))
    assert seen.are_in(CODE)
    words = Texts()
    words.note(pack({"v": ["total", "sum"]}, []))
    assert not words.are_in(CODE)


def test_what_is_malformed_or_empty_hides_nothing_and_stops_nothing():
    seen = Texts()
    for body in (b"", b"\x00", b"\x00\x00\x00\x05{oops", b"\xff\xff\xff\xff[" * 3):
        seen.note(body)
    seen.note(pack({"v": "sum(range(3))"}, []))
    assert seen.are_in(CODE)


def test_arrays_are_not_kept_and_texts_only_up_to_a_size(monkeypatch):
    seen = Texts()
    for _ in range(10):
        seen.note(pack({"v": "a text"}, [bytes(1_000_000)]))
    assert seen._size < 1_000
    monkeypatch.setattr(texts, "_MOST_BYTES", 100)
    for _ in range(50):
        seen.note(pack({"v": "a text of some length"}, []))
    assert seen._size <= 100


def test_the_paths_of_a_statement_are_those_of_its_parts_or_of_all_of_it():
    seen = Texts()
    seen.note(pack({"v": "age > 20"}), "condition()")
    seen.note(pack({"v": "s"}), "table")
    seen.note(pack({"v": " ROLLBACK "}), "query()")
    assert seen.paths_of("SELECT * FROM s WHERE age > 20") == {"condition()"}
    assert seen.paths_of("ROLLBACK") == {"query()"}
    assert seen.paths_of("ROLLBACK TO s") == set()


@pytest.mark.parametrize(
    "text",
    [
        "{p.__init__.__globals__[expected]}",
        "{0.__class__.greet.__globals__[x]}",
        "{:{p.__init__}}",
        "{p[a b].gi_frame.f_locals}",
        "{p[{].__init__}",
        "{p[__builtins__]!r:>3}",
    ],
)
def test_a_template_that_looks_inside_is_found_however_it_is_written(text):
    assert looks_inside(text)
    assert any_looks_inside(pack({"v": [text]}))
    for coded in (
        json.dumps({"v": text}).replace("_", "\\u005f").encode(),
        json.dumps({"v": text}).encode("utf-16"),
    ):
        assert any_looks_inside(len(coded).to_bytes(4, "big") + coded)


@pytest.mark.parametrize(
    "text",
    [
        "{p.name:<3} {p.tags[home]!r} {} {0:{width}}",
        "{p.__class__.__name__} {p.__dict__}",
        "{__name__} and {__a}",
        'f"{type(self).__mro__} {self.f(x.__len__)}"',
        'f"{self.__len__()} {x.y.__repr__()}"',
        "self.__init__() {x}",
        "{x}.__init__",
    ],
)
def test_a_template_that_fills_in_what_it_is_given_is_none(text):
    assert not looks_inside(text)
    assert not any_looks_inside(pack({"v": [text, {"t": "class", "f": ["__eq__"]}]}))
