"""Puts an assignment's profile together from the runs of its solution: what a test needs, and why.

A test runs apart only where the solution passes it so. All others run together with the answers.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from grader.split.both import names
from grader.split.both.outcome import Verdict
from grader.split.both.profile import MAYBE, STUDENT, CellProfile, Profile
from grader.split.release import alone

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.split.both.outcome import Cell, CellOutcome, Outcome

_EARNING = (Verdict.PASSED, Verdict.PARTIAL)
_APART = "run apart, the solution gets another result: "
_LINE = re.compile(r"Cell In\[\d+\], line (\d+)")
_LONGEST = 100
_NOWHERE = "the solution passes it in a notebook, but not as it is graded: "


def build(
    cells: Sequence[Cell],
    first: Profile,
    recorded: dict[str, dict[str, Any]],
    split: Outcome,
    single: Outcome,
) -> Profile:
    """Put a profile together from the solution's runs.

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
    libraries = names.imported(cell.source for cell in cells)
    locked = (names.used(cell.source) for cell in cells if cell.kind == "locked")
    theirs = set().union(*locked)
    for cell in cells:
        if cell.kind != "test":
            continue
        noted = recorded.get(cell.grade_id, {})
        kinds = noted.get("kinds", {})
        needs, reason = _trouble(cell, split, single, libraries, noted.get("together", ""))
        known = first.cells[cell.grade_id]
        loads = theirs | set(noted.get("loads", ())) | names.read(cell.source).loads
        made[cell.grade_id] = replace(
            known,
            names=_settled(known.names, noted, loads),
            kinds={**came, **kinds},  # it goes by what earlier tests had
            watch=noted.get("watch", []),
            ends=single.tests[cell.grade_id].ends,
            needs_single_process=needs,
            reason=reason,
        )
        for path, found in kinds.items():
            came[path] = [*dict.fromkeys([*came.get(path, ()), *found])]
    return Profile(_with_followers(cells, made))


def due(single: Outcome, split: Outcome) -> Outcome:
    """Return how the solution's tests are to end: as in one process.

    Or as apart, where a test passes only there: it has files that students do not get.
    """
    cells = [
        apart if apart.verdict in _EARNING and together.verdict not in _EARNING else together
        for together, apart in zip(single.cells, split.cells, strict=True)
    ]
    return replace(single, cells=cells)


def _trouble(
    cell: Cell, split: Outcome, single: Outcome, libraries: set[str], together: str
) -> tuple[bool, str]:
    """Tell whether a test needs one process with the answers, and why or what is wrong with it."""
    found, apart = single.tests[cell.grade_id], split.tests[cell.grade_id]
    if found.verdict not in _EARNING:
        return False, f"the solution does not pass this test at all: {found.message}"
    if reason := alone.reason_of(cell.source, libraries) or together:
        return True, reason
    if not _is_alike(apart, found):
        return True, _APART + _said(apart, cell.source)
    return False, ""


def _said(found: CellOutcome, source: str) -> str:
    """Return what a test said, and at which line: many assertions say nothing."""
    shown = "\n".join(line for output in found.outputs for line in output.get("traceback", ()))
    number = _LINE.search(shown.rpartition("(most recent call last)")[2])
    lines = source.split("\n")[int(number[1]) - 1 :] if number else []
    line = lines[0].strip() if lines else ""  # a magic such as %%capture counts other lines
    return f"{found.message} at `{line[:_LONGEST]}`" if line else found.message


def _is_alike(one: Any, other: Any) -> bool:
    return one.verdict is other.verdict and one.score == other.score


def _settled(origin: dict[str, Any], noted: dict[str, Any], loads: set[str]) -> dict[str, Any]:
    """Return where names come from, now that it is known what the solution has changed."""
    kept = noted.get("kept", {})
    return {
        name: STUDENT if place == MAYBE else place
        for name, place in origin.items()
        if name in loads and name not in kept
    }


def unsettled(
    profile: Profile, recorded: dict[str, dict[str, Any]], split: Outcome, single: Outcome
) -> Profile:
    """Return what to record under once more: some objects cannot be compared.

    They are the instructor's, and the student's if the solution does not pass the test so.
    """
    made = dict(profile.cells)
    for grade_id, known in made.items():
        kept = recorded.get(grade_id, {}).get("kept", {})
        unsure = [name for name, is_sure in kept.items() if not is_sure]
        if unsure and not _is_alike(split.tests[grade_id], single.tests[grade_id]):
            theirs = known.names | dict.fromkeys(unsure, STUDENT)
            made[grade_id] = replace(known, names=theirs)
    return Profile(made)


def looked_at(profile: Profile, spoilt: Outcome, single: Outcome) -> Profile:
    """Note which tests look again at what they have handed over: it was spoilt after its call."""
    made = {
        grade_id: replace(
            known, looks=not _is_alike(spoilt.tests[grade_id], single.tests[grade_id])
        )
        for grade_id, known in profile.cells.items()
    }
    return Profile(made)


def revised(cells: Sequence[Cell], profile: Profile, enforced: Outcome, single: Outcome) -> Profile:
    """Return what is to be enforced in a profile's place, after a run under it.

    A test that the reference passes in a single process, and did not pass so, goes one step on:
    into one process, there after all earlier tests, or to be reported.
    """
    made = dict(profile.cells)
    for cell in cells:
        if cell.kind != "test":
            continue
        known, found = made[cell.grade_id], enforced.tests[cell.grade_id]
        if known.reason and not known.needs_single_process:
            continue
        if not known.needs_single_process:
            if not _is_alike(found, single.tests[cell.grade_id]):
                reason = _APART + _said(found, cell.source)
                made[cell.grade_id] = replace(known, needs_single_process=True, reason=reason)
        elif found.verdict not in _EARNING:
            made[cell.grade_id] = (
                replace(known, needs_single_process=False, reason=_NOWHERE + found.message)
                if known.after_all
                else replace(known, after_all=True)
            )
    return Profile(_with_followers(cells, made))


def _with_followers(cells: Sequence[Cell], made: dict[str, CellProfile]) -> dict[str, CellProfile]:
    """Have tests in one process, too, that go on with what such a test binds or changes."""
    found = dict(made)
    moved: dict[str, str] = {}
    for cell in cells:
        reading = names.read(cell.source)
        binds = {name for name, how in reading.binds.items() if how != "import"}
        binds -= names.tools_of(cell.source)[1]
        if cell.kind == "test":
            known = found[cell.grade_id]
            follows = sorted(reading.loads & moved.keys())
            if follows and not known.reason:
                name = follows[0]
                reason = f"it reads `{name}`, which {moved[name]} binds or changes there"
                known = replace(known, needs_single_process=True, reason=reason)
                found[cell.grade_id] = known
            if known.needs_single_process:
                moved |= dict.fromkeys({*binds, *known.watch}, cell.grade_id)
                continue
        for name in binds:
            moved.pop(name, None)
    return found
