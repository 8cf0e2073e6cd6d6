"""Puts an assignment's profile together: what its text tells, and the runs of its solution."""

from __future__ import annotations

import importlib
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from grader.split.both import bytecode, changing, names
from grader.split.both.outcome import Verdict
from grader.split.both.profile import CALLED, STORED, STUDENT, CellProfile, Profile
from grader.split.kinds import ESTIMATOR_VALUE
from grader.split.paths import ARGUMENT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.split.both.outcome import Cell, Outcome


def origins(cells: Sequence[Cell]) -> dict[str, dict[str, Any]]:
    """Tell for each test cell where the names it reads come from, by the latest cell to bind them.

    A name that the solution binds is the student's, even where the instructor bound it before; a
    name that the solution imports from a library is the library's. What the instructor bound and
    the solution may change in place is :data:`STORED` or :data:`CALLED`: a run tells.
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


def modules(cells: Sequence[Cell]) -> dict[str, list[str]]:
    """Tell for each test cell which modules the solution has loaded of packages it speaks of.

    ``import scipy`` in a test does not load ``scipy.stats``, but in one process it is there.
    """
    loaded: set[str] = set()
    locked = " ".join(cell.source for cell in cells if cell.kind == "locked")
    found: dict[str, list[str]] = {}
    for cell in cells:
        if cell.kind == "student":
            loaded |= {name for name in names.submodules(cell.source) if names.is_installed(name)}
        elif cell.kind == "test":
            words = {*re.findall(r"\w+", f"{locked} {cell.source}")}
            found[cell.grade_id] = sorted(m for m in loaded if m.partition(".")[0] in words)
    return found


def _bind_students(
    source: str, reading: names.CellNames, latest: dict[str, Any], libraries: set[str]
) -> None:
    for name, how in reading.binds.items():
        libraries.discard(name)
        place = reading.imports.get(name) if how == "import" else None
        latest[name] = list(place) if place and _is_there(*place) else STUDENT
    # `np.mean(x)` looks like a change of `np`, and is none.
    for name, plainly in changing.may_change(source).items():
        if name not in libraries and latest.get(name, STUDENT) in (None, CALLED):
            latest[name] = STORED if plainly else CALLED


def _is_there(module: str, attribute: str | None) -> bool:
    try:
        found = importlib.import_module(module)
    except ImportError:
        return False
    return attribute is None or hasattr(found, attribute)


def build(
    cells: Sequence[Cell],
    first: Profile,
    recorded: dict[str, dict[str, Any]],
    split: Outcome,
    single: Outcome,
) -> Profile:
    """Put a profile together from the reference's runs.

    Parameters
    ----------
    cells : sequence of Cell
        The assignment with its solution.
    first : Profile
        What the recording run ran under.
    recorded : dict
        What the recording run noted.
    split, single : Outcome
        The recording run, and one in a single process.
    """
    made: dict[str, CellProfile] = {}
    came: dict[str, list[str]] = {}
    for cell in cells:
        if cell.kind != "test":
            continue
        noted = recorded.get(cell.grade_id, {})
        kinds = _with_earlier(noted.get("kinds", {}), came)
        for path, found in noted.get("kinds", {}).items():
            came[path] = [*dict.fromkeys([*came.get(path, ()), *found])]
        reading = names.read(cell.source)
        needs, reason = trouble(cell, split, single)
        if not reason and noted.get("lent"):
            # Another right answer hands on what draws to what draws: `df.plot(ax=ax)`.
            needs, reason = True, f"it hands an object of {noted['lent'][0]} to the answer"
        loads = set(noted.get("loads", ())) | reading.loads
        made[cell.grade_id] = CellProfile(
            names=settled(first.cells[cell.grade_id].names, noted, loads),
            kinds=kinds,
            operators=noted.get("operators", {}),
            watch=noted.get("watch", []),
            shares=first.cells[cell.grade_id].shares,
            modules=first.cells[cell.grade_id].modules,
            ends=single.tests[cell.grade_id].ends,
            needs_single_process=needs,
            reason=reason,
        )
    return Profile(with_followers(cells, made))


def settled(origin: dict[str, Any], noted: dict[str, Any], loads: set[str]) -> dict[str, Any]:
    """Return where names come from, now that it is known what the solution has changed."""
    kept = noted.get("kept", {})
    return {
        name: STUDENT if place in (STORED, CALLED) else place
        for name, place in origin.items()
        if name in loads and name not in kept
    }


def unsettled(
    profile: Profile, recorded: dict[str, dict[str, Any]], split: Outcome, single: Outcome
) -> Profile:
    """Return what to record under once more: some objects cannot be compared.

    Where the solution calls their methods they are the instructor's, and the student's if the
    solution does not pass the test so.
    """
    made = dict(profile.cells)
    for grade_id, known in made.items():
        kept = recorded.get(grade_id, {}).get("kept", {})
        unsure = [name for name, is_sure in kept.items() if not is_sure]
        apart, alone = split.tests[grade_id], single.tests[grade_id]
        if unsure and (apart.verdict is not alone.verdict or apart.score != alone.score):
            theirs = known.names | dict.fromkeys(unsure, STUDENT)
            made[grade_id] = replace(known, names=theirs)
    return Profile(made)


_OBJECTS = frozenset({"instance", "hybrid", "estimator", ESTIMATOR_VALUE})


def _with_earlier(kinds: dict[str, list[str]], came: dict[str, list[str]]) -> dict[str, list[str]]:
    """Add where objects came in earlier tests, which go by that path in this one.

    Not where something came by that path in this test as well: that is what is judged by.
    """
    objects = {
        path: found
        for path, found in came.items()
        if not _OBJECTS.isdisjoint(found) and not path.startswith(ARGUMENT)
    }
    return {**objects, **kinds}


def revised(cells: Sequence[Cell], profile: Profile, enforced: Outcome, single: Outcome) -> Profile:
    """Return what is to be enforced in a profile's place, after a run under it.

    A test that the reference passes in a single process, and did not pass so, goes one step on:
    into one process, there after all earlier tests, or to be reported.
    """
    made = dict(profile.cells)
    for cell in cells:
        if cell.kind != "test":
            continue
        known, alone = made[cell.grade_id], single.tests[cell.grade_id]
        found = enforced.tests[cell.grade_id]
        if known.reason and not known.needs_single_process:
            continue
        if not known.needs_single_process:
            if found.verdict is not alone.verdict or found.score != alone.score:
                reason = _APART + found.message
                made[cell.grade_id] = replace(known, needs_single_process=True, reason=reason)
        elif found.verdict not in _EARNING:
            made[cell.grade_id] = (
                replace(known, needs_single_process=False, reason=_NOWHERE + found.message)
                if known.after_all
                else replace(known, after_all=True)
            )
    return Profile(with_followers(cells, made))


def with_followers(
    cells: Sequence[Cell], made: dict[str, CellProfile], *, tried: bool = True
) -> dict[str, CellProfile]:
    """Have tests in one process, too, that go on with what such a test binds.

    And, where no run of the reference can tell, with what it may change by a call.
    """
    found = dict(made)
    libraries = names.imported(cell.source for cell in cells)
    bound: set[str] = set()
    moved: dict[str, str] = {}
    for cell in cells:
        bindings = names.read(cell.source).binds
        binds = {name for name, how in bindings.items() if how != "import"}
        if cell.kind == "test":
            known = found[cell.grade_id]
            follows = sorted(bytecode.taken(cell.source) & moved.keys())
            if follows and not known.reason:
                reason = (
                    f"it reads `{follows[0]}`, which {moved[follows[0]]} binds or changes there"
                )
                known = replace(known, needs_single_process=True, reason=reason)
                found[cell.grade_id] = known
            bound |= binds
            if known.needs_single_process:
                touched = frozenset() if tried else changing.touched(cell.source)
                changed = (touched & bound) - libraries
                moved |= dict.fromkeys({*binds, *changed, *known.watch}, cell.grade_id)
                continue
        for name in binds:
            moved.pop(name, None)
    return found


def together_by_text(cells: Sequence[Cell]) -> frozenset[str]:
    """Tell which tests run in one process where there is no reference: those that run text as code.

    And those that go on with what such a test binds or may change.
    """
    made = {
        cell.grade_id: CellProfile(needs_single_process=bool(names.run_as_code(cell.source)))
        for cell in cells
        if cell.kind == "test"
    }
    found = with_followers(cells, made, tried=False)
    return frozenset(grade_id for grade_id, one in found.items() if one.needs_single_process)


_EARNING = (Verdict.PASSED, Verdict.PARTIAL)
_APART = "apart from the solution's process the test ends otherwise: "
_NOWHERE = "the solution passes it in a notebook, but not as it is graded: "


def trouble(cell: Cell, split: Outcome, single: Outcome) -> tuple[bool, str]:
    """Tell whether a test needs one process with the answers, and why or what is wrong with it."""
    alone, apart = single.tests[cell.grade_id], split.tests[cell.grade_id]
    if alone.verdict not in _EARNING:
        return False, f"the solution does not pass this test at all: {alone.message}"
    risky = names.run_as_code(cell.source)
    if risky:
        return True, f"the test runs text as code ({', '.join(risky)})"
    if apart.verdict is not alone.verdict or apart.score != alone.score:
        return True, _APART + apart.message
    return False, ""
