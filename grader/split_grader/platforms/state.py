"""Remember what was pulled from a platform and sent to it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from filelock import FileLock, Timeout

from split_grader.base.atomic import write_atomically
from split_grader.base.errors import GraderError
from split_grader.platforms.connect import Link


@dataclass(slots=True)
class Attempt:
    """The newest attempt that was pulled.

    `before` is the version that was graded when newer work arrived; while it is the graded version,
    the grade belongs to older work.
    """

    attempt: str
    before: str | None = None


@dataclass(slots=True)
class Sent:
    """The score that was sent last, its attempt, and the names of its pages."""

    score: float
    attempt: str = ""
    pages: list[str] = field(default_factory=list)


@dataclass(slots=True)
class State:
    """What is known about each student, by the platform's number."""

    path: Path
    pulled: dict[str, Attempt] = field(default_factory=dict)
    sent: dict[str, Sent] = field(default_factory=dict)

    def save(self) -> None:
        """Write the file; an earlier one is replaced as a whole."""
        entries = {
            "pulled": {member: asdict(one) for member, one in self.pulled.items()},
            "sent": {member: asdict(one) for member, one in self.sent.items()},
        }
        write_atomically(self.path, json.dumps(entries, indent=1).encode())


def folder_of(link: Link) -> Path:
    """Return the folder for what belongs to platforms."""
    return link.course.products() / "platforms"


@contextmanager
def open_state(link: Link) -> Iterator[State]:
    """Read the state, and keep other runs out meanwhile.

    Raises
    ------
    GraderError
        If another run is under way, or the file is damaged.
    """
    path = folder_of(link) / f"{link.name}-{link.kind}-{link.there.id}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(path.with_suffix(".lock"))
    try:
        lock.acquire(blocking=False)
    except Timeout:
        raise GraderError(
            f"Another `grader pull` or `grader push` of {link.name} is running. Nothing was done. "
            "Wait until it is finished."
        ) from None
    try:
        yield _read(path)
    finally:
        lock.release()


def _read(path: Path) -> State:
    if not path.is_file():
        return State(path)
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))
        attempts = {member: Attempt(**one) for member, one in entries["pulled"].items()}
        sent_grades = {member: Sent(**one) for member, one in entries["sent"].items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise GraderError(
            f"{path} is damaged ({error}). Restore it from a copy, or delete it: then every grade "
            "on the platform that differs from yours counts as changed there."
        ) from error
    return State(path, attempts, sent_grades)
