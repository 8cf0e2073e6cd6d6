"""``grader feedback``, ``grader report`` and ``grader export``."""

from pathlib import Path

from grader.commands.options import CORES, AssignmentName, CourseFolder, Database, PageJobs, To
from grader.commands.screen import screen
from grader.course.course import Course, find_course
from grader.errors import GraderError
from grader.pages.feedback import graded_students, make_feedback
from grader.results.export import export as export_grades
from grader.running.scratch import sweep, temporary_files


def feedback(
    assignment: AssignmentName,
    course: CourseFolder = None,
    db: Database = None,
    jobs: PageJobs = CORES,
) -> None:
    """Make a page for each student: their work, points and what the tests said.

    Hidden tests are not shown.

    Example: `grader feedback drift`
    """
    place = find_course(course, db)
    write_feedback(place, assignment, jobs)
    screen.next(f"send each student their page, and `grader export {assignment}` for the grades.")


def write_feedback(course: Course, assignment: str, jobs: int) -> None:
    """Write a page for each student."""
    students = graded_students(course, assignment)
    screen.say(f"Writing feedback on {assignment} for {len(students)} students.")
    sweep()  # of runs that were killed
    with temporary_files():
        pages = make_feedback(course, assignment, students, jobs=jobs)
        done = list(screen.track(pages, len(students), "Writing"))
    failed = [item for item in done if item.problem]
    for item in failed:
        screen.say(f"  {item.student}: {item.problem}", style="yellow")
    where = course.feedback("STUDENT", assignment)
    screen.say(f"Wrote {len(done) - len(failed)} pages to {where}")
    if failed:
        raise GraderError(f"{len(failed)} pages could not be written (see above).")


def report(
    assignment: AssignmentName,
    to: To = None,
    course: CourseFolder = None,
    db: Database = None,
) -> None:
    """Make a page on how the class did.

    Scores, how hard each question was and how well it tells strong work from weak, the commonest
    mistakes, and who needs a look. One file; it can be read offline, printed and sent.

    Example: `grader report drift`
    """
    place = find_course(course, db)
    screen.say(f"Drawing the class report on {assignment}.")
    for path in screen.track((draw_report(place, name, to) for name in [assignment]), 1, "Drawing"):
        screen.say(f"Wrote {path}")
    screen.next("open it in a browser; it says who needs a look.")


def draw_report(course: Course, assignment: str, to: Path | None = None) -> Path:
    """Write the class report and return where it is."""
    # Only a report needs tables and charts; each worker would hold them in its memory.
    from grader.pages.report import write_report  # noqa: PLC0415

    return write_report(course, assignment, to)


def export(
    assignment: AssignmentName,
    to: To = None,
    course: CourseFolder = None,
    db: Database = None,
) -> None:
    """Write the grades as a table (CSV): points for each question, total, status and note.

    Example: `grader export drift --to drift.csv`
    """
    place = find_course(course, db)
    screen.say(f"Exporting the grades of {assignment}.")
    path, count = export_grades(place, assignment, to)
    screen.say(f"Wrote {count} students to {path}")
    screen.next("open it in a spreadsheet, or upload it to your learning platform.")
