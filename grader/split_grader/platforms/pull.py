"""Collect submissions from a platform as if they came from its own download."""

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from split_grader.base.atomic import write_atomically
from split_grader.base.folders import fingerprint
from split_grader.intake.collect import collect
from split_grader.intake.collected import Collection
from split_grader.intake.downloads import may_be_notebook
from split_grader.intake.people import People, Person, safe_name
from split_grader.intake.roster import Roster
from split_grader.platforms.connect import Link
from split_grader.platforms.interface import File, Member, Submission
from split_grader.platforms.state import Attempt, folder_of, open_state
from split_grader.results.gradebook import graded_version
from split_grader.sandbox.limits import Limits

_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Pulled:
    """What a pull brought.

    Parameters
    ----------
    files
        What happened to the new files.
    members
        How many students are in the platform's course.
    known
        How many submissions were pulled before.
    left
        Students with work here who are no longer in the course there.
    without_files
        Students who handed in something else than a file.
    """

    files: Collection
    members: int
    known: int
    left: tuple[str, ...]
    without_files: tuple[str, ...]


def pull(link: Link) -> Pulled:
    """Download the newest attempts that aren't here yet, and collect them.

    An interrupted pull keeps the files that arrived, and the next one continues.

    Raises
    ------
    GraderError
        If the platform refuses or can't be reached; then nothing is collected.
    """
    course, name = link.course, link.name
    with open_state(link) as state:
        members = link.platform.members(link.there)
        submissions = link.platform.submissions(link.there)
        students = students_of(People.read(course), members)
        new = [
            one
            for one in submissions
            if one.member not in state.pulled
            or state.pulled[one.member].attempt != attempt_of(one)
            or not _work(link, students.get(one.member))
        ]
        folder = folder_of(link) / f"{name}-{link.kind}-download"
        _download(link, new, folder)
        before = {one.member: _work(link, students.get(one.member)) for one in new}
        roster = _roster(link, members, submissions)
        files = collect(course, name, folder, roster=roster)
        people = People.read(course)
        students = students_of(people, members)
        for one in new:
            student = students.get(one.member, "")
            is_other = before[one.member] != _work(link, student)
            earlier = state.pulled.get(one.member)
            version = earlier.before if earlier else None
            if is_other and student:
                version = graded_version(course, name, student) or None
            state.pulled[one.member] = Attempt(attempt_of(one), version)
        state.save()
        _keep_only(folder, set())
    handed_in = {one.member for one in submissions}
    active = {one.id: students[one.id] for one in members if one.active}
    files.nothing_from = sorted(active[one] for one in active.keys() - handed_in)
    once = {name for name, one in people.by_student.items() if roster.key in one.ids}
    leavers = sorted(once - set(active.values()))
    return Pulled(
        files,
        members=len(active),
        known=len(submissions) - len(new),
        left=tuple(one for one in leavers if course.submitted(one, name).is_dir()),
        without_files=tuple(students[one.member] for one in submissions if not one.files),
    )


def attempt_of(one: Submission) -> str:
    """Return a text that differs between attempts."""
    return f"{one.attempt} {one.when} {','.join(file.id for file in one.files)}"


def students_of(people: People, members: list[Member]) -> dict[str, str]:
    """Return by the platform's number the student's name in the course."""
    names = {item: name for name, one in people.by_student.items() for item in one.ids.items()}
    matches = {
        one.id: [names[item] for item in one.ids.items() if item in names] for one in members
    }
    return {member: students[0] for member, students in matches.items() if students}


def _roster(link: Link, members: list[Member], submissions: list[Submission]) -> Roster:
    times = {one.member: one.when for one in submissions}
    listed_members = [one for one in members if one.active or one.id in times]
    key = f"moodle/{link.name}" if link.kind == "moodle" else link.kind
    hand_in_times = {one.ids[key]: when for one in listed_members if (when := times.get(one.id))}
    return Roster(_persons(listed_members), key, hand_in_times)


def _persons(members: list[Member]) -> list[Person]:
    people: dict[str, Person] = {}
    for one in members:
        student = _name_of(one)
        if student in people:
            student = f"{student}-{one.id}"
        details = (one.first, one.last, one.email, one.section)
        people[student] = Person(student, *details, dict(one.ids))
    return list(people.values())


def _name_of(one: Member) -> str:
    """Return a folder's name for a new student, by the same rule as for a roster."""
    for text in (one.login, one.number, one.email, f"{one.first} {one.last}"):
        with suppress(ValueError):
            return safe_name(text)
    return f"student-{one.id}"


def _work(link: Link, student: str | None) -> str:
    """Return a fingerprint of a student's files; empty if there are none."""
    folder = link.course.submitted(student or ".", link.name)
    if not student or not folder.is_dir():
        return ""
    return fingerprint(folder, _LIMITS.files_bytes, _LIMITS.files)


def _download(link: Link, new: list[Submission], folder: Path) -> None:
    """Write the new files, except those that arrived in an interrupted run."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {folder / _inside(file.path): file for one in new for file in one.files}
    _keep_only(folder, set(files))
    paths: dict[str, Path] = {}
    for path, file in files.items():
        is_here = path.is_file() and path.stat().st_size == file.size
        if not is_here and (not _is_read(file) or file.size > _LIMITS.files_bytes):
            # `collect` sees from the name or the size that it can't be graded.
            write_atomically(path, b"")
            os.truncate(path, file.size)  # takes no room on the disk
        elif not is_here:
            twin = paths.get(file.place)  # from another member of the group
            write_atomically(path, twin.read_bytes() if twin else link.platform.content(file))
        paths[file.place] = path


def _is_read(file: File) -> bool:
    return may_be_notebook(file.path) or file.path.suffix.lower() == ".zip"


def _inside(path: PurePosixPath) -> PurePosixPath:
    return PurePosixPath(*(part for part in path.parts if part not in {"/", ".."}))


def _keep_only(folder: Path, paths: set[Path]) -> None:
    """Remove files of earlier attempts, and parts of files from a killed run."""
    for path in folder.rglob("*"):
        if path.is_file() and path not in paths:
            path.unlink()
