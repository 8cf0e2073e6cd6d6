"""Build an assignment's profile from the runs of its solution: what a test needs, and why.

A test runs apart only where the solution passes it so. All others run together with the answers.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from split_grader.split.both import names
from split_grader.split.both.outcome import Verdict
from split_grader.split.both.profile import MAYBE, STUDENT, CellProfile, Profile
from split_grader.split.profiling import alone

if TYPE_CHECKING:
    from collections.abc import Sequence

    from split_grader.split.both.outcome import Cell, CellOutcome, Outcome

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
    """Build a profile from the solution's runs.

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
    profiles: dict[str, CellProfile] = {}
    earlier_kinds: dict[str, list[str]] = {}
    libraries = names.imported(cell.source for cell in cells)
    name_sets = (names.used(cell.source) for cell in cells if cell.kind == "locked")
    theirs = set().union(*name_sets)
    for cell in cells:
        if cell.kind != "test":
            continue
        notes = recorded.get(cell.grade_id, {})
        kinds = notes.get("kinds", {})
        needs, reason = _trouble(cell, split, single, libraries, notes.get("together", ""))
        draft = first.cells[cell.grade_id]
        loads = theirs | set(notes.get("loads", ())) | names.read(cell.source).loads
        profiles[cell.grade_id] = replace(
            draft,
            names=_settled(draft.names, notes, loads),
            kinds={**earlier_kinds, **kinds},  # it depends on the earlier tests
            watch=notes.get("watch", []),
            ends=single.tests[cell.grade_id].ends,
            needs_single_process=needs,
            reason=reason,
        )
        for path, how in kinds.items():
            earlier_kinds[path] = [*dict.fromkeys([*earlier_kinds.get(path, ()), *how])]
    return Profile(_with_followers(cells, profiles))


def due(single: Outcome, split: Outcome) -> Outcome:
    """Return how each of the solution's tests must end: as in one process.

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
    whole, apart = single.tests[cell.grade_id], split.tests[cell.grade_id]
    if whole.verdict not in _EARNING:
        return False, f"the solution does not pass this test at all: {whole.message}"
    if reason := alone.reason_of(cell.source, libraries) or together:
        return True, reason
    if not _is_alike(apart, whole):
        return True, _APART + _said(apart, cell.source)
    return False, ""


def _said(outcome: CellOutcome, source: str) -> str:
    """Return a test's message with its line, because many assertions have none."""
    trace = "\n".join(line for output in outcome.outputs for line in output.get("traceback", ()))
    number = _LINE.search(trace.rpartition("(most recent call last)")[2])
    lines = source.split("\n")[int(number[1]) - 1 :] if number else []
    line = lines[0].strip() if lines else ""  # a magic such as %%capture counts other lines
    return f"{outcome.message} at `{line[:_LONGEST]}`" if line else outcome.message


def _is_alike(one: Any, other: Any) -> bool:
    return one.verdict is other.verdict and one.score == other.score


def _settled(origin: dict[str, Any], notes: dict[str, Any], loads: set[str]) -> dict[str, Any]:
    """Return the names' origins, now that the solution's changes are known."""
    return {
        name: STUDENT if place == MAYBE else place
        for name, place in origin.items()
        if name in loads and name not in notes.get("kept", {})
    }


def unsettled(
    profile: Profile, recorded: dict[str, dict[str, Any]], split: Outcome, single: Outcome
) -> Profile:
    """Return the profile for another recording, because some objects can't be compared.

    They are the instructor's, and the student's if the solution does not pass the test so.
    """
    cells = dict(profile.cells)
    for grade_id, cell in cells.items():
        own_names = recorded.get(grade_id, {}).get("kept", {})
        unsure = [name for name, is_sure in own_names.items() if not is_sure]
        if unsure and not _is_alike(split.tests[grade_id], single.tests[grade_id]):
            theirs = cell.names | dict.fromkeys(unsure, STUDENT)
            cells[grade_id] = replace(cell, names=theirs)
    return Profile(cells)


def looked_at(profile: Profile, spoilt: Outcome, single: Outcome) -> Profile:
    """Note which tests look at arguments again, by a run that spoilt these after each call."""
    cells = {
        grade_id: replace(cell, looks=not _is_alike(spoilt.tests[grade_id], single.tests[grade_id]))
        for grade_id, cell in profile.cells.items()
    }
    return Profile(cells)


def revised(cells: Sequence[Cell], profile: Profile, enforced: Outcome, single: Outcome) -> Profile:
    """Return the profile to enforce, after a run under an earlier one.

    A test that the reference passes in a single process, and did not pass so, goes one step on:
    into one process, there after all earlier tests, or to be reported.
    """
    profiles = dict(profile.cells)
    for cell in cells:
        if cell.kind != "test":
            continue
        needs, outcome = profiles[cell.grade_id], enforced.tests[cell.grade_id]
        if needs.reason and not needs.needs_single_process:
            continue
        if not needs.needs_single_process:
            if not _is_alike(outcome, single.tests[cell.grade_id]):
                reason = _APART + _said(outcome, cell.source)
                profiles[cell.grade_id] = replace(needs, needs_single_process=True, reason=reason)
        elif outcome.verdict not in _EARNING:
            profiles[cell.grade_id] = (
                replace(needs, needs_single_process=False, reason=_NOWHERE + outcome.message)
                if needs.after_all
                else replace(needs, after_all=True)
            )
    return Profile(_with_followers(cells, profiles))


def _with_followers(
    cells: Sequence[Cell], direct: dict[str, CellProfile]
) -> dict[str, CellProfile]:
    """Also run tests in one process that use what such a test binds or changes."""
    profiles = dict(direct)
    owners: dict[str, str] = {}
    for cell in cells:
        reading = names.read(cell.source)
        binds = {name for name, how in reading.binds.items() if how != "import"}
        binds -= names.tools_of(cell.source)[1]
        if cell.kind == "test":
            one = profiles[cell.grade_id]
            follows = sorted(reading.loads & owners.keys())
            if follows and not one.reason:
                name = follows[0]
                reason = f"it reads `{name}`, which {owners[name]} binds or changes there"
                one = replace(one, needs_single_process=True, reason=reason)
                profiles[cell.grade_id] = one
            if one.needs_single_process:
                owners |= dict.fromkeys({*binds, *one.watch}, cell.grade_id)
                continue
        for name in binds:
            owners.pop(name, None)
    return profiles
