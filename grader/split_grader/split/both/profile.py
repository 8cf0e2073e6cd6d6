"""What the instructor's own solution needs, test cell by test cell: the capability profile."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

STUDENT, MAYBE = "student", "maybe"
"""Where a name comes from. What a locked cell binds and the solution mentions may have been changed
in place: it is the student's if its value differs after the solution's run."""


@dataclass(frozen=True)
class CellProfile:
    """What one test cell needs.

    Parameters
    ----------
    names : dict
        Where a name comes from: *student*, or ``[module, attribute]`` of a library.
    kinds : dict of str to list of str
        What came by which path: see :class:`split_grader.split.both.kinds.Policy`.
    watch : list of str
        Names that change while the test runs, because the student's functions change them.
    shares : list of str
        Names that the test binds again and the solution's functions read.
    looks : bool
        Whether the test looks again at what it has handed over, as far as is known.
    ends : str
        What the last line comes to: *number*, *truth* or neither.
    needs_single_process : bool
        Whether the reference solution passes only together with the test in one process.
    after_all : bool
        Whether all earlier tests go before it there, not only those that touch what it reads.
    reason : str
        Why, in words; also for a test that the reference passes nowhere.
    """

    names: dict[str, Any] = field(default_factory=dict)
    kinds: dict[str, list[str]] = field(default_factory=dict)
    watch: list[str] = field(default_factory=list)
    shares: list[str] = field(default_factory=list)
    looks: bool = True
    ends: str = ""
    needs_single_process: bool = False
    after_all: bool = False
    reason: str = ""


@dataclass(frozen=True)
class Profile:
    """The profiles of an assignment's test cells, by ``grade_id``."""

    cells: dict[str, CellProfile] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """Return the profile as plain values, to keep as JSON."""
        return {grade_id: vars(cell) for grade_id, cell in self.cells.items()}

    @classmethod
    def from_dict(cls, record: dict[str, Any]) -> Profile:
        """Rebuild a profile from what :meth:`as_dict` returned."""
        return cls({grade_id: CellProfile(**cell) for grade_id, cell in record.items()})

    @property
    def low_trust(self) -> dict[str, str]:
        """The test cells that need a single process, with the reason."""
        return {g: c.reason for g, c in self.cells.items() if c.needs_single_process}

    @property
    def failing(self) -> dict[str, str]:
        """The test cells that the reference itself does not pass, with the reason."""
        return {
            g: c.reason for g, c in self.cells.items() if c.reason and not c.needs_single_process
        }
