"""The encoder is the published one, or it is not used."""

import shutil
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import norm
from threadpoolctl import threadpool_info, threadpool_limits

from grader.errors import EncoderMissingError
from grader.written import encoder as encoders
from grader.written.encoder import Encoded, MiniLM, Remembering

TEXTS = ["The model drifted.", "Customers behave differently now.", "Bake it for an hour."]


def test_a_missing_encoder_says_how_to_get_it(monkeypatch):
    monkeypatch.delenv(encoders.FOLDER_VARIABLE, raising=False)
    monkeypatch.setattr(encoders, "_CARRIER", "a_package_that_is_not_there")
    with pytest.raises(EncoderMissingError, match=r"not installed\. Run `make setup`, or"):
        MiniLM()


def test_the_folder_that_the_environment_names_is_used(monkeypatch, tmp_path):
    monkeypatch.setenv(encoders.FOLDER_VARIABLE, str(tmp_path))
    assert encoders.folder() == tmp_path
    with pytest.raises(EncoderMissingError, match=r"tokenizer\.json cannot be read: No such file"):
        MiniLM()


@pytest.mark.usefixtures("real_encoder")
@pytest.mark.parametrize("name", ["tokenizer.json", "model.safetensors"])
def test_a_file_that_is_not_the_published_one_is_refused_before_it_is_read(name, tmp_path):
    for file in Path(encoders.folder()).iterdir():
        if file.name in {"tokenizer.json", "model.safetensors"}:
            (tmp_path / file.name).symlink_to(file)
    changed = tmp_path / name
    source = changed.resolve()
    changed.unlink()
    shutil.copy(source, changed)
    with changed.open("r+b") as content:
        content.seek(-1, 2)
        last = content.read(1)
        content.seek(-1, 2)
        content.write(bytes([last[0] ^ 1]))
    with pytest.raises(EncoderMissingError, match=rf"{name} is not the published file: its sha256"):
        MiniLM(tmp_path)


def test_vectors_have_length_one(real_encoder):
    for one in real_encoder.encode(TEXTS):
        for vector in (one.vector, one.plain):
            assert vector.shape == (384,)
            assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)


def test_a_text_has_the_same_vector_whatever_stands_beside_it(real_encoder):
    many = [*TEXTS, *("word " * length for length in range(1, 90))]  # more than go in at once
    alone = [real_encoder.encode([text])[0] for text in many]
    for one, other in zip(alone, real_encoder.encode(many[::-1])[::-1], strict=True):
        assert one.vector == pytest.approx(other.vector, abs=1e-5)
        assert one.plain == pytest.approx(other.plain, abs=1e-5)


def test_a_text_that_comes_twice_is_read_once(real_encoder):
    first, _, again = real_encoder.encode([TEXTS[0], TEXTS[1], TEXTS[0]])
    assert first is again
    assert real_encoder.encode([]) == []


def test_plain_vectors_come_only_where_they_are_asked_for(real_encoder):
    (full,) = real_encoder.encode(TEXTS[:1])
    (bare,) = real_encoder.encode(TEXTS[:1], plain=False)
    assert bare.vector == pytest.approx(full.vector, abs=1e-5)
    assert bare.plain.size == 0


class Counting:
    """An encoder that counts what it is given."""

    def __init__(self):
        self.given = []

    def encode(self, texts, *, plain=True):
        self.given += [(text, plain) for text in texts]
        vector = np.ones(2, np.float32)
        return [Encoded(vector, vector if plain else np.zeros(0, np.float32)) for _ in texts]


def test_what_is_remembered_is_not_encoded_again_unless_more_is_asked_for():
    inner = Counting()
    remembering = Remembering(inner, [("known", Encoded(np.zeros(2), np.zeros(2)))])
    remembering.encode(["known", "new", "new"], plain=False)
    remembering.encode(["new"], plain=False)
    (found,) = remembering.encode(["new"])
    assert found.plain.size == 2
    assert inner.given == [("new", False), ("new", True)]


def test_it_takes_one_core_and_leaves_the_others_as_they_were(real_encoder, monkeypatch):
    seen = []

    def layer(state, _rows):
        seen.append(threads())
        return state

    def threads():
        return {one["num_threads"] for one in threadpool_info() if one["user_api"] == "blas"}

    monkeypatch.setattr(real_encoder, "_lower", [layer])
    with threadpool_limits(2):
        real_encoder.encode(TEXTS)
        assert seen == [{1}]
        assert threads() == {2}


def test_the_error_function_is_that_of_the_normal_distribution():
    wide = np.linspace(-9, 9, 4001, dtype=np.float32)
    assert encoders._gelu(wide) == pytest.approx(wide * norm.cdf(wide), abs=1e-6)


def test_case_is_not_seen(real_encoder):
    small, capital = real_encoder.encode([TEXTS[0], TEXTS[0].upper()])
    assert np.allclose(small.vector, capital.vector, atol=1e-5)  # neighbours may move the last bits


SIMILAR = ["That is a happy person", "That is a very happy person", "Today is a sunny day"]


def test_similar_sentences_are_closer_than_others(real_encoder):
    one, like, unlike = (e.plain for e in real_encoder.encode(SIMILAR))
    assert one @ like > 0.9
    assert one @ unlike < 0.35


@pytest.mark.parametrize("text", ["", " ", "\U0001f600", "x" * 5000, "word " * 2000])
def test_odd_texts_have_a_vector_too(text, real_encoder):
    (one,) = real_encoder.encode([text])
    assert np.isfinite(one.vector).all()
    assert np.isfinite(one.plain).all()
