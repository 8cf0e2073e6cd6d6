"""Puts a profile together for tests that run apart by handles: what, or why not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from grader.split.apart import alone
from grader.split.apart.kinds import with_earlier
from grader.split.both import names
from grader.split.both.profile import CellProfile, Profile
from grader.split.release.profiling import settled, trouble, with_followers

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from grader.split.both.outcome import Cell, Outcome


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
    for cell in cells:
        if cell.kind != "test":
            continue
        noted = recorded.get(cell.grade_id, {})
        kinds = noted.get("kinds", {})
        needs, reason = trouble(cell, split, single)
        because = alone.reason_of(cell.source, libraries)
        if because and not reason:
            needs, reason = True, because
        known = first.cells[cell.grade_id]
        loads = set(noted.get("loads", ())) | names.read(cell.source).loads
        made[cell.grade_id] = replace(
            known,
            names=settled(known.names, noted, loads),
            kinds=with_earlier(kinds, came),
            watch=noted.get("watch", []),
            ends=single.tests[cell.grade_id].ends,
            needs_single_process=needs,
            reason=reason,
        )
        for path, found in kinds.items():
            came[path] = [*dict.fromkeys([*came.get(path, ()), *found])]
    return Profile(with_followers(cells, made))


def looked_at(profile: Profile, spoilt: Outcome, single: Outcome) -> Profile:
    """Note which tests look again at what they have handed over.

    Parameters
    ----------
    profile : Profile
    spoilt : Outcome
        Of a run in which such containers were spoilt after their call.
    single : Outcome
        Of the run in one process.
    """
    made = {}
    for grade_id, known in profile.cells.items():
        without, due = spoilt.tests[grade_id], single.tests[grade_id]
        looks = without.verdict is not due.verdict or without.score != due.score
        made[grade_id] = replace(known, looks=looks)
    return Profile(made)
