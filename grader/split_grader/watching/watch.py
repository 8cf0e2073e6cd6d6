"""Grade hand-ins as they arrive, in order, and tell students where they stand."""

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from multiprocessing.connection import wait
from pathlib import Path

from split_grader.base.atomic import write_atomically
from split_grader.base.errors import UnreadableError
from split_grader.base.folders import TIMESTAMP
from split_grader.course.course import Course
from split_grader.intake.collect import set_aside
from split_grader.intake.collected import Collection, Outcome
from split_grader.intake.ingest import copy_files
from split_grader.intake.receipt import SECRET, read_secret
from split_grader.intake.submission import Submission
from split_grader.pages.feedback import Feedback, Pages
from split_grader.results.gradebook import already_graded, store
from split_grader.results.result import Result, Status
from split_grader.running.grade_one import GradeOne, grade_one
from split_grader.running.pool import Pool
from split_grader.sandbox.limits import Limits
from split_grader.tasks.batch import Finish, digest_of, keep, template_of
from split_grader.watching.best_attempt import copy_deadline, desk_of
from split_grader.watching.inbox import Arrival, Inbox
from split_grader.watching.journal import HandIn, Journal, State
from split_grader.watching.notices import Notices
from split_grader.watching.rules import Rules, told_time

_TICK = 0.1
"""Seconds between two looks at the processes and the clock."""


@dataclass(frozen=True, slots=True)
class How:
    """How to watch.

    Parameters
    ----------
    jobs
        Hand-ins that are graded at the same time.
    every
        Seconds between two looks at the folder.
    once
        Whether to end when everything that is there is done.
    stopping
        Whether a person wants to end it. What runs is finished first.
    finish, grade
        As for :func:`split_grader.tasks.batch.grade_submissions`.
    """

    limits: Limits
    jobs: int
    every: float = 2.0
    once: bool = False
    stopping: Callable[[], bool] = lambda: False
    finish: Finish | None = None
    grade: GradeOne = grade_one


class Watch:
    """Watches one folder for one assignment."""

    def __init__(self, course: Course, assignment: str, folder: Path, how: How) -> None:
        self._course, self._assignment, self._how = course, assignment, how
        self.rules = Rules.of(course)
        self.journal = Journal(course.products() / "watch" / assignment)
        self._template = template_of(course, assignment, how.limits)
        self._inbox = Inbox(course, assignment, folder, how.limits)
        self._notices = Notices(course, assignment, folder, self.journal, self.rules)
        # Each hand-in is graded here; what counts is stored in the course as well.
        self._place = desk_of(course, self.journal.folder / "desk") if self.rules.best else course
        self._resumed = self.journal.last
        self._running: dict[str, tuple[HandIn, str]] = {}
        self._writing: dict[str, HandIn] = {}
        self._outcomes: list[Outcome] = []
        self._has_looked = False

    def run(self) -> Iterator[str]:
        """Watch until told to stop; yield what happens, in sentences."""
        with ExitStack() as stack:
            pool = stack.enter_context(Pool(self._how.jobs, self._how.grade))
            pages = {
                root: stack.enter_context(Pages(place, self._assignment, self._how.jobs))
                for root, place in {one.root: one for one in (self._course, self._place)}.items()
            }
            next_look = 0.0
            while self._has_work():
                if not self._how.stopping() and time.monotonic() >= next_look:
                    yield from self._receive()
                    next_look = time.monotonic() + self._how.every
                for hand_in in self._unwritten():
                    self._writing[hand_in.student] = hand_in
                    pages[self._owner(hand_in).root].give(hand_in.student)
                if not self._how.stopping():
                    yield from self._start(pool)
                self._notices.write()
                pipes = [*pool.pipes, *(pipe for one in pages.values() for pipe in one.pipes)]
                wait(pipes, _TICK)
                for submission, result, executed in pool.finished(0.0):
                    hand_in, digest = self._running.pop(submission.student)
                    yield self._keep(hand_in, submission, digest, result, executed)
                for page in [page for one in pages.values() for page in one.finished(0.0)]:
                    yield from self._publish(self._writing.pop(page.student), page)
            self._notices.write()

    def _has_work(self) -> bool:
        if self._running or self._writing or self._unwritten():
            return True
        if self._how.stopping():
            return False
        is_done = self._has_looked and not self._inbox.unsettled and not self.journal.left
        return not (self._how.once and is_done)

    def _receive(self) -> Iterator[str]:
        """Enter what has arrived in the journal."""
        clock, now = self.journal.folder / "looked", datetime.now(UTC)
        try:
            last = min(now, datetime.fromisoformat(clock.read_text(encoding="ascii")))
        except (OSError, ValueError):
            last = datetime.min.replace(tzinfo=UTC)
        count = len(self._outcomes)
        try:
            for arrival in self._inbox.arrivals(last, now):
                yield from self._enter(arrival)
        except UnreadableError as error:
            yield f"{error} It is tried again."
            return
        if len(self._outcomes) > count:
            Collection(self._outcomes).write(self._course, self._assignment)
        write_atomically(clock, min([now, *self._inbox.unsettled]).isoformat().encode())
        self._has_looked = True

    def _enter(self, arrival: Arrival) -> Iterator[str]:
        """Enter a hand-in, unless it is in the journal already."""
        earlier = self.journal.by_student[arrival.student]
        latest = [one for one in earlier if one.is_attempt][-1:]
        for one in [one for one in earlier if one.source == arrival.source][-1:]:
            is_again = one.state is State.OVER and one.signature != arrival.signature
            if one.digest == arrival.digest and not is_again:
                return
        new = tuple(arrival.contents)
        if latest and not arrival.folder:  # the same notebook under another name isn't new
            files, contents = self.journal.files(latest[0]), arrival.contents.items()
            new = tuple(name for name, text in contents if not _holds(files, name, text))
        if arrival.contents and not new:
            return
        hand_in = HandIn(
            self.journal.last + 1, arrival.student, arrival.source, arrival.signature,
            arrival.digest, arrival.received, new, reason=arrival.problem,
        )  # fmt: skip
        again = None if arrival.problem else self.rules.next_allowed(hand_in, earlier)
        if arrival.problem:
            hand_in.state = State.REFUSED
        elif again:
            when = told_time(again, self.rules)
            hand_in.state = State.OVER
            hand_in.reason = f"{self.rules.told_limit}. Hand in again from {when}"
        try:
            self._fill(self.journal.files(hand_in), arrival, latest)
        except UnreadableError as error:
            hand_in.state, hand_in.reason = State.REFUSED, str(error).rstrip(".")
        self.journal.add(hand_in)
        self._notices.note(hand_in)
        kinds = {State.WAITING: "collected", State.OVER: "superseded"}
        kind = kinds.get(hand_in.state, "not gradable")
        self._outcomes += [
            replace(one, outcome=kind, reason=hand_in.reason or one.reason)
            for one in arrival.outcomes
        ]
        if hand_in.reason:
            yield f"{hand_in.student or arrival.source}: {hand_in.state}: {hand_in.reason}."

    def _fill(self, folder: Path, arrival: Arrival, latest: list[HandIn]) -> None:
        """Copy a hand-in's files, so that it no longer needs the folder it came from."""
        shutil.rmtree(folder.parent, ignore_errors=True)
        folder.mkdir(parents=True)
        if arrival.folder:
            write_atomically(folder / SECRET, read_secret(arrival.folder))
            if arrival.contents:
                copy_files(arrival.folder, folder, *self._template.most_beside())
        elif latest:  # of several notebooks, those that aren't handed in again stay
            shutil.copytree(self.journal.files(latest[0]), folder, dirs_exist_ok=True)
        for name, content in arrival.contents.items():
            write_atomically(folder / f"{name}.ipynb", content)

    def _start(self, pool: Pool) -> Iterator[str]:
        """Grade what has waited longest; a student's next hand-in waits for the last one's page."""
        for hand_in in list(self.journal.left.values()):
            if len(self._running) + len(self._writing) >= self._how.jobs:
                return
            if hand_in.student in self._running or hand_in.student in self._writing:
                continue
            if hand_in.state is State.GRADED:
                return
            submission = self._put(hand_in, self._place)
            digest = digest_of(submission, self._how.finish)
            if hand_in.number <= self._resumed and (result := self._recorded(submission, digest)):
                executed = self._place.autograded(hand_in.student, self._assignment)
                yield self._keep(hand_in, submission, digest, result, executed)
                return
            self._running[hand_in.student] = hand_in, digest
            pool.give(submission)

    def _recorded(self, submission: Submission, digest: str) -> Result | None:
        """Return the result that a killed watch stored without noting it."""
        with self._place.gradebook() as gradebook:
            return already_graded(self._place, gradebook, submission, digest)

    def _put(self, hand_in: HandIn, place: Course) -> Submission:
        """Put a hand-in's files where the grader looks for them."""
        target = place.submitted(hand_in.student, self._assignment).absolute()
        if place is self._course and len(self.journal.by_student[hand_in.student]) == 1:
            set_aside(self._course, self._assignment, hand_in.student)
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(self.journal.files(hand_in), target)
        stamp = f"{hand_in.received.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
        write_atomically(target / TIMESTAMP, stamp.encode())
        return replace(self._template, student=hand_in.student, folder=target)

    def _keep(
        self, hand_in: HandIn, submission: Submission, digest: str, result: Result, executed: Path
    ) -> str:
        """Store a grade, also in the course if it counts; say what it is."""
        name, finish = self._assignment, self._how.finish
        result = finish(result, executed) if finish else result
        place = self._place
        with self._course.gradebook() as real, place.gradebook() as gradebook:
            if place is not self._course:
                copy_deadline(real, gradebook, name, hand_in.student)
            outcome = keep(place, gradebook, submission, digest, result, executed)
            entry = gradebook.find_submission(name, hand_in.student)
            grades = [grade for notebook in entry.notebooks for grade in notebook.grades]
            is_open = any(grade.needs_manual_grade for grade in grades)
            hand_in.is_final = result.status.has_scores and not is_open
            hand_in.points, hand_in.most = outcome.total or 0.0, result.max_score
            hand_in.failed = result.status is Status.FAILED
            several = self.journal.by_student[hand_in.student]
            hand_in.stored = self.rules.counts(hand_in, several[: several.index(hand_in)])
            if place is not self._course and hand_in.stored:
                own = self._put(hand_in, self._course)
                store(self._course, real, own, digest, outcome.result, executed)
        hand_in.state = State.GRADED
        self.journal.save(hand_in)
        final = "" if hand_in.is_final else ", not final"
        points = f"{hand_in.points:g} of {hand_in.most:g}{final}."
        return " ".join([f"{hand_in.student}: {points}", *filter(None, [result.message])])

    def _owner(self, hand_in: HandIn) -> Course:
        """Return the course whose gradebook has a graded hand-in."""
        return self._course if hand_in.stored else self._place

    def _unwritten(self) -> list[HandIn]:
        """Return graded hand-ins for which a writer is free."""
        graded_hand_ins = [one for one in self.journal.left.values() if one.state is State.GRADED]
        unwritten = [one for one in graded_hand_ins if one.student not in self._writing]
        return unwritten[: self._how.jobs - len(self._writing)]

    def _publish(self, hand_in: HandIn, page: Feedback) -> Iterator[str]:
        """Give a student the pages of a graded hand-in."""
        if page.problem:
            hand_in.reason = "Its page could not be written: ask your instructor."
            yield f"{hand_in.student}: no page. {page.problem}"
        folder = self._owner(hand_in).feedback(hand_in.student, self._assignment)
        self._notices.publish(hand_in, folder)
        hand_in.state = State.DONE
        self.journal.save(hand_in)
        self._notices.note(hand_in)


def _holds(folder: Path, notebook: str, content: bytes) -> bool:
    path = folder / f"{notebook}.ipynb"
    return path.is_file() and path.read_bytes() == content
