"""``grader demo``."""

import shlex
from pathlib import Path
from typing import Annotated

import typer

from split_grader.commands.grading import How, grade_class
from split_grader.commands.intake import tell_collected, tell_released
from split_grader.commands.options import CORES, CourseFolder, DemoSeconds, Jobs
from split_grader.commands.results import draw_report, write_feedback
from split_grader.commands.screen import screen
from split_grader.course.course import find_course
from split_grader.course.time_limits import limits_of
from split_grader.intake.collect import collect as collect_downloads
from split_grader.results.export import export as export_grades
from split_grader.tasks.quickstart import ASSIGNMENT, EXAMPLE
from split_grader.tasks.release import release as release_assignment


def demo(  # noqa: PLR0913, PLR0917
    assignment: Annotated[
        str,
        typer.Option(
            "--assignment",
            help="An assignment of your course that has a bank; by default, an example that needs "
            "no course.",
        ),
    ] = "",
    students: Annotated[int, typer.Option("--students", min=1, max=30)] = 30,
    bank: Annotated[
        Path | None,
        typer.Option(
            "--bank", help="A folder of right and wrong answers; by default, banks/ASSIGNMENT."
        ),
    ] = None,
    folder: Annotated[
        Path | None, typer.Option("--folder", help="Where the scratch course goes.")
    ] = None,
    jobs: Jobs = CORES,
    cell_seconds: DemoSeconds = 20.0,
    course: CourseFolder = None,
) -> None:
    """Try everything on an invented class, including broken submissions.

    Releases, collects, grades, gives feedback, reports and exports in a separate scratch course, by
    default in a folder `demo`. Your real submissions and grades aren't touched.

    Example: `grader demo`
    """
    # Only the demo needs these.
    from split_grader.course.bank import instructor_answers, read_bank  # noqa: PLC0415
    from split_grader.tasks.demo import make_course, make_downloads  # noqa: PLC0415

    place = find_course(course if assignment else EXAMPLE)
    parent = place.products() if assignment else Path.cwd()
    assignment = assignment or ASSIGNMENT
    place.require_assignment(assignment)
    bank = bank or place.root / "banks" / assignment
    answers = read_bank(bank, instructor_answers(place.source(assignment)))
    where = folder or parent / "demo"
    screen.say(f"A class of {students}, and one of each kind of broken submission, in {where}")
    scratch = make_course(place, assignment, where, bank, cell_seconds)
    tell_released(release_assignment(scratch, assignment))
    downloads = where / "downloads"
    kinds = make_downloads(scratch, assignment, answers, downloads, students)
    tell_collected(collect_downloads(scratch, assignment, downloads))
    limits = limits_of(scratch.config)
    items = grade_class(scratch, assignment, How(limits, jobs), [])
    write_feedback(scratch, assignment, jobs, unfinished=True)
    page = draw_report(scratch, assignment)
    table = export_grades(scratch, assignment, unfinished=True).path
    results = {item.result.student: item.result for item in items}
    screen.say("Results of the broken submissions:")
    for kind in kinds:
        outcome = results[kind.student]
        screen.say(f"  {kind.what}: {outcome.status}, {outcome.score:g} of {outcome.max_score:g}")
    screen.say(f"Report: {page}")
    screen.say(f"Grades: {table}")
    enter = f"cd {shlex.quote(str(where))}"
    screen.say(f"The class in Formgrader: {enter} && jupyter lab, menu Nbgrader")
    screen.next(f"open the report, or try a command on this class: {enter}")
