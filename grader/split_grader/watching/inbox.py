"""Find complete, new hand-ins in a folder, by looking at it again and again."""

import hashlib
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from nbgrader.exchange.abc import ExchangeCollect

from split_grader.base.errors import UnreadableError
from split_grader.base.folders import TIMESTAMP, reading, regular_files
from split_grader.course.course import Course
from split_grader.intake.collected import Outcome
from split_grader.intake.downloads import downloads_in, is_bookkeeping
from split_grader.intake.entries import Entry, entries_of, labels_of, outcome_of, rank
from split_grader.intake.ingest import require_notebook
from split_grader.intake.people import People, safe_name
from split_grader.intake.platforms import assignment_in_exchange
from split_grader.sandbox.limits import Limits

if sys.platform != "win32":
    import pwd

PATIENCE = 30.0
"""Seconds that something may stay half written before it is refused."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """What one student handed in at once; `problem` says why it can't be graded.

    `folder` is a folder of nbgrader's exchange, whose other files belong to the notebooks.
    """

    source: str
    signature: str
    received: datetime
    student: str
    contents: Mapping[str, bytes]
    outcomes: tuple[Outcome, ...]
    problem: str = ""
    folder: Path | None = None

    @property
    def digest(self) -> str:
        """Fingerprint of its notebooks, or of why they are refused."""
        total = hashlib.sha256(self.problem.encode("utf-8", "replace"))
        for name, content in sorted(self.contents.items()):
            total.update(f"{name}:{len(content)}:".encode() + content)
        return total.hexdigest()


class _Look(NamedTuple):
    """How an entry looks, when it was written, and since when it has looked so.

    It wasn't there `after`, when the folder was last looked at.
    """

    signature: str
    written: datetime
    after: datetime
    since: float


class Inbox:
    """A folder in which students' work arrives.

    Each entry is one student's: a file, an archive or a folder. It is read once it has looked the
    same twice, and a notebook that ends too early gets more time.
    """

    def __init__(self, course: Course, assignment: str, folder: Path, limits: Limits) -> None:
        self.folder = folder
        self._course, self._assignment, self._limits = course, assignment, limits
        self._labels = labels_of(course, assignment)
        self._looks: dict[str, _Look] = {}
        self._settled: dict[str, str] = {}

    @property
    def unsettled(self) -> list[datetime]:
        """When each entry that isn't read yet had not arrived."""
        looks = self._looks.items()
        return [look.after for name, look in looks if self._settled.get(name) != look.signature]

    def arrivals(self, last: datetime, now: datetime) -> Iterator[Arrival]:
        """Look at the folder, and yield what is complete and new, the oldest first.

        Parameters
        ----------
        last
            Everything that arrived before has been read.

        Raises
        ------
        UnreadableError
            If the folder can't be read.
        """
        with reading(f"The folder {self.folder}"):
            names = [path.name for path in self.folder.iterdir()]
        before, self._looks = self._looks, {}
        for name in names:
            look = self._look(name, before.get(name), last) if self._is_own(name) else None
            if look:
                self._looks[name] = look
        ready = [
            name
            for name, look in self._looks.items()
            if before.get(name) is look and self._settled.get(name) != look.signature
        ]
        if not ready:
            return
        people = People.read(self._course)
        for name in sorted(ready, key=lambda one: (self._looks[one].written, one)):
            yield from self._read(name, self._looks[name], people, now)
        people.write(self._course)

    def _is_own(self, name: str) -> bool:
        is_other = assignment_in_exchange(name) not in {"", self._assignment}
        return not is_other and not is_bookkeeping(PurePosixPath(name))

    def _look(self, name: str, earlier: _Look | None, last: datetime) -> _Look | None:
        path, mtime = self.folder / name, 0.0
        try:
            is_folder = path.is_dir() and not path.is_symlink()
            files = regular_files(path, self._limits.files) if is_folder else [path]
            states = [file.lstat() for file in files]
        except FileNotFoundError:
            return None
        except (OSError, UnreadableError) as error:
            signature = str(error)
        else:
            marks = [(one.st_size, one.st_mtime_ns, one.st_ino) for one in states]
            signature = hashlib.sha256(repr((files, marks)).encode(errors="replace")).hexdigest()
            mtime = max((one.st_mtime for one in states), default=0.0)
        if earlier and earlier.signature == signature:
            return earlier
        when = datetime.fromtimestamp(max(0.0, mtime), UTC)
        return _Look(signature, when, last, time.monotonic())

    def _read(self, name: str, look: _Look, people: People, now: datetime) -> Iterator[Arrival]:
        files = list(downloads_in(self.folder, name, self._limits))
        entries = entries_of(self._labels, self._assignment, files, people, wrapped=False)
        checked_entries = [self._checked(one) for one in entries]
        is_exchange = bool(assignment_in_exchange(name))
        is_half = checked_entries != entries
        is_half |= is_exchange and not (self.folder / name / TIMESTAMP).is_file()
        if is_half and time.monotonic() - look.since < PATIENCE:
            return
        students: dict[str, list[Entry]] = defaultdict(list)
        for one in checked_entries:
            students[one.student or self._claimed(one)].append(one)
        # The file's own time, but nobody can date work back to before the last look.
        arrival_time = min(now, max(look.after, look.written))
        for student, several in students.items():
            contents, outcomes, problem = _sorted(several)
            folder = self.folder / name if is_exchange else None
            if folder and (owner := self._wrong_owner(folder, student)):
                contents, problem, student = {}, owner, ""  # noqa: PLW2901 - not that student's
            yield Arrival(
                name, look.signature, arrival_time, student, contents, outcomes, problem, folder
            )
        self._settled[name] = look.signature

    def _checked(self, one: Entry) -> Entry:
        """Return an entry with a problem if its notebook can't be read."""
        if one.problem:
            return one
        try:
            require_notebook(one.item.content, self._limits)
        except UnreadableError as error:
            return replace(one, problem=str(error).rstrip("."))
        return one

    def _claimed(self, entry: Entry) -> str:
        """Return the student in a notebook's name, although it can't be graded."""
        name = entry.named.owner.name
        if ".ipynb" not in entry.item.path.name.lower() or name in self._labels:
            return ""
        try:
            return safe_name(name)
        except ValueError:
            return ""

    def _wrong_owner(self, folder: Path, student: str) -> str:
        """Return a problem if somebody else wrote a folder of the exchange."""
        if sys.platform == "win32" or not ExchangeCollect(config=self._course.config).check_owner:
            return ""
        try:
            owner = pwd.getpwuid(folder.stat().st_uid).pw_name
        except (KeyError, OSError):
            owner = "somebody without a name"
        problem = (
            f"{folder.name} belongs to {owner}. If all students' servers run as the same user, set "
            "c.ExchangeCollect.check_owner = False"
        )
        return "" if owner == student else problem


def _sorted(entries: list[Entry]) -> tuple[dict[str, bytes], tuple[Outcome, ...], str]:
    """Return a student's notebooks, the outcome of the files, and why nothing can be graded."""
    candidates: dict[str, list[Entry]] = defaultdict(list)
    problems = [one for one in entries if one.problem]
    for one in entries:
        if not one.problem:
            candidates[one.notebook].append(one)
    contents, outcomes = {}, []
    for notebook, several in candidates.items():
        ranking, why = rank(several, notebook)
        problems += [replace(ranking[-1], problem=why)] if why else []
        contents[notebook] = ranking[-1].item.content
        outcomes.append(outcome_of(ranking[-1], "collected", "handed in", notebook))
    # Other files may accompany a notebook, but nothing that was meant to be one.
    problems = [one for one in problems if not contents or ".ipynb" in one.item.path.name.lower()]
    if not problems:
        return contents, tuple(outcomes), ""
    refusals = tuple(outcome_of(one, "not gradable", one.problem) for one in problems)
    return {}, refusals, "; ".join(f"{one.item.path.name}: {one.problem}" for one in problems)
