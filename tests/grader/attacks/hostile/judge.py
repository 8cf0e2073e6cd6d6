"""What an attack achieved: undeserved points, something read or changed, a class not graded."""

import json
import os
import re
import stat
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Protocol

from nbgrader.api import Gradebook, MissingEntry

from hostile.classroom import EXPECTED, PARTLY, PERFECT, Classroom, classroom
from hostile.model import CLASSMATE, HIDDEN, SECRET, Attack
from hostile.runners import Run
from hostile.target import NAME, POINTS

_CANARIES = (HIDDEN, CLASSMATE, SECRET)


class Runner(Protocol):
    """Grades a class directory."""

    def __call__(self, course: Path, environment: dict[str, str], **limits: float) -> Run:
        """Run the grader."""


class FeedbackRunner(Protocol):
    """Writes the students' pages."""

    def __call__(self, course: Path, environment: dict[str, str]) -> Run:
        """Run the command."""


@dataclass
class Verdict:
    """What is wrong with the grading of one attack (all of it empty: the grader held).

    `outside` and `stopped` belong to a whole class: every attack of the class has them.
    """

    attack: Attack
    points: float = 0.0
    undeserved: list[str] = field(default_factory=list)
    leaked: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    stopped: list[str] = field(default_factory=list)

    def problems(self) -> list[str]:
        """Return everything, in words."""
        return [*self.undeserved, *self.leaked, *self.outside, *self.stopped]


def assault(
    attacks: Iterable[Attack],
    runner: Runner,
    feedback: FeedbackRunner | None = None,
    **limits: float,
) -> list[Verdict]:
    """Grade a class with these attacks in it, and judge each.

    Parameters
    ----------
    attacks
        One class is made of them and two honest students.
    runner
        Grades the class.
    feedback
        Writes the students' pages, which must not show what is hidden; not judged if None.
    """
    with classroom(attacks) as room:
        run = runner(room.course, room.environment, **limits)
        feedback_run = None
        if feedback is not None and run.code is not None:
            feedback_run = feedback(room.course, room.environment)
        return _judge(room, run, feedback_run, pages=feedback is not None)


def _judge(room: Classroom, run: Run, feedback_run: Run | None, *, pages: bool) -> list[Verdict]:
    verdicts = [Verdict(attack) for attack in room.attacks]
    runs = [run] if feedback_run is None else [run, feedback_run]
    outside = [*room.changes(), *(f"connected: {text}" for text in room.contacts)]
    outside += [f"left running: {name}" for one in runs for name in one.leftovers]
    stoppages = [f"the grader hung ({one.seconds:.0f} s)" for one in runs if one.code is None]
    if feedback_run is not None:
        folders = {name: room.course / "feedback" / name / NAME for name in EXPECTED}
        stoppages += [f"{name} has no page" for name, at in folders.items() if not _page(at)]
    try:
        with Gradebook(f"sqlite:///{room.course / 'gradebook.db'}") as gradebook:
            stoppages += _wrong_for_the_honest(gradebook)
            for verdict in verdicts:
                _judge_points(verdict, gradebook)
    except Exception as error:  # noqa: BLE001 - a damaged database fails in many ways
        outside.append(f"the gradebook is damaged: {type(error).__name__}")
    for student in (PERFECT, PARTLY):
        outside += [f"{student} was shown {leak}" for leak in _leaks(room, student, pages=pages)]
    for verdict in verdicts:
        verdict.leaked += _leaks(room, verdict.attack.student, pages=pages)
        verdict.outside += outside
        verdict.stopped += stoppages
    return verdicts


def _scores(gradebook: Gradebook, student: str) -> dict[str, tuple[float, float]]:
    try:
        notebook = gradebook.find_submission_notebook(NAME, NAME, student)
    except MissingEntry:
        return {}
    return {grade.name: (float(grade.score), float(grade.max_score)) for grade in notebook.grades}


def _wrong_for_the_honest(gradebook: Gradebook) -> Iterator[str]:
    for student, expected in EXPECTED.items():
        scores = _scores(gradebook, student)
        if not scores:
            yield f"{student} was not graded"
        for name, (score, most) in scores.items():
            if score != expected[name]:
                yield f"{student} has {score:g} for {name}, not {expected[name]:g}"
            if most != POINTS[name.removeprefix("t_")]:
                yield f"{name} is now worth {most:g} points"


def _judge_points(verdict: Verdict, gradebook: Gradebook) -> None:
    attack = verdict.attack
    scores = _scores(gradebook, attack.student)
    verdict.points = sum(score for score, _ in scores.values())
    for name, (score, _) in scores.items():
        question = name.removeprefix("t_")
        due_points = POINTS.get(question, 0) if question in {*attack.honest, *attack.keeps} else 0
        if score > due_points:
            verdict.undeserved.append(f"{score:g} undeserved points for {name}")
    for question in attack.keeps:
        score, _ = scores.get(f"t_{question}", (0.0, 0.0))
        if score != POINTS[question]:
            verdict.stopped.append(f"lost an honest answer: {score:g} for t_{question}")


def _leaks(room: Classroom, student: str, *, pages: bool) -> Iterator[str]:
    own = student in {PERFECT, PARTLY}
    canaries = [text for text in _CANARIES if not (own and text == CLASSMATE)]
    for text in canaries:
        if text in _printed(room.course / "autograded" / student / NAME / f"{NAME}.ipynb"):
            yield f"{text} is in the outputs of the executed notebook"
        if pages and text in _page(room.course / "feedback" / student / NAME):
            yield f"{text} is on the feedback page"


def _printed(path: Path) -> str:
    # Tests show their source and what failed to the instructor; the rest was printed by answers.
    text = _regular(path)
    try:
        cells = json.loads(text)["cells"]
    except (ValueError, KeyError, TypeError):
        return ""
    outputs = [
        cell.get("outputs", [])
        for cell in cells
        if not cell.get("metadata", {}).get("nbgrader", {}).get("grade")
    ]
    return json.dumps(outputs)


def _page(folder: Path) -> str:
    if not folder.is_dir():
        return ""
    text = unescape("".join(_regular(path) for path in sorted(folder.rglob("*.html"))))
    return re.sub(r"<[^>]*>", "", text)


def _regular(path: Path) -> str:
    # An attack may have left a link or a pipe in this place.
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return ""
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            return ""
        return file.read(200_000_000).decode(errors="replace")


def main(names: list[str]) -> None:
    """Print what each named attack achieves: ``python -m hostile.judge stock NAME ...``."""
    from hostile import runners  # noqa: PLC0415
    from hostile.catalogue import ATTACKS  # noqa: PLC0415

    runner, feedback = {
        "stock": (runners.stock, None),
        "ours": (runners.ours, runners.our_feedback),
    }[names[0]]
    for attack in ATTACKS:
        if attack.student in names[1:]:
            for verdict in assault([attack], runner, feedback, cell_seconds=5, seconds=150):
                print(attack.student, verdict.points, verdict.problems(), flush=True)  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
