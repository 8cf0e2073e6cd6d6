"""``grader statement``."""

from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from split_grader.base.errors import GraderError
from split_grader.commands.options import CourseFolder, Database, To
from split_grader.commands.screen import screen
from split_grader.course.course import find_course


def statement(  # noqa: PLR0913, PLR0917
    students: Annotated[
        list[str] | None,
        typer.Argument(metavar="[STUDENT]...", help="As in the gradebook; by default, everybody."),
    ] = None,
    progress: Annotated[
        Path | None,
        typer.Option(
            "--progress",
            metavar="FILE",
            help="The student's own record of lessons. By default, the newest "
            "my-progress.json among the student's submissions.",
        ),
    ] = None,
    verify: Annotated[
        Path | None,
        typer.Option("--verify", metavar="FILE", help="Check a statement instead of writing one."),
    ] = None,
    key: Annotated[
        Path | None,
        typer.Option(
            "--key", metavar="FILE", help="The public key to check with; by default, the course's."
        ),
    ] = None,
    to: To = None,
    course: CourseFolder = None,
    db: Database = None,
) -> None:
    """Write a signed statement of completion, or check one.

    One page per student, to print or send: the points of graded work and, if the student handed in
    their progress, lessons, checkpoints and decisions. A grade that waits for a person is named as
    not final. The first run makes the course's key in `statement-key/`: back it up, and publish
    `public.pem` there. With it anybody can check a statement, without a network.

    Examples: `grader statement alice`, `grader statement --verify alice.html`
    """
    for module, package in (("cryptography", "cryptography"), ("course", "scaling-ai-course")):
        if find_spec(module) is None:
            raise GraderError(
                f"Statements need the package {package}. Install it with `pip install {package}`, "
                "and start the same command again."
            )
    from split_grader.course.signing import Signer, public_path  # noqa: PLC0415 - an extra
    from split_grader.pages import statement as pages  # noqa: PLC0415

    if verify is not None:
        if students or progress or to:
            raise typer.BadParameter("--verify checks one file; leave out the rest.")
        title = pages.verify(verify, key or public_path(find_course(course, db)))
        screen.say(f"Unchanged since the course signed it. {title}")
        return
    if (progress or to) and len(students or []) != 1:
        raise typer.BadParameter("--progress and --to are for one student: name that student.")
    place = find_course(course, db)
    day = datetime.now().astimezone().date()
    signer = Signer(place)
    if signer.is_new:
        screen.say(
            f"Made the course's key {signer.fingerprint} in {public_path(place).parent}. Back up "
            "that folder, and publish public.pem. Keep private.pem to yourself.",
            style="yellow",
        )
    statements = pages.write_statements(
        place, signer, students or [], day, handed_in=progress, to=to
    )
    statement = None
    for statement in statements:
        screen.say(f"Wrote {statement.path}")
        if statement.open_grades:
            screen.say(f"  Not final yet: {', '.join(statement.open_grades)}.", style="yellow")
    if statement is None:
        raise GraderError("Nothing is graded yet, so there is nothing to state.")
    screen.next("send the file: it can be printed, but a printout can't be checked.")
