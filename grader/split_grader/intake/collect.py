"""Sort a learning platform's download into one folder per student."""

import hashlib
from collections import defaultdict
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from split_grader.base.atomic import write_atomically
from split_grader.base.folders import TIMESTAMP
from split_grader.course.course import Course
from split_grader.intake.collected import Collection, Outcome, late_marks, read_collected, taken
from split_grader.intake.downloads import downloads
from split_grader.intake.due import times_of
from split_grader.intake.entries import Entry, entries_of, labels_of, outcome_of, rank, why_first
from split_grader.intake.kept_rosters import keep_roster
from split_grader.intake.people import People
from split_grader.intake.platforms import Owner
from split_grader.intake.roster import Roster, read_roster, roster_lines
from split_grader.intake.timestamp import read_timestamp
from split_grader.intake.worksheet import Worksheet, is_worksheet
from split_grader.sandbox.limits import Limits


def collect(
    course: Course,
    assignment: str,
    folder: Path,
    limits: Limits | None = None,
    roster: Path | Roster | None = None,
) -> Collection:
    """Copy downloaded notebooks unchanged to where the grader looks for them.

    Nothing is lost: a file that isn't graded because of another one is kept in the student's folder
    under ``set_aside``. Links are never followed.

    Parameters
    ----------
    folder
        A folder, or a ZIP archive.
    roster
        A learning platform's list of students: its file, or what `grader pull` has read. Moodle's
        grading worksheet also has the times.

    Raises
    ------
    GraderError
        If `folder` is neither, or the roster can't be read or is for another assignment. Then
        nothing is written.
    """
    course.require_assignment(assignment)
    people = People.read(course)
    files = list(downloads(folder, limits or Limits()))
    platform_roster = _from_file(roster, assignment) if isinstance(roster, Path) else roster
    if platform_roster is not None:
        people.add_roster(platform_roster.people)
    entries = entries_of(labels_of(course, assignment), assignment, files, people)
    if isinstance(roster, Path) and platform_roster is not None:
        platform_roster = replace(platform_roster, times=_times(roster, entries))
    if platform_roster is not None:
        entries = [_timed(one, people, platform_roster) for one in entries]
        people.enter_gradebook(course)
    if isinstance(roster, Path):
        keep_roster(course, assignment, roster.read_bytes())
    earlier = taken(read_collected(course, assignment))
    collection = Collection(has_roster=any(one.on_roster for one in people.by_student.values()))
    candidates: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for one in entries:
        if one.problem:
            collection.files.append(outcome_of(one, "not gradable", one.problem))
        else:
            candidates[one.student, one.notebook].append(one)
    for (student, notebook), items in sorted(candidates.items()):
        attempts = {_attempt(one.owner) for one in earlier if one.student == student}
        collection.files += _file(course, assignment, student, notebook, items, attempts)
    filed_entries = collection.filed
    students = {one.student for one in filed_entries}
    collection.mark_late(times_of(course, assignment, students, late_marks(filed_entries)))
    collection.note_roster(people)
    people.write(course)
    if collection.files:  # a pull may bring only the roster
        collection.write(course, assignment)
    return collection


def _from_file(path: Path, assignment: str) -> Roster:
    return Roster(read_roster(path, assignment), f"moodle/{assignment}")


def _times(roster: Path, entries: list[Entry]) -> dict[str, datetime]:
    """Return times by participant's number, if the roster is a grading worksheet."""
    if not is_worksheet(roster_lines(roster)[0]):
        return {}
    worksheet = Worksheet.parse(roster.name, roster.read_bytes())
    numbers = sorted(
        {one.named.owner.id for one in entries if one.named.owner.platform == "moodle"}
    )
    worksheet.require_some_of(numbers)
    return worksheet.times()


def _timed(one: Entry, people: People, roster: Roster) -> Entry:
    """Add the roster's time for a file's student."""
    person = people.by_student.get(one.student)
    when = roster.times.get(person.ids.get(roster.key, "")) if person else None
    if when is None or one.named.owner.when is not None:
        return one
    return replace(one, named=replace(one.named, owner=replace(one.named.owner, when=when)))


def _file(  # noqa: PLR0913, PLR0917
    course: Course,
    assignment: str,
    student: str,
    notebook: str,
    items: list[Entry],
    attempts: set[str],
) -> list[Outcome]:
    """File a student's notebook; return the outcome of each candidate.

    Parameters
    ----------
    attempts
        Identifiers of the attempts that were filed earlier.
    """
    ranking, why = rank(items, notebook)
    best, others = ranking[-1], ranking[:-1]
    if why:
        return [outcome_of(one, "not gradable", why) for one in ranking]
    aside = course.set_aside(student, assignment)
    outcomes = []
    for other in others:
        if other.item.content == best.item.content:
            why = f"the same as {best.item.path}"
        else:
            _keep(aside, notebook, other.item.content)
            reason = why_first(best, other, notebook)
            why = f"{best.item.path} is graded: {reason}; kept in {aside}"
        outcomes.append(outcome_of(other, "superseded", why))
    target = course.submitted(student, assignment).resolve() / f"{notebook}.ipynb"
    when = _utc(course, best.named.owner.when)
    there = read_timestamp(target.parent)[0] if target.is_file() else None
    before = target.read_bytes() if target.is_file() and not target.is_symlink() else None
    is_same = before == best.item.content
    if when and there and there > when:  # both as this function writes them
        if not is_same:
            _keep(aside, notebook, best.item.content)
            why = f"an attempt of {there} is there already; kept in {aside}"
            return [*outcomes, outcome_of(best, "superseded", why)]
        when = there  # such as a person's correction
    owner, remarks = best.named.owner, list(best.remarks)
    action = "updated" if before is not None else "new"
    if is_same:
        action = "unchanged"
    elif before is not None:
        _keep(aside, notebook, before)
        remarks.append(f"the earlier file is in {aside}")
    is_attempt = action == "updated" or (bool(attempts) and _attempt(owner) not in attempts)
    # Time first: a run that is killed in between leaves no attempt with another's time.
    remarks += _file_time(target.parent / TIMESTAMP, when, is_attempt=is_attempt)
    if action != "unchanged":
        write_atomically(target, best.item.content)
    reason = "; ".join([action, *remarks])
    return [*outcomes, outcome_of(best, "collected", reason, notebook)]


def _attempt(owner: Owner) -> str:
    # Canvas gives each upload its own number; the late mark can change without another upload.
    return owner.prefix.replace("_LATE_", "_")


def _file_time(path: Path, when: str, *, is_attempt: bool) -> list[str]:
    """Write an attempt's time, or remove an earlier one."""
    if when:
        write_atomically(path, when.encode())
    elif is_attempt and path.is_file():
        time, _ = read_timestamp(path.parent)
        path.unlink()
        return [f"{path.name} of the earlier attempt ({time or 'unreadable'}) is removed"]
    return []


def _utc(course: Course, when: datetime | None) -> str:
    """Format a platform's time like nbgrader; without a zone, it is in the exchange's."""
    if when is None:
        return ""
    zone = when.tzinfo or ZoneInfo(str(course.config.Exchange.get("timezone", "UTC")))
    return f"{when.replace(tzinfo=zone).astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"


def _keep(folder: Path, notebook: str, content: bytes) -> None:
    digest = hashlib.sha256(content).hexdigest()[:8]
    write_atomically(folder / f"{notebook}-{digest}.ipynb", content)


def set_aside(course: Course, assignment: str, student: str) -> None:
    """Keep a student's collected notebooks before something else replaces them."""
    for path in course.submitted(student, assignment).glob("*.ipynb"):
        if path.is_file() and not path.is_symlink():
            _keep(course.set_aside(student, assignment), path.stem, path.read_bytes())
