"""A submission, ready for a worker to grade."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from split_grader.base.folders import fingerprint
from split_grader.course.assignment import AssignmentSpec
from split_grader.course.permissions import Permissions
from split_grader.sandbox.limits import Limits
from split_grader.split import Profile


@dataclass(frozen=True, slots=True)
class Submission:
    """One student's answer to one assignment, with everything grading needs.

    Attributes
    ----------
    permissions
        Files that its code may read.
    profiles
        By notebook, what the tests need, as recorded from the instructor's solution.
    seed
        Seed for hidden inputs that tests draw; the same for the whole class.
    added
        By notebook, the labels of cells that no submission has. Only notes depend on it.
    """

    student: str
    assignment: AssignmentSpec
    folder: Path
    limits: Limits = field(default_factory=Limits)
    permissions: Permissions = field(default_factory=Permissions)
    profiles: Mapping[str, Profile] = field(default_factory=dict)
    seed: int | None = None
    added: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def most_beside(self) -> tuple[int, int]:
        """Return the most bytes and files allowed next to its notebooks.

        With several limits, the widest one counts.

        Raises
        ------
        GraderError
            If a notebook's author set a limit that doesn't exist.
        """
        limits = [self.limits, *(one.within(self.limits) for one in self.assignment.notebooks)]
        return max(one.files_bytes for one in limits), max(one.files for one in limits)

    def digest(self) -> str:
        """Return a fingerprint of everything the grade depends on."""
        total = hashlib.sha256(self.assignment.digest.encode())
        total.update(repr((self.limits, self.permissions, self.seed)).encode())
        total.update(fingerprint(self.folder, *self.most_beside()).encode())
        return total.hexdigest()
