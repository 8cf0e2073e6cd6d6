"""One test's conversation: the relay passes on what the checker and the student ask each other."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from split_grader.split.both.protocol import ANSWER, ASK, DONE, GONE, RUN, pack
from split_grader.split.relay import reports
from split_grader.split.relay.channel import Broken, Channel

if TYPE_CHECKING:
    from split_grader.sandbox.limits import Limits

_LAST_SECONDS = 2.0
"""What the checker has to end a test when the student's process has broken, or a call it is in."""


class Exchange:
    """One test's conversation, and how much of its allowance it has used.

    Attributes
    ----------
    waiting : list
        Questions without an answer so far: the process that asked, and the question's number.
    served : bool
        Whether the student's process was asked for more than names.
    """

    def __init__(self, checker: Channel, student: Channel, limits: Limits) -> None:
        self._checker = checker
        self._student = student
        self._limits = limits
        self._asks = 0
        self._traffic = 0
        self.waiting: list[tuple[Any, int]] = []
        self.served = False

    def run(
        self, header: dict[str, Any], number: int, deadline: float
    ) -> tuple[dict[str, Any] | None, Broken | None]:
        """Let the checker run a test.

        All time counts as the test's. If the student's process breaks, the checker is told and has
        a moment to end.

        Returns
        -------
        dict or None
            The checker's report; None if it did not end in its moment, and is to be ended.
        Broken or None
            What broke the student's process, if anything did.

        Raises
        ------
        Broken
            If the checker breaks.
        """
        if not self._checker.silent():
            raise Broken("protocol", "it spoke out of turn")
        self._checker.send(RUN, number, pack(header), deadline)
        speaker = self._checker
        fault: Broken | None = None
        while True:
            try:
                is_asked = speaker is self._checker and self.waiting  # time may run out
                frame = speaker.receive(deadline + (_LAST_SECONDS if is_asked else 0.0))
                # An answer that is always quick never makes receive() look at the clock.
                if speaker is self._student and time.monotonic() > deadline:
                    raise Broken("timeout", "it took too long")  # noqa: TRY301
                if frame.kind == DONE and speaker is self._checker and not self.waiting:
                    if frame.number != number:
                        raise Broken("protocol", "it ended another test")  # noqa: TRY301
                    return reports.read(frame.body), fault
                listener = self._student if speaker is self._checker else self._checker
                self._carry(frame, speaker)
                if listener is self._student and not self._student.silent():
                    speaker = self._student
                    raise Broken("protocol", "it spoke out of turn")  # noqa: TRY301
                speaker = listener
                listener.send(frame.kind, frame.number, frame.body, deadline)
            except Broken as broken:
                if fault is not None:
                    return None, fault
                if speaker is self._checker or not self.waiting:
                    raise
                fault = broken
                deadline = self._give_up_student()
                speaker = self._checker

    def _give_up_student(self) -> float:
        """End the student's process, and tell the checker; return when it must have ended."""
        self._student.kill()
        number = next(n for asker, n in reversed(self.waiting) if asker is self._checker)
        self.waiting.clear()
        deadline = time.monotonic() + _LAST_SECONDS
        answer = pack({GONE: "the student's process cannot answer"})
        self._checker.send(ANSWER, number, answer, deadline)
        return deadline

    def _carry(self, frame: Any, speaker: Channel) -> None:
        """Check that a frame is in turn and within the test's allowance."""
        self._asks += 1
        self._traffic += len(frame.body)
        if self._asks > self._limits.asks * 2:
            raise Broken("protocol", "too many questions in one test")
        if self._traffic > self._limits.traffic:
            raise Broken("protocol", "too much data in one test")
        if frame.kind == ASK:
            self.served = self.served or self._asks > 1
            self.waiting.append((speaker, frame.number))
            if len(self.waiting) > self._limits.depth:
                raise Broken("protocol", "questions nested too deep")
        elif frame.kind == ANSWER:
            if (
                not self.waiting
                or self.waiting[-1][1] != frame.number
                or self.waiting[-1][0] is speaker
            ):
                raise Broken("protocol", "it answered what was not asked")
            self.waiting.pop()
        else:
            raise Broken("protocol", "a frame of the wrong kind")
