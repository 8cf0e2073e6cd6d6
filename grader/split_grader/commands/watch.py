"""``grader watch``."""

import signal
import threading
from pathlib import Path
from typing import Annotated

import typer

from split_grader.base.errors import GraderError
from split_grader.commands.doctor import tell_protection
from split_grader.commands.options import (
    CORES,
    AssignmentName,
    CellSeconds,
    CourseFolder,
    Database,
    Jobs,
    TotalSeconds,
)
from split_grader.commands.screen import screen
from split_grader.course.course import find_course, put_interpreter_on_path
from split_grader.course.permissions import permissions_of
from split_grader.course.time_limits import limits_of
from split_grader.running.doctor import diagnose
from split_grader.running.lock import one_run
from split_grader.tasks.batch import prepare
from split_grader.watching.watch import How, Watch
from split_grader.written.marking import marking_of


def watch(  # noqa: PLR0913, PLR0917
    assignment: AssignmentName,
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="FOLDER",
            help="Where work arrives: the folder `inbound` of nbgrader's exchange, or any folder "
            "that `grader collect` accepts.",
        ),
    ],
    every: Annotated[
        float, typer.Option(min=0.2, max=600, help="Seconds between two looks at the folder.")
    ] = 2.0,
    once: Annotated[  # noqa: FBT002
        bool, typer.Option("--once", help="End when everything that is there is graded.")
    ] = False,
    jobs: Jobs = CORES,
    cell_seconds: CellSeconds = None,
    total_seconds: TotalSeconds = None,
    course: CourseFolder = None,
    db: Database = None,
) -> None:
    """Grade what students hand in, as it arrives.

    In order of arrival, each hand-in gets a grade and a feedback page. Each student has a page that
    says how far a hand-in is. Ctrl-C finishes what is being graded. You may also kill the command:
    start it again, and it continues where it stopped.

    `c.Grader.attempts_per_day` in nbgrader_config.py limits how many of a student's hand-ins are
    graded in a day, and `c.Grader.attempt_that_counts` is "last" or "best".

    Example: `grader watch drift /srv/nbgrader/exchange/scaling/inbound`
    """
    place = find_course(course, db)
    if not folder.is_dir():
        raise GraderError(f"{folder} is not a folder. Give the folder where work arrives.")
    limits = limits_of(place.config, cell_seconds, total_seconds)
    stop = threading.Event()
    with one_run(place, assignment) as remark:
        if remark:
            screen.say(remark, style="yellow")
        put_interpreter_on_path()  # workers inherit the environment now
        prepare(place)
        marking = marking_of(place, assignment)
        how = How(limits, jobs, every, once=once, stopping=stop.is_set, finish=marking)
        watching = Watch(place, assignment, folder.resolve(), how)
        tell_protection(diagnose(permissions_of(place.config)))
        for note in marking.notes if marking else ():
            screen.say(note, style="yellow")
        screen.say(f"Watching {folder} for {assignment}. {watching.rules.told} Ctrl-C ends it.")
        _stop_gently(stop)
        for sentence in watching.run():
            screen.say(sentence)
        count = len(watching.journal.left)
    waits = "1 hand-in waits" if count == 1 else f"{count} hand-ins wait"
    screen.say(f"Stopped. {waits}." if count else "Everything that arrived is graded.")
    again = "start the same command again: it continues where it stopped" if count else ""
    screen.next(again or f"`grader report {assignment}`.")


def _stop_gently(stop: threading.Event) -> None:
    """Let the first signal finish what runs; the second one ends at once."""

    def note(number: int, _: object) -> None:
        stop.set()
        signal.signal(number, signal.default_int_handler)
        screen.say("Finishing what is being graded. Press Ctrl-C again to end at once.")

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, note)
