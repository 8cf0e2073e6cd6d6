"""The engine: grades submissions in warm, isolated processes, several at a time."""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Self

from split_grader.sandbox import cgroup
from split_grader.sandbox.layers import REQUIRED, Layer, layers
from split_grader.sandbox.limits import Limits
from split_grader.sandbox.nursery import Line, Nursery, ZygoteError
from split_grader.split.both.outcome import Assignment, Cell, CellOutcome, Outcome, Verdict
from split_grader.split.both.protocol import unpack
from split_grader.split.profiling import origins
from split_grader.split.profiling.profiler import build, due, looked_at, revised, unsettled
from split_grader.split.relay.channel import Channel
from split_grader.split.relay.processes import READY_SECONDS
from split_grader.split.relay.reserve import Reserve
from split_grader.split.relay.session import Session

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from split_grader.split.both.profile import Profile

PRELOAD = (
    *("numpy", "pandas", "scipy.stats", "altair", "sklearn.linear_model", "sklearn.ensemble"),
    *("sklearn.metrics", "sklearn.model_selection", "sklearn.pipeline", "sklearn.preprocessing"),
    *("sklearn.compose", "sklearn.tree", "sklearn.dummy", "sklearn.datasets", "sklearn.impute"),
)
"""What the zygote imports if it is there."""


class Engine:
    """Grades submissions by split processes.

    Its zygote starts with the first submission. :meth:`run` may be called from several threads at
    once; it is mostly waiting.

    Parameters
    ----------
    limits : Limits, optional
    preload : sequence of str, optional
        Modules the zygote imports once. A student's file with one of these names is not imported,
        because the module is loaded already.
    readable : sequence of Path, optional
        Folders, besides Python's own, that students' and tests' code may read.
    path : sequence of str, optional
        Folders to add to their ``sys.path``.
    namespaces : bool, optional
        Whether to use bubblewrap; by default, if it works. Without it nothing is sandboxed.
    line : Line, optional
        To the zygote of another process's engine, which has the same arguments.

    Examples
    --------
    >>> cells = [Cell("student", "x = 2"), Cell("test", "assert x == 1", "q1", points=1)]
    >>> with Engine() as engine:
    ...     engine.run(cells, Assignment("drift")).score
    0.0
    """

    def __init__(  # noqa: PLR0913 - every one has a default
        self,
        limits: Limits | None = None,
        *,
        preload: Sequence[str] = PRELOAD,
        readable: Sequence[Path] = (),
        path: Sequence[str] = (),
        namespaces: bool | None = None,
        line: Line | None = None,
    ) -> None:
        self.limits = limits or Limits()
        self.nursery = Nursery(preload, readable, path, namespaces=namespaces, line=line)
        self._reserve = Reserve(self.nursery)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the zygote and whatever it made."""
        self._reserve.close()
        self.nursery.close()
        cgroup.sweep(seconds=2.0)

    def lend(self) -> Line | None:
        """Return a line to this engine's zygote for another process, and keep nothing in reserve.

        Raises
        ------
        ZygoteError
            If the zygote does not come up.
        """
        self._reserve.close()
        return self.nursery.lend()

    def run(
        self,
        cells: Sequence[Cell],
        assignment: Assignment | None = None,
        limits: Limits | None = None,
    ) -> Outcome:
        """Grade one submission.

        Parameters
        ----------
        cells : sequence of Cell
            The student's cells with the assignment's own locked and test cells among them.
        assignment : Assignment, optional
        limits : Limits, optional
            In place of the engine's.

        Returns
        -------
        Outcome
            Always, whatever the submission did.
        """
        try:
            return self._session(cells, assignment or Assignment(), limits).outcome
        except (ZygoteError, OSError) as error:
            return _nothing(cells, f"no process could be had: {error}")

    def _session(
        self,
        cells: Sequence[Cell],
        assignment: Assignment,
        limits: Limits | None = None,
        **how: bool,
    ) -> Session:
        """Run a submission.

        Raises
        ------
        ZygoteError
            If no zygote can be started.
        """
        self.nursery.start()
        session = Session(self._reserve, limits or self.limits, cells, assignment, **how)
        session.run()
        return session

    def layers(self) -> list[Layer]:
        """Isolate one process, and tell which layers of the sandbox hold on this machine."""
        if sys.platform != "linux":
            return layers(dict.fromkeys(REQUIRED, "only Linux has this layer"), bounded=False)
        channel = Channel(self.nursery.fork("student", self.limits), self.limits, "student")
        try:
            header, _ = unpack(channel.receive(time.monotonic() + READY_SECONDS).body)
        finally:
            channel.kill()
        return layers(header["failed"], bounded=channel.bounded)

    def profile(
        self,
        cells: Sequence[Cell],
        assignment: Assignment | None = None,
        limits: Limits | None = None,
    ) -> Profile:
        """Find out what an assignment's test cells need, from its own solution.

        Parameters
        ----------
        cells : sequence of Cell
            The assignment with the solution in the student's cells.
        assignment : Assignment, optional
        limits : Limits, optional
            In place of the engine's.

        Returns
        -------
        Profile
            ``Profile.low_trust`` names the test cells that only a single process can run.

        Raises
        ------
        ZygoteError
            If no process could be had.
        """
        base = replace(assignment or Assignment(), profile=None)
        together = self._session(cells, base, limits, together=True).outcome
        first = origins.first(cells)
        while True:  # twice at most, then nothing changes
            recording = self._session(cells, replace(base, profile=first), limits, recording=True)
            split = recording.outcome
            single = due(together, split)
            better = unsettled(first, recording.recorded, split, single)
            if better == first:
                break
            first = better
        profile = build(cells, first, recording.recorded, split, single)
        spoilt = self._session(cells, replace(base, profile=profile), limits, spoils=True)
        profile = looked_at(profile, spoilt.outcome, single)
        while True:  # each round changes how one more test runs
            outcome = self._session(cells, replace(base, profile=profile), limits).outcome
            better = revised(cells, profile, outcome, single)
            if better == profile:
                return profile
            profile = better


def _nothing(cells: Sequence[Cell], reason: str) -> Outcome:
    """Return the outcome of a submission that couldn't be run."""
    results = [CellOutcome(cell.kind, cell.grade_id, cell.points) for cell in cells]
    for result in results:
        if result.kind == "test":
            result.verdict, result.score, result.message = Verdict.NO_VERDICT, 0.0, reason
    return Outcome(results, sandboxed=False, failure=reason)
