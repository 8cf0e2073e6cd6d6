"""``python -m grader.written.evaluate``: score answers never tuned on, and say how well it went.

By default these are the project's held-out answers, by three writers of whom nothing was used to
fit or to choose anything. Nothing is learnt from them here either.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits

from grader.errors import GraderError
from grader.written.labels import HONEST, Labelled, read_labelled
from grader.written.measures import Measures, measure
from grader.written.scorer import Decision, Scored, encoder, score
from grader.written.trial import Trial, trials

ROOT = Path(__file__).parents[2]
HELD_OUT = ROOT / "tests" / "grader" / "written" / "held_out.jsonl"
PAGE = ROOT / "docs" / "written-answers-results.md"
START, END = "<!-- figures -->", "<!-- end of figures -->"
_COLUMNS = (
    "Question",
    "Answers",
    "Precision",
    "Recall",
    "Undecided",
    "QWK",
    "Final",
    "Wrong finals",
)


@dataclass(frozen=True, slots=True)
class Judged:
    """A labelled answer and what the scorer made of it.

    Attributes
    ----------
    truth, scored
        What it earns, and what it was given.
    seconds
        Processor time that this took, on one core.
    """

    truth: Labelled
    scored: Scored
    seconds: float

    @property
    def undeserved(self) -> frozenset[str]:
        """The points credited that the answer does not earn."""
        given = {p for p, s in self.scored.points.items() if s.decision is Decision.CREDIT}
        return frozenset(given - set(self.truth.points or ()))


def judge(answers: Iterable[Labelled]) -> list[Judged]:
    """Score answers one by one, on one core, with the encoder already loaded.

    Raises
    ------
    GraderError
        If the encoder is not installed.
    """
    encoder()
    found = []
    with threadpool_limits(1):
        for one in answers:
            start = time.process_time()
            scored = score(one.question, one.text)
            found.append(Judged(one, scored, time.process_time() - start))
    return found


def report(judged: Sequence[Judged]) -> str:
    """Return the figures as Markdown.

    Raises
    ------
    ValueError
        If there are no answers, or one has only a score and no points.
    """
    if not judged:
        raise ValueError("There are no answers to report on: give a file with one a line.")
    if any(one.truth.points is None for one in judged):
        raise ValueError(
            "An answer has a score and no points. Precision and recall need the points: give "
            '"points" on each line, [] where none is earned.'
        )
    honest = [one for one in judged if one.truth.family == HONEST]
    attacks = [one for one in judged if one.truth.family != HONEST]
    parts = [f"All {len(judged)} answers:", _by_question(judged)]
    if honest and attacks:
        parts += [f"The {len(honest)} honest answers alone:", _by_question(honest)]
    if attacks:
        parts += [f"The {len(attacks)} adversarial answers:", _by_family(attacks)]
    return "\n\n".join([*parts, _speed(judged)])


def _by_question(judged: Sequence[Judged]) -> str:
    names = sorted({one.truth.question for one in judged})
    each = {name: _measured([o for o in judged if o.truth.question == name]) for name in names}
    # Scores of questions with different maxima agree by their maxima alone: no kappa over them.
    known = [m.kappa for m in each.values() if not np.isnan(m.kappa)]
    mean = float(np.mean(known)) if known else float("nan")
    rows = [_row(name, m) for name, m in each.items()]
    rows.append(_row("together", replace(_measured(judged), kappa=mean)))
    return _table(_COLUMNS, rows)


def _measured(judged: Sequence[Judged]) -> Measures:
    return measure([one.scored for one in judged], [one.truth for one in judged])


def _row(name: str, m: Measures) -> tuple[str, ...]:
    finals = round(m.final * m.answers)
    wrong = f"{round(m.wrong * finals)} of {finals}" if finals else "none final"
    figures = (m.precision, m.recall, m.undecided, m.kappa, m.final)
    return (name, str(m.answers), *(_figure(x) for x in figures), wrong)


def _figure(value: float) -> str:
    return "n/a" if np.isnan(value) else f"{value:.2f}"


def _by_family(attacks: Sequence[Judged]) -> str:
    rows = []
    for family in sorted({one.truth.family for one in attacks}):
        ours = [one for one in attacks if one.truth.family == family]
        rows.append((family.replace("_", " "), *_harm(ours)))
    rows.append(("together", *_harm(attacks)))
    columns = ("Family", "Answers", "Undeserved credits", "Final with undeserved points")
    return _table(columns, rows)


def _harm(attacks: Sequence[Judged]) -> tuple[str, str, str]:
    credits_ = sum(len(one.undeserved) for one in attacks)
    finals = sum(
        one.scored.final and bool(one.undeserved or one.scored.score > one.truth.score)
        for one in attacks
    )
    return str(len(attacks)), str(credits_), str(finals)


def _speed(judged: Sequence[Judged]) -> str:
    seconds = [one.seconds for one in judged]
    return (
        f"One answer takes {np.mean(seconds):.2f} s of one core in the mean; the slowest of "
        f"{len(seconds)} took {max(seconds):.2f} s."
    )


def after_grades(answers: Sequence[Labelled], grades: int) -> str:
    """Return as Markdown what that many graded answers to each question bring."""
    title = f"After {grades} graded answers to a question, over the others"
    told = {
        "points": _of_trials(trials(answers, grades)),
        "scores only, as from Formgrader": _of_trials(trials(answers, grades, scores_only=True)),
    }
    return "\n\n".join(f"{title} (grades with {what}):\n\n{table}" for what, table in told.items())


def _of_trials(found: Mapping[str, Trial]) -> str:
    rows = []
    for name, trial in found.items():
        points, finals = trial.points_decided, trial.answers_final
        figures = (points, trial.points_wrong, finals, trial.answers_wrong)
        rows.append((name, *(_figure(x) for x in figures)))
    columns = ("Question", "Points decided", "Of these wrong", "Answers final", "Of these wrong")
    return _table(columns, rows)


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [columns, ["---"] + ["---:"] * (len(columns) - 1), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def renew(figures: str, page: Path = PAGE) -> None:
    """Put figures in the place of those that a page has between its two markers.

    Raises
    ------
    GraderError
        If the page is not there, or has not each marker once.
    """
    try:
        text = page.read_text(encoding="utf-8")
    except OSError as error:
        raise GraderError(
            f"{page} cannot be read ({error.strerror}). --renew works in a copy of the repository."
        ) from None
    if text.count(START) != 1 or text.count(END) != 1 or text.index(START) > text.index(END):
        raise GraderError(
            f"{page} must have {START} once and {END} once below it; the figures go between them."
        )
    before, after = text.split(START)[0], text.split(END)[1]
    page.write_text(f"{before}{START}\n\n{figures}\n\n{END}{after}", encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the figures; with ``--renew``, keep them in docs/written-answers-results.md."""
    parser = argparse.ArgumentParser(prog="python -m grader.written.evaluate", description=__doc__)
    parser.add_argument("--held-out", type=Path, default=HELD_OUT, help="labelled answers (JSONL)")
    parser.add_argument("--renew", action="store_true", help=f"renew docs/{PAGE.name} as well")
    parser.add_argument(
        "--grades",
        type=int,
        default=0,
        metavar="N",
        help="also learn from N answers to each question, and judge the others (minutes)",
    )
    asked = parser.parse_args(arguments)
    try:
        answers = list(read_labelled(asked.held_out))
        figures = report(judge(answers))
        if asked.grades:
            figures += f"\n\n{after_grades(answers, asked.grades)}"
        sys.stdout.write(f"{figures}\n")
        if asked.renew:
            renew(figures)
            sys.stdout.write(f"\nKept in docs/{PAGE.name}.\n")
    except (GraderError, ValueError, OSError) as error:
        parser.error(str(error))


if __name__ == "__main__":
    main()
