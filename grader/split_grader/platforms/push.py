"""Send grades one by one, so that an interrupted run continues and nothing is sent twice."""

import time
from collections.abc import Iterable, Iterator

from split_grader.platforms.compare import Change, Verdict, is_among, is_same
from split_grader.platforms.connect import Link
from split_grader.platforms.interface import (
    PAUSES,
    NetworkError,
    NewGrade,
    PlatformError,
    PlatformGrade,
)
from split_grader.platforms.state import Sent, State


def push(link: Link, changes: Iterable[Change], state: State) -> Iterator[tuple[Change, str]]:
    """Send these grades; yield each when it's on record, with why it wasn't sent, if so.

    Raises
    ------
    PlatformError
        If the token, its rights, the limit of requests or the network end the run.
    """
    for change in changes:
        problem = ""
        try:
            _send(link, change, state)
        except PlatformError as error:
            if type(error) is not PlatformError:
                raise
            problem = str(error)
        yield change, problem


def adopt(changes: Iterable[Change], state: State) -> None:
    """Note grades that are the same on both sides, so that later changes of them can be sent."""
    for one in changes:
        if one.verdict is Verdict.UNCHANGED and one.new:
            _note(one, one.new, state, is_sent=False)
    state.save()


def _note(change: Change, new: NewGrade, state: State, *, is_sent: bool) -> None:
    for member in change.members:
        last = state.sent.get(member)
        pages = [page.name for page in new.pages] if is_sent else last.pages if last else []
        state.sent[member] = Sent(new.score, change.attempt, pages)


def _send(link: Link, change: Change, state: State) -> None:
    new, before = change.new, change.there
    if new is None or before is None:
        raise AssertionError
    there = _sent(link, new, before.score)
    if not is_same(there.score, new.score):
        score = "no grade" if there.score is None else f"{there.score:g}"
        raise PlatformError(f"{link.title} has {score} after {new.score:g} was sent.")
    _note(change, new, state, is_sent=True)
    state.save()


def _sent(link: Link, new: NewGrade, before: float | None) -> PlatformGrade:
    """Send a grade unless it's there already; return what the platform has then."""
    for pause in (*PAUSES, None):
        # Somebody may have graded since the comparison, and a lost answer hides a success.
        there = link.platform.grade(link.there, new.member)
        is_new = is_same(there.score, new.score)
        if is_new and all(is_among(page, there.pages) for page in new.pages):
            return there
        if there.score != before and not is_new:
            change = "removed" if there.score is None else f"changed to {there.score:g}"
            raise PlatformError(f"The grade was {change} there meanwhile. Start again to see it.")
        try:
            return link.platform.send(link.there, new)
        except NetworkError:
            if pause is None:
                raise
            time.sleep(pause)
    raise AssertionError  # the loop always returns or raises
