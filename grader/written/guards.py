"""What an answer must not earn points by: copied questions, orders to the grader, words in a heap.

A guard either takes passages away (they say nothing of the student's own) or raises a flag, with
which nothing is decided without a person.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from course.written import MOST_CHARACTERS
from grader.written.function_words import FOREIGN, FUNCTION
from grader.written.order import is_jumble
from grader.written.rubric import asked, questions, shingles, words
from grader.written.segments import Passage, is_cut, passages

COPIED = "copied question"
ORDERS = "instructions to the grader"
CLAIMS = "claims about the answer itself"
HEAP = "words without sentences"
LANGUAGE = "not in English"
CONTRADICTION = "contradicts itself"
DENIALS = "denies rather than claims"
LONG = "longer than is read"
JUMBLE = "words out of order"
_FEW_SHINGLES = 5
"""Of fewer runs of three words, all must be the question's for a passage to be a copy of it."""

_ORDERS = re.compile(
    r"ignore (?:all |any |the |your |previous |prior |above )+(?:instruction|rubric|prompt|rule|guid)"
    r"|disregard (?:all|any|the|your|previous)|system (?:note|prompt|message|override)"
    r"|(?:note|message|attention|dear|hello|hi)[ ,:]+(?:to )?(?:the )?(?:ai |automatic )?"
    r"(?:grader|examiner|marker|evaluator|assessor)"
    r"|(?:full|maximum|max|top) (?:marks?|credits?|points?|scores?)\b"
    r"|\ball (?:the |possible )(?:marks|credits?|points)\b"
    r"|(?:award|assign|grant|give) (?:this|the|me|it|all|full|max\w*)\b[^.]{0,40}"
    r"\b(?:marks?|credits?|points?|scores?|grade)"
    r"|\"(?:score|points|grade|decision)\"\s*:"
    r"|\brubric\b|you are (?:a|an|the) (?:grader|assistant|language model)|\[/?inst\]|###\s*system"
    r"|(?:grader|examiner)(?:'s)? (?:comment|note|remark|feedback)\b|as a language model"
    r"|sample solution|\bmodel answer\b|\bassessor\b|whoever or whatever reads"
    r"|\b(?:automatic|automated) (?:checker|grader|marker)\b|\breturn a credit\b"
    r"|\b(?:regard|consider|treat|count|assess)(?:ed)?\b[^.]{0,60}\bas (?:fulfilled|implied|present|answered"
    r"|given|covered)\b|\bassess\w*\b[^.]{0,40}\bas (?:though|if)\b|\b(?:four|five|six|eight|\d) (?:of|out of) (?:four|five|six|eight|\d)\s*(?:[.!]|$)",
    re.IGNORECASE,
)
_TAGS = re.compile(
    r"<\s*/?\s*(?:grade|score|system|reason|instruction|assistant|rubric)s?\s*>", re.IGNORECASE
)
_CLAIMS = re.compile(
    r"[:=-]\s*(?:yes|done|covered|given|named|stated|explained|included|present|provided|"
    r"addressed|correct|complete|check(?:ed)?|ok|x|\u2713|\u2714|excellent)\W*$"
    r"|\b(?:my|this|the) (?:answer|response|text|essay)\b[^.]{0,30}\b(?:covers?|contains?|includes?|"
    r"defines?|names?|explains?|gives?|mentions?|addresses|takes|discusses|states?|provides?|meets)"
    r"|\bi (?:then |also |next |now |begin by |finally |first |give and |bring in )*(?:defin(?:e|ing)|name|describe"
    r"|explain|state|list|discuss|give|say|bring in|assign)\b[^.]{0,40}\b(?:failures?|remed(?:y|ies)|reasons?"
    r"|(?:dis)?advantages?|capabilit(?:y|ies)|criteria|mechanism|gap|percentage|obstacles?|elements?|definition"
    r"|evidence|position|hybrid|center of excellence|which it rests|when each|scale makes|why scale|devops|mlops)\b"
    r"|\bit (?:thereby|thus|therefore) covers\b"
    r"|^(?:explain|describe|mention|discuss|state)s?\b (?:the|what|why|how|its|their|one|an?)\b"
    r"|\b(?:failures?|remed(?:y|ies)|obstacles?|actions?|capabilities|elements?|points?|mechanism|"
    r"diagnosis|advantages?|evidence)\b (?:is |are )?(?:named|given|listed|stated|covered|explained|"
    r"included|provided)\b"
    r"|\bthe student\b|\bi (?:have|ve|'ve|\u2019ve) (?:now |also |clearly )?(?:defined|explained|named|"
    r"covered|mentioned|described|listed|given|discussed|addressed|answered|stated)\b",
    re.IGNORECASE,
)
_LEAST_FUNCTION, _NO_SENTENCE = 0.16, 0.10
_FEW_WORDS = 12


@dataclass(frozen=True, slots=True)
class Guarded:
    """What is left of an answer, and what is held against it."""

    passages: tuple[Passage, ...]
    flags: tuple[str, ...]


def guarded(question: str, answer: str) -> Guarded:
    """Return the passages of an answer that may earn points.

    Parameters
    ----------
    question
        Its name, such as ``Q4``.
    answer
        The student's text.
    """
    found = passages(answer[:MOST_CHARACTERS])
    kept: list[Passage] = []
    # What is not read may take back what is.
    flags = {LONG} if len(answer) > MOST_CHARACTERS or is_cut(found) else set()
    answer = answer[:MOST_CHARACTERS]
    for passage in found:
        fault = _fault(question, passage.text)
        if fault:
            flags.add(fault)
        else:
            kept.append(passage)
    if COPIED in flags:
        # Beside a copied question its shorter sentences were copied as well.
        prompt = set(words(questions()[question].prompt))
        kept = [one for one in kept if not set(words(one.text)) <= prompt]
    if _TAGS.search(answer):
        flags.add(ORDERS)
    if _foreign(answer):
        return Guarded(tuple(kept), tuple(sorted(flags | {LANGUAGE})))
    english = [one for one in kept if not _foreign(one.text)]
    if len(english) < len(kept):
        # Beside empty talk in English it would not show in the whole.
        flags.add(LANGUAGE)
    if is_heap(english):
        flags.add(HEAP)
    if is_jumble([one.text for one in english]):
        flags.add(JUMBLE)
    return Guarded(tuple(english), tuple(sorted(flags)))


def _fault(question: str, text: str) -> str:
    if _ORDERS.search(text):
        return ORDERS
    if _CLAIMS.search(text):
        return CLAIMS
    own = shingles(text)
    # "I disagree with this statement" shares most of its words with some wordings of the question.
    share = 0.5 if len(own) >= _FEW_SHINGLES else 1.0
    if own and sum(one in asked(question) for one in own) >= share * len(own):
        return COPIED
    return ""


def is_heap(kept: Sequence[Passage]) -> bool:
    """Tell whether an answer, or most of it, is terms that no verb or preposition connects."""
    read = [words(passage.text) for passage in kept]
    everything = [word for found in read for word in found]
    if len(everything) < _FEW_WORDS:
        return False
    heaps = [
        found for found in read if len(found) >= _FEW_WORDS and _connected(found) < _LEAST_FUNCTION
    ]
    most = sum(map(len, heaps)) > 0.5 * len(everything)
    return most or _connected(everything) < _LEAST_FUNCTION


def earns_nothing(passage: Passage) -> bool:
    """Tell whether a passage is a single word, or a long heap of terms, whatever stands beside it."""
    found = words(passage.text)
    return len(found) < 2 or (len(found) >= _FEW_WORDS and _connected(found) < _NO_SENTENCE)


def is_terms(passage: Passage) -> bool:
    """Tell whether hardly a verb or preposition connects a passage's words."""
    found = words(passage.text)
    return bool(found) and _connected(found) < _LEAST_FUNCTION


def _connected(found: Sequence[str]) -> float:
    return sum(word in FUNCTION for word in found) / len(found)


def _foreign(answer: str) -> bool:
    found = words(answer)
    english = sum(word in FUNCTION for word in found)
    most = max(sum(word in known for word in found) for known in FOREIGN.values())
    return len(found) >= 6 and most > english and most > 0.12 * len(found)
