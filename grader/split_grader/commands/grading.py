"""``grader grade`` and ``grader extend``."""

from datetime import timedelta
from itertools import chain
from typing import Annotated, NamedTuple

import typer

from split_grader.commands.doctor import tell_protection
from split_grader.commands.options import (
    CORES,
    AssignmentName,
    CellSeconds,
    CourseFolder,
    Database,
    Jobs,
    Scheduler,
    TotalSeconds,
)
from split_grader.commands.screen import screen
from split_grader.course.author_limits import MORE_TIME
from split_grader.course.course import Course, find_course, put_interpreter_on_path
from split_grader.course.settings import is_safe
from split_grader.course.time_limits import limits_of
from split_grader.intake.collected import late_marks, read_collected
from split_grader.intake.due import gaps, times_of
from split_grader.intake.submission import Submission
from split_grader.results.extensions import extend as extend_due_date
from split_grader.results.grade_table import read_table
from split_grader.results.result import Status
from split_grader.running.doctor import diagnose
from split_grader.running.lock import one_run
from split_grader.sandbox.limits import Limits
from split_grader.tasks.batch import (
    Graded,
    find_submissions,
    grade_submissions,
    log_changes,
    prepare,
)
from split_grader.written.marking import marking_of


def grade(  # noqa: PLR0913, PLR0917
    assignment: AssignmentName,
    student: Annotated[
        list[str] | None,
        typer.Option("--student", "-s", help="Only this student; may be repeated."),
    ] = None,
    jobs: Jobs = CORES,
    force: Annotated[bool, typer.Option("--force", help="Grade unchanged work again.")] = False,  # noqa: FBT002
    cell_seconds: CellSeconds = None,
    total_seconds: TotalSeconds = None,
    scheduler: Scheduler = "",
    course: CourseFolder = None,
    db: Database = None,
) -> None:
    """Run and score every submission.

    A broken submission never stops the others: each gets a result that says what happened. You may
    stop or kill the command at any time; start it again, and it continues where it stopped.
    Points given by hand in Formgrader stay.

    One machine is enough for most classes. For more, start `dask scheduler` on one machine, and
    `dask worker ADDRESS --nthreads 1` on others, once per core. Then pass the address.

    Examples: `grader grade drift --jobs 4`, `grader grade drift --scheduler tcp://10.0.0.5:8786`
    """
    place = find_course(course, db)
    limits = limits_of(place.config, cell_seconds, total_seconds)
    how = How(limits, jobs, scheduler, force)
    items = grade_class(place, assignment, how, student or [])
    if not is_safe(place.config):
        screen.say(
            "Before you open a submission in Formgrader, add two lines to nbgrader_config.py. "
            "Without them, a script in a student's work can run in your browser:",
            style="yellow",
        )
        screen.say("  from split_grader.course.settings import fair_grading")
        screen.say("  fair_grading(c)")
    screen.next(
        f"`grader report {assignment}` for the class, or `grader feedback {assignment}` for "
        "each student."
    )
    if any(item.result.status is Status.FAILED for item in items):
        raise typer.Exit(1)


class How(NamedTuple):
    """How to grade a class: limits of a submission, and where it runs."""

    limits: Limits
    jobs: int
    scheduler: str = ""
    force: bool = False


def grade_class(course: Course, assignment: str, how: How, students: list[str]) -> list[Graded]:
    """Grade a class and print the outcome."""
    with one_run(course, assignment) as remark:
        if remark:
            screen.say(remark, style="yellow")
        if not how.scheduler:
            put_interpreter_on_path()  # workers inherit the environment now
            prepare(course)
        marking = marking_of(course, assignment)
        submissions = find_submissions(course, assignment, how.limits, students)
        _tell_start(submissions, how)
        work = grade_submissions(
            course,
            submissions,
            jobs=how.jobs,
            force=how.force,
            scheduler=how.scheduler,
            finish=marking,
        )
        items = list(screen.track(work, len(submissions), "Grading"))
    for item in sorted(items, key=lambda each: each.result.student):
        if item.result.needs_a_look:
            screen.say(f"  {item.result.student}: {_outcome(item)}")
    for note in marking.notes if marking else ():
        screen.say(note, style="yellow")
    _tell_stopped(items)
    _tell_trust(items, _failing(submissions[0]))
    _tell_changes(course, assignment, items)
    skipped_count = sum(item.skipped for item in items)
    table = read_table(course, assignment)
    graded_students = {item.result.student for item in items}
    look = sum(bool(row.reasons) for row in table.rows if row.student in graded_students)
    suffix = f"; {skipped_count} were unchanged and kept their result" if skipped_count else ""
    count, needs = len(items) - skipped_count, "needs" if look == 1 else "need"
    noun = "submission" if count == 1 else "submissions"
    screen.say(f"Graded {count} {noun}{suffix}. {look} {needs} a look.")
    for sentence in _gaps(course, assignment, sorted(graded_students)):
        screen.say(sentence, style="yellow")
    if table.told_unfinished:
        screen.say(f"Not finished: {table.told_unfinished}. Mark them in Formgrader.", "yellow")
    notes = [note for item in items for note in (item.result.message, *item.result.notes)]
    if any(" refused: " in note for note in notes):
        screen.say(
            "A refused test earned nothing, though its answer may be right. If you think so, enter "
            "the points in Formgrader: they stay."
        )
    return items


def _gaps(course: Course, assignment: str, students: list[str]) -> list[str]:
    marks = late_marks(read_collected(course, assignment))
    return gaps(course, assignment, times_of(course, assignment, students, marks))


def _tell_start(submissions: list[Submission], how: How) -> None:
    what = f"{len(submissions)} submissions of {submissions[0].assignment.name}"
    if not how.scheduler:
        screen.say(f"Grading {what}, {how.jobs} at a time.")
        protections = {"this machine": diagnose(submissions[0].permissions)}
    else:
        from split_grader.running.cluster import survey  # noqa: PLC0415 - Dask is an extra

        workers = survey(how.scheduler, submissions[0].permissions)
        screen.say(f"Grading {what} on {len(workers)} workers of {how.scheduler}.")
        protections = {worker.host: worker.protection for worker in workers}
    bare = {
        host: protection for host, protection in protections.items() if not protection.sandboxed
    }
    for host, protection in sorted(bare.items()):
        screen.say(f"On {host}:")
        tell_protection(protection)
    if bare:
        screen.say("`grader doctor` says how to change that.")
    else:
        screen.say("Submissions run sandboxed, answers apart from tests.")
    if labels := sorted(chain.from_iterable(submissions[0].added.values())):
        screen.say(
            f"In nobody's notebook: {', '.join(labels)}. Cells added after the release are put in "
            "for everybody.",
            style="yellow",
        )
    if own := submissions[0].assignment.students_own:
        screen.say(
            f"Taken from what students hand in, and not overwritten: {', '.join(sorted(own))}."
        )
    _tell_failing(submissions[0])


def _tell_failing(submission: Submission) -> None:
    failing = _failing(submission)
    if failing:
        screen.say(
            f"Check these tests before you trust their points: {', '.join(failing)}. Your solution "
            "fails them, so students with the same solution lose these points, too. `grader "
            "release` says why.",
            style="bold red",
        )


def _failing(submission: Submission) -> list[str]:
    return [test for profile in submission.profiles.values() for test in profile.failing]


def _tell_stopped(items: list[Graded]) -> None:
    if any(item.result.status is Status.TIMED_OUT for item in items):
        screen.say(
            f"Cells were stopped. {MORE_TIME} For one run: --cell-seconds 60 --total-seconds 300.",
            style="yellow",
        )


def _tell_changes(course: Course, assignment: str, items: list[Graded]) -> None:
    changes = sorted((item for item in items if item.changed), key=lambda item: item.result.student)
    if not changes:
        return
    who = "1 student has" if len(changes) == 1 else f"{len(changes)} students have"
    screen.say(f"{who} a different total than before:")
    for item in changes:
        screen.say(f"  {item.result.student}: {item.before:g} -> {item.total:g}")
    screen.say(f"These changes are kept in {log_changes(course, assignment, changes)}")


def _tell_trust(items: list[Graded], failing: list[str]) -> None:
    tests = {cell.grade_id for item in items for cell in item.result.cells if cell.low_trust}
    if tests := tests.difference(failing):
        screen.say(
            "Run in one process with the answers, so less to be trusted: "
            f"{', '.join(sorted(tests))}. `grader release` says why.",
            style="yellow",
        )


def _outcome(item: Graded) -> str:
    result = item.result
    total = result.score if item.total is None else item.total  # marks by hand count as well
    points = f"{total:g} of {result.max_score:g}"
    return " ".join([f"{result.status}, {points}.", *filter(None, [result.message, *result.notes])])


def extend(  # noqa: PLR0913, PLR0917
    student: Annotated[str, typer.Argument(metavar="STUDENT", help="As in the gradebook.")],
    assignment: AssignmentName,
    days: Annotated[
        float | None,
        typer.Option("--days", min=0, help="Days after the due date; 0 cancels an extension."),
    ] = None,
    hours: Annotated[
        float | None, typer.Option("--hours", min=0, help="Hours, added to the days.")
    ] = None,
    course: CourseFolder = None,
    db: Database = None,
) -> None:
    """Give a student more time, also before anything is graded.

    An extension replaces an earlier one; `--days 0` cancels it.

    Example: `grader extend alice drift --days 3`
    """
    if days is None and hours is None:
        raise typer.BadParameter("Say how long: --days 3, --hours 12, or --days 0 for none.")
    place = find_course(course, db)
    extension = timedelta(days=days or 0, hours=hours or 0)
    due = extend_due_date(place, assignment, student, extension)
    what = "has an extension" if extension else "no longer has an extension"
    until = f"{due:%Y-%m-%d %H:%M} UTC" if due else "not set; set a due date in Formgrader"
    screen.say(f"{student} {what}. Due date of {assignment}: {until}.")
    screen.next(f"`grader grade {assignment}`: late penalties follow the new date.")
