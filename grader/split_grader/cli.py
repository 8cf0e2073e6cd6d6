"""Define the `grader` command."""

import errno
import sys

import typer
from sqlalchemy.exc import DBAPIError

from split_grader.base.errors import GraderError
from split_grader.commands import (
    bank,
    demo,
    doctor,
    grading,
    intake,
    mark,
    platform,
    quickstart,
    results,
    statement,
    watch,
    why,
)
from split_grader.commands.screen import screen
from split_grader.course.database import disk_is_full, told_state

app = typer.Typer(
    name="grader",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
    help="""Grade a class's notebooks, from the assignment to the report.

The usual order, for an assignment called `drift`:

1. `grader release drift` makes the notebook your students get
2. `grader collect drift downloads.zip` sorts their submissions
3. `grader grade drift` runs and scores every submission
4. `grader report drift` shows how the class did and who needs a look
5. `grader feedback drift` makes a page for each student
6. `grader export drift` writes the grades as a table

`grader watch drift FOLDER` grades work as it arrives. `grader pull drift` and `grader push drift`
do steps 2 and 6 on Canvas or Moodle, with your token. `grader mark chapter_questions` lets you mark
similar written answers together. `grader similar drift` shows similar code. `grader why alice drift
q3` says why a student lost points. `grader extend alice drift --days 3` gives a student more time.
`grader solution drift` writes the solution that students may read. `grader bank drift` tries right
and wrong answers on the tests. `grader statement alice` writes a signed statement of completion.

New here? `grader demo` does all of it on an invented class and touches no real grade. `grader
quickstart mycourse` begins your own course. `grader doctor` checks how well this machine isolates a
hostile submission.

Grades live in nbgrader's gradebook, so nbgrader's commands and Formgrader work on them too.
""",
)

for command in (
    intake.release,
    intake.solution,
    intake.collect,
    grading.grade,
    watch.watch,
    grading.extend,
    mark.mark,
    results.feedback,
    results.report,
    results.export,
    results.similar,
    platform.pull,
    platform.push,
    statement.statement,
    why.why,
    bank.bank,
    quickstart.quickstart,
    demo.demo,
    doctor.doctor,
):
    app.command()(command)


def _told(error: OSError | DBAPIError) -> str:
    """Explain what an instructor can fix; empty for other errors."""
    if isinstance(error, DBAPIError):
        return _DISK_FULL.format(where="") if disk_is_full(error) else told_state(error, "")
    where = f" ({error.filename})" if error.filename else ""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return _DISK_FULL.format(where=where)
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        what = error.filename or "A file or folder of the course"
        return (
            f"{what} may not be read or written ({error.strerror}). Give yourself that right, for "
            "example by `chmod -R u+rwX` on the folder, and start the same command again."
        )
    return ""


_DISK_FULL = (
    "The disk is full{where}. Nothing was left half written. Free some space and start the same "
    "command again: it continues where it stopped."
)


def main() -> None:
    """Run the command; print errors that an instructor can fix as sentences."""
    try:
        app()
    except GraderError as error:
        screen.error(str(error))
        sys.exit(1)
    except (OSError, DBAPIError) as error:
        advice = _told(error)
        if not advice:
            raise
        screen.error(advice)
        sys.exit(1)
    except KeyboardInterrupt:
        screen.error("Stopped. Start the same command again: it continues where it stopped.")
        sys.exit(1)
