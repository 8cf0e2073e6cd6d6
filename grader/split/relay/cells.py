"""The cells of a submission: what their text, and the profile of the assignment, tell of each."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from grader.split.both import bytecode, changing, names
from grader.split.release.profiling import together_by_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from grader.split.both.outcome import Cell, CellOutcome
    from grader.split.both.profile import CellProfile, Profile

_MOST_SOURCES = 500_000
"""Characters of all cells that are told to the checker."""
ANSWERS = frozenset({"student", "locked"})
"""The kinds of cells that the student's process runs."""


class Cells:
    """The cells of one submission, in order.

    Parameters
    ----------
    cells : sequence of Cell
    profile : Profile or None
        What the tests of the assignment need, if that is known.
    recording : bool
        Whether this is the reference run, in which all tests that can run apart do.
    by_handles : bool
        Whether only a test of which the solution shows that it can runs apart.
    """

    def __init__(
        self,
        cells: Sequence[Cell],
        profile: Profile | None,
        *,
        recording: bool = False,
        by_handles: bool = False,
    ) -> None:
        self._cells = list(cells)
        self._profile = profile
        self._recording = recording
        self._by_handles = by_handles

    def __iter__(self) -> Iterator[Cell]:
        return iter(self._cells)

    def __getitem__(self, position: int) -> Cell:
        return self._cells[position]

    @cached_property
    def has_tests(self) -> bool:
        """Whether there is a test among them."""
        return bool(self.sources("test"))

    def sources(self, kind: str) -> tuple[str, ...]:
        """Return the texts of the cells of a kind."""
        return tuple(cell.source for cell in self._cells if cell.kind == kind)

    def locked_before(self, position: int) -> list[Cell]:
        """Return the locked cells before a position."""
        return [cell for cell in self._cells[:position] if cell.kind == "locked"]

    def profile_of(self, cell: Cell) -> CellProfile | None:
        """Return what is known of a test; nothing where the solution does not pass it."""
        found = None if self._profile is None else self._profile.cells.get(cell.grade_id)
        is_blank = found is not None and found.reason and not found.needs_single_process
        return None if is_blank else found

    def due(self, cell: Cell) -> str:
        """Return what a test ends with in the reference's run."""
        known = None if self._profile is None else self._profile.cells.get(cell.grade_id)
        return "" if known is None else known.ends

    @cached_property
    def _together_by_text(self) -> frozenset[str]:
        return together_by_text(self._cells)

    def needs_one_process(self, cell: Cell) -> bool:
        """Tell whether a test cannot run apart: the checker runs no text of the student's."""
        profile = self.profile_of(cell)
        if profile is None:
            return self._by_handles or cell.grade_id in self._together_by_text
        return profile.needs_single_process and not self._recording

    def is_last_apart(self, position: int) -> bool:
        """Tell whether no test after a position runs apart."""
        later = [one for one in self._cells[position + 1 :] if one.kind == "test"]
        return all(map(self.needs_one_process, later))

    def imports(self, until: int) -> dict[str, list[str | None]]:
        """Return what the answers before a position have imported, by name, and not bound anew."""
        found: dict[str, list[str | None]] = {}
        for cell in self._cells[:until]:
            if cell.kind in ANSWERS:
                reading = names.read(cell.source)
                for name, how in reading.binds.items():
                    found.pop(name, None)
                    if how == "import" and name in reading.imports:
                        found[name] = list(reading.imports[name])
        return found

    def answered(self, until: int, results: Sequence[CellOutcome]) -> list[tuple[str, bool]]:
        """Return the answers before a position that have run, and how they ended.

        They go to the checker with each test. Of more than anybody writes the longest are left out:
        what they define has no source there.
        """
        ran = [
            position for position, cell in enumerate(self._cells[:until]) if cell.kind in ANSWERS
        ]
        kept, room = set(), _MOST_SOURCES
        for position in sorted(ran, key=lambda position: len(self._cells[position].source)):
            room -= len(self._cells[position].source)
            if room < 0:
                break
            kept.add(position)
        return [
            (self._cells[position].source, results[position].status == "ok")
            for position in ran
            if position in kept
        ]

    def tests_before(self, position: int) -> set[int]:
        """Return the earlier tests that must run before one in its process.

        Those that bind what it reads, or may change that. All of them where the reference needs it.
        """
        earlier = self._cells[:position]
        tests = {place for place, one in enumerate(earlier) if one.kind == "test"}
        profile = self.profile_of(self._cells[position])
        if profile is not None and profile.after_all:
            return tests
        libraries = names.imported(one.source for one in earlier)
        wanted = set(bytecode.taken(self._cells[position].source))
        found: set[int] = set()
        for place in sorted(tests, reverse=True):
            source = self._cells[place].source
            binds = set(names.read(source).binds)
            if wanted & (binds | (changing.touched(source) - libraries)):
                found.add(place)
                wanted |= bytecode.taken(source)
        return found
