"""``grader written``: score answers in a file, and see how far the checker can be trusted."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from grader.course.course import find_course
from grader.errors import GraderError
from grader.written.local import grades_of
from grader.written.rubric import questions
from grader.written.thresholds import THRESHOLDS

if TYPE_CHECKING:
    from grader.written.learning import Learned

# Classifiers and the encoder take a second to load: only what uses them imports them.
# ruff: noqa: PLC0415
app = typer.Typer(
    no_args_is_help=True,
    help="Written answers: score them by the rubric, and see how far the checker can be trusted.",
)
_Target = Annotated[
    float,
    typer.Option(
        "--error", min=0.0, max=0.5, help="Highest share of decided answers scored wrongly."
    ),
]


@app.command("score")
def score_file(
    answers: Annotated[Path, typer.Argument(help="JSON lines with question and text.")],
    grades: Annotated[
        Path | None,
        typer.Option(help="Graded answers to learn from: JSON lines with question, text, points."),
    ] = None,
    error: _Target = THRESHOLDS.error,
) -> None:
    """Score written answers, one JSON object a line in and out.

    In: {"question": "Q4", "text": "..."}. Out: each point with its decision, probability and the
    passage that earned it, and the most probable score. It also says whether the score stands
    without a person, and which flags the answer has. A line that cannot be read gets a line with
    "error", and the command then ends with 1.

    Example: `grader written score answers.jsonl > scores.jsonl`
    """
    from grader.written.labels import filled_lines, read_labelled
    from grader.written.learning import learn

    graded = list(read_labelled(grades)) if grades else []
    learned = {name: learn(name, graded, target=error) for name in {g.question for g in graded}}
    bad = 0
    for number, line in filled_lines(answers):
        scored = _answer(line, number, learned)
        bad += "error" in scored
        # In ASCII, so that it can be printed in any terminal and no text breaks a line.
        typer.echo(json.dumps(scored))
    if bad:
        lines = "1 line" if bad == 1 else f"{bad} lines"
        raise GraderError(f'{lines} of {answers} could not be scored: see "error" in the output.')


def _answer(line: str, number: int, learned: dict[str, "Learned"]) -> dict[str, object]:
    from grader.errors import EncoderMissingError
    from grader.written.labels import entry_of, text_of
    from grader.written.scorer import score

    try:
        entry = entry_of(line)
        name, text = text_of(entry, "question"), text_of(entry, "text")
        scored = learned[name].score(text) if name in learned else score(name, text)
    except EncoderMissingError:
        raise  # no line could be scored
    except GraderError as problem:
        told = str(problem).rstrip(".")
        return {"error": f'line {number}: {told}; expected {{"question": "Q4", "text": "..."}}'}
    return {**_identity(entry), **scored.as_dict()}


def _identity(entry: dict[str, object]) -> dict[str, object]:
    return {key: entry[key] for key in ("id", "question") if key in entry}


@app.command()
def status(
    assignment: Annotated[str, typer.Argument(help="The assignment.")] = "chapter_questions",
    course: Annotated[Path | None, typer.Option(help="Folder of the course.")] = None,
    db: Annotated[str | None, typer.Option(help="Address of the gradebook's database.")] = None,
    error: _Target = THRESHOLDS.error,
) -> None:
    """Show, question by question, what the checker has learnt from the grades you entered.

    Each graded answer is scored as if it had not been graded. Precision: share of the credited
    points that are earned, estimated from your scores. Error: share of the decided answers with
    another score than yours. Answers, points: shares that would be decided without you, nothing
    before the error is within --error. Credit from: the probability from which a point is
    credited, as learnt. Below stand the thresholds that are set.

    Example: `grader written status chapter_questions`
    """
    from grader.written.learning import learn

    place = find_course(course, db)
    graded = grades_of(place, assignment)
    table = Table(title=f"Written answers of {assignment}, error target {error:.0%}")
    for column in ("question", "graded", "precision", "error", "answers", "points", "credit from"):
        table.add_column(column, justify="left" if column == "question" else "right")
    for name in questions():
        table.add_row(*_row(learn(name, graded, target=error)))
    Console().print(table)
    Console().print(_thresholds())
    typer.echo(
        f"Nothing is learnt from fewer than {THRESHOLDS.fewest_graded} graded answers to a "
        "question. Next: grade written answers in Formgrader, then run `grader grade` again."
    )


def _thresholds() -> Table:
    table = Table("threshold", "value", "meaning", title="Thresholds that are set")
    for name, value, meaning in THRESHOLDS.explained():
        table.add_row(name, f"{value:g}", meaning)
    return table


def _row(learned: "Learned") -> Iterable[str]:
    credit = f"{learned.model.calibration.credit:.2f}"
    if learned.graded < THRESHOLDS.fewest_graded:
        return (learned.question, str(learned.graded), "-", "-", "none yet", "none yet", credit)
    figures = (learned.precision, learned.error, learned.decided, learned.points_decided)
    shown = ("-" if value != value else f"{value:.0%}" for value in figures)  # noqa: PLR0124
    return (learned.question, str(learned.graded), *shown, credit)
