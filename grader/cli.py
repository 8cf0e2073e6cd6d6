"""The `grader` command."""

import errno
import os
import sys
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Annotated, NamedTuple, TypeVar

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from sqlalchemy.exc import DBAPIError

from grader.batch import Graded, find_submissions, grade_submissions, prepare
from grader.course.course import Course, find_course, is_in_course, put_interpreter_on_path
from grader.course.database import disk_is_full
from grader.course.limits import MORE_TIME, SubmissionLimits
from grader.course.permissions import permissions_of
from grader.course.settings import is_safe
from grader.course.time_limits import limits_of
from grader.errors import GraderError, one_line
from grader.intake.collect import Collection
from grader.intake.collect import collect as collect_downloads
from grader.intake.submission import Submission
from grader.pages.feedback import graded_students, make_feedback
from grader.release import Released
from grader.release import release as release_assignment
from grader.results.export import export as export_grades
from grader.results.result import Result, Status
from grader.running.doctor import MEANS, Diagnosis, diagnose
from grader.running.lock import one_run
from grader.running.scratch import sweep, temporary_files
from grader.written import commands as written

T = TypeVar("T")

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
2. `grader collect drift downloads.zip` sorts what they handed in
3. `grader grade drift` runs and scores every submission
4. `grader report drift` shows how the class did and who needs a look
5. `grader feedback drift` makes a page for each student
6. `grader export drift` writes the grades as a table

New here? `grader demo` does all of it on an invented class and touches no real grade. `grader
doctor` says how well this machine keeps a hostile submission in.

Grades live in nbgrader's gradebook, so nbgrader's commands and Formgrader work on them too.
""",
)

AssignmentName = Annotated[
    str, typer.Argument(metavar="ASSIGNMENT", help="Name of the assignment, for example drift.")
]
CourseFolder = Annotated[
    Path | None,
    typer.Option(
        "--course", metavar="FOLDER", help="The course; by default the folder you are in."
    ),
]
To = Annotated[
    Path | None, typer.Option("--to", metavar="FILE", help="Where to write; there is a default.")
]
Database = Annotated[
    str | None,
    typer.Option(
        "--db",
        metavar="URL",
        help="Gradebook to use instead of the configured one, for example "
        "postgresql://me@host/gradebook. Keep a password in ~/.pgpass, not here.",
    ),
]
Scheduler = Annotated[
    str,
    typer.Option(
        "--scheduler",
        metavar="ADDRESS",
        help="Grade on the workers of a Dask cluster, for example tcp://10.0.0.5:8786; --jobs "
        "then means nothing.",
    ),
]
Jobs = Annotated[
    int, typer.Option("--jobs", "-j", min=1, max=64, help="Submissions to run at the same time.")
]
PageJobs = Annotated[
    int, typer.Option("--jobs", "-j", min=1, max=64, help="Pages to write at the same time.")
]
CellSeconds = Annotated[
    float | None,
    typer.Option(
        "--cell-seconds",
        min=1,
        help="Longest a single cell may run; by default what c.Execute.timeout (or that of "
        "ExecutePreprocessor) in nbgrader_config.py says, which holds for feedback pages, too; "
        "else 30.",
    ),
]
TotalSeconds = Annotated[
    float | None,
    typer.Option(
        "--total-seconds",
        min=1,
        help="Longest a whole notebook may run; by default four times as long as a cell, at least "
        "120: some slow cells leave time for the others, and endless loops end.",
    ),
]
DemoSeconds = Annotated[
    float, typer.Option("--cell-seconds", min=1, help="Longest a single cell may run.")
]

_CORES = os.cpu_count() or 1


class Screen:
    """What a person sees: plain sentences, progress, and a last line that says what is next."""

    def __init__(self) -> None:
        self.out = Console(highlight=False, soft_wrap=True)
        self.err = Console(stderr=True, highlight=False, soft_wrap=True)

    def say(self, text: str = "", style: str | None = None) -> None:
        """Print a line; names of files and students cannot control the terminal, or add another."""
        self.out.print(_printable(text), style=style, markup=False)

    def next(self, text: str) -> None:
        """Print what to do next."""
        self.say(f"Next: {text}", style="bold")

    def error(self, text: str) -> None:
        """Print what went wrong."""
        self.err.print(f"Error: {_printable(text)}", style="red", markup=False)

    def track(self, items: Iterable[T], total: int, what: str) -> Iterator[T]:
        """Yield items under a progress bar."""
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
        )
        with Progress(*columns, console=self.out) as progress:
            task = progress.add_task(what, total=total)
            for item in items:
                progress.advance(task)
                yield item


def _printable(text: str) -> str:
    indent = len(text) - len(text.lstrip(" "))
    return " " * indent + one_line(text)


screen = Screen()


@app.command()
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
        _tell_released(made)
    screen.next(
        f"give students the folder, then `grader collect {assignment} FOLDER_OR_ZIP` when they "
        "have handed in."
    )


def _tell_released(made: Released) -> None:
    for warning in made.warnings:
        screen.say(f"Worth a look: {warning}", style="yellow")
    screen.say(
        f"Released {', '.join(made.notebooks)}: {made.tests} graded cells, {made.max_score:g} "
        f"points, in {made.folder}"
    )


@app.command()
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
    _tell_collected(done)
    if not done.filed:
        raise GraderError("No notebook could be filed. Check the folder and the files' names.")
    screen.next(f"`grader grade {assignment}`")
    if done.skipped:
        raise typer.Exit(1)


def _tell_collected(done: Collection) -> None:
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


@app.command()
def grade(  # noqa: PLR0913, PLR0917
    assignment: AssignmentName,
    student: Annotated[
        list[str] | None,
        typer.Option("--student", "-s", help="Only this student; may be repeated."),
    ] = None,
    jobs: Jobs = _CORES,
    force: Annotated[bool, typer.Option("--force", help="Grade unchanged work again.")] = False,  # noqa: FBT002
    cell_seconds: CellSeconds = None,
    total_seconds: TotalSeconds = None,
    scheduler: Scheduler = "",
    course: CourseFolder = None,
    db: Database = None,
) -> None:
    """Run and score every submission.

    A broken submission never stops the others: each gets a result that says what happened. You may
    stop at any time, or kill it; started again, the command goes on where it was.
    Points given by hand in Formgrader stay.

    One machine is enough for most classes. For more, start `dask scheduler` on one machine and
    `dask worker ADDRESS --nthreads 1` on others, as often as each has cores, and pass the address.

    Examples: `grader grade drift --jobs 4`, `grader grade drift --scheduler tcp://10.0.0.5:8786`
    """
    place = find_course(course, db)
    limits = limits_of(place.config, cell_seconds, total_seconds)
    how = _How(limits, jobs, scheduler, force)
    done = _grade(place, assignment, how, student or [])
    if not is_safe(place.config):
        screen.say(
            "Before you open a submission in Formgrader, add two lines to nbgrader_config.py, or a "
            "script in a student's work can run in your browser:",
            style="yellow",
        )
        screen.say("  from grader.course.settings import fair_grading")
        screen.say("  fair_grading(c)")
    screen.next(
        f"`grader report {assignment}` for the class, or `grader feedback {assignment}` for "
        "each student."
    )
    if any(item.result.status is Status.FAILED for item in done):
        raise typer.Exit(1)


class _How(NamedTuple):
    """How a class is graded: what a submission may use, and where it runs."""

    limits: SubmissionLimits
    jobs: int
    scheduler: str = ""
    force: bool = False


def _grade(course: Course, assignment: str, how: _How, students: list[str]) -> list[Graded]:
    with one_run(course, assignment) as remark:
        if remark:
            screen.say(remark, style="yellow")
        if not how.scheduler:
            put_interpreter_on_path()  # workers have the environment of this moment
            prepare(course)
        submissions = find_submissions(course, assignment, how.limits, students)
        _tell_start(submissions, how)
        work = grade_submissions(
            course, submissions, jobs=how.jobs, force=how.force, scheduler=how.scheduler
        )
        done = list(screen.track(work, len(submissions), "Grading"))
    for item in sorted(done, key=lambda each: each.result.student):
        if item.result.needs_a_look:
            screen.say(f"  {item.result.student}: {_told(item.result)}")
    _tell_stopped(done)
    _tell_trust(done)
    skipped = sum(item.skipped for item in done)
    look = sum(item.result.needs_a_look for item in done)
    told = f"; {skipped} were unchanged and kept their result" if skipped else ""
    screen.say(f"Graded {len(done) - skipped} submissions{told}. {look} need a look.")
    said = [note for item in done for note in (item.result.message, *item.result.notes)]
    if any(" refused: " in note for note in said):
        screen.say(
            "A refused test earned nothing, though its answer may be right. If you think so, enter "
            "the points in Formgrader: they stay."
        )
    return done


def _tell_start(submissions: list[Submission], how: _How) -> None:
    what = f"{len(submissions)} submissions of {submissions[0].assignment.name}"
    if not how.scheduler:
        screen.say(f"Grading {what}, {how.jobs} at a time.")
        found = {"this machine": diagnose(submissions[0].permissions)}
    else:
        from grader.running.cluster import survey  # noqa: PLC0415 - Dask is an extra

        workers = survey(how.scheduler, submissions[0].permissions)
        screen.say(f"Grading {what} on {len(workers)} workers of {how.scheduler}.")
        found = {worker.host: worker.protection for worker in workers}
    bare = {host: protection for host, protection in found.items() if not protection.sandboxed}
    for host, protection in sorted(bare.items()):
        screen.say(f"On {host}:")
        _tell_protection(protection)
    if bare:
        screen.say("`grader doctor` says how to change that.")
    else:
        screen.say("Submissions run sandboxed, answers apart from tests.")
    if added := sorted(chain.from_iterable(submissions[0].added.values())):
        screen.say(
            f"In nobody's notebook: {', '.join(added)}. Whatever was added after the release is "
            "put in for everybody.",
            style="yellow",
        )
    if own := submissions[0].assignment.students_own:
        screen.say(
            f"The students' own files are not overwritten (c.Autograde.exclude_overwriting): "
            f"{', '.join(sorted(own))}."
        )
    _tell_failing(submissions[0])


def _tell_failing(submission: Submission) -> None:
    for profile in submission.profiles.values():
        for test, reason in profile.failing.items():
            screen.say(
                f"Check {test} before you trust its points: {reason}. Students who solved it as "
                "you did lose them, too.",
                style="bold red",
            )


def _tell_stopped(done: list[Graded]) -> None:
    if any(item.result.status is Status.TIMED_OUT for item in done):
        screen.say(
            f"Cells were stopped. {MORE_TIME} For one run: --cell-seconds 60 --total-seconds 300.",
            style="yellow",
        )


def _tell_trust(done: list[Graded]) -> None:
    tests = {cell.grade_id for item in done for cell in item.result.cells if cell.low_trust}
    if tests:
        screen.say(
            "Run in one process with the answers, so less to be trusted: "
            f"{', '.join(sorted(tests))}. `grader release` says why.",
            style="yellow",
        )


def _told(result: Result) -> str:
    points = f"{result.score:g} of {result.max_score:g}"
    return " ".join([f"{result.status}, {points}.", *filter(None, [result.message, *result.notes])])


@app.command()
def feedback(
    assignment: AssignmentName,
    course: CourseFolder = None,
    db: Database = None,
    jobs: PageJobs = _CORES,
) -> None:
    """Make a page for each student: their work, points and what the tests said.

    Hidden tests are not shown.

    Example: `grader feedback drift`
    """
    place = find_course(course, db)
    _feedback(place, assignment, jobs)
    screen.next(f"send each student their page, and `grader export {assignment}` for the grades.")


def _feedback(course: Course, assignment: str, jobs: int) -> None:
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


@app.command()
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
    for path in screen.track(
        (_write_report(place, name, to) for name in [assignment]), 1, "Drawing"
    ):
        screen.say(f"Wrote {path}")
    screen.next("open it in a browser; it says who needs a look.")


def _write_report(course: Course, assignment: str, to: Path | None = None) -> Path:
    # Only a report needs tables and charts; each worker would hold them in its memory.
    from grader.pages.report import write_report  # noqa: PLC0415

    return write_report(course, assignment, to)


@app.command()
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


@app.command()
def demo(  # noqa: PLR0913, PLR0917
    assignment: Annotated[
        str, typer.Option("--assignment", help="Which assignment the class is given.")
    ] = "drift",
    students: Annotated[int, typer.Option("--students", min=1, max=30)] = 30,
    bank: Annotated[
        Path | None,
        typer.Option(
            "--bank", help="A folder of right and wrong answers; by default banks/ASSIGNMENT."
        ),
    ] = None,
    folder: Annotated[
        Path | None, typer.Option("--folder", help="Where the scratch course goes.")
    ] = None,
    jobs: Jobs = _CORES,
    cell_seconds: DemoSeconds = 20.0,
    course: CourseFolder = None,
) -> None:
    """Try everything on an invented class, broken submissions included.

    Releases, collects, grades, gives feedback, reports and exports in a scratch course of its own.
    Your real submissions and grades are not touched.

    Example: `grader demo`
    """
    # Only the demo needs these.
    from grader.bank import read_bank  # noqa: PLC0415
    from grader.demo import instructor_answers, make_course, make_downloads  # noqa: PLC0415

    place = find_course(course)
    place.require_assignment(assignment)
    ours = instructor_answers(place.source(assignment))
    answers = read_bank(bank or place.root / "banks" / assignment, ours)
    where = folder or place.products() / "demo"
    screen.say(f"A class of {students}, and one of each kind of broken submission, in {where}")
    scratch = make_course(place, assignment, where)
    _tell_released(release_assignment(scratch, assignment))
    downloads = where / "downloads"
    broken = make_downloads(scratch, assignment, answers, downloads, students)
    _tell_collected(collect_downloads(scratch, assignment, downloads))
    limits = SubmissionLimits(cell_seconds=cell_seconds)
    done = _grade(scratch, assignment, _How(limits, jobs), [])
    _feedback(scratch, assignment, jobs)
    page = _write_report(scratch, assignment)
    table, _ = export_grades(scratch, assignment)
    results = {item.result.student: item.result for item in done}
    screen.say("Results of the broken submissions:")
    for kind in broken:
        outcome = results[kind.student]
        screen.say(f"  {kind.what}: {outcome.status}, {outcome.score:g} of {outcome.max_score:g}")
    screen.say(f"Report: {page}")
    screen.say(f"Grades: {table}")
    screen.next(f"open the report, or try a command on this class: cd {where}")


@app.command()
def doctor(course: CourseFolder = None) -> None:
    """Say how well this machine keeps a hostile submission in, and what is missing.

    Isolates one process as a submission would be, and looks at what held. Nothing is graded. In a
    course's folder it also looks at what of the course a submission would see.

    Example: `grader doctor`
    """
    screen.say("Isolating a process as a submission would be, to see which protections hold.")
    permissions = None
    if course is not None or is_in_course():
        place = find_course(course)
        screen.say(f"The course in {place.root} is looked at, too.")
        permissions = permissions_of(place.config)
    found = diagnose(permissions)
    for layer in found.layers:
        state = "holds  " if layer.holds else "MISSING"
        screen.say(f"  {state}  {layer.name}: {MEANS[layer.name]}")
        if layer.remedy:
            screen.say(f"           {layer.remedy}", style="yellow")
    _tell_protection(found)
    if not found.sandboxed:
        screen.next("put right what is missing, or grade only work of people you trust.")
        raise typer.Exit(1)
    screen.next("`grader grade ASSIGNMENT`")


def _tell_protection(found: Diagnosis) -> None:
    if found.sandboxed:
        screen.say("Submissions run sandboxed, answers apart from tests.")
        return
    missing = ", ".join(layer.name for layer in found.missing if layer.required)
    why = found.problem or f"missing: {missing}."
    screen.say(f"Submissions do NOT run sandboxed here. {why}", style="bold red")


def _out_of_room(error: OSError | DBAPIError) -> str:
    """Say that a disk is full, if that is what happened."""
    where = ""
    if isinstance(error, OSError):
        if error.errno not in {errno.ENOSPC, errno.EDQUOT}:
            return ""
        where = f" ({error.filename})" if error.filename else ""
    elif not disk_is_full(error):
        return ""
    return (
        f"The disk is full{where}. Nothing was left half written. Make room and start the same "
        "command again: it goes on where it was."
    )


app.add_typer(written.app, name="written")


def main() -> None:
    """Run the command; every error an instructor can put right is one sentence."""
    try:
        app()
    except GraderError as error:
        screen.error(str(error))
        sys.exit(1)
    except (OSError, DBAPIError) as error:
        told = _out_of_room(error)
        if not told:
            raise
        screen.error(told)
        sys.exit(1)
    except KeyboardInterrupt:
        screen.error("Stopped. Start the same command again: it goes on where it was.")
        sys.exit(1)
