"""The cells of a submission, with what their text and the assignment's profile say of each."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from split_grader.split.both import names
from split_grader.split.both.outcome import Cell

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from split_grader.split.both.profile import CellProfile, Profile

ANSWERS = frozenset({"student", "locked"})
"""The kinds of cells that the student's process runs."""
IMPORTS = "(imports of a test)"


def with_imports(cells: Sequence[Cell]) -> list[Cell]:
    """Insert what tests import before the answers that use it, as in a notebook."""
    result: list[Cell] = []
    imports: dict[str, str] = {}
    for cell in cells:
        if cell.kind == "test":
            for name, (module, part) in names.read(cell.source).imports.items():
                start = f"from {module} " if part else ""
                imports[name] = f"{start}import {part or module} as {name}"
        elif imports and cell.kind in ANSWERS:
            own_imports = imports.keys() & names.read(cell.source).loads
            result += [Cell("locked", imports.pop(name), IMPORTS) for name in sorted(own_imports)]
        result.append(cell)
    return result


class Cells:
    """The cells of one submission, in order.

    Parameters
    ----------
    cells : sequence of Cell
    profile : Profile or None
        What the tests of the assignment need, if known.
    recording : bool
        Whether this is the reference run, in which all tests that can run apart do.
    """

    def __init__(
        self, cells: Sequence[Cell], profile: Profile | None, *, recording: bool = False
    ) -> None:
        self._cells = list(cells)
        self._profile = profile
        self._recording = recording

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
        """Return a test's profile; None where the solution doesn't pass it."""
        profile = None if self._profile is None else self._profile.cells.get(cell.grade_id)
        is_blank = profile is not None and profile.reason and not profile.needs_single_process
        return None if is_blank else profile

    @cached_property
    def libraries(self) -> dict[str, list[str | None]]:
        """Return the origins of imported names that tests and locked cells read."""
        profiles = {} if self._profile is None else self._profile.cells
        places = (place for one in profiles.values() for place in one.names.items())
        return {name: place for name, place in places if isinstance(place, list)}

    def due(self, cell: Cell) -> str:
        """Return the kind of value that a test ended with in the solution's run."""
        profile = None if self._profile is None else self._profile.cells.get(cell.grade_id)
        return "" if profile is None else profile.ends

    def needs_one_process(self, cell: Cell) -> bool:
        """Tell whether a test runs together with the answers: where no solution shows otherwise."""
        profile = self.profile_of(cell)
        return profile is None or (profile.needs_single_process and not self._recording)

    def imports(self, until: int) -> dict[str, list[str | None]]:
        """Return what the answers before a position have imported and not bound again, by name."""
        imports: dict[str, list[str | None]] = {}
        for cell in self._cells[:until]:
            if cell.kind in ANSWERS:
                reading = names.read(cell.source)
                for name, how in reading.binds.items():
                    imports.pop(name, None)
                    if how == "import" and name in reading.imports:
                        imports[name] = reading.imports[name]
        return imports

    def changes_later(self, position: int) -> bool:
        """Tell whether an answer after a test binds what the test reads."""
        loads = names.read(self._cells[position].source).loads
        later = (cell for cell in self._cells[position:] if cell.kind in ANSWERS)
        bound = (how for cell in later for how in names.read(cell.source).binds.items())
        return any(name in loads and how != "import" for name, how in bound)

    @cached_property
    def has_apart(self) -> bool:
        """Whether a test among them runs apart."""
        return not all(self.needs_one_process(one) for one in self._cells if one.kind == "test")

    def loads(self, cell: Cell) -> set[str]:
        """Return the names that a test reads, and those that the answers behind them read."""
        loads = set(names.read(cell.source).loads)
        for one in reversed(self._cells):
            reading = names.read(one.source)
            if one.kind in ANSWERS and loads & reading.binds.keys():
                loads |= set(reading.loads)
        return loads

    def tests_before(self, position: int) -> set[int]:
        """Return the earlier tests that must run before one in its process.

        Those that bind what it reads; all of them where the solution needs it.
        """
        earlier = self._cells[:position]
        tests = {place for place, one in enumerate(earlier) if one.kind == "test"}
        profile = self.profile_of(self._cells[position])
        if profile is not None and profile.after_all:
            return tests
        loads = set(names.read(self._cells[position].source).loads)
        places: set[int] = set()
        for place in sorted(tests, reverse=True):
            reading = names.read(self._cells[place].source)
            if loads & reading.binds.keys() or names.deleted(self._cells[place].source):
                places.add(place)
                loads |= reading.loads
        return places
