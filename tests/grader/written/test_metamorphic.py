"""What adds nothing earns nothing: no re-arranging of an answer ever raises its score or its credits.

Over a sample of the training answers of every question and every family; WHOLE=1 in the
environment takes them all (minutes).
"""

import random
import re

import pytest

from grader.written import examples
from grader.written.rubric import questions
from grader.written.segments import passages
from sampling import sampled

EMPTY_TALK = (
    "Artificial intelligence is a very important topic of our time, and everyone talks about it. "
    "There are many different aspects that one could look at here. "
    "In today's fast-moving world it is more important than ever to look at this with care. "
    "All in all it can be said that this is a complex matter which has many sides. "
    "In the end it always depends on how one looks at it and on what one wants."
)


def shuffled_passages(text):
    parts = [passage.text for passage in passages(text)]
    random.Random(len(text)).shuffle(parts)  # noqa: S311
    return "\n\n".join(parts)


def shuffled_paragraphs(text):
    parts = re.split(r"\n\s*\n", text)
    random.Random(len(text)).shuffle(parts)  # noqa: S311
    return "\n\n".join(parts)


CHANGES = {
    "passages shuffled": shuffled_passages,
    "passages reversed": lambda text: "\n\n".join(p.text for p in reversed(passages(text))),
    "paragraphs shuffled": shuffled_paragraphs,
    "said twice": lambda text: f"{text}\n\n{text}",
    "said three times": lambda text: f"{text}\n\n{text}\n\n{text}",
    "empty talk before": lambda text: f"{EMPTY_TALK}\n\n{text}",
    "empty talk behind": lambda text: f"{text}\n\n{EMPTY_TALK}",
    "much empty talk": lambda text: f"{EMPTY_TALK}\n\n{text}\n\n" + f"{EMPTY_TALK}\n\n" * 5,
    "in capitals": str.upper,
    "in small letters": str.lower,
    "case swapped": str.swapcase,
}


ORDER = ("passages shuffled", "passages reversed")
LABEL = "the passages come without the slot or the neighbour that told what kind they are"
BACK = "what is taken back is found beside it alone"
SHORT = "shorthand in numbered parts is taken for another language, until the numbers are gone"
FORMULAS = "an answer in formulas is taken for one that is off topic, until there is talk around it"
TALK = ("empty talk before", "empty talk behind", "much empty talk")
# What the scorer is known to get wrong: of all training answers, these. It must not become more, and
# each must be taken out when it is put right.
KNOWN = {
    "Q1-254": (ORDER, BACK),
    "Q5-441": (ORDER, BACK),
    **dict.fromkeys(["Q2-97", "Q2-142", "Q5-60"], (ORDER, LABEL)),
    "Q5-492": (ORDER, SHORT),
    "Q8-513": (TALK, FORMULAS),
}


def cases():
    """Every answer with every change: a title, the two, and why it is known to fail, if it is."""
    for name in questions():
        for k, one in enumerate(examples.answers(name)):
            changes, reason = KNOWN.get(f"{name}-{k}", ((), ""))
            for change in CHANGES:
                title = f"{name}-{k}-{one.writer}-{one.family}-{change}"
                yield title, one, change, reason if change in changes else ""


def kind(case):
    """Honest answers are many: some to each question. Of the others, some of each family."""
    _, one, change, reason = case
    about = one.question if one.family == "honest" else one.family
    # What is known to fail is tried in full.
    return (about, change, one.text if reason else "")


def marked(title, one, change, reason):
    marks = [pytest.mark.xfail(strict=True, reason=reason, raises=AssertionError)] if reason else ()
    return pytest.param(one, change, id=title, marks=marks)


TRIED = sampled(cases(), every=60, kind=kind, name=lambda case: case[0])


def gain(before, after, credits_of):
    """What a changed answer has that the original had not: empty if nothing."""
    found = {f"credit for {point}" for point in credits_of(after) - credits_of(before)}
    if after.score > before.score:
        found.add(f"score {before.score} -> {after.score}")
    if after.final and not before.final and after.score > 0:
        found.add("final")
    return found


@pytest.mark.parametrize(("answer", "change"), [marked(*case) for case in TRIED])
def test_rearranging_an_answer_earns_nothing(answer, change, scored, credits_of):
    before = scored(answer.question, answer.text)
    after = scored(answer.question, CHANGES[change](answer.text))
    assert gain(before, after, credits_of) == set()
