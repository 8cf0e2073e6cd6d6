"""Measure how well the chapter's written answers are scored: ``python -m tools.written``.

The answers were never used for training. ``--train`` trains the model again first. With
``--new-writers``, each fifth of the training answers' writers is scored by a model that hasn't seen
them.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np

from split_grader.base.errors import GraderError
from split_grader.written.learning import HONEST, Answer, material, read_answers, train
from split_grader.written.rubric import Question, Rubric, read
from split_grader.written.scorer import Scored, Scorer
from split_grader.written.store import keep_scorers, load_scorers

ROOT = Path(__file__).parents[2]
RUBRIC = ROOT / "solutions" / "chapter_questions.rubric.toml"
HELD_BACK = ROOT / "tests" / "grader" / "written"
_FOLDS = 5


@dataclass(frozen=True, slots=True)
class Judged:
    """A marked answer with its program score and its true score."""

    question: Question
    answer: Answer
    scored: Scored

    @property
    def earned(self) -> set[str]:
        """The points that the answer earns."""
        return set(self.answer.points or {})

    @property
    def credited(self) -> set[str]:
        """The points that the program credits."""
        return {name for name, point in self.scored.points.items() if point.credited}

    @property
    def deserved(self) -> int:
        """The score that the answer earns."""
        return self.question.score(self.earned)


@dataclass(frozen=True, slots=True)
class Figures:
    """How well a set of answers is scored.

    Attributes
    ----------
    answers
        Number of answers.
    precision
        Share of the credited points that are earned.
    recall
        Share of the earned points that are credited.
    kappa
        Quadratic weighted kappa of score and true score: 1 is agreement, 0 is chance.
    waiting
        Share of the answers left to a person because of a flag.
    """

    answers: int
    precision: float
    recall: float
    kappa: float
    waiting: float


def judge(scorer: Scorer, answers: Iterable[Answer]) -> list[Judged]:
    """Score marked answers to one question."""
    return [Judged(scorer.question, one, scorer.score(one.text)) for one in answers]


def figures(judged: Sequence[Judged]) -> Figures:
    """Measure the answers to one question."""
    right = sum(len(one.credited & one.earned) for one in judged)
    credit = sum(len(one.credited) for one in judged)
    merit = sum(len(one.earned) for one in judged)
    scores = np.array([(one.scored.score, one.deserved) for one in judged], float)
    flagged_answers = [one for one in judged if one.scored.flags]
    return Figures(
        len(judged), right / max(1, credit), right / max(1, merit), weighted_kappa(*scores.T),
        len(flagged_answers) / len(judged),
    )  # fmt: skip


def weighted_kappa(scores: Sequence[float], deserved: Sequence[float]) -> float:
    """Return the quadratic weighted kappa of two scores of the same answers (Cohen 1968)."""
    a, b = np.asarray(scores, float), np.asarray(deserved, float)
    by_chance = ((a[:, None] - b[None, :]) ** 2).mean()
    return float(1 - ((a - b) ** 2).mean() / by_chance) if by_chance else float("nan")


def by_question(judged: Sequence[Judged]) -> dict[str, Figures]:
    """Measure honest answers by question; *all* has the mean kappa."""
    honest = [one for one in judged if one.answer.family == HONEST]
    names = sorted({one.question.name for one in honest})
    each = {name: figures([one for one in honest if one.question.name == name]) for name in names}
    whole = figures(honest)
    mean = float(np.mean([one.kappa for one in each.values()]))
    together = Figures(whole.answers, whole.precision, whole.recall, mean, whole.waiting)
    return {**each, "all": together}


def report(judged: Sequence[Judged]) -> str:
    """Return Markdown tables for honest answers and attacks."""
    rows = [_row(name, one) for name, one in by_question(judged).items()]
    attacks = [one for one in judged if one.answer.family != HONEST]
    families = sorted({one.answer.family for one in attacks})
    harm = [_harm(name, [one for one in attacks if one.answer.family == name]) for name in families]
    return "\n\n".join(
        [
            _table(["Honest answers", "Number", "Precision", "Recall", "QWK", "Waiting"], rows),
            _table(
                ["Attack", "Number", "Waiting", "Undeserved credits", "Scored too high"],
                [*harm, _harm("all", attacks)],
            ),
        ]
    )


def _row(name: str, one: Figures) -> tuple[str, ...]:
    shares = (one.precision, one.recall, one.kappa, one.waiting)
    return (name, f"{one.answers}", *(f"{share:.2f}" for share in shares))


def _harm(name: str, attacks: Sequence[Judged]) -> tuple[str, ...]:
    unflagged_attacks = [one for one in attacks if not one.scored.flags]
    undeserved_count = sum(len(one.credited - one.earned) for one in attacks)
    too_high = sum(one.scored.score > one.deserved for one in unflagged_attacks)
    counts = (len(attacks), len(attacks) - len(unflagged_attacks), undeserved_count, too_high)
    return (name, *map(str, counts))


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [columns, ["---"] + ["---:"] * (len(columns) - 1), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _trained(rubric: Rubric) -> dict[str, Scorer]:
    return {
        name: train(question, material(rubric, question))
        for name, question in rubric.questions.items()
    }


def new_writers(rubric: Rubric) -> list[Judged]:
    """Score training answers with models that haven't seen their writers."""
    return list(chain.from_iterable(_in_folds(rubric, q) for q in rubric.questions.values()))


def _in_folds(rubric: Rubric, question: Question) -> Iterable[Judged]:
    answers = [one for path in rubric.answers for one in read_answers(path, question.name)]
    teaching = material(rubric, question)
    writers = sorted({one.writer for one in answers})
    for fold in (set(writers[start::_FOLDS]) for start in range(_FOLDS)):
        scorer = train(question, [one for one in teaching if one.writer not in fold])
        fold_answers = (one for one in answers if one.writer in fold and one.family != "sentence")
        yield from judge(scorer, fold_answers)


def held_back(rubric: Rubric) -> list[Judged]:
    """Score the held-out answers with the rubric's model."""
    scorers, _ = load_scorers(rubric, rubric.model)
    judgements = []
    for path in sorted(HELD_BACK.glob("*.jsonl")):
        for scorer in scorers.values():
            judgements += judge(scorer, read_answers(path, scorer.question.name))
    return judgements


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="python -m tools.written", description=__doc__)
    parser.add_argument("--train", action="store_true", help="train the model again first")
    parser.add_argument("--new-writers", action="store_true", help="measure in folds (minutes)")
    options = parser.parse_args()
    try:
        rubric = read(RUBRIC)
        if options.train:
            keep_scorers(_trained(rubric), rubric.model)
        judgements = new_writers(rubric) if options.new_writers else held_back(rubric)
    except GraderError as error:
        parser.error(str(error))
    sys.stdout.write(f"{report(judgements)}\n")


if __name__ == "__main__":
    main()
