"""``grader pull`` and ``grader push``."""

import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from split_grader.base.errors import GraderError
from split_grader.commands.intake import tell_collected
from split_grader.commands.options import AssignmentName, CourseFolder, Database
from split_grader.commands.screen import screen
from split_grader.course.course import find_course
from split_grader.intake.collected import table_path
from split_grader.intake.due import gaps
from split_grader.platforms.compare import Change, Options, Verdict, compare
from split_grader.platforms.connect import Link, connect
from split_grader.platforms.interface import PlatformError
from split_grader.platforms.pull import pull as pull_submissions
from split_grader.platforms.push import adopt
from split_grader.platforms.push import push as push_grades
from split_grader.platforms.state import State, open_state
from split_grader.results.grade_table import read_table


def pull(assignment: AssignmentName, course: CourseFolder = None, db: Database = None) -> None:
    """Collect students and submissions from Canvas or Moodle.

    Like `grader collect`, but with your token instead of a download, and with the times. Only new
    attempts are downloaded. `c.Grader.platform` in nbgrader_config.py names the course there.

    Example: `grader pull drift`
    """
    place = find_course(course, db)
    link = connect(place, assignment)
    screen.say(f"Pulling {link.there.title} ({link.there.id}) from {link.title}.")
    if link.there.anonymous:
        screen.say(f"{link.title} hides names here: students have its numbers instead.", "yellow")
    outcome = pull_submissions(link)
    tell_collected(outcome.files)
    for what, students in (
        (f"No longer in the course on {link.title}; their work and grades stay here", outcome.left),
        ("Handed in without a file", outcome.without_files),
    ):
        if students:
            screen.say(f"{what}: {', '.join(students)}.", style="yellow")
    for sentence in gaps(place, assignment, outcome.files.times):
        screen.say(sentence, style="yellow")
    screen.say(
        f"{outcome.members} students there. Submissions that were here already: {outcome.known}."
    )
    if outcome.files.files:
        screen.say(f"The outcome of every new file: {table_path(place, assignment)}")
        screen.next(f"`grader grade {assignment}`")


def push(  # noqa: PLR0913, PLR0917
    assignment: AssignmentName,
    send: Annotated[bool, typer.Option("--send", help="Send; otherwise only show.")] = False,  # noqa: FBT002
    overwrite: Annotated[
        list[str] | None,
        typer.Option(
            metavar="STUDENT",
            help="Replace this student's grade although somebody changed it on the platform. May "
            "be given several times.",
        ),
    ] = None,
    pages: Annotated[bool, typer.Option(help="Attach the feedback pages.")] = True,  # noqa: FBT002
    all_pages: Annotated[  # noqa: FBT002
        bool,
        typer.Option("--all-pages", help="Also send a changed page where the grade stays."),
    ] = False,
    course: CourseFolder = None,
    db: Database = None,
) -> None:
    """Show which grades changed, and with `--send` send them to Canvas or Moodle.

    Each goes with a comment and the feedback page. A grade that waits for a person isn't sent. One
    that somebody changed on the platform isn't replaced: with `--send`, the command asks. An
    interrupted run continues where it stopped, and nothing is sent twice.

    Examples: `grader push drift`, `grader push drift --send`
    """
    place = find_course(course, db)
    table = read_table(place, assignment)
    students = frozenset(overwrite or ())
    if unknown := sorted(students - {row.student for row in table.rows}):
        raise GraderError(f"--overwrite names {unknown[0]!r}, who has no grade in {assignment}.")
    link = connect(place, assignment)
    with open_state(link) as state:
        screen.say(f"Comparing with {link.there.title} ({link.there.id}) on {link.title}.")
        if pages and not link.there.takes_pages:
            screen.say(f"{link.title} takes no feedback pages for it: only grades go.", "yellow")
        changes = compare(link, table, state, Options(pages, all_pages, students))
        for one in changes:
            _tell(one, link.title)
        verdicts = [one.verdict for one in changes]
        screen.say(", ".join(f"{verdicts.count(each)} {each}" for each in Verdict) + ".")
        if send:
            _send(link, changes, state)
            return
    screen.say("Nothing was sent.")
    if not verdicts or set(verdicts) <= {Verdict.UNCHANGED, Verdict.WAITS}:
        return
    screen.next("read the list, then start the same command with `--send`.")


def _tell(one: Change, platform: str) -> None:
    """Print one student's line; nothing if all is the same on both sides."""
    students = ", ".join(one.students)
    before = "nothing" if one.there is None or one.there.score is None else f"{one.there.score:g}"
    if one.verdict is Verdict.WAITS:
        screen.say(f"  {students}: not sent, {one.reason}", style="yellow")
    elif one.new is not None and one.verdict is not Verdict.UNCHANGED:
        files = "".join(f", {page.name}" for page in one.new.pages)
        screen.say(f"  {students}: {before} -> {one.new.score:g}, {one.new.comment!r}{files}")
        if one.reason:
            is_open = one.verdict is Verdict.CHANGED_THERE
            then = f"Not sent; --overwrite {one.students[0]} replaces it" if is_open else "Replaced"
            screen.say(f"    On {platform} {one.reason}. {then}.", style="yellow")


def _send(link: Link, changes: Sequence[Change], state: State) -> None:
    is_interactive = sys.stdin.isatty() and sys.stdout.isatty()
    adopt(changes, state)
    open_ = [one for one in changes if one.verdict is Verdict.CHANGED_THERE]
    replacements = [one for one in open_ if is_interactive and _confirm(one)]
    sending = [one for one in changes if one.verdict is Verdict.SEND] + replacements
    count, problems = 0, []
    outcomes = push_grades(link, sending, state)
    try:
        for one, problem in screen.track(outcomes, len(sending), "Sending"):
            count += not problem
            problems += [f"  {', '.join(one.students)}: {problem}"] if problem else []
    except PlatformError as error:
        raise type(error)(f"Sent {count} of {len(sending)} grades, then: {error}") from None
    finally:
        for problem in problems:
            screen.say(problem, style="yellow")
    screen.say(f"Sent {count} grades to {link.title}.")
    if problems or len(replacements) < len(open_):
        raise GraderError("Some grades were not sent (see above).")


def _confirm(one: Change) -> bool:
    new = f"{one.new.score:g}" if one.new else ""
    return typer.confirm(f"{', '.join(one.students)}: {one.reason}. Replace it by {new}?")
