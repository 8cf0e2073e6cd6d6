"""Say whose work a file is, which notebook, and why it can't be graded."""

import json
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import PurePosixPath

from split_grader.course.course import Course
from split_grader.intake.collected import Outcome
from split_grader.intake.downloads import Download, may_be_notebook
from split_grader.intake.ingest import labels_in
from split_grader.intake.people import People
from split_grader.intake.platforms import (
    Named,
    assignment_in_exchange,
    blackboard_title,
    from_plain_name,
    from_platform,
    is_receipt,
    own_stem,
    student_and_notebook,
    without_copy_mark,
)
from split_grader.intake.recognise import notebook_of

_KINDS = {
    ".pdf": "a PDF",
    ".py": "a Python script",
    ".html": "a web page",
    ".docx": "a Word document",
    ".zip": "an archive",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A file with the meaning of its name, its student and notebook, and any problem."""

    item: Download
    named: Named
    student: str = ""
    notebook: str = ""
    problem: str = ""
    remarks: tuple[str, ...] = field(default=())


def labels_of(course: Course, assignment: str) -> dict[str, frozenset[str]]:
    """Return the labels of cells of each of an assignment's notebooks."""
    paths = sorted(course.source(assignment).glob("*.ipynb"))
    return {path.stem: labels_in(path.read_bytes()) for path in paths}


def entries_of(
    labels: dict[str, frozenset[str]],
    assignment: str,
    files: list[Download],
    people: People,
    *,
    wrapped: bool = True,
) -> list[Entry]:
    """Return the files that students handed in, each with its student, notebook or problem.

    Parameters
    ----------
    labels
        From :func:`labels_of`.
    people
        The known students; new ones are added.
    wrapped
        Whether one folder may be around all files, which then isn't a student's.
    """
    own = {"", assignment}  # an exchange has the work of all assignments
    files = [one for one in files if assignment_in_exchange(one.path.parts[0]) in own]
    entries = _named(files, assignment, list(labels), is_wrapped=wrapped)
    return [_recognised(one, labels) for one in _with_students(entries, people, assignment)]


def _recognised(one: Entry, labels: dict[str, frozenset[str]]) -> Entry:
    """Add the notebook that a file is, by its name or else by its cells."""
    if one.problem:
        return one
    notebook = _notebook_called(one.named.file, list(labels))
    if notebook := notebook or notebook_of(labels_in(one.item.content), labels):
        return replace(one, notebook=notebook)
    which = f"which of {', '.join(labels)} is it? Rename it to one of them"
    return replace(one, problem=which)


def _named(
    files: list[Download], assignment: str, notebooks: list[str], *, is_wrapped: bool
) -> list[Entry]:
    receipts = [
        one.content.decode("utf-8", "replace") for one in files if is_receipt(one.path.name)
    ]
    title = blackboard_title((part for one in files for part in one.path.parts), receipts)
    plain = [one for one in files if from_platform(one.path, title) is None]
    top = _common_folder(plain, notebooks) if is_wrapped else ""
    entries = []
    for item in files:
        parsed_name = from_platform(item.path, title)
        if parsed_name is None:
            inner = len(item.path.parts) > 1 and item.path.parts[0] == top
            path = PurePosixPath(*item.path.parts[1:]) if inner else item.path
            parsed_name = from_plain_name(path, [*notebooks, assignment])
        entries.append(_judged(item, parsed_name, notebooks))
    return entries


def _common_folder(files: list[Download], notebooks: list[str]) -> str:
    """Return the folder that wraps the whole download, or an empty string."""
    tops = {item.path.parts[0] for item in files}
    if len(tops) != 1 or any(len(item.path.parts) < 2 for item in files):
        return ""
    inner_folders = any(len(item.path.parts) > 2 for item in files)
    all_named = all(without_copy_mark(item.path.stem)[0] in notebooks for item in files)
    return tops.pop() if inner_folders or not all_named else ""


def _judged(item: Download, parsed_name: Named, notebooks: list[str]) -> Entry:
    """Note why a file can't be graded, if so."""
    path, remarks = item.path, []
    problem = item.problem or parsed_name.what
    if not problem and path.suffix.lower() != ".ipynb":
        if may_be_notebook(path) and _holds_notebook(item.content):
            remarks.append(f"{path.name} holds a notebook, whatever its ending says")
        elif may_be_notebook(path) and ".ipynb" in path.name.lower():
            problem = "its name has .ipynb in it, but its content is not a notebook"
        else:
            ending = path.suffix.lower()
            kind = _KINDS.get(ending, f"a {ending} file" if ending else "a file without an ending")
            problem = f"{kind}, not a notebook"
    if not problem and parsed_name.owner.name in {"", *notebooks}:
        problem = "no student in the name; call it STUDENT.ipynb or put it in a folder STUDENT"
    return Entry(item, parsed_name, problem=problem, remarks=tuple(remarks))


def _holds_notebook(content: bytes) -> bool:
    try:
        return isinstance(json.loads(content).get("cells"), list)
    except (ValueError, AttributeError, RecursionError):
        return False


def _with_students(entries: list[Entry], people: People, assignment: str) -> list[Entry]:
    """Add each file's student; ignore loose files that aren't notebooks."""
    checked_entries = [
        one if one.problem else replace(one, problem=_bad_name(one)) for one in entries
    ]
    owners = [
        one.named.owner for one in checked_entries if not one.problem or _names_a_student(one)
    ]
    students = people.students_of(owners, assignment)
    return [replace(one, student=students.get(one.named.owner, "")) for one in checked_entries]


def _bad_name(one: Entry) -> str:
    try:
        People.require_name(one.named.owner)
    except ValueError as error:
        return str(error)
    return ""


def _names_a_student(one: Entry) -> bool:
    in_folder = len(one.item.path.parts) > 1 and one.named.owner.name == one.item.path.parts[-2]
    return (bool(one.named.owner.id) or in_folder) and not _bad_name(one)


def _notebook_called(file: str, notebooks: list[str]) -> str:
    if len(notebooks) == 1:
        return notebooks[0]
    stem = without_copy_mark(own_stem(PurePosixPath(file).name))[0]
    whole = next((name for name in notebooks if name.lower() == stem.lower()), "")
    # Students may put their own names into a file's name on a platform, too.
    return whole or student_and_notebook(stem, notebooks)[1]


def rank(items: list[Entry], notebook: str) -> tuple[list[Entry], str]:
    """Sort the files of a student's notebook, the right one last.

    Returns
    -------
    entries, problem
        The problem says that two files could be the right one; empty if there is one.
    """
    ranking = sorted(items, key=lambda one: _rank(one, notebook))
    rivals = [one for one in ranking if _is_rival(one, ranking[-1], notebook)]
    if len(rivals) < 2:
        return ranking, ""
    names = " or ".join(str(one.item.path) for one in rivals)
    return ranking, f"is {notebook} in {names}? Rename the right one to {notebook}.ipynb"


def _is_rival(one: Entry, choice: Entry, notebook: str) -> bool:
    """Return whether two different files rank the same."""
    return one is choice or (
        _rank(one, notebook) == _rank(choice, notebook) and one.item.content != choice.item.content
    )


def _rank(one: Entry, notebook: str) -> tuple[datetime, int, bool, int]:
    """Order a student's files: the last one is graded.

    A later attempt counts before an earlier one. Within an attempt, a file with the assignment's
    own name counts before others, then one whose cells are labelled, then the higher copy number.
    """
    # All times of a download are in the same zone.
    when = (one.named.owner.when or datetime.min).replace(tzinfo=None)  # noqa: DTZ901
    copy = max(one.named.copy, without_copy_mark(own_stem(PurePosixPath(one.named.file).name))[1])
    has_labels = b'"grade_id"' in one.item.content
    return when, _likeness(one, notebook), has_labels, copy


def _likeness(one: Entry, notebook: str) -> int:
    stem = without_copy_mark(own_stem(PurePosixPath(one.named.file).name))[0].lower()
    return 2 if stem == notebook.lower() else int(notebook.lower() in stem)


def why_first(chosen: Entry, other: Entry, notebook: str) -> str:
    """Return why one file of a notebook comes before another."""
    reasons = (
        "it is the later attempt",
        "its name is the assignment's",
        "it has the assignment's cells",
        "it is the later copy",
    )
    pairs = zip(_rank(chosen, notebook), _rank(other, notebook), reasons, strict=True)
    return next(reason for mine, theirs, reason in pairs if mine != theirs)


def outcome_of(one: Entry, outcome: str, reason: str, notebook: str = "") -> Outcome:
    """Return what becomes of a file, for the record."""
    owner = one.named.owner
    return Outcome(str(one.item.path), one.student, outcome, reason, owner, notebook)
