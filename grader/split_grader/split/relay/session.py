"""The trusted middle: runs one submission in its two processes, cell by cell.

It decides what counts: a test passes only if the checker said so while the relay was waiting for
exactly that, within its time, and the student's process kept to the rules.
"""

from __future__ import annotations

import contextlib
import json
import time
import traceback
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from split_grader.split.both import names
from split_grader.split.both.outcome import Assignment, Cell, CellOutcome, Outcome, Verdict
from split_grader.split.relay import reports
from split_grader.split.relay.cells import IMPORTS, Cells, with_imports
from split_grader.split.relay.channel import ENDED, Broken, Channel, Fault
from split_grader.split.relay.exchange import Exchange
from split_grader.split.relay.processes import Processes

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from split_grader.sandbox.limits import Limits
    from split_grader.split.relay.reserve import Reserve

_SHORT_SECONDS = 5.0
_NOTE = "[Left out: the outputs of all cells together are too large.]\n"
_LEFT_OUT = {"output_type": "stream", "name": "stderr", "text": _NOTE}


class Session:
    """One submission's way through the relay.

    Parameters
    ----------
    recording : bool
        Whether this is the reference run, which allows everything and notes it.
    together : bool
        Whether tests run in the process of the answers, as in nbgrader: what the reference run is
        compared with, and never how a submission is graded.
    spoils : bool
        Whether containers that the solution leaves alone are spoilt after each call that they are
        given to: a test that still passes does not look at them again.
    """

    def __init__(  # noqa: PLR0913 - the last two are for the reference only
        self,
        reserve: Reserve,
        limits: Limits,
        cells: Sequence[Cell],
        assignment: Assignment,
        *,
        recording: bool = False,
        together: bool = False,
        spoils: bool = False,
    ) -> None:
        self._limits = limits
        self._assignment = assignment
        self._recording = recording
        self._together = together
        self._spoils = spoils
        cells = with_imports(cells)
        self._cells = Cells(cells, assignment.profile, recording=recording)
        self._position = self._ran = 0
        self._lacks = False
        """Whether a fault of ours cost an answer or a locked cell, which later tests may miss."""
        self._room = limits.outputs_bytes
        self.outcome = Outcome(
            [CellOutcome(cell.kind, cell.grade_id, cell.points) for cell in cells], sandboxed=False
        )
        self.recorded: dict[str, dict[str, Any]] = {}
        self._processes = Processes(reserve, limits, assignment, self._cells, self.outcome)

    def run(self) -> Outcome:
        """Run the submission, whatever happens in it."""
        start = time.monotonic()
        try:
            # What fails now is tried again when it's needed.
            if self._cells.has_tests:
                with contextlib.suppress(Exception):
                    self._processes.student_now()
                    self._processes.order_checker()
            for position, cell in enumerate(self._cells):
                self._position = self._processes.position = position
                result = self.outcome.cells[position]
                cell_start = time.monotonic()
                if self._processes.are_out_of_time:
                    result.status = "timeout"
                    if cell.kind == "test":
                        why = "the submission as a whole took too long"
                        reports.judge(result, Verdict.TIMEOUT, why)
                else:
                    self._safely(cell, result)
                result.seconds = time.monotonic() - cell_start
            if not self._recording and not self._together:
                self._processes.allow(max(time.monotonic() - start, _SHORT_SECONDS))
                if self._tried(self._try_in_one_process):
                    self._doubt()
        finally:
            self._processes.kill()
        own = zip(self._cells, self.outcome.cells, strict=True)
        self.outcome.cells = [result for cell, result in own if cell.grade_id != IMPORTS]
        self.outcome.seconds = time.monotonic() - start
        self.outcome.sandboxed = self._processes.sandboxed
        return self.outcome

    def _safely(self, cell: Cell, result: CellOutcome) -> None:
        """Run a cell; a fault of ours costs this cell alone, which then waits for a person."""
        if fault := self._tried(lambda: self._one(cell, result)):
            self._lacks |= cell.kind != "test"
            why = f"the grader failed here ({type(fault).__name__}: {fault})"
            reports.wait_for_a_person(result, why)
        if self._lacks and result.score is not None and result.verdict is not Verdict.PASSED:
            reports.wait_for_a_person(result, "the grader failed in an earlier cell")

    def _tried(self, step: Callable[[], None]) -> Exception | None:
        """Take a step, and take it again after a fault of ours; return the second fault.

        This is the one place where a fault is caught.
        """
        for is_last in (False, True):
            try:
                step()
                break
            except Exception as fault:  # noqa: BLE001 - what answers do wrong is Broken
                self._processes.kill()
                if is_last:
                    self.outcome.faults.append(traceback.format_exc())
                    return fault
        return None

    def _one(self, cell: Cell, result: CellOutcome) -> None:
        if cell.kind == "student":
            self._run_student_cell(cell, result)
        elif cell.kind == "locked":
            self._run_student_cell(cell, result)
            self._lock(cell)
        elif cell.kind == "test":
            result.saw_tests = self._processes.served
            if self._together:
                self._test_where_answers_are(cell, result)
            elif self._cells.needs_one_process(cell):
                self._run_in_one_process(cell, result)
                self._lock_tools(cell)
            else:
                self._test(cell, result)
                return
            result.outputs = self._within_budget(result.outputs)
        else:
            result.status = "ok"

    def _run_student_cell(self, cell: Cell, result: CellOutcome) -> None:
        seconds = cell.seconds or self._limits.cell_seconds
        try:
            student = self._processes.student_now()
            result.saw_tests = self._processes.served
            report = self._processes.command(student, {"source": cell.source}, seconds)
        except Broken as broken:
            reports.stop(result, broken, seconds)
            self._processes.lethal.add(self._position)
            self._processes.drop_student()
            return
        result.outputs = self._within_budget(self._outputs(report))
        result.status = "ok" if report.get("ok") is True else "error"
        if report["stopped"]:
            reports.stop(result, Broken("timeout", ""), seconds)
        if cell.source.strip() and cell.grade_id != IMPORTS:
            # Counted here, because the student's process could reveal a test's inputs by it.
            self._ran += 1
            result.execution_count = self._ran

    def _outputs(self, report: dict[str, Any]) -> list[dict[str, Any]]:
        return reports.outputs(report.get("outputs"), self._limits.output_bytes * 2)

    def _within_budget(self, outputs: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Return outputs if they fit with those of earlier cells, else a note."""
        size = sum(len(json.dumps(output)) for output in outputs)
        if size <= self._room:
            self._room -= size
            return outputs
        self.outcome.dropped += 1
        return [dict(_LEFT_OUT)]

    def _lock(self, cell: Cell) -> None:
        processes = self._processes
        if processes.checker is None and not self._cells.has_tests:
            return
        try:
            checker = processes.checker_now()
            seconds = cell.seconds or self._limits.cell_seconds
            processes.command(checker, {"lock": cell.source}, seconds)
        except Broken:
            processes.drop_checker()

    def _lock_tools(self, cell: Cell) -> None:
        """Let the checker import and define what a test run elsewhere did, for later tests."""
        tools, _ = names.tools_of(cell.source)
        if tools and self._cells.has_apart:
            self._lock(replace(cell, source=tools))

    def _test(self, cell: Cell, result: CellOutcome) -> None:
        profile = self._cells.profile_of(cell)
        header = {
            "source": cell.source,
            "profile": None if profile is None else vars(profile),
            "record": self._recording,
            "spoil": self._spoils,
            "imports": self._cells.imports(self._position),
        }
        self._tested(cell, result, header)
        if result.verdict is not Verdict.PASSED:
            self._name_what_is_missing(cell, result)

    def _name_what_is_missing(self, cell: Cell, result: CellOutcome) -> None:
        """Say which names of a test that failed went with a cell that was stopped."""
        for name, why in self._processes.lost(self._cells.loads(cell)).items():
            text = f"the cell that defines `{name}` was stopped, because {why}"
            result.outputs.insert(0, reports.error("CellStopped", text))
            result.message = f"{text}. {result.message}"

    def _tested(self, cell: Cell, result: CellOutcome, header: dict[str, Any]) -> None:
        """Run a test and judge it."""
        seconds = cell.seconds or self._limits.cell_seconds
        result.status = "killed"
        try:
            checker = self._processes.checker_now()
        except Broken as broken:
            why = f"the checker did not come up: {broken}"
            if not self._processes.are_out_of_time:  # otherwise the answers used up the time
                raise Fault(why) from broken
            self._processes.drop_checker()
            reports.judge(result, Verdict.NO_VERDICT, why)
            return
        try:
            student = self._processes.student_now()
        except Broken as broken:
            reports.judge(result, Verdict.KILLED, str(broken))
            return
        try:
            report, fault = self._converse(checker, student, header, self._processes.until(seconds))
        except Broken as broken:
            if str(broken) == ENDED:  # no answer runs in the checker
                raise Fault(f"the checker: {broken}") from broken
            text = "the test gave no verdict: {}"
            reports.judge_broken(result, broken, seconds, Verdict.NO_VERDICT, text)
            return
        result.outputs = self._within_budget(self._outputs(report))
        if fault is not None:
            self._processes.drop_student()
            self._processes.excuse(fault)
            reports.judge_broken(result, fault, seconds, text="{} while the test used it")
            return
        result.status = "ok"
        reports.take_verdict(report, result)
        if self._recording:
            self.recorded[cell.grade_id] = report.get("profile", {})

    def _converse(
        self, checker: Channel, student: Channel, header: dict[str, Any], deadline: float
    ) -> tuple[dict[str, Any], Broken | None]:
        """Let the checker run a test; end a process that can't be used afterwards.

        Returns the checker's report and what broke the student's process, if anything did.
        """
        exchange = Exchange(checker, student, self._limits)
        try:
            report, fault = exchange.run(header, self._processes.next_number(), deadline)
        except Broken:
            self._processes.drop_checker()
            self._processes.served |= exchange.served
            if exchange.waiting:  # the student's process is in a call that would end later
                self._processes.drop_student()
            raise
        self._processes.served |= exchange.served
        if report is None:
            self._processes.drop_checker()
        return report or {}, fault

    def _try_in_one_process(self) -> None:
        """Run tests that lost points again, together with the answers, and say which pass there.

        It takes no longer than everything before, or some seconds. Outputs of the answers are not
        kept, because they have seen the tests.
        """
        places: set[int] = set()
        for position, result in enumerate(self.outcome.cells):
            is_failed = result.verdict is Verdict.FAILED
            if result.low_trust or not (is_failed or result.verdict is Verdict.REFUSED):
                continue
            other = CellOutcome(result.kind, result.grade_id, result.points)
            if is_failed and not self._cells.changes_later(position):
                self._run_at_the_end(position, other, places)
                if other.verdict is not Verdict.PASSED:
                    continue
            self._position = self._processes.position = position
            self._run_in_one_process(self._cells[position], other)
            if not is_failed or other.verdict is Verdict.PASSED:
                message = f"{result.message}. In one process with the answers the test: "
                reports.judge(result, Verdict.REFUSED, message + str(other.verdict))

    def _doubt(self) -> None:
        """Let lost points wait for a person: nothing told whether they were lost to isolation."""
        for result in self.outcome.cells:
            if result.verdict is Verdict.FAILED and not result.low_trust:
                reports.wait_for_a_person(result, "the grader failed when it tried this test again")

    def _run_at_the_end(self, position: int, result: CellOutcome, places: set[int]) -> None:
        """Run a test in the process that has answered the tests, when it's no longer needed."""
        self._position = self._processes.position = len(self.outcome.cells)
        for place in sorted({*self._cells.tests_before(position), position} - places):
            places.add(place)
            self._test_where_answers_are(self._cells[place], result)

    def _run_in_one_process(self, cell: Cell, result: CellOutcome) -> None:
        """Run a test with the student's code in a separate process, and mark it as such."""
        processes, result.low_trust = self._processes, True
        channel = processes.single = processes.new("student")
        try:
            processes.replay(channel, self._cells.tests_before(self._position))
            self._judge_in(channel, cell, result)
        except Broken as broken:
            reports.judge_broken(result, broken, cell.seconds or self._limits.cell_seconds)
        finally:
            channel.kill()
            processes.single = None
        if result.verdict is not Verdict.PASSED:
            self._name_what_is_missing(cell, result)

    def _test_where_answers_are(self, cell: Cell, result: CellOutcome) -> None:
        """Run a test as nbgrader does, in the process of the answers: the reference's run."""
        result.low_trust = True
        try:
            self._judge_in(self._processes.student_now(), cell, result)
        except Broken as broken:
            reports.judge_broken(result, broken, cell.seconds or self._limits.cell_seconds)
            self._processes.drop_student()

    def _judge_in(self, channel: Channel, cell: Cell, result: CellOutcome) -> None:
        due = self._cells.due(cell)
        header = {"source": cell.source, "due": due, "seed": self._assignment.inputs_seed}
        seconds = cell.seconds or self._limits.cell_seconds
        report = self._processes.command(channel, header, seconds)
        result.outputs = self._outputs(report)
        reports.judge_together(result, report, due)
