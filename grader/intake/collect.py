"""Sort a learning platform's download into one folder per student."""

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from zoneinfo import ZoneInfo

from grader.course.course import Course
from grader.files import write_atomically
from grader.folders import TIMESTAMP
from grader.intake.collected import Collection, Outcome, late_marks, read_collected, taken
from grader.intake.downloads import Download, downloads, may_be_notebook
from grader.intake.due import times_of
from grader.intake.ingest import labels_in
from grader.intake.kept_rosters import keep_roster
from grader.intake.people import People
from grader.intake.platforms import (
    Named,
    Owner,
    blackboard_title,
    from_plain_name,
    from_platform,
    is_receipt,
    own_stem,
    student_and_notebook,
    without_copy_mark,
)
from grader.intake.recognise import notebook_of
from grader.intake.roster import Roster, read_roster, roster_lines
from grader.intake.timestamp import read_timestamp
from grader.intake.worksheet import Worksheet, is_worksheet
from grader.sandbox.limits import Limits

_KINDS = {
    ".pdf": "a PDF",
    ".py": "a Python script",
    ".html": "a web page",
    ".docx": "a Word document",
    ".zip": "an archive",
}


@dataclass(frozen=True, slots=True)
class _Entry:
    """A file with the meaning of its name, its student, and any problem."""

    item: Download
    named: Named
    student: str = ""
    problem: str = ""
    remarks: tuple[str, ...] = field(default=())


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
    paths = sorted(course.source(assignment).glob("*.ipynb"))
    labels = {path.stem: labels_in(path.read_bytes()) for path in paths}
    notebooks = list(labels)
    people = People.read(course)
    files = list(downloads(folder, limits or Limits()))
    entries = _named(files, assignment, notebooks)
    listed = _from_file(roster, assignment, entries) if isinstance(roster, Path) else roster
    if listed is not None:
        people.add_roster(listed.people)
    entries = _with_students(entries, people, assignment)
    if listed is not None:
        entries = [_timed(one, people, listed) for one in entries]
        people.enter_gradebook(course)
    if isinstance(roster, Path):
        keep_roster(course, assignment, roster.read_bytes())
    earlier = taken(read_collected(course, assignment))
    collection = Collection(has_roster=any(one.on_roster for one in people.by_student.values()))
    candidates: dict[tuple[str, str], list[_Entry]] = defaultdict(list)
    for one in entries:
        notebook = "" if one.problem else _notebook_called(one.named.file, notebooks)
        if not notebook and not one.problem:
            notebook = notebook_of(labels_in(one.item.content), labels)
        if one.problem or not notebook:
            which = f"which of {', '.join(notebooks)} is it? Rename it to one of them"
            collection.files.append(_outcome(one, "not gradable", one.problem or which))
        else:
            candidates[one.student, notebook].append(one)
    for (student, notebook), items in sorted(candidates.items()):
        attempts = {_attempt(one.owner) for one in earlier if one.student == student}
        collection.files += _file(course, assignment, student, notebook, items, attempts)
    filed = collection.filed
    students = {one.student for one in filed}
    collection.mark_late(times_of(course, assignment, students, late_marks(filed)))
    collection.note_roster(people)
    people.write(course)
    if collection.files:  # a pull may bring only the roster
        collection.write(course, assignment)
    return collection


def _from_file(path: Path, assignment: str, entries: list[_Entry]) -> Roster:
    """Read a roster; a grading worksheet also has times."""
    listed = Roster(read_roster(path, assignment), f"moodle/{assignment}")
    if not is_worksheet(roster_lines(path)[0]):
        return listed
    worksheet = Worksheet.parse(path.name, path.read_bytes())
    numbers = sorted(
        {one.named.owner.id for one in entries if one.named.owner.platform == "moodle"}
    )
    worksheet.require_some_of(numbers)
    return replace(listed, times=worksheet.times())


def _timed(one: _Entry, people: People, roster: Roster) -> _Entry:
    """Add the roster's time for a file's student."""
    person = people.by_student.get(one.student)
    when = roster.times.get(person.ids.get(roster.key, "")) if person else None
    if when is None or one.named.owner.when is not None:
        return one
    return replace(one, named=replace(one.named, owner=replace(one.named.owner, when=when)))


def _named(files: list[Download], assignment: str, notebooks: list[str]) -> list[_Entry]:
    receipts = [
        one.content.decode("utf-8", "replace") for one in files if is_receipt(one.path.name)
    ]
    title = blackboard_title((part for one in files for part in one.path.parts), receipts)
    plain = [one for one in files if from_platform(one.path, title) is None]
    top = _common_folder(plain, notebooks)
    entries = []
    for item in files:
        named = from_platform(item.path, title)
        if named is None:
            inner = len(item.path.parts) > 1 and item.path.parts[0] == top
            path = PurePosixPath(*item.path.parts[1:]) if inner else item.path
            named = from_plain_name(path, [*notebooks, assignment])
        entries.append(_judged(item, named, notebooks))
    return entries


def _common_folder(files: list[Download], notebooks: list[str]) -> str:
    """Return the folder that wraps the whole download, or an empty string."""
    tops = {item.path.parts[0] for item in files}
    if len(tops) != 1 or any(len(item.path.parts) < 2 for item in files):
        return ""
    inner_folders = any(len(item.path.parts) > 2 for item in files)
    all_named = all(without_copy_mark(item.path.stem)[0] in notebooks for item in files)
    return tops.pop() if inner_folders or not all_named else ""


def _judged(item: Download, named: Named, notebooks: list[str]) -> _Entry:
    """Note why a file can't be graded, if so."""
    path, remarks = item.path, []
    problem = item.problem or named.what
    if not problem and path.suffix.lower() != ".ipynb":
        if may_be_notebook(path) and _holds_notebook(item.content):
            remarks.append(f"{path.name} holds a notebook, whatever its ending says")
        elif may_be_notebook(path) and ".ipynb" in path.name.lower():
            problem = "its name has .ipynb in it, but its content is not a notebook"
        else:
            ending = path.suffix.lower()
            kind = _KINDS.get(ending, f"a {ending} file" if ending else "a file without an ending")
            problem = f"{kind}, not a notebook"
    if not problem and named.owner.name in {"", *notebooks}:
        problem = "no student in the name; call it STUDENT.ipynb or put it in a folder STUDENT"
    return _Entry(item, named, problem=problem, remarks=tuple(remarks))


def _holds_notebook(content: bytes) -> bool:
    try:
        return isinstance(json.loads(content).get("cells"), list)
    except (ValueError, AttributeError, RecursionError):
        return False


def _with_students(entries: list[_Entry], people: People, assignment: str) -> list[_Entry]:
    """Add each file's student; ignore loose files that aren't notebooks."""
    checked = [one if one.problem else replace(one, problem=_bad_name(one)) for one in entries]
    owners = [one.named.owner for one in checked if not one.problem or _names_a_student(one)]
    students = people.students_of(owners, assignment)
    return [replace(one, student=students.get(one.named.owner, "")) for one in checked]


def _bad_name(one: _Entry) -> str:
    try:
        People.require_name(one.named.owner)
    except ValueError as error:
        return str(error)
    return ""


def _names_a_student(one: _Entry) -> bool:
    in_folder = len(one.item.path.parts) > 1 and one.named.owner.name == one.item.path.parts[-2]
    return (bool(one.named.owner.id) or in_folder) and not _bad_name(one)


def _notebook_called(file: str, notebooks: list[str]) -> str:
    if len(notebooks) == 1:
        return notebooks[0]
    stem = without_copy_mark(own_stem(PurePosixPath(file).name))[0]
    whole = next((name for name in notebooks if name.lower() == stem.lower()), "")
    # Students may put their own names into a file's name on a platform, too.
    return whole or student_and_notebook(stem, notebooks)[1]


def _file(  # noqa: PLR0913, PLR0917
    course: Course,
    assignment: str,
    student: str,
    notebook: str,
    items: list[_Entry],
    attempts: set[str],
) -> list[Outcome]:
    """File a student's notebook; return the outcome of each candidate.

    Parameters
    ----------
    attempts
        Identifiers of the attempts that were filed earlier.
    """
    ranked = sorted(items, key=lambda one: _rank(one, notebook))
    chosen, others = ranked[-1], ranked[:-1]
    rivals = [one for one in ranked if _is_rival(one, chosen, notebook)]
    if len(rivals) > 1:
        names = " or ".join(str(one.item.path) for one in rivals)
        why = f"is {notebook} in {names}? Rename the right one to {notebook}.ipynb"
        return [_outcome(one, "not gradable", why) for one in ranked]
    aside = course.set_aside(student, assignment)
    outcomes = []
    for other in others:
        if other.item.content == chosen.item.content:
            why = f"the same as {chosen.item.path}"
        else:
            _keep(aside, notebook, other.item.content)
            why = f"{chosen.item.path} is graded: {_why(chosen, other, notebook)}; kept in {aside}"
        outcomes.append(_outcome(other, "superseded", why))
    target = course.submitted(student, assignment).resolve() / f"{notebook}.ipynb"
    when = _utc(course, chosen.named.owner.when)
    there = read_timestamp(target.parent)[0] if target.is_file() else None
    before = target.read_bytes() if target.is_file() and not target.is_symlink() else None
    is_same = before == chosen.item.content
    if when and there and there > when:  # both as this function writes them
        if not is_same:
            _keep(aside, notebook, chosen.item.content)
            why = f"an attempt of {there} is there already; kept in {aside}"
            return [*outcomes, _outcome(chosen, "superseded", why)]
        when = there  # such as a person's correction
    owner, remarks = chosen.named.owner, list(chosen.remarks)
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
        write_atomically(target, chosen.item.content)
    reason = "; ".join([action, *remarks])
    return [*outcomes, _outcome(chosen, "collected", reason, notebook)]


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


def _is_rival(one: _Entry, chosen: _Entry, notebook: str) -> bool:
    """Return whether two different files rank the same."""
    return one is chosen or (
        _rank(one, notebook) == _rank(chosen, notebook) and one.item.content != chosen.item.content
    )


def _rank(one: _Entry, notebook: str) -> tuple[datetime, int, bool, int]:
    """Order a student's files: the last one is graded.

    A later attempt counts before an earlier one. Within an attempt, a file with the assignment's
    own name counts before others, then one whose cells are labelled, then the higher copy number.
    """
    # All times of a download are in the same zone.
    when = (one.named.owner.when or datetime.min).replace(tzinfo=None)  # noqa: DTZ901
    copy = max(one.named.copy, without_copy_mark(own_stem(PurePosixPath(one.named.file).name))[1])
    labelled = b'"grade_id"' in one.item.content
    return when, _likeness(one, notebook), labelled, copy


def _likeness(one: _Entry, notebook: str) -> int:
    stem = without_copy_mark(own_stem(PurePosixPath(one.named.file).name))[0].lower()
    return 2 if stem == notebook.lower() else int(notebook.lower() in stem)


def _why(chosen: _Entry, other: _Entry, notebook: str) -> str:
    reasons = (
        "it is the later attempt",
        "its name is the assignment's",
        "it has the assignment's cells",
        "it is the later copy",
    )
    pairs = zip(_rank(chosen, notebook), _rank(other, notebook), reasons, strict=True)
    return next(reason for mine, theirs, reason in pairs if mine != theirs)


def _outcome(one: _Entry, outcome: str, reason: str, notebook: str = "") -> Outcome:
    owner = one.named.owner
    return Outcome(str(one.item.path), one.student, outcome, reason, owner, notebook)


def _utc(course: Course, when: datetime | None) -> str:
    """Format a platform's time like nbgrader; without a zone, it is in the exchange's."""
    if when is None:
        return ""
    zone = when.tzinfo or ZoneInfo(str(course.config.Exchange.get("timezone", "UTC")))
    return f"{when.replace(tzinfo=zone).astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"


def _keep(folder: Path, notebook: str, content: bytes) -> None:
    digest = hashlib.sha256(content).hexdigest()[:8]
    write_atomically(folder / f"{notebook}-{digest}.ipynb", content)
