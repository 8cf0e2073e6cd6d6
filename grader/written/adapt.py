"""``python -m grader.written.adapt``: teach the encoder's last layers the points of the rubrics.

It learns what the classifiers learn (which passage makes which point), and passes what it finds
down into the encoder. One adapter learns from all writers' answers, and is the one in use. Others
learn without some of the writers each: on those the scorer is then calibrated.

It needs jax and optax, which nothing else here does: ``make adapter`` installs them and runs it.
Half an hour and more; ``make written`` comes after.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

try:
    import jax
    import jax.numpy as jnp
    import optax
except ImportError as error:
    sys.exit(f"{error.name} is missing, which only this needs. Run: make adapter")

from grader.written import examples as own
from grader.written.adapter import BLIND, FIRST, FOLDS, PARTS, PATH, RANK, Adapter, save
from grader.written.encoder import EPSILON, HEADS, Floats, MiniLM
from grader.written.heads import slots
from grader.written.rubric import question, questions
from grader.written.segments import Passage

EPOCHS = 4
_RATE, _RATE_HEADS = 1e-3, 1e-2
_DECAY = 0.01
_BATCH = 32
_DROPOUT = 0.1
_RARE = -3.0
"""Logit that classifiers start from: few passages make a given point."""
_LENGTHS = (12, 16, 20, 24, 32, 40, 56, 80, 128, 256)
"""Tokens that batches are filled up to: a program is compiled for each."""
_AT_ONCE = 40  # batches that are sorted by length together
_UNSEEN = -1e9  # attention to what fills a batch up
_SECONDS_BETWEEN = 30.0


@dataclass(frozen=True, slots=True)
class Lesson:
    """All questions' passages.

    Attributes
    ----------
    states
        What the encoder's first layers make of each, shapes (tokens, 384).
    slots
        Shape (passages, 2).
    makes, asked
        Which points each makes, and which are its question's: shape (passages, points of all).
    folds
        The fold of each passage's writer; -1 for exemplars.
    """

    states: list[Floats]
    slots: Floats
    makes: Floats
    asked: Floats
    folds: NDArray[np.int64]


def main() -> None:
    """Learn all adapters and keep them."""
    parser = argparse.ArgumentParser(prog="python -m grader.written.adapt", description=__doc__)
    parser.parse_args()
    print("Taking the examples through the first layers (a minute) ...", flush=True)
    encoder = MiniLM(adapter=Adapter.none())
    known = lesson(encoder)
    teacher = Teacher(encoder, known)
    blind = {}
    for fold in range(FOLDS):
        print(f"Learning without the writers of fold {fold + 1} of {FOLDS} ...", flush=True)
        blind[str(fold)] = teacher.teach(np.flatnonzero(known.folds != fold))
    print("Learning from all writers ...", flush=True)
    everyone = teacher.teach(np.arange(len(known.states)))
    # Only now: whoever stops this half-way keeps adapters that belong together.
    save(blind, BLIND)
    save({"all": everyone}, PATH)
    print(f"Kept in {PATH.name} and {BLIND.name}. Next: make written")


def lesson(encoder: MiniLM) -> Lesson:
    """Return what there is to learn from."""
    names = list(questions())
    counts = [len(question(name).points) for name in names]
    first = dict(zip(names, np.cumsum([0, *counts[:-1]]), strict=True))
    texts: list[str] = []
    passages: list[Passage] = []
    makes, asked, folds = [], [], []
    for name in names:
        source = own.source(name)
        made = own.examples(name, np.zeros((len(source.passages), 1), np.float32)).makes
        columns = slice(first[name], first[name] + made.shape[1])
        wide = np.zeros((2, len(made), sum(counts)), np.float32)
        wide[0, :, columns], wide[1, :, columns] = made, 1
        texts += [passage.text for passage in source.passages]
        passages += source.passages
        makes.append(wide[0])
        asked.append(wide[1])
        answers = own.answers(name)
        folds += [own.folds()[answers[one].writer] if one >= 0 else -1 for one in source.answer]
    states = encoder.before(texts)
    return Lesson(states, slots(passages), np.vstack(makes), np.vstack(asked), np.array(folds))


class Teacher:
    """Fits adapters, each together with classifiers that are thrown away afterwards."""

    def __init__(self, encoder: MiniLM, known: Lesson) -> None:
        self._layers = encoder.published
        self._known = known

    def teach(self, rows: NDArray[np.int64]) -> Adapter:
        """Return an adapter learnt from some of the passages."""
        draw = np.random.default_rng(0)
        parameters = self._start(draw)
        steps = EPOCHS * (len(rows) // _BATCH)
        optimiser = _optimiser(steps)
        state = optimiser.init(parameters)

        def step(parameters: Any, state: Any, batch: Any, key: Any) -> Any:
            loss, slope = jax.value_and_grad(self._loss)(parameters, batch, key)
            updates, state = optimiser.update(slope, state, parameters)
            return optax.apply_updates(parameters, updates), state, loss

        learn = jax.jit(step)
        key, shown, losses, done = jax.random.PRNGKey(0), time.monotonic(), [], 0
        for _ in range(EPOCHS):
            for chosen in self._batches(rows, draw):
                key, now = jax.random.split(key)
                parameters, state, loss = learn(parameters, state, self._batch(chosen), now)
                losses.append(loss)
                done += 1
                if time.monotonic() - shown > _SECONDS_BETWEEN:
                    shown = time.monotonic()
                    mean = float(np.mean(losses[-100:]))
                    print(f"  {done / steps:.0%}, loss {mean:.2f}", flush=True)
        return Adapter({place: np.asarray(x) for place, x in parameters["factors"].items()})

    def _start(self, draw: np.random.Generator) -> dict[str, dict[str, Floats]]:
        factors = {}
        for number, layer in enumerate(self._layers, FIRST):
            for part in PARTS:
                wide, out = layer.parts[part][0].shape
                down = draw.normal(0, wide**-0.5, (wide, RANK))
                factors[f"{number}.{part}.down"] = down.astype(np.float32)
                factors[f"{number}.{part}.up"] = np.zeros((RANK, out), np.float32)
        points, width = self._known.makes.shape[1], self._known.states[0].shape[1] + 2
        bias = np.full(points, _RARE, np.float32)
        return {
            "factors": factors,
            "heads": {"weights": np.zeros((width, points), np.float32), "bias": bias},
        }

    def _batches(
        self, rows: NDArray[np.int64], draw: np.random.Generator
    ) -> Iterator[NDArray[np.int64]]:
        """Yield the rows in a random order, those of like length together; an odd rest is left."""
        rows = draw.permutation(rows)
        for start in range(0, len(rows), _BATCH * _AT_ONCE):
            chunk = rows[start : start + _BATCH * _AT_ONCE]
            chunk = chunk[np.argsort([len(self._known.states[row]) for row in chunk])]
            whole = chunk[: len(chunk) // _BATCH * _BATCH].reshape(-1, _BATCH)
            yield from draw.permutation(whole)

    def _batch(self, rows: NDArray[np.int64]) -> dict[str, NDArray[Any]]:
        known = self._known
        longest = max(len(known.states[row]) for row in rows)
        length = next(one for one in _LENGTHS if one >= longest)
        states = np.zeros((len(rows), length, known.states[0].shape[1]), np.float32)
        there = np.zeros((len(rows), length), bool)
        for place, row in enumerate(rows):
            states[place, : len(known.states[row])] = known.states[row]
            there[place, : len(known.states[row])] = True
        return {
            "states": states,
            "there": there,
            "slots": known.slots[rows],
            "makes": known.makes[rows],
            "asked": known.asked[rows],
        }

    def _loss(self, parameters: Any, batch: Any, key: Any) -> Any:
        vectors = self.vectors(parameters["factors"], batch["states"], batch["there"])
        kept = jax.random.bernoulli(key, 1 - _DROPOUT, vectors.shape)
        seen = jnp.concatenate([vectors * kept / (1 - _DROPOUT), batch["slots"]], axis=1)
        logits = seen @ parameters["heads"]["weights"] + parameters["heads"]["bias"]
        losses = optax.sigmoid_binary_cross_entropy(logits, batch["makes"])
        return (losses * batch["asked"]).sum() / len(seen)

    def vectors(self, factors: Any, states: Any, there: Any) -> Any:
        """Return the vectors of texts, as :class:`MiniLM` computes them with the adapter.

        Parameters
        ----------
        states
            Shape (texts, tokens, 384), filled up to a common length.
        there
            Which tokens are the text's, shape (texts, tokens).
        """
        for number, layer in enumerate(self._layers, FIRST):
            states = _layer(number, layer, factors, states, there)
        mean = (states * there[:, :, None]).sum(axis=1) / there.sum(axis=1, keepdims=True)
        return mean / jnp.linalg.norm(mean, axis=1, keepdims=True)


def _optimiser(steps: int) -> Any:
    """Return AdamW with a rate for the factors and one for the classifiers, up and down again."""
    rates = {"factors": _RATE, "heads": _RATE_HEADS}

    def adamw(rate: float) -> Any:
        course = optax.cosine_onecycle_schedule(steps, rate, pct_start=0.1)
        return optax.adamw(course, weight_decay=_DECAY)

    each = {name: adamw(rate) for name, rate in rates.items()}
    return optax.multi_transform(each, {name: name for name in rates})


def _layer(number: int, layer: Any, factors: Any, states: Any, there: Any) -> Any:
    def linear(part: str, given: Any) -> Any:
        weight, bias = layer.parts[part]
        down, up = (factors[f"{number}.{part}.{side}"] for side in ("down", "up"))
        return given @ weight + bias + (given @ down) @ up

    def normal(given: Any, part: str) -> Any:
        centred = given - given.mean(axis=-1, keepdims=True)
        spread = jnp.sqrt((centred * centred).mean(axis=-1, keepdims=True) + EPSILON)
        return centred / spread * layer.parts[part][0] + layer.parts[part][1]

    texts, tokens, width = states.shape
    looks = linear("look", states).reshape(texts, tokens, 3, HEADS, width // HEADS)
    query, key, value = looks.transpose(2, 0, 3, 1, 4)
    near = query @ key.transpose(0, 1, 3, 2) / np.sqrt(width // HEADS)
    shares = jax.nn.softmax(jnp.where(there[:, None, None, :], near, _UNSEEN))
    seen = (shares @ value).transpose(0, 2, 1, 3).reshape(texts, tokens, width)
    states = normal(linear("mix", seen) + states, "first")
    wide = jax.nn.gelu(linear("widen", states), approximate=False)
    return normal(linear("narrow", wide) + states, "second")


if __name__ == "__main__":
    main()
