"""Sort what a learning platform lets you download into one folder for each student."""

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from zoneinfo import ZoneInfo

from grader.course.course import Course
from grader.course.limits import SubmissionLimits
from grader.files import write_atomically
from grader.folders import TIMESTAMP
from grader.intake.collected import Collection, Outcome, due_dates
from grader.intake.downloads import Download, downloads, may_be_notebook
from grader.intake.people import People
from grader.intake.platforms import (
    Named,
    blackboard_title,
    from_plain_name,
    from_platform,
    is_receipt,
    own_stem,
    student_and_notebook,
    without_copy_mark,
)
from grader.intake.roster import read_roster
from grader.intake.timestamp import read_timestamp

_KINDS = {
    ".pdf": "a PDF",
    ".py": "a Python script",
    ".html": "a web page",
    ".docx": "a Word document",
    ".zip": "an archive",
}


@dataclass(frozen=True, slots=True)
class _Found:
    """A file with its name's meaning, its student, and why it cannot be graded, if so."""

    item: Download
    named: Named
    student: str = ""
    problem: str = ""
    remarks: tuple[str, ...] = field(default=())


def collect(
    course: Course,
    assignment: str,
    folder: Path,
    limits: SubmissionLimits | None = None,
    roster: Path | None = None,
) -> Collection:
    """Copy downloaded notebooks byte for byte to where the grader looks for them.

    Nothing is lost: a file that another one replaces, or that cannot both be graded, is kept in the
    student's folder under ``set_aside``. Links are never followed.

    Parameters
    ----------
    folder
        A folder, or a ZIP archive.
    roster
        A learning platform's list of students.

    Raises
    ------
    GraderError
        If `folder` is neither, or the roster cannot be read.
    """
    course.require_assignment(assignment)
    notebooks = sorted(path.stem for path in course.source(assignment).glob("*.ipynb"))
    people = People.read(course)
    if roster is not None:
        people.add_roster(read_roster(roster, assignment))
        people.enter_gradebook(course)
    files = list(downloads(folder, limits or SubmissionLimits()))
    found = _with_students(_named(files, assignment, notebooks), people, assignment)
    collection = Collection(has_roster=any(one.on_roster for one in people.by_student.values()))
    candidates: dict[tuple[str, str], list[_Found]] = defaultdict(list)
    for one in found:
        notebook = "" if one.problem else _notebook_called(one.named.file, notebooks)
        if one.problem or not notebook:
            which = f"which of {', '.join(notebooks)} is it? Rename it to one of them"
            collection.files.append(_outcome(one, "not gradable", one.problem or which))
        else:
            candidates[one.student, notebook].append(one)
    for (student, notebook), items in sorted(candidates.items()):
        collection.files += _file(course, assignment, student, notebook, items)
    collection.mark_late(due_dates(course, assignment, collection))
    collection.note_roster(people)
    people.write(course)
    collection.write(course, assignment)
    return collection


def _named(files: list[Download], assignment: str, notebooks: list[str]) -> list[_Found]:
    receipts = [
        one.content.decode("utf-8", "replace") for one in files if is_receipt(one.path.name)
    ]
    title = blackboard_title((part for one in files for part in one.path.parts), receipts)
    plain = [one for one in files if from_platform(one.path, title) is None]
    top = _common_folder(plain, notebooks)
    found = []
    for item in files:
        named = from_platform(item.path, title)
        if named is None:
            inner = len(item.path.parts) > 1 and item.path.parts[0] == top
            path = PurePosixPath(*item.path.parts[1:]) if inner else item.path
            named = from_plain_name(path, [*notebooks, assignment])
        found.append(_judged(item, named, notebooks))
    return found


def _common_folder(found: list[Download], notebooks: list[str]) -> str:
    """Return the folder that merely wraps the whole download, or nothing."""
    tops = {item.path.parts[0] for item in found}
    if len(tops) != 1 or any(len(item.path.parts) < 2 for item in found):
        return ""
    inner_folders = any(len(item.path.parts) > 2 for item in found)
    all_named = all(without_copy_mark(item.path.stem)[0] in notebooks for item in found)
    return tops.pop() if inner_folders or not all_named else ""


def _judged(item: Download, named: Named, notebooks: list[str]) -> _Found:
    """Say why a file cannot be graded, if it cannot."""
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
    return _Found(item, named, problem=problem, remarks=tuple(remarks))


def _holds_notebook(content: bytes) -> bool:
    try:
        return isinstance(json.loads(content).get("cells"), list)
    except (ValueError, AttributeError, RecursionError):
        return False


def _with_students(found: list[_Found], people: People, assignment: str) -> list[_Found]:
    """Return the files with their students; a loose file that is no notebook makes nobody one."""
    checked = [one if one.problem else replace(one, problem=_bad_name(one)) for one in found]
    owners = [one.named.owner for one in checked if not one.problem or _names_a_student(one)]
    students = people.students_of(owners, assignment)
    return [replace(one, student=students.get(one.named.owner, "")) for one in checked]


def _bad_name(one: _Found) -> str:
    try:
        People.require_name(one.named.owner)
    except ValueError as error:
        return str(error)
    return ""


def _names_a_student(one: _Found) -> bool:
    in_folder = len(one.item.path.parts) > 1 and one.named.owner.name == one.item.path.parts[-2]
    return (bool(one.named.owner.id) or in_folder) and not _bad_name(one)


def _notebook_called(file: str, notebooks: list[str]) -> str:
    if len(notebooks) == 1:
        return notebooks[0]
    stem = without_copy_mark(own_stem(PurePosixPath(file).name))[0]
    whole = next((name for name in notebooks if name.lower() == stem.lower()), "")
    # On a platform, too, a student may hand in a file that carries the student's name.
    return whole or student_and_notebook(stem, notebooks)[1]


def _file(
    course: Course, assignment: str, student: str, notebook: str, items: list[_Found]
) -> list[Outcome]:
    ranked = sorted(items, key=lambda one: _rank(one, notebook))
    chosen, others = ranked[-1], ranked[:-1]
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
    if when and there and there > when:  # both as this function writes them
        _keep(aside, notebook, chosen.item.content)
        why = f"an attempt of {there} is there already; kept in {aside}"
        return [*outcomes, _outcome(chosen, "superseded", why)]
    remarks = list(chosen.remarks)
    action = "new"
    if target.is_file() and not target.is_symlink():
        before = target.read_bytes()
        action = "unchanged" if before == chosen.item.content else "updated"
        if action == "updated":
            _keep(aside, notebook, before)
            remarks.append(f"the earlier file is in {aside}")
    if action != "unchanged":
        write_atomically(target, chosen.item.content)
    if when:
        write_atomically(target.parent / TIMESTAMP, when.encode())
    return [*outcomes, _outcome(chosen, "collected", "; ".join([action, *remarks]))]


def _rank(one: _Found, notebook: str) -> tuple[datetime, int, bool, int, float, str]:
    """Order a student's files: the last one is graded.

    A later attempt counts before an earlier one. Within an attempt, a file with the assignment's
    own name counts before others, then one whose cells are labelled, then the higher copy number.
    """
    when = one.named.owner.when or datetime.min  # noqa: DTZ901 - compared with the platform's own
    copy = max(one.named.copy, without_copy_mark(own_stem(PurePosixPath(one.named.file).name))[1])
    labelled = b'"grade_id"' in one.item.content
    path = str(one.item.path)
    return when, _likeness(one, notebook), labelled, copy, one.item.modified, path


def _likeness(one: _Found, notebook: str) -> int:
    stem = without_copy_mark(own_stem(PurePosixPath(one.named.file).name))[0].lower()
    return 2 if stem == notebook.lower() else int(notebook.lower() in stem)


def _why(chosen: _Found, other: _Found, notebook: str) -> str:
    reasons = (
        "it is the later attempt",
        "its name is the assignment's",
        "it has the assignment's cells",
        "it is the later copy",
        "it is newer",
        "it comes last by name",
    )
    pairs = zip(_rank(chosen, notebook), _rank(other, notebook), reasons, strict=True)
    return next(reason for mine, theirs, reason in pairs if mine != theirs)


def _outcome(one: _Found, outcome: str, reason: str) -> Outcome:
    owner = one.named.owner
    return Outcome(str(one.item.path), one.student, outcome, reason, owner)


def _utc(course: Course, when: datetime | None) -> str:
    """Return a platform's time as nbgrader writes one; the zone is that of nbgrader's exchange."""
    if when is None:
        return ""
    zone = ZoneInfo(str(course.config.Exchange.get("timezone", "UTC")))
    return f"{when.replace(tzinfo=zone).astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"


def _keep(folder: Path, notebook: str, content: bytes) -> None:
    digest = hashlib.sha256(content).hexdigest()[:8]
    write_atomically(folder / f"{notebook}-{digest}.ipynb", content)
