"""Remember every hand-in, so that a killed watch loses nothing and grades nothing twice.

A hand-in has a folder, numbered in order of arrival: its files, and a small record. The record is
written last and always replaced as a whole, so a folder without one never counted and is read
again. These are files, not tables: nbgrader owns the gradebook's tables, and there a student has
one submission of an assignment. The journal says which of the hand-ins that is.
"""

import json
import shutil
from collections import defaultdict
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from split_grader.base.atomic import write_atomically
from split_grader.base.errors import GraderError

_RECORD = "record.json"


class State(StrEnum):
    """How far a hand-in is; a graded one has no page yet."""

    WAITING = "waiting"
    GRADED = "graded"
    DONE = "done"
    OVER = "over the limit"
    REFUSED = "refused"


@dataclass(slots=True)
class HandIn:
    """What one student handed in at once.

    Parameters
    ----------
    number
        Its place in the order of arrival.
    source, signature, digest
        Its entry in the folder, that entry's sizes and times, and a fingerprint of its notebooks.
    notebooks
        Those that are new in it.
    failed
        Whether the grader itself failed. Then it is no attempt.
    is_final
        Whether no person had anything to decide when it was graded.
    stored
        Whether it is or was the one in the gradebook.
    """

    number: int
    student: str
    source: str
    signature: str
    digest: str
    received: datetime
    notebooks: tuple[str, ...] = ()
    state: State = State.WAITING
    reason: str = ""
    points: float = 0.0
    most: float = 0.0
    failed: bool = False
    is_final: bool = True
    stored: bool = False

    @property
    def is_attempt(self) -> bool:
        """Whether it counts towards the limit."""
        return self.state not in {State.OVER, State.REFUSED} and not self.failed


class Journal:
    """All hand-ins of an assignment; `left` has those without a page, in order of arrival."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.by_student: dict[str, list[HandIn]] = defaultdict(list)
        self.left: dict[int, HandIn] = {}
        self.last = 0
        for path in sorted(folder.glob("[0-9]*")):
            if (path / _RECORD).is_file():
                self._enter(_read(path / _RECORD))
            else:
                shutil.rmtree(path)

    def files(self, hand_in: HandIn) -> Path:
        """Return the folder with a hand-in's files."""
        return self.folder / f"{hand_in.number:06}" / "files"

    def add(self, hand_in: HandIn) -> None:
        """Enter a hand-in whose files are in place."""
        self.save(hand_in)
        self._enter(hand_in)

    def save(self, hand_in: HandIn) -> None:
        """Save a hand-in's record."""
        text = json.dumps(asdict(hand_in), indent=1, ensure_ascii=False, default=str)
        path = self.files(hand_in).with_name(_RECORD)
        write_atomically(path, text.encode("utf-8", "replace"))
        if hand_in.state is State.DONE:
            self.left.pop(hand_in.number)

    def _enter(self, hand_in: HandIn) -> None:
        self.by_student[hand_in.student].append(hand_in)
        self.last = hand_in.number
        if hand_in.state in {State.WAITING, State.GRADED}:
            self.left[hand_in.number] = hand_in


def _read(path: Path) -> HandIn:
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        record["received"] = datetime.fromisoformat(record["received"])
        record["notebooks"] = tuple(record["notebooks"])
        record["state"] = State(record["state"])
        return HandIn(**record)
    except (ValueError, TypeError, KeyError) as error:
        raise GraderError(
            f"{path} is damaged ({error}). Restore it, or delete its folder: then the hand-in is "
            "read again, if it's still where it was handed in."
        ) from error
