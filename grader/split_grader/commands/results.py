"""``grader feedback``, ``grader report`` and ``grader export``."""

from pathlib import Path
from typing import Annotated

import typer

from split_grader.base.errors import GraderError
from split_grader.commands.options import (
    CORES,
    Anonymous,
    AssignmentName,
    Bom,
    Cells,
    CourseFolder,
    Database,
    PageJobs,
    To,
    Unfinished,
)
from split_grader.commands.screen import screen
from split_grader.course.course import Course, find_course
from split_grader.pages.feedback import graded_students, make_feedback
from split_grader.pages.packing import Platform, pack_feedback
from split_grader.results.export import Form
from split_grader.results.export import export as export_grades
from split_grader.results.grade_table import read_table, require_finished
from split_grader.running.scratch import sweep, temporary_files


def feedback(  # noqa: PLR0913, PLR0917
    assignment: AssignmentName,
    course: CourseFolder = None,
    db: Database = None,
    jobs: PageJobs = CORES,
    unfinished: Unfinished = False,  # noqa: FBT002
    pack: Annotated[
        Platform | None,
        typer.Option("--zip", help="Also pack the pages for upload to this platform."),
    ] = None,
) -> None:
    """Make each student's page: work, points and test messages.

    Hidden tests aren't shown. If answers wait for a person, the command says so and stops, unless
    you pass `--unfinished`; the pages then say which answers aren't marked yet.

    Examples: `grader feedback drift`, `grader feedback drift --zip moodle`
    """
    place = find_course(course, db)
    write_feedback(place, assignment, jobs, unfinished=unfinished)
    if pack is not None:
        package = pack_feedback(place, assignment, pack)
        screen.say(f"Packed {package.count} pages for {pack}: {package.path}")
        tell_unknown(pack, package.unknown)
    screen.next(f"send each student their page, and `grader export {assignment}` for the grades.")


def write_feedback(course: Course, assignment: str, jobs: int, *, unfinished: bool) -> None:
    """Write a page for each student."""
    require_finished(read_table(course, assignment), unfinished=unfinished)
    students = graded_students(course, assignment)
    screen.say(f"Writing feedback on {assignment} for {len(students)} students.")
    sweep()  # after killed runs
    with temporary_files():
        pages = make_feedback(course, assignment, students, jobs=jobs)
        outcomes = list(screen.track(pages, len(students), "Writing"))
    failures = [item for item in outcomes if item.problem]
    for item in failures:
        screen.say(f"  {item.student}: {item.problem}", style="yellow")
    where = course.feedback("STUDENT", assignment)
    screen.say(f"Wrote {len(outcomes) - len(failures)} pages to {where}")
    if failures:
        raise GraderError(f"{len(failures)} pages couldn't be written (see above).")


def report(
    assignment: AssignmentName,
    to: To = None,
    anonymous: Anonymous = False,  # noqa: FBT002
    course: CourseFolder = None,
    db: Database = None,
) -> None:
    """Make a page on how the class did.

    Scores, how hard each question was and how well it separates strong work from weak, the most
    common mistakes, and who needs a look. One file, which you can read offline, print and send.

    Example: `grader report drift`
    """
    place = find_course(course, db)
    screen.say(f"Drawing the class report on {assignment}.")
    for path in screen.track(
        (draw_report(place, name, to, anonymous=anonymous) for name in [assignment]), 1, "Drawing"
    ):
        screen.say(f"Wrote {path}")
    screen.next("open it in a browser; it says who needs a look.")


def draw_report(
    course: Course, assignment: str, to: Path | None = None, *, anonymous: bool = False
) -> Path:
    """Write the class report and return its path."""
    # Only a report needs tables and charts; they would fill each worker's memory.
    from split_grader.pages.report import write_report  # noqa: PLC0415

    return write_report(course, assignment, to, anonymous=anonymous)


def export(  # noqa: PLR0913, PLR0917
    assignment: AssignmentName,
    to: To = None,
    form: Annotated[
        Form,
        typer.Option("--for", help="The table's form, for a spreadsheet or a platform's import."),
    ] = Form.GENERIC,
    roster: Annotated[
        Path | None,
        typer.Option(
            "--roster",
            metavar="FILE",
            help="Moodle's grading worksheet, to be filled in, or Canvas's export of grades. By "
            "default, the one that you collected with.",
        ),
    ] = None,
    cells: Cells = False,  # noqa: FBT002
    bom: Bom = False,  # noqa: FBT002
    unfinished: Unfinished = False,  # noqa: FBT002
    course: CourseFolder = None,
    db: Database = None,
) -> None:
    """Write the grades as a table (CSV), one line per student.

    Name, e-mail address, section, points per question, late penalty with its reason, total and
    status. If answers wait for a person, the command says so and stops, unless you pass
    `--unfinished`. A grade that isn't final is left empty in every form, and listed.

    Examples: `grader export drift`, `grader export drift --for moodle --roster worksheet.csv`
    """
    place = find_course(course, db)
    screen.say(f"Exporting the grades of {assignment}.")
    outcome = export_grades(
        place,
        assignment,
        to,
        form=form,
        roster=roster,
        cells=cells,
        bom=bom,
        unfinished=unfinished,
    )
    screen.say(f"Wrote {outcome.count} students to {outcome.path}")
    if outcome.empty:
        states = ", ".join(f"{student} ({state})" for student, state in outcome.empty)
        screen.say(f"Left empty until a person decides: {states}.", style="yellow")
    tell_unknown(form, outcome.unknown)
    for remark in outcome.remarks:
        screen.say(remark, style="yellow")
    screen.next("open it in a spreadsheet, or upload it to your learning platform.")


def tell_unknown(platform: str, students: tuple[str, ...]) -> None:
    """Name the students that the platform doesn't have."""
    if students:
        screen.say(
            f"Left out, because {platform} wouldn't recognise them: {', '.join(students)}. Collect "
            "from the platform's own download, or with --roster.",
            style="yellow",
        )


def similar(
    assignment: AssignmentName,
    to: To = None,
    least: Annotated[
        float,
        typer.Option("--least", min=0.1, max=1.0, help="Smallest common share to show."),
    ] = 0.5,
    course: CourseFolder = None,
    db: Database = None,
) -> None:
    """Make a page with similar code side by side.

    Everything stays on this machine. Starter code, tests, names, numbers, texts and work that
    couldn't be run don't count. Groups with almost the same code are listed as well as pairs.
    Similarity is not proof: read both before you conclude anything.

    Example: `grader similar drift`
    """
    from split_grader.pages.similar import write_similar  # noqa: PLC0415 - only this command needs it

    place = find_course(course, db)
    screen.say(f"Comparing the code of {assignment}, student by student.")
    path, count = write_similar(place, assignment, to, least=least)
    screen.say(f"Pairs and groups with similar code: {count}. Wrote {path}")
    screen.next("open it in a browser. Similarity is not proof: read both.")
