"""Count the decisions to mark a class with the desk: ``python -m benchmarks.marking Q1 ...``.

The class consists of labelled answers with known scores, by writers that the scorer hasn't seen.
The scorer then learns from the marks, as the desk's does.

Two markers are simulated. One *glances*: reads the first answer of each group and gives its score
to all, so members that differ are wrong. The other *reads*: takes out every member that differs
from the majority, and marks each separately, which is one decision each.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

import numpy as np

from split_grader.desk.groups import FAR, WRONG, grouped, limit_of, read
from split_grader.written.learning import HONEST, Answer, material, read_answers, train
from split_grader.written.rubric import Question
from split_grader.written.rubric import read as read_rubric
from split_grader.written.scorer import Scorer
from tools.written.__main__ import HELD_BACK, RUBRIC

CLASS = 120


class How(NamedTuple):
    """How a class is marked: marker, grouping, and learning interval."""

    reads: bool
    wrong: float
    far: float
    learn_after: int


@dataclass
class Outcome:
    """The decisions for a class, and the wrong scores at the end."""

    decisions: int = 0
    groups: int = 0
    exceptions: int = 0
    wrong: int = 0


def make_class(question: Question, seed: int) -> tuple[list[Answer], list[Answer]]:
    """Return a class of answers, and other writers' answers for training.

    If too few answers are held out, all training answers of some writers join the class until there
    are enough.
    """
    rng = np.random.default_rng(seed)
    training, members = material(read_rubric(RUBRIC), question), []
    for path in sorted(HELD_BACK.glob("*.jsonl")):
        members += read_answers(path, question.name)
    writers = sorted({one.writer for one in training if one.family == HONEST})
    rng.shuffle(writers)
    while len(members) < CLASS:
        writer = writers.pop()
        members += [one for one in training if one.writer == writer]
        training = [one for one in training if one.writer != writer]
    return [members[row] for row in rng.permutation(len(members))[:CLASS]], training


def mark(scorer: Scorer, members: Sequence[Answer], taught: Sequence[Answer], how: How) -> Outcome:
    """Mark a class in the desk's order: largest and surest group first."""
    texts = [one.text for one in members]
    true = np.array([scorer.question.score(one.points or {}) for one in members])
    scores, outcome = np.full(len(members), -1), Outcome()
    while (rest := np.flatnonzero(scores < 0)).size:
        if len(rest) < len(members):
            marked_rows = np.flatnonzero(scores >= 0)
            marks = [Answer(texts[row], score=float(scores[row])) for row in marked_rows]
            scorer = train(scorer.question, [*taught, *marks], scorer)
        every = [read(scorer, text) for text in texts]
        limit = limit_of(every, how.wrong)
        plan = grouped([texts[row] for row in rest], [every[row] for row in rest], limit, how.far)
        since = outcome.decisions
        for group in plan:
            rows = rest[list(group.members)]
            exceptions = int((true[rows] != np.bincount(true[rows]).argmax()).sum())
            scores[rows] = true[rows] if how.reads else true[rows[0]]
            outcome.groups += len(rows) > 1
            outcome.exceptions += exceptions * how.reads
            outcome.decisions += 1 + exceptions * how.reads
            if outcome.decisions - since >= how.learn_after:
                break
    outcome.wrong = int((scores != true).sum())
    return outcome


def main() -> None:
    """Mark the named questions' classes, and print the results."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("questions", nargs="*", help="such as Q1; all by default")
    parser.add_argument("--wrong", type=float, nargs="*", default=[WRONG, 1.0])
    parser.add_argument("--far", type=float, nargs="*", default=[FAR])
    parser.add_argument("--learn-after", type=int, default=30, help="decisions between trainings")
    parser.add_argument("--marker", nargs="*", default=["glances", "reads"])
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    print("question honest marker wrong far groups exceptions decisions hours wrong")
    for question in read_rubric(RUBRIC).questions.values():
        if question.name not in (options.questions or [question.name]):
            continue
        members, training = make_class(question, options.seed)
        scorer = train(question, training)
        honest = sum(one.family == HONEST for one in members)
        for marker, wrong, far in product(options.marker, options.wrong, options.far):
            outcome = mark(
                scorer, members, training, How(marker == "reads", wrong, far, options.learn_after)
            )
            hours = outcome.decisions * 20 / 3600
            print(
                f"{question.name} {honest} {marker} {wrong:g} {far:g} {outcome.groups} "
                f"{outcome.exceptions} {outcome.decisions} {hours:.2f} {outcome.wrong / CLASS:.1%}",
                flush=True,
            )


if __name__ == "__main__":
    main()
