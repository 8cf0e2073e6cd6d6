"""What a worker is asked to grade."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from grader.assignment import AssignmentSpec, extra_files


@dataclass(frozen=True, slots=True)
class Limits:
    """What one submission may use; times in seconds, sizes in bytes."""

    cell_seconds: float = 30.0
    submission_seconds: float = 120.0
    notebook_bytes: int = 20_000_000
    files_bytes: int = 100_000_000
    output_bytes: int = 500_000
    cells: int = 2_000


@dataclass(frozen=True, slots=True)
class Submission:
    """One student's answer to one assignment."""

    student: str
    assignment: AssignmentSpec
    folder: Path
    limits: Limits = field(default_factory=Limits)

    def digest(self) -> str:
        """Return a fingerprint of everything the grade depends on."""
        total = hashlib.sha256(self.assignment.digest().encode())
        total.update(repr(self.limits).encode())
        notebooks = (path for path in self.folder.glob("*.ipynb") if path.is_file())
        for path in sorted([*notebooks, *extra_files(self.folder)]):
            size = path.lstat().st_size
            total.update(f"{path.relative_to(self.folder)}:{size}".encode(errors="replace"))
            if not path.is_symlink() and size <= self.limits.files_bytes:
                total.update(path.read_bytes())
        return total.hexdigest()
