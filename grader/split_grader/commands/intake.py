"""``grader release``, ``grader solution`` and ``grader collect``."""

from pathlib import Path
from typing import Annotated

import typer

from split_grader.base.errors import GraderError
from split_grader.commands.options import AssignmentName, CourseFolder, Database
from split_grader.commands.screen import screen
from split_grader.course.course import find_course
from split_grader.intake.collect import collect as collect_downloads
from split_grader.intake.collected import Collection, Outcome, table_path
from split_grader.intake.due import gaps
from split_grader.tasks.release import Released
from split_grader.tasks.release import release as release_assignment
from split_grader.tasks.solution import write_solution


def release(
    assignment: AssignmentName,
    despite_failures: Annotated[  # noqa: FBT002
        bool,
        typer.Option(
            "--despite-failures", help="Release even if your solution fails some of its own tests."
        ),
    ] = False,
    course: CourseFolder = None,
    db: Database = None,
) -> None:
    """Make the notebook that students get.

    Runs your solution against its own tests, and removes solutions and hidden tests. Nothing is
    released if your solution fails a test, or if something hidden would be published.

    Example: `grader release drift`
    """
    place = find_course(course, db)
    screen.say(
        f"Releasing {assignment}: the solution is run and checked, then its answers are removed."
    )
    for outcome in screen.track(
        (release_assignment(place, name, may_fail=despite_failures) for name in [assignment]),
        1,
        "Checking",
    ):
        tell_released(outcome)
    screen.next(
        f"give students the folder, then `grader collect {assignment} FOLDER_OR_ZIP` when they "
        "have handed in."
    )


def tell_released(released: Released) -> None:
    """Print what students get."""
    for warning in released.warnings:
        screen.say(f"Worth a look: {warning}", style="yellow")
    screen.say(
        f"Released {', '.join(released.notebooks)}: {released.tests} graded cells, "
        f"{released.max_score:g} points, in {released.folder}"
    )


def solution(assignment: AssignmentName, course: CourseFolder = None, db: Database = None) -> None:
    """Write the solution that students may read after the last submission.

    Your notebook with its answers and outputs, without hidden tests and marking schemes.

    Example: `grader solution drift`
    """
    place = find_course(course, db)
    screen.say(f"Running your solution of {assignment} without hidden tests.")
    folder, problems = write_solution(place, assignment)
    for problem in problems:
        screen.say(f"Worth a look: {problem}", style="yellow")
    screen.say(f"Wrote {folder}")
    screen.next("give students the folder when nobody can hand in any longer.")


def collect(
    assignment: AssignmentName,
    downloads: Annotated[
        Path,
        typer.Argument(
            metavar="FOLDER_OR_ZIP", help="The folder or ZIP archive from your learning platform."
        ),
    ],
    roster: Annotated[
        Path | None,
        typer.Option(
            "--roster",
            metavar="FILE",
            help="The list of students that your platform exports (CSV). It gives names, e-mail "
            "addresses and sections; Moodle's grading worksheet also gives the times.",
        ),
    ] = None,
    course: CourseFolder = None,
    db: Database = None,
) -> None:
    """Sort downloaded notebooks into one folder per student.

    Understands names such as `alice.ipynb`, `alice_drift.ipynb`, `alice/drift.ipynb` and
    `alice/drift (1).ipynb`, and those of Moodle, Canvas, Blackboard and Brightspace, also in
    archives within the archive. Files are copied unchanged, and an older file is always kept.

    Example: `grader collect drift ~/Downloads/drift.zip --roster students.csv`
    """
    place = find_course(course, db)
    screen.say(f"Collecting {assignment} from {downloads}; your files there stay as they are.")
    collection = collect_downloads(place, assignment, downloads, roster=roster)
    tell_collected(collection)
    for sentence in gaps(place, assignment, collection.times):
        screen.say(sentence, style="yellow")
    screen.say(f"The outcome of every file: {table_path(place, assignment)}")
    if not collection.filed:
        raise GraderError("No notebook could be filed. Check the folder and the files' names.")
    screen.next(f"`grader grade {assignment}`")
    if collection.without_notebook or any(
        not one.student for one in collection.files if _matters(one)
    ):
        raise typer.Exit(1)


def tell_collected(collection: Collection) -> None:
    """Print the outcome of the files."""
    for one in collection.files:
        if one.outcome == "late" or _is_remarkable(one):
            screen.say(f"  {one.student}: {one.name} ({one.reason})")
    missing = set(collection.without_notebook)
    for one in collection.files:
        if one.outcome == "not gradable" and (_matters(one) or one.student in missing):
            screen.say(f"  Not gradable: {one.name} ({one.reason})", style="yellow")
    if missing:
        screen.say(
            f"Handed in, but no notebook: {', '.join(collection.without_notebook)}.", "yellow"
        )
    if collection.not_on_roster:
        screen.say(f"Not on the roster: {', '.join(collection.not_on_roster)}.", "yellow")
    if collection.nothing_from:
        screen.say(f"On the roster, nothing handed in: {', '.join(collection.nothing_from)}.")
    count = {name: sum(one.outcome == name for one in collection.files) for name in _OUTCOMES}
    numbers = ", ".join(f"{number} {name}" for name, number in count.items() if number)
    students = len(collection.students("collected", "late"))
    noun = "student" if students == 1 else "students"
    screen.say(
        f"{len(collection.files)} files: {numbers or 'none'}. Work of {students} {noun} to grade."
    )


def _is_remarkable(one: Outcome) -> bool:
    return one.outcome in {"collected", "superseded"} and one.reason not in {"new", "unchanged"}


def _matters(one: Outcome) -> bool:
    """Return whether a file was probably meant to be a notebook."""
    return one.outcome == "not gradable" and ".ipynb" in one.name.lower()


_OUTCOMES = ("collected", "late", "superseded", "not gradable")
