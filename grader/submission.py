"""What a worker is asked to grade."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Self

from grader.access import Access
from grader.assignment import AssignmentSpec, NotebookSpec
from grader.errors import GraderError
from grader.folders import fingerprint
from grader.split import Profile


@dataclass(frozen=True, slots=True)
class Limits:
    """What one submission may use; times in seconds, sizes in bytes.

    Memory and processes are those of a whole tree of processes; `files` counts files and folders;
    `output_bytes` are those of a cell, `outputs_bytes` of all cells together.
    """

    cell_seconds: float = 30.0
    submission_seconds: float = 120.0
    memory_bytes: int = 4_294_967_296
    processes: int = 64
    notebook_bytes: int = 20_000_000
    files_bytes: int = 100_000_000
    files: int = 2_000
    output_bytes: int = 4_000_000
    outputs_bytes: int = 20_000_000
    cells: int = 2_000

    def of(self, notebook: NotebookSpec) -> Self:
        """Return the limits of one notebook: its author's where they are set.

        Raises
        ------
        GraderError
            If the author set a limit that does not exist.
        """
        unknown = sorted(set(notebook.limits) - set(self.__slots__))
        if unknown:
            raise GraderError(
                f"metadata.grader.limits of {notebook.name!r} sets {', '.join(unknown)}; "
                f"there are {', '.join(self.__slots__)}."
            )
        given: dict[str, Any] = notebook.limits
        return replace(self, **given)


@dataclass(frozen=True, slots=True)
class Submission:
    """One student's answer to one assignment, with all that grading it needs.

    Attributes
    ----------
    access
        What its code may read.
    profiles
        By notebook, what the tests need according to the instructor's solution.
    seed
        From which tests draw hidden inputs; the same for the whole class.
    learned
        By question, what the checker of written answers learnt from the course's own grades.
    """

    student: str
    assignment: AssignmentSpec
    folder: Path
    limits: Limits = field(default_factory=Limits)
    access: Access = field(default_factory=Access)
    profiles: Mapping[str, Profile] = field(default_factory=dict)
    seed: int | None = None
    learned: Mapping[str, Any] = field(default_factory=dict)

    def most_beside(self) -> tuple[int, int]:
        """Return how many bytes and files may stand beside its notebooks, by the widest limits.

        Raises
        ------
        GraderError
            If a notebook's author set a limit that does not exist.
        """
        limits = [self.limits, *(self.limits.of(one) for one in self.assignment.notebooks)]
        return max(one.files_bytes for one in limits), max(one.files for one in limits)

    def digest(self) -> str:
        """Return a fingerprint of everything the grade depends on."""
        total = hashlib.sha256(self.assignment.digest.encode())
        total.update(repr((self.limits, self.access, self.seed)).encode())
        total.update("".join(one.mark() for one in self.learned.values()).encode())
        total.update(fingerprint(self.folder, *self.most_beside()).encode())
        return total.hexdigest()
