"""What the instructor's own solution needs, test cell by test cell: the capability profile."""

from __future__ import annotations

import importlib
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from grader.split import names
from grader.split.outcome import Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.split.outcome import Cell, Outcome


@dataclass(frozen=True)
class CellProfile:
    """What one test cell needs.

    Parameters
    ----------
    names : dict
        Where a name comes from: *student*, or ``[module, attribute]`` of a library.
    kinds, operators : dict of str to list of str
        See :class:`grader.split.policy.Policy`.
    watch : list of str
        Names that change while the test runs, because the student's functions change them.
    shares : list of str
        Names that the test binds anew and the solution's functions read.
    ends : str
        What the last line comes to: *number*, *truth* or neither.
    needs_single_process : bool
        Whether the reference solution passes only together with the test in one process.
    reason : str
        Why, in words; also for a test that the reference passes nowhere.
    """

    names: dict[str, Any] = field(default_factory=dict)
    kinds: dict[str, list[str]] = field(default_factory=dict)
    operators: dict[str, list[str]] = field(default_factory=dict)
    watch: list[str] = field(default_factory=list)
    shares: list[str] = field(default_factory=list)
    ends: str = ""
    needs_single_process: bool = False
    reason: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return the profile as plain values."""
        return asdict(self)


@dataclass(frozen=True)
class Profile:
    """The profiles of an assignment's test cells, by ``grade_id``."""

    cells: dict[str, CellProfile] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """Return the profile as plain values, to keep as JSON."""
        return {grade_id: cell.as_dict() for grade_id, cell in self.cells.items()}

    @classmethod
    def from_dict(cls, found: dict[str, Any]) -> Profile:
        """Rebuild a profile from what :meth:`as_dict` returned."""
        return cls({grade_id: CellProfile(**cell) for grade_id, cell in found.items()})

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


def origins(cells: Sequence[Cell]) -> dict[str, dict[str, Any]]:
    """Tell for each test cell where the names it reads come from, by the latest cell to bind them.

    A name that the solution binds is the student's, even where the instructor bound it before; a
    name that the solution imports from a library is the library's.
    """
    latest: dict[str, Any] = {}
    libraries: set[str] = set()
    found: dict[str, dict[str, Any]] = {}
    for cell in cells:
        if cell.kind == "markdown":
            continue
        reading = names.read(cell.source)
        if cell.kind == "test":
            found[cell.grade_id] = {n: o for n, o in latest.items() if o is not None}
        if cell.kind == "student":
            _bind_students(cell.source, reading, latest, libraries)
        else:
            latest.update(dict.fromkeys(reading.binds))
            libraries -= set(reading.binds)
            libraries |= {name for name, how in reading.binds.items() if how == "import"}
    return found


def shares(cells: Sequence[Cell]) -> dict[str, list[str]]:
    """Tell for each test cell which names it binds anew that the solution's functions read.

    In one process those functions see what the test has bound.
    """
    found: dict[str, list[str]] = {}
    read: set[str] = set()
    for cell in cells:
        if cell.kind == "student":
            read |= names.read_by_functions(cell.source)
        elif cell.kind == "test":
            reading = names.read(cell.source)
            mine = {name for name, how in reading.binds.items() if how != "import"}
            found[cell.grade_id] = sorted(mine & read)
    return found


def _bind_students(
    source: str, reading: names.Reading, latest: dict[str, Any], libraries: set[str]
) -> None:
    for name, how in reading.binds.items():
        libraries.discard(name)
        place = reading.imports.get(name) if how == "import" else None
        latest[name] = list(place) if place and _is_there(*place) else "student"
    # `np.mean(x)` looks like a change of `np`, and is none.
    for name in names.changed_in_place(source) - libraries:
        if latest.get(name, "student") is None:
            latest[name] = "student"


def _is_there(module: str, attribute: str | None) -> bool:
    try:
        found = importlib.import_module(module)
    except ImportError:
        return False
    return attribute is None or hasattr(found, attribute)


def build(
    cells: Sequence[Cell],
    recorded: dict[str, dict[str, Any]],
    split: Outcome,
    enforced: Outcome | None,
    single: Outcome,
) -> Profile:
    """Put a profile together from the reference's runs.

    Parameters
    ----------
    cells : sequence of Cell
        The assignment with its solution.
    recorded : dict
        What the recording run noted.
    split, enforced, single : Outcome
        The recording run, a run under the profile so recorded, and one in a single process.
    """
    places = origins(cells)
    shared = shares(cells)
    made: dict[str, CellProfile] = {}
    for cell in cells:
        if cell.kind != "test":
            continue
        noted = recorded.get(cell.grade_id, {})
        reading = names.read(cell.source)
        needs, reason = _trouble(cell, split, enforced, single)
        loads = set(noted.get("loads", ())) | reading.loads
        made[cell.grade_id] = CellProfile(
            names={n: o for n, o in places[cell.grade_id].items() if n in loads},
            kinds=noted.get("kinds", {}),
            operators=noted.get("operators", {}),
            watch=noted.get("watch", []),
            shares=shared[cell.grade_id],
            ends=single.tests[cell.grade_id].ends,
            needs_single_process=needs,
            reason=reason,
        )
    return Profile(made)


def _trouble(
    cell: Cell, split: Outcome, enforced: Outcome | None, single: Outcome
) -> tuple[bool, str]:
    alone = single.tests[cell.grade_id]
    if alone.verdict not in {Verdict.PASSED, Verdict.PARTIAL}:
        return False, f"the solution does not pass this test at all: {alone.message}"
    risky = names.run_as_code(cell.source)
    if risky:
        return True, f"the test runs text as code ({', '.join(risky)})"
    for run in (split, enforced):
        if run is None:
            continue
        apart = run.tests[cell.grade_id]
        if apart.verdict is not alone.verdict or apart.score != alone.score:
            return (
                True,
                f"apart from the solution's process the test ends otherwise: {apart.message}",
            )
    return False, ""
