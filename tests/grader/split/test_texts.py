"""What the checker remembers of what a student's process sent."""

from __future__ import annotations

from grader.split import texts
from grader.split.protocol import pack
from grader.split.texts import Texts

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
