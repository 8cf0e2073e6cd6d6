"""Whether the words of an answer stand in an order that sentences have.

Single passages of a good answer, its words mixed up, still sound to the encoder as if they made
their points. The order of small words gives them away: "of the" is frequent, "the of" is not. For
each pair of neighbours there is the logarithm of how much more often it stands so than its two
halves would by chance, counted over honest answers: what pointwise mutual information measures
(Church and Hanks, 1990). Nouns and verbs stand for their endings, lest a subject should count.
"""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from grader.errors import GraderError
from grader.written.encoder import Floats

PATH = Path(__file__).with_name("order.npz")
_EDGE, _NUMBER, _OTHER = ".", "#", "~"
_ENDINGS = ("ing", "ed", "ly", "tion", "s")
_CLASSES = {
    "determiner": "the a an this these those its their our my your his every each any some no",
    "preposition": "of in on at by for with from into without after before between through under "
    "over during against about within across via than upon off up out around behind inside outside "
    "toward towards until since among along per w/ w/o",
    "to": "to",
    "be": "is are was were be been being am =",
    "auxiliary": "have has had do does did will would can could should must may might cannot don't "
    "doesn't didn't can't won't isn't aren't",
    "not": "not never",
    "pronoun": "i you he she it we they who it's that's they're we're you're i'm there there's i'd "
    "we'd i'll we'll i've we've them him her us me",
    "and": "and or but nor & +",
    "subordinate": "because if when while so as that which where what how whether although though "
    "unless cause",
}
_CLASS_OF = {word: kind for kind, words in _CLASSES.items() for word in words.split()}
_KINDS = (_EDGE, _NUMBER, _OTHER, *(_OTHER + end for end in _ENDINGS), *_CLASS_OF)
_PLACE = {kind: place for place, kind in enumerate(_KINDS)}
_TOKEN = re.compile(r"[a-z0-9€$][a-z0-9'\-%/]*|[&+=]|->|[.,;:!?()\n\u2192|*]")
_PULL = 5.0
"""How many times a pair is taken to have been seen as often as its classes are."""
_MOST = 2.0
"""No pair says more than this, for or against."""
_ODD = -4.0
"""Sum over an answer from which its words are out of order: of honest answers, one in a hundred."""


def is_jumble(texts: Sequence[str]) -> bool:
    """Tell whether the words of an answer's passages are out of order, or of some of them."""
    return oddity(texts) < _ODD


def oddity(texts: Sequence[str]) -> float:
    """Return the sum over the passages that are odd, 0 at the most: good ones hide no bad ones."""
    return sum(min(0.0, _of_passage(text, _table())) for text in texts)


def _of_passage(text: str, table: Floats) -> float:
    kinds = _kinds(text)
    pairs = [pair for pair in pairwise(kinds) if not _CLASS_OF.keys().isdisjoint(pair)]
    return float(sum(table[_PLACE[left], _PLACE[right]] for left, right in pairs))


def place(word: str) -> int:
    """Return where the table has a word, or what stands for it."""
    return _PLACE[_kind(word)]


def _kinds(text: str) -> list[str]:
    words = _TOKEN.findall(text.lower().replace("\u2019", "'"))
    return [_EDGE, *map(_kind, words), _EDGE]


def _kind(word: str) -> str:
    if word in _CLASS_OF:
        return word
    if not word[0].isalnum() and word[0] not in "€$":
        return _EDGE
    if not word[0].isalpha():
        return _NUMBER
    longer = (end for end in _ENDINGS if word.endswith(end) and len(word) > len(end) + 2)
    return _OTHER + next(longer, "")


def fit(texts: Iterable[str]) -> Floats:
    """Return the table of pairs.

    Rare pairs are held to what their classes say.

    Parameters
    ----------
    texts
        Passages whose words are in order.

    Returns
    -------
    array
        By the kinds of left and right neighbour.
    """
    pairs = Counter(pair for text in texts for pair in pairwise(_kinds(text)))
    seen = np.zeros((len(_KINDS), len(_KINDS)))
    for (left, right), count in pairs.items():
        seen[_PLACE[left], _PLACE[right]] = count
    classes = sorted({_CLASS_OF.get(kind, kind) for kind in _KINDS})
    member = np.array([[_CLASS_OF.get(kind, kind) == one for one in classes] for kind in _KINDS])
    together = member.T @ seen @ member + 0.5
    ratio = member @ (together / _by_chance(together)) @ member.T
    table = np.log((seen + _PULL * ratio) / (_by_chance(seen) + _PULL))
    bounded: Floats = np.clip(table, -_MOST, _MOST).astype(np.float32)
    return bounded


def _by_chance(seen: NDArray[np.float64]) -> NDArray[np.float64]:
    expected: NDArray[np.float64] = np.outer(seen.sum(axis=1), seen.sum(axis=0)) / seen.sum()
    return expected


def save(table: Floats) -> None:
    """Keep a table."""
    np.savez_compressed(PATH, table=table.astype(np.float16))


@cache
def _table() -> Floats:
    try:
        with PATH.open("rb") as file, np.load(file) as kept:
            return np.asarray(kept["table"], np.float32)
    except (OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise GraderError(
            f"{PATH} cannot be read ({error}). Install the grader again, or run `make written`."
        ) from None
