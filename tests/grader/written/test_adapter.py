"""What the encoder has learnt changes its last layers, and nothing else."""

import numpy as np
import pytest

from grader.errors import GraderError
from grader.written import adapter as learnt
from grader.written import examples
from grader.written.adapter import BLIND, FIRST, FOLDS, PARTS, RANK, Adapter
from grader.written.encoder import Layer, MiniLM

TEXTS = ["The model drifted.", "Nobody at the top was responsible for any of the forty pilots."]


def test_without_an_adapter_both_vectors_are_those_of_the_published_encoder(real_encoder):
    plain = MiniLM(adapter=Adapter.none()).encode(TEXTS)
    for one, other in zip(plain, real_encoder.encode(TEXTS), strict=True):
        assert one.vector == pytest.approx(one.plain)
        assert one.plain == pytest.approx(other.plain, abs=1e-5)
        assert abs(one.vector @ other.vector) < 0.99  # what comes with the grader has learnt


def test_low_rank_factors_are_multiplied_and_added_to_the_weight():
    draw = np.random.default_rng(0)
    weight, bias = draw.normal(size=(6, 8)), draw.normal(size=8)
    layer = Layer(dict.fromkeys((*PARTS, "first", "second"), (weight, bias)))
    down, up = draw.normal(size=(6, 2)), draw.normal(size=(2, 8))
    factors = {
        f"5.{part}.{side}": by for part in PARTS for side, by in (("down", down), ("up", up))
    }
    changed = layer.adapted(5, Adapter(factors))
    assert changed.parts["mix"][0] == pytest.approx(weight + down @ up)
    assert changed.parts["mix"][1] is bias
    assert changed.parts["first"][0] is weight


def test_an_adapter_is_kept_and_found_by_its_name(tmp_path):
    factors = {"5.mix.down": np.ones((4, 2), np.float32), "5.mix.up": np.ones((2, 4), np.float32)}
    path = tmp_path / "kept.npz"
    learnt.save({"one": Adapter(factors)}, path)
    assert learnt.load("one", path).added(5, "mix") == pytest.approx(np.full((4, 4), 2.0))
    with pytest.raises(GraderError, match="holds no adapter 'two'; `make adapter` makes it"):
        learnt.load("two", path)


@pytest.mark.parametrize(
    "content", [None, b"", b"PK\x03\x04 cut off"], ids=["none", "empty", "cut"]
)
def test_a_file_that_cannot_be_read_is_one_sentence(content, tmp_path):
    path = tmp_path / "kept.npz"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(GraderError, match=r"cannot be read .* run `make adapter`"):
        learnt.load("all", path)


@pytest.mark.parametrize("name", ["all", *map(str, range(FOLDS))])
def test_each_adapter_that_comes_with_the_grader_changes_all_of_the_last_layers(name):
    found = learnt.load() if name == "all" else learnt.load(name, BLIND)
    places = {f"{layer}.{part}" for layer in range(FIRST, 6) for part in PARTS}
    assert {place.rpartition(".")[0] for place in found.factors} == places
    assert all(RANK in factor.shape for factor in found.factors.values())
    assert all(np.abs(found.added(*_split(place))).max() > 0 for place in places)


def _split(place):
    layer, part = place.split(".")
    return int(layer), part


def test_for_each_writer_there_is_an_adapter_that_has_not_seen_him():
    assert set(examples.folds().values()) == set(range(FOLDS))
    writers = {one.writer for name in ("Q1", "Q3") for one in examples.answers(name)}
    assert writers <= set(examples.folds())


def test_what_is_learnt_is_what_the_encoder_then_does():
    pytest.importorskip("jax")
    pytest.importorskip("optax")
    from grader.written.adapt import Teacher  # noqa: PLC0415

    kept = learnt.load()
    encoder = MiniLM(adapter=kept)
    states = encoder.before(TEXTS)
    longest = max(map(len, states))
    filled = np.zeros((len(states), longest + 3, 384), np.float32)
    there = np.zeros(filled.shape[:2], bool)
    for place, state in enumerate(states):
        filled[place, : len(state)], there[place, : len(state)] = state, True
    found = Teacher(encoder, None).vectors(kept.factors, filled, there)
    for one, other in zip(found, encoder.encode(TEXTS), strict=True):
        assert np.asarray(one) == pytest.approx(other.vector, abs=1e-4)
