"""The trusted middle: takes one submission through its two processes, cell by cell.

It decides what counts: a test passes only if the checker said so while the relay was waiting for
exactly that, within its time, and the student's process kept to the rules.
"""

from __future__ import annotations

import contextlib
import json
import time
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from grader.split import names
from grader.split.channel import ENDED, Broken, Channel
from grader.split.ending import NUMBER, end_of, fault_of, is_finite
from grader.split.files import tree
from grader.split.outcome import Assignment, Cell, CellOutcome, Outcome, Verdict
from grader.split.plan import plan
from grader.split.profile import together_by_text
from grader.split.protocol import ANSWER, ASK, DONE, GONE, RUN, WireError, pack, unpack

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from grader.split.limits import Limits
    from grader.split.profile import CellProfile
    from grader.split.reserve import Reserve

READY_SECONDS = 30.0
_MOST_PARTS = 2_000_000
_DEEPEST = 100
_MOST_RUNS = 1_000_000
_LEFT_OUT = {
    "output_type": "stream",
    "name": "stderr",
    "text": "[Left out: the outputs of all cells together are too large.]\n",
}
FILES_CAP = 128 * 1024 * 1024
_MOST_SOURCES = 500_000
"""Characters of all cells that are told to the checker."""
_NEEDED_LAYERS = frozenset(
    {"namespaces", "Landlock", "system call filter", "resource limits", "no privileges"}
)


@dataclass
class _Exchange:
    """What one test has used of its allowance."""

    asks: int = 0
    traffic: int = 0


class Session:
    """One submission's way through the relay.

    Parameters
    ----------
    reserve : Reserve
        Where its processes come from.
    limits : Limits
    cells : sequence of Cell
    assignment : Assignment
    recording : bool
        Whether this is the reference run, which allows everything and notes it.
    together : bool
        Whether tests run in the process of the answers, as in nbgrader: what the reference run is
        compared with, and never how a submission is graded.
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
    ) -> None:
        self._reserve = reserve
        self._limits = limits
        self._cells = list(cells)
        self._assignment = assignment
        self._recording = recording
        self._together = together
        self._student: Channel | None = None
        self._checker: Channel | None = None
        self._single: Channel | None = None
        self._ordered: Channel | None = None
        self._served = False
        self._number = 0
        self._lethal: set[int] = set()
        self._position = 0
        self._room = limits.outputs
        self._asked: list[tuple[Any, int]] = []
        self._ran = 0
        self._spare = True
        self._failed_layers: dict[str, str] = {}
        self._greeted = False
        self._deadline = time.monotonic() + limits.submission_seconds
        self.outcome = Outcome(
            [CellOutcome(cell.kind, cell.grade_id, cell.points) for cell in cells], sandboxed=False
        )
        self.recorded: dict[str, dict[str, Any]] = {}

    # -- the run -------------------------------------------------------------------------------
    def run(self) -> Outcome:
        """Take the submission through, whatever happens in it."""
        started = time.monotonic()
        try:
            self._begin()
            for position, cell in enumerate(self._cells):
                self._position = position
                result = self.outcome.cells[position]
                begun = time.monotonic()
                if begun >= self._deadline:
                    self._out_of_time(cell, result)
                else:
                    self._one(cell, result)
                result.seconds = time.monotonic() - begun
        finally:
            for channel in (self._student, self._checker, self._single, self._ordered):
                if channel is not None:
                    channel.kill()
        self.outcome.seconds = time.monotonic() - started
        bare = set(self._failed_layers) & _NEEDED_LAYERS
        self.outcome.sandboxed = self._greeted and not bare
        return self.outcome

    def _begin(self) -> None:
        """Have both processes made; what fails now is tried again when it is needed."""
        if any(cell.kind == "test" for cell in self._cells):
            with contextlib.suppress(Broken):
                self._student_now()
                self._order_checker()

    def _one(self, cell: Cell, result: CellOutcome) -> None:
        if cell.kind == "student":
            self._run_student_cell(cell, result)
        elif cell.kind == "locked":
            self._run_student_cell(cell, result)
            self._lock(cell)
        elif cell.kind == "test":
            result.saw_tests = self._served
            profile = self._profile_of(cell)
            if self._together:
                self._test_where_answers_are(cell, result)
            elif self._needs_one_process(cell, profile):
                self._test_in_one_process(cell, result)
            else:
                self._test(cell, result, profile)
        else:
            result.status = "ok"

    @cached_property
    def _together_by_text(self) -> frozenset[str]:
        return together_by_text(self._cells)

    def _needs_one_process(self, cell: Cell, profile: CellProfile | None) -> bool:
        """Tell whether a test cannot run apart: the checker runs no text of the student's."""
        if profile is None:
            return cell.grade_id in self._together_by_text
        return profile.needs_single_process and not self._recording

    def _out_of_time(self, cell: Cell, result: CellOutcome) -> None:
        result.status = "timeout"
        if cell.kind == "test":
            _judge(result, Verdict.TIMEOUT, "the submission as a whole took too long")

    def _profile_of(self, cell: Cell) -> CellProfile | None:
        """Return what is known of a test; nothing where the solution does not pass it."""
        profile = self._assignment.profile
        found = None if profile is None else profile.cells.get(cell.grade_id)
        is_blank = found is not None and found.reason and not found.needs_single_process
        return None if is_blank else found

    def _imports(self) -> dict[str, list[str | None]]:
        """Return what the student's cells so far have imported, by name, and not bound anew."""
        found: dict[str, list[str | None]] = {}
        for cell in self._cells[: self._position]:
            if cell.kind in {"student", "locked"}:
                reading = names.read(cell.source)
                for name, how in reading.binds.items():
                    found.pop(name, None)
                    if how == "import" and name in reading.imports:
                        found[name] = list(reading.imports[name])
        return found

    def _answered(self) -> list[tuple[str, bool]]:
        """Return the cells so far that the student's process has run, and how they ended.

        They go to the checker with each test. Of more than anybody writes the longest are left out:
        what they define has no source there.
        """
        ran = [
            position
            for position, cell in enumerate(self._cells[: self._position])
            if cell.kind in {"student", "locked"}
        ]
        kept, room = set(), _MOST_SOURCES
        for position in sorted(ran, key=lambda position: len(self._cells[position].source)):
            room -= len(self._cells[position].source)
            if room < 0:
                break
            kept.add(position)
        return [
            (self._cells[position].source, self.outcome.cells[position].status == "ok")
            for position in ran
            if position in kept
        ]

    def _until(self, seconds: float) -> float:
        return min(time.monotonic() + seconds, self._deadline)

    # -- processes -----------------------------------------------------------------------------
    def _new(self, role: str) -> Channel:
        """Take a process and wait until it has isolated itself."""
        channel = self._reserve.take(role, self._limits, self._assignment.seed)
        self._greet(channel)
        return channel

    def _greet(self, channel: Channel) -> None:
        """Wait until a process has isolated itself, and give it the assignment's files."""
        try:
            frame = channel.receive(time.monotonic() + READY_SECONDS)
            header, _ = unpack(frame.body)
            self._failed_layers.update(header["failed"])
            self._greeted = True
            self._give_files(channel)
        except BaseException:
            channel.kill()
            raise

    def _give_files(self, channel: Channel) -> None:
        if channel.role == "student" and self._assignment.submitted:
            self._send_folder(channel, self._assignment.submitted, given=False)
        files = self._assignment.files
        if channel.role == "student":
            files = self._assignment.shown or files
        if files:
            self._send_folder(channel, files, given=True)

    def _send_folder(self, channel: Channel, folder: Path, *, given: bool) -> None:
        most = self._limits.frame // 2
        batch: list[tuple[str, bytes, bool]] = []
        size = 0
        for path, content in tree(folder, FILES_CAP):
            for begin in range(0, len(content) or 1, most):
                part = content[begin : begin + most]
                if batch and size + len(part) > most:
                    self._send_files(channel, batch, given=given)
                    batch, size = [], 0
                batch.append((path, part, begin > 0))
                size += len(part)
        if batch:
            self._send_files(channel, batch, given=given)

    def _send_files(
        self, channel: Channel, batch: list[tuple[str, bytes, bool]], *, given: bool
    ) -> None:
        entries = [[path, k, is_more] for k, (path, _, is_more) in enumerate(batch)]
        header = {"files": entries, "given": given}
        self._command(channel, header, [content for _, content, _ in batch], READY_SECONDS)

    def _command(
        self, channel: Channel, header: dict[str, Any], blobs: Sequence[bytes], seconds: float
    ) -> dict[str, Any]:
        """Have a process do something by itself and return its report."""
        deadline = self._until(seconds)
        self._number += 1
        if not channel.silent():
            raise Broken("protocol", "it spoke out of turn")
        channel.send(RUN, self._number, pack(header, blobs), deadline)
        frame = channel.receive(deadline)
        if frame.kind != DONE or frame.number != self._number:
            raise Broken("protocol", "it answered what was not asked")
        if sum(frame.body.count(sign) for sign in (b"[", b"{", b",")) > _MOST_PARTS:
            raise Broken("protocol", "its report has too many parts")
        try:
            report, _ = unpack(frame.body)
        except WireError as error:
            raise Broken("protocol", str(error)) from None
        return report

    def _student_now(self) -> Channel:
        """Return the student's process; a new one is brought to where the last one was."""
        if self._student is not None and (not self._student.alive or self._student.ended()):
            self._drop_student()
        while self._student is None:
            # One replay more than it may have where one was nobody's fault, as far as is known.
            if self.outcome.replays > self._limits.replays + (not self._spare):
                raise Broken("killed", "the submission ended its process too often")
            channel = self._new("student")
            self._student = channel
            self._replay(channel, self._position, self._drop_student)
        return self._student

    def _tests_before(self, cell: Cell) -> set[int]:
        """Return the earlier tests that must run before one in its process.

        Those that bind what it reads, or may change that. All of them where the reference needs it.
        """
        earlier = self._cells[: self._position]
        tests = {position for position, one in enumerate(earlier) if one.kind == "test"}
        profile = self._profile_of(cell)
        if profile is not None and profile.after_all:
            return tests
        libraries = names.imported(one.source for one in earlier)
        wanted = set(names.taken(cell.source))
        found: set[int] = set()
        for position in sorted(tests, reverse=True):
            source = self._cells[position].source
            binds = set(names.read(source).binds)
            if wanted & (binds | (names.touched(source) - libraries)):
                found.add(position)
                wanted |= names.taken(source)
        return found

    def _replay(
        self, channel: Channel, until: int, on_lethal: Any, tests: Collection[int] = ()
    ) -> None:
        for position in range(until):
            cell = self._cells[position]
            is_answer = cell.kind in {"student", "locked"} and position not in self._lethal
            if not is_answer and position not in tests:
                continue
            status = self.outcome.cells[position].status
            if status == "not_run" if is_answer else status in {"timeout", "killed"}:
                continue
            header: dict[str, Any] = {"source": cell.source}
            seconds = cell.seconds or self._limits.cell_seconds
            if not is_answer:
                header["seed"] = self._assignment.inputs_seed
                seconds = cell.seconds or self._limits.test_seconds
            try:
                self._command(channel, header, (), seconds)
            except Broken:
                self._lethal.add(position)
                on_lethal()
                return

    def _drop_student(self) -> None:
        if self._student is not None:
            self._student.kill()
            self._student = None
            self._served = False
            self.outcome.replays += 1

    def _drop_checker(self) -> None:
        if self._checker is not None:
            self._checker.kill()
            self._checker = None

    def _order_checker(self) -> None:
        """Take a checker, which gets ready while the student's first cells run."""
        if self._ordered is None and self._checker is None:
            seed = self._assignment.seed
            self._ordered = self._reserve.take("checker", self._limits, seed)

    def _sure_checker(self) -> Channel:
        """Return the checker's process; a second one if the first does not come up.

        Raises
        ------
        Broken
            If the second does not either. That is no answer's fault: nothing of it runs there.
        """
        try:
            return self._checker_now()
        except Broken:
            self._drop_checker()
        try:
            return self._checker_now()
        except Broken:
            self._drop_checker()
            raise

    def _checker_now(self) -> Channel:
        """Return the checker's process; a new one is taken through the locked cells so far."""
        if self._checker is not None and self._checker.ended():
            self._drop_checker()
        if self._checker is not None:
            return self._checker
        self._order_checker()
        channel = self._checker = self._ordered
        self._ordered = None
        if channel is None:
            raise Broken("killed", "no checker could be had")
        self._greet(channel)
        tests = tuple(cell.source for cell in self._cells if cell.kind == "test")
        locked = tuple(cell.source for cell in self._cells if cell.kind == "locked")
        told = {
            "plan": plan(tests, locked).as_dict(),
            "locked": locked,
            "seed": self._assignment.inputs_seed,
        }
        usual = self._limits.cell_seconds
        self._command(channel, told, (), usual)
        for cell in self._cells[: self._position]:
            if cell.kind == "locked":
                self._command(channel, {"lock": cell.source}, (), cell.seconds or usual)
        return channel

    # -- cells ---------------------------------------------------------------------------------
    def _run_student_cell(self, cell: Cell, result: CellOutcome) -> None:
        seconds = cell.seconds or self._limits.cell_seconds
        try:
            report = self._have_run(cell, result, seconds)
        except Broken as broken:
            result.status = "timeout" if broken.how == "timeout" else "killed"
            result.message = _what_broke(broken, seconds)
            result.outputs = [_error_output(broken, seconds)]
            self._lethal.add(self._position)
            self._drop_student()
            return
        result.outputs = self._kept(report)
        result.status = "ok" if report.get("ok") is True else "error"
        if cell.source.strip():
            # Counted here: the student's process could tell by its number what a test gave it.
            self._ran += 1
            result.execution_count = self._ran

    def _have_run(self, cell: Cell, result: CellOutcome, seconds: float) -> dict[str, Any]:
        """Run a cell of the student's; once more if something outside may have ended it."""
        student = self._student_now()
        result.saw_tests = self._served
        try:
            return self._command(student, {"source": cell.source}, (), seconds)
        except Broken as broken:
            if not self._may_repeat(broken):
                raise
        self._drop_student()
        return self._command(self._student_now(), {"source": cell.source}, (), seconds)

    def _may_repeat(self, broken: Broken) -> bool:
        """Tell whether to try again, once in a submission: a process may have been killed.

        The system kills some when it runs out of memory, whoever took it. That costs nobody points.
        """
        if str(broken) != ENDED or not self._spare:
            return False
        self._spare = False
        return True

    def _kept(self, report: dict[str, Any]) -> list[dict[str, Any]]:
        """Return the outputs of a report that a notebook has room for."""
        return self._within_budget(_outputs(report.get("outputs"), self._limits.output * 2))

    def _within_budget(self, outputs: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Return outputs if they fit with those of earlier cells, else a note in their place."""
        size = sum(len(json.dumps(output)) for output in outputs)
        if size <= self._room:
            self._room -= size
            return outputs
        self.outcome.dropped += 1
        return [dict(_LEFT_OUT)]

    def _lock(self, cell: Cell) -> None:
        if self._checker is None and not any(c.kind == "test" for c in self._cells):
            return
        try:
            fresh = self._checker is None
            checker = self._checker_now()
            if fresh or self._checker is not None:
                seconds = cell.seconds or self._limits.cell_seconds
                self._command(checker, {"lock": cell.source}, (), seconds)
        except Broken:
            self._drop_checker()

    def _test(self, cell: Cell, result: CellOutcome, profile: CellProfile | None) -> None:
        header = {
            "source": cell.source,
            "profile": None if profile is None else profile.as_dict(),
            "record": self._recording,
            "imports": self._imports(),
            "cells": self._answered(),
        }
        while True:
            broken = self._tested(cell, result, header)
            if broken is None or not self._may_repeat(broken):
                return

    def _tested(self, cell: Cell, result: CellOutcome, header: dict[str, Any]) -> Broken | None:
        """Run a test and judge it; return what broke if one of the two processes did."""
        seconds = cell.seconds or self._limits.test_seconds
        result.status = "killed"
        try:
            checker = self._sure_checker()
        except Broken as broken:
            _judge(result, Verdict.NO_VERDICT, f"the checker did not come up: {broken}")
            if time.monotonic() < self._deadline:  # else the answers took what time there was
                self.outcome.failure = result.message
            return None
        try:
            student = self._student_now()
        except Broken as broken:
            _judge(result, Verdict.KILLED, str(broken))
            return None
        try:
            report, fault = self._converse(checker, student, header, self._until(seconds))
        except Broken as broken:
            self._drop_checker()
            if self._asked:  # the student's waits in the middle of a call, and would end it later
                self._drop_student()
            result.status = "timeout" if broken.how == "timeout" else "killed"
            verdict = Verdict.TIMEOUT if broken.how == "timeout" else Verdict.NO_VERDICT
            _judge(result, verdict, f"the test gave no verdict: {_what_broke(broken, seconds)}")
            return broken
        result.outputs = self._kept(report)
        if fault is not None:
            self._drop_student()
            result.status = "timeout" if fault.how == "timeout" else "killed"
            verdict = Verdict.TIMEOUT if fault.how == "timeout" else Verdict.KILLED
            _judge(result, verdict, f"{_what_broke(fault, seconds)} while the test used it")
            return fault
        result.status = "ok"
        self._take_verdict(report, result)
        if self._recording:
            self.recorded[cell.grade_id] = report.get("profile", {})
        return None

    @staticmethod
    def _take_verdict(report: dict[str, Any], result: CellOutcome) -> None:
        try:
            verdict = Verdict(str(report.get("verdict")))
        except ValueError:
            verdict = Verdict.NO_VERDICT
        _judge(result, verdict, str(report.get("message", "")), report.get("number"))

    def _converse(
        self, checker: Channel, student: Channel | _Gone, header: dict[str, Any], deadline: float
    ) -> tuple[dict[str, Any], Broken | None]:
        """Let the checker run a test, carrying what it and the student ask each other.

        Returns the checker's report and what broke the student's process, if anything did. The
        time is the test's, whoever uses it; if the student's process breaks, the checker is told
        and has a moment to end.
        """
        self._number += 1
        if not checker.silent():
            raise Broken("protocol", "it spoke out of turn")
        checker.send(RUN, self._number, pack(header), deadline)
        stack: list[tuple[Any, int]] = []
        self._asked = stack
        speaker: Channel | _Gone = checker
        used = _Exchange()
        fault: Broken | None = None
        while True:
            try:
                frame = speaker.receive(deadline)
                if frame.kind == DONE and speaker is checker and not stack:
                    if frame.number != self._number:
                        raise Broken("protocol", "it ended another test")  # noqa: TRY301
                    return _report(frame.body), fault
                listener = student if speaker is checker else checker
                self._carry(frame, speaker, stack, used)
                if listener is student and not student.silent():
                    speaker = student
                    raise Broken("protocol", "it spoke out of turn")  # noqa: TRY301
                speaker = listener
                listener.send(frame.kind, frame.number, frame.body, deadline)
            except Broken as broken:
                if fault is not None:
                    self._drop_checker()
                    return {}, fault
                if speaker is checker or not stack:
                    raise
                fault = broken
                if self._student is not None:
                    self._student.kill()
                number = next(n for asker, n in reversed(stack) if asker is checker)
                stack.clear()
                deadline = time.monotonic() + 2.0
                gone = pack({GONE: "the student's process cannot answer"})
                checker.send(ANSWER, number, gone, deadline)
                speaker = checker
                student = _Gone()

    def _carry(
        self,
        frame: Any,
        speaker: Channel | _Gone,
        stack: list[tuple[Any, int]],
        used: _Exchange,
    ) -> None:
        """Check that a frame is in turn and within the test's allowance."""
        used.asks += 1
        used.traffic += len(frame.body)
        if used.asks > self._limits.asks * 2:
            raise Broken("protocol", "too many questions in one test")
        if used.traffic > self._limits.traffic:
            raise Broken("protocol", "too much data in one test")
        if frame.kind == ASK:
            self._served = self._served or used.asks > 1
            stack.append((speaker, frame.number))
            if len(stack) > self._limits.depth:
                raise Broken("protocol", "questions nested too deep")
        elif frame.kind == ANSWER:
            if not stack or stack[-1][1] != frame.number or stack[-1][0] is speaker:
                raise Broken("protocol", "it answered what was not asked")
            stack.pop()
        else:
            raise Broken("protocol", "a frame of the wrong kind")

    # -- one process ---------------------------------------------------------------------------
    def _test_in_one_process(self, cell: Cell, result: CellOutcome) -> None:
        """Run a test where the split cannot: with the student's code, and marked as such."""
        channel = self._new("student")
        self._single = channel
        try:
            self._replay(channel, self._position, channel.kill, self._tests_before(cell))
            self._judge_in(channel, cell, result)
        except Broken as broken:
            _judge_broken(result, broken, cell.seconds or self._limits.test_seconds)
        finally:
            channel.kill()
            self._single = None
        imports = names.imports_of(cell.source)
        later = [one for one in self._cells[self._position + 1 :] if one.kind == "test"]
        if imports and not all(self._needs_one_process(o, self._profile_of(o)) for o in later):
            self._lock(replace(cell, source=imports))  # for the tests that run apart

    def _test_where_answers_are(self, cell: Cell, result: CellOutcome) -> None:
        """Run a test as nbgrader does, in the very process of the answers: the reference's run."""
        try:
            self._judge_in(self._student_now(), cell, result)
        except Broken as broken:
            _judge_broken(result, broken, cell.seconds or self._limits.test_seconds)
            self._drop_student()

    def _judge_in(self, channel: Channel, cell: Cell, result: CellOutcome) -> None:
        result.low_trust = True
        due = self._due(cell)
        header = {"source": cell.source, "due": due, "seed": self._assignment.inputs_seed}
        report = self._command(channel, header, (), cell.seconds or self._limits.test_seconds)
        outputs = _outputs(report.get("outputs"), self._limits.output * 2)
        result.outputs = self._within_budget(outputs)
        result.status = "ok"
        value = report.get("value")
        # Of all of them: what no longer fits is an error all the same.
        errors = [o for o in outputs if o["output_type"] == "error"]
        if report.get("ok") is not True or errors:
            last = errors[-1] if errors else {"ename": "Error", "evalue": ""}
            _judge(result, Verdict.FAILED, f"{last['ename']}: {last['evalue']}")
        elif fault := fault_of(value, report.get("true"), due):
            _judge(result, Verdict.FAILED, fault)
        elif value is None or (value is True and due != NUMBER):
            result.ends = end_of(value)
            _judge(result, Verdict.PASSED, "")
        else:
            result.ends = end_of(value)
            _judge(result, Verdict.PARTIAL, "", float(value))

    def _due(self, cell: Cell) -> str:
        """Return what a test ends with in the reference's run."""
        profile = self._assignment.profile
        known = profile.cells.get(cell.grade_id) if profile is not None else None
        return "" if known is None else known.ends


def _judge_broken(result: CellOutcome, broken: Broken, seconds: float) -> None:
    """Write into a result that the process of a test ended under it."""
    result.low_trust = True
    result.status = "timeout" if broken.how == "timeout" else "killed"
    verdict = Verdict.TIMEOUT if broken.how == "timeout" else Verdict.KILLED
    _judge(result, verdict, _what_broke(broken, seconds))


class _Gone:
    """Stands for a student's process that is no more."""

    def silent(self) -> bool:
        """Tell that nothing is said."""
        return True

    def send(self, *_: Any) -> None:
        """Fail: nobody hears."""
        raise Broken("killed", "the process ended")

    def receive(self, _: float) -> Any:
        """Fail: nobody speaks."""
        raise Broken("killed", "the process ended")


def _report(body: bytes) -> dict[str, Any]:
    try:
        return unpack(body)[0]
    except WireError as error:
        raise Broken("protocol", str(error)) from None


def _judge(result: CellOutcome, verdict: Verdict, message: str, number: Any = None) -> None:
    """Write a verdict and its score into a result."""
    result.verdict, result.message = verdict, message
    if verdict is Verdict.PASSED:
        result.score = result.points
    elif verdict is Verdict.PARTIAL and type(number) in {int, float} and is_finite(number):
        result.score = min(max(float(number), 0.0), result.points)
    else:
        result.score = 0.0


def _what_broke(broken: Broken, seconds: float) -> str:
    if broken.how == "timeout":
        return f"it ran longer than {seconds:g} s"
    return str(broken)


def _error_output(broken: Broken, seconds: float) -> dict[str, Any]:
    name = "Timeout" if broken.how == "timeout" else "ProcessEnded"
    text = _what_broke(broken, seconds)
    return {"output_type": "error", "ename": name, "evalue": text, "traceback": [text]}


def _count(found: Any) -> int | None:
    """Return the number of a cell as its process tells it, if it can be one."""
    return found if type(found) is int and 0 <= found < _MOST_RUNS else None


def _outputs(found: Any, cap: int) -> list[dict[str, Any]]:
    """Keep what is a proper nbformat output: the process that sent it is not to be trusted.

    At most `cap` bytes of JSON are kept.
    """
    kept: list[dict[str, Any]] = []
    room = cap
    for output in found if isinstance(found, list) else []:
        clean = _output(output) if isinstance(output, dict) else None
        if clean is None:
            continue
        room -= len(json.dumps(clean))
        if room < 0:
            break
        kept.append(clean)
    return kept


def _is_shallow(value: Any, left: int = _DEEPEST) -> bool:
    """Tell whether whoever walks through a value comes back."""
    if not isinstance(value, (dict, list)):
        return True
    parts = value.values() if isinstance(value, dict) else value
    return left > 0 and all(_is_shallow(part, left - 1) for part in parts)


def _output(output: dict[str, Any]) -> dict[str, Any] | None:
    # As text: what cannot be looked up in a set would stop the relay.
    kind, name = str(output.get("output_type")), str(output.get("name"))
    if kind == "stream":
        if name in {"stdout", "stderr"} and isinstance(output.get("text"), str):
            return {"output_type": kind, "name": name, "text": output["text"]}
        return None
    if kind == "error":
        trace = output.get("traceback")
        lines = [str(line) for line in trace] if isinstance(trace, list) else []
        name, value = str(output.get("ename")), str(output.get("evalue"))
        return {"output_type": kind, "ename": name, "evalue": value, "traceback": lines}
    data, metadata = output.get("data"), output.get("metadata")
    if not _is_shallow([data, metadata]):
        return None
    if kind in {"display_data", "execute_result"} and isinstance(data, dict):
        clean: dict[str, Any] = {"output_type": kind, "data": data}
        clean["metadata"] = metadata if isinstance(metadata, dict) else {}
        if kind == "execute_result":
            clean["execution_count"] = _count(output.get("execution_count"))
        return clean
    return None
