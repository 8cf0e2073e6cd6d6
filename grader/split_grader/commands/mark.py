"""``grader mark``."""

import asyncio
import getpass
import webbrowser
from typing import Annotated

import typer

from split_grader.base.errors import GraderError
from split_grader.commands.options import AssignmentName, CourseFolder, Database
from split_grader.commands.screen import screen
from split_grader.course.course import find_course


def mark(  # noqa: PLR0913, PLR0917
    assignment: AssignmentName,
    course: CourseFolder = None,
    db: Database = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 is any free one.")] = 0,
    browser: Annotated[bool, typer.Option(help="Open the page in your browser.")] = True,  # noqa: FBT002
    wrong: Annotated[
        float | None,
        typer.Option(
            min=0,
            max=1,
            help="Share of the answers that groups may give a wrong mark if you take none out. "
            "By default 0.05. With 1, all answers with the same suggested score are grouped.",
        ),
    ] = None,
    marker: Annotated[str, typer.Option(help="Your name, for others who mark.")] = "",
) -> None:
    """Mark written answers in your browser, many alike at once.

    Answers that make the same points are grouped; one key marks them all. The marks go to the
    gradebook at once and stay when you grade again. The desk learns from them for the remaining
    answers. Without a rubric, answers are grouped by their words alone. Several people may mark at
    the same time.

    If you read every answer anyway, `--wrong 1` makes larger groups, so you decide less often.

    Example: `grader mark chapter_questions`
    """
    from split_grader.desk.answers import HandMarks  # noqa: PLC0415 - loaded only to mark
    from split_grader.desk.desk import Desk  # noqa: PLC0415
    from split_grader.desk.serve import serve  # noqa: PLC0415

    place = find_course(course, db)
    with place.gradebook() as gradebook:
        desk = Desk(HandMarks(place, gradebook, assignment, marker or getpass.getuser()), wrong)
        counts = desk.questions()
        waiting = sum(one["waiting"] for one in counts)
        if not sum(one["total"] for one in counts):
            raise GraderError(
                f"No submission of {assignment} is graded yet, so there is nothing to mark. Run "
                f"`grader grade {assignment}` first."
            )
        if not waiting:
            screen.say(f"All written answers of {assignment} are marked.")
            screen.next(f"`grader feedback {assignment}`.")
            return
        screen.say(f"{waiting} written answers of {assignment} wait for a mark.")

        def started(address: str) -> None:
            screen.say(f"Mark them at {address}")
            screen.say(
                "Only this machine can open that address; do not pass it on. Marks go to the "
                "gradebook at once. Stop with Ctrl+C."
            )
            if browser:
                webbrowser.open(address)

        try:
            asyncio.run(serve(desk, port, started))
        except KeyboardInterrupt:
            rest = sum(one["waiting"] for one in desk.questions())
            screen.say(f"Stopped. {waiting - rest} answers marked, {rest} wait.")
            again = f"`grader mark {assignment}` for the rest" if rest else "nothing waits"
            screen.next(f"{again}; then `grader feedback {assignment}`.")
