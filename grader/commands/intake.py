"""``grader release`` and ``grader collect``."""

from pathlib import Path
from typing import Annotated

import typer

from grader.commands.options import AssignmentName, CourseFolder, Database
from grader.commands.screen import screen
from grader.course.course import find_course
from grader.errors import GraderError
from grader.intake.collect import Collection
from grader.intake.collect import collect as collect_downloads
from grader.release import Released
from grader.release import release as release_assignment


def release(assignment: AssignmentName, course: CourseFolder = None, db: Database = None) -> None:
    """Make the notebook that students get.

    Runs your solution against its own tests, removes solutions and hidden tests, and checks that
    every graded cell has points. Nothing is released unless all of that holds.

    Example: `grader release drift`
    """
    place = find_course(course, db)
    screen.say(
        f"Releasing {assignment}: the solution is run and checked, then its answers removed."
    )
    for made in screen.track(
        (release_assignment(place, name) for name in [assignment]), 1, "Checking"
    ):
        tell_released(made)
    screen.next(
        f"give students the folder, then `grader collect {assignment} FOLDER_OR_ZIP` when they "
        "have handed in."
    )


def tell_released(made: Released) -> None:
    """Say what students get."""
    for warning in made.warnings:
        screen.say(f"Worth a look: {warning}", style="yellow")
    screen.say(
        f"Released {', '.join(made.notebooks)}: {made.tests} graded cells, {made.max_score:g} "
        f"points, in {made.folder}"
    )


def collect(
    assignment: AssignmentName,
    downloads: Annotated[
        Path,
        typer.Argument(
            metavar="FOLDER_OR_ZIP", help="The folder or ZIP archive from your learning platform."
        ),
    ],
    course: CourseFolder = None,
    db: Database = None,
) -> None:
    """Sort downloaded notebooks into one folder for each student.

    Understands names such as `alice.ipynb`, `alice_drift.ipynb`, `alice/drift.ipynb` and
    `alice/drift (1).ipynb`, and those of Moodle and Canvas. Files are copied unchanged; nothing is
    ever overwritten without keeping the older one.

    Example: `grader collect drift ~/Downloads/drift.zip`
    """
    place = find_course(course, db)
    screen.say(f"Collecting {assignment} from {downloads}; your files there stay as they are.")
    done = collect_downloads(place, assignment, downloads)
    tell_collected(done)
    if not done.filed:
        raise GraderError("No notebook could be filed. Check the folder and the files' names.")
    screen.next(f"`grader grade {assignment}`")
    if done.skipped:
        raise typer.Exit(1)


def tell_collected(done: Collection) -> None:
    """Say where each file went."""
    for item in done.filed:
        if item.remark:
            screen.say(f"  {item.student}: {item.remark}")
    for path, why in done.skipped:
        screen.say(f"  Not filed: {path} ({why})", style="yellow")
    if done.ignored:
        screen.say(f"  Skipped {len(done.ignored)} files that are not notebooks.")
    count = {name: sum(item.action == name for item in done.filed) for name in _ACTIONS}
    told = ", ".join(f"{number} {name}" for name, number in count.items() if number)
    students = len({item.student for item in done.filed})
    screen.say(f"Collected {students} students' work: {told or 'nothing'}.")


_ACTIONS = ("new", "updated", "unchanged", "set aside")
