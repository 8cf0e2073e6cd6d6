"""``python -m benchmarks.marking Q1 ...``: decisions that it takes to mark a class with the desk.

The class is made of labelled answers whose scores are known. The scorer has not seen their writers
before the class is marked. It then learns from the marks, as the desk's does.

Two markers are modelled. One *glances*: reads the first answer of each group and gives its score
to all, so that members who differ are wrong. The other *reads*: takes out every member that
differs from most, and marks it alone, which is a decision each.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

import numpy as np

from grader.desk.groups import FAR, WRONG, grouped, limit_of, read
from grader.written.learning import HONEST, Answer, material, read_answers, train
from grader.written.rubric import Question
from grader.written.rubric import read as read_rubric
from grader.written.scorer import Scorer
from tools.written.__main__ import HELD_BACK, RUBRIC

CLASS = 120


class How(NamedTuple):
    """How a class is marked: by whom, what may join a group, how often the scorer learns."""

    reads: bool
    wrong: float
    far: float
    learn_after: int


@dataclass
class Outcome:
    """What marking a class took, and how many scores are wrong at the end."""

    decisions: int = 0
    groups: int = 0
    exceptions: int = 0
    wrong: int = 0


def make_class(question: Question, seed: int) -> tuple[list[Answer], list[Answer]]:
    """Return a class of answers, and what a scorer may learn from: other writers' answers.

    Where too few answers were kept back, all those of some writers of the training answers are
    taken away from there, until there are enough.
    """
    rng = np.random.default_rng(seed)
    taught, members = material(read_rubric(RUBRIC), question), []
    for path in sorted(HELD_BACK.glob("*.jsonl")):
        members += read_answers(path, question.name)
    writers = sorted({one.writer for one in taught if one.family == HONEST})
    rng.shuffle(writers)
    while len(members) < CLASS:
        writer = writers.pop()
        members += [one for one in taught if one.writer == writer]
        taught = [one for one in taught if one.writer != writer]
    return [members[row] for row in rng.permutation(len(members))[:CLASS]], taught


def mark(scorer: Scorer, members: Sequence[Answer], taught: Sequence[Answer], how: How) -> Outcome:
    """Mark a class as the desk offers it: the largest and surest group first."""
    texts = [one.text for one in members]
    true = np.array([scorer.question.score(one.points or {}) for one in members])
    given, done = np.full(len(members), -1), Outcome()
    while (left := np.flatnonzero(given < 0)).size:
        if len(left) < len(members):
            marked = np.flatnonzero(given >= 0)
            marks = [Answer(texts[row], score=float(given[row])) for row in marked]
            scorer = train(scorer.question, [*taught, *marks], scorer)
        every = [read(scorer, text) for text in texts]
        limit = limit_of(every, how.wrong)
        plan = grouped([texts[row] for row in left], [every[row] for row in left], limit, how.far)
        since = done.decisions
        for group in plan:
            rows = left[list(group.members)]
            exceptions = int((true[rows] != np.bincount(true[rows]).argmax()).sum())
            given[rows] = true[rows] if how.reads else true[rows[0]]
            done.groups += len(rows) > 1
            done.exceptions += exceptions * how.reads
            done.decisions += 1 + exceptions * how.reads
            if done.decisions - since >= how.learn_after:
                break
    done.wrong = int((given != true).sum())
    return done


def main() -> None:
    """Mark the classes of the questions named, and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("questions", nargs="*", help="such as Q1; all by default")
    parser.add_argument("--wrong", type=float, nargs="*", default=[WRONG, 1.0])
    parser.add_argument("--far", type=float, nargs="*", default=[FAR])
    parser.add_argument("--learn-after", type=int, default=30, help="decisions between trainings")
    parser.add_argument("--marker", nargs="*", default=["glances", "reads"])
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    print("question honest marker wrong far groups exceptions decisions hours wrong")
    for question in read_rubric(RUBRIC).questions.values():
        if question.name not in (asked.questions or [question.name]):
            continue
        members, taught = make_class(question, asked.seed)
        scorer = train(question, taught)
        honest = sum(one.family == HONEST for one in members)
        for marker, wrong, far in product(asked.marker, asked.wrong, asked.far):
            done = mark(
                scorer, members, taught, How(marker == "reads", wrong, far, asked.learn_after)
            )
            hours = done.decisions * 20 / 3600
            print(
                f"{question.name} {honest} {marker} {wrong:g} {far:g} {done.groups} "
                f"{done.exceptions} {done.decisions} {hours:.2f} {done.wrong / CLASS:.1%}",
                flush=True,
            )


if __name__ == "__main__":
    main()
