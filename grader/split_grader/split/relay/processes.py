"""Start, isolate and supply the processes of one submission, and replace broken ones."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from split_grader.split.both import names
from split_grader.split.both.files import tree
from split_grader.split.both.plan import plan
from split_grader.split.both.protocol import DONE, RUN, pack, unpack
from split_grader.split.relay import reports
from split_grader.split.relay.cells import ANSWERS
from split_grader.split.relay.channel import ENDED, Broken, Channel, Fault

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from split_grader.sandbox.limits import Limits
    from split_grader.split.both.outcome import Assignment, Outcome
    from split_grader.split.relay.cells import Cells
    from split_grader.split.relay.reserve import Reserve

READY_SECONDS = 30.0
_STOP_SECONDS = 2.0
"""What a cell has to end when it is stopped."""
_AGAIN = 0.1
"""The part of its time that a cell gets again which was stopped: enough to bind what it had."""
FILES_CAP = 128 * 1024 * 1024


class Processes:
    """The student's process and the checker of one submission.

    Attributes
    ----------
    lethal : set of int
        The cells that ended a process: no new one runs them.
    position : int
        The cell whose turn it is.
    served : bool
        Whether tests have called functions of the student's process.
    """

    def __init__(
        self,
        reserve: Reserve,
        limits: Limits,
        assignment: Assignment,
        cells: Cells,
        outcome: Outcome,
    ) -> None:
        self._reserve = reserve
        self._limits = limits
        self._assignment = assignment
        self._cells = cells
        self._outcome = outcome
        self._deadline = time.monotonic() + limits.submission_seconds
        self._number = 0
        self.lethal: set[int] = set()
        self._spare, self._zygote = True, reserve.zygote
        self._failed_layers: dict[str, str] = {}
        self._greeted = False
        self.student: Channel | None = None
        self.checker: Channel | None = None
        self.single: Channel | None = None
        self.ordered: Channel | None = None
        self.position = 0
        self.served = False

    @property
    def sandboxed(self) -> bool:
        """Whether every layer that a sandbox needs held in all processes."""
        return self._greeted and not self._failed_layers

    @property
    def are_out_of_time(self) -> bool:
        """Whether the submission has used up its time."""
        return time.monotonic() >= self._deadline

    def allow(self, seconds: float) -> None:
        """Let the submission continue for some seconds, if it has them left."""
        self._deadline = self.until(seconds)

    def kill(self) -> None:
        """End all processes; what is needed again comes from new ones."""
        for channel in (self.student, self.checker, self.single, self.ordered):
            if channel is not None:
                channel.kill()
        self.student = self.checker = self.single = self.ordered = None

    # -- one process ---------------------------------------------------------------------------
    def new(self, role: str) -> Channel:
        """Take a process and wait until it has isolated itself.

        Raises
        ------
        Fault
            If it breaks before anybody's code has run in it.
        """
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
        except BaseException as error:
            channel.kill()
            if isinstance(error, Broken):
                raise Fault(f"a new {channel.role} process did not start: {error}") from error
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
        entries = [[path, number, is_more] for number, (path, _, is_more) in enumerate(batch)]
        header = {"files": entries, "given": given}
        self.command(channel, header, READY_SECONDS, [content for _, content, _ in batch])

    def next_number(self) -> int:
        """Return a number for a command."""
        self._number += 1
        return self._number

    def until(self, seconds: float) -> float:
        """Return when some seconds, or the submission's time, will be over."""
        return min(time.monotonic() + seconds, self._deadline)

    def command(
        self, channel: Channel, header: dict[str, Any], seconds: float, blobs: Sequence[bytes] = ()
    ) -> dict[str, Any]:
        """Let a process do something by itself, and return its report.

        An answer that takes too long is stopped, and keeps what it has bound; the report says so.

        Raises
        ------
        Broken
            If the process ends, takes too long or does not keep to the rules.
        Fault
            If a process ends for the first time.
        """
        deadline = self.until(seconds)
        number = self.next_number()
        if not channel.silent():
            raise Broken("protocol", "it spoke out of turn")
        channel.send(RUN, number, pack(header, blobs), deadline)
        is_stopped = False
        try:
            frame = channel.receive(deadline)
        except Broken as broken:
            self.excuse(broken)
            is_answer = header.keys() == {"source"}
            if not is_answer or broken.how != "timeout" or self.are_out_of_time:
                raise
            is_stopped = True
            channel.interrupt()
            try:
                frame = channel.receive(self.until(_STOP_SECONDS))
            except Broken:
                raise broken from None
        if frame.kind != DONE or frame.number != number:
            raise Broken("protocol", "it answered what was not asked")
        return {**reports.read(frame.body), "stopped": is_stopped}

    # -- the student's -------------------------------------------------------------------------
    def student_now(self) -> Channel:
        """Return the student's process; a new one first repeats the cells so far.

        Raises
        ------
        Broken
            If the submission has ended its process too often.
        """
        if self.student is not None and (not self.student.alive or self.student.ended()):
            self.drop_student()
        while self.student is None:
            if self._outcome.replays > self._limits.replays:
                raise Broken("killed", "the submission ended its process too often")
            self.student = self.new("student")
            try:
                self.replay(self.student)
            except Broken:
                self.drop_student()
        return self.student

    def replay(self, channel: Channel, tests: Collection[int] = ()) -> None:
        """Let a process run the answers so far again, and some of the tests."""
        for position in range(self.position):
            cell = self._cells[position]
            is_answer = cell.kind in ANSWERS and position not in self.lethal
            if not is_answer and position not in tests:
                continue
            status = self._outcome.cells[position].status
            if status == "not_run" if is_answer else status in {"timeout", "killed"}:
                continue
            header: dict[str, Any] = {"source": cell.source}
            seconds = cell.seconds or self._limits.cell_seconds
            if not is_answer:
                header["seed"] = self._assignment.inputs_seed
            elif status == "timeout":
                seconds *= _AGAIN
            try:
                self.command(channel, header, seconds)
            except Broken:
                self.lethal.add(position)
                raise

    def lost(self, loads: set[str]) -> dict[str, str]:
        """Return which names that a test needs went with a cell left out, each with the reason."""
        lost: dict[str, str] = {}
        for position in range(self.position):
            for name in names.read(self._cells[position].source).binds.keys() & loads:
                lost.pop(name, None)
                if position in self.lethal:
                    lost[name] = self._outcome.cells[position].message
        return lost

    def drop_student(self) -> None:
        """End the student's process."""
        if self.student is not None:
            self.student.kill()
            self.student = None
            self.served = False
            self._outcome.replays += 1

    def excuse(self, broken: Broken) -> None:
        """Take a process's end for a fault of ours: with its zygote's, or once in a submission.

        A system that runs out of memory kills any process. That costs nobody points.

        Raises
        ------
        Fault
        """
        before, self._zygote = self._zygote, self._reserve.zygote
        is_orphan = before != self._zygote
        if str(broken) == ENDED and (is_orphan or self._spare):
            self._spare = self._spare and is_orphan
            raise Fault(f"a process was killed: {broken}") from broken

    # -- the checker ---------------------------------------------------------------------------
    def order_checker(self) -> None:
        """Take a checker, which gets ready while the student's first cells run."""
        if self.ordered is None and self.checker is None:
            seed = self._assignment.seed
            self.ordered = self._reserve.take("checker", self._limits, seed)

    def checker_now(self) -> Channel:
        """Return the checker's process; a new one first runs the locked cells so far.

        Raises
        ------
        Broken
            If it does not come up.
        """
        if self.checker is not None and self.checker.ended():
            self.drop_checker()
        if self.checker is not None:
            return self.checker
        self.order_checker()
        channel = self.checker = self.ordered
        self.ordered = None
        if channel is None:
            raise Broken("killed", "no checker could be had")
        self._greet(channel)
        header = {
            "plan": plan(self._cells.sources("test"), self._cells.sources("locked")).record,
            "libraries": self._cells.libraries,
            "seed": self._assignment.inputs_seed,
        }
        usual = self._limits.cell_seconds
        self.command(channel, header, usual)
        for cell in self._cells.locked_before(self.position):
            self.command(channel, {"lock": cell.source}, cell.seconds or usual)
        return channel

    def drop_checker(self) -> None:
        """End the checker's process."""
        if self.checker is not None:
            self.checker.kill()
            self.checker = None
