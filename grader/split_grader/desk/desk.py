"""Decide at the marking desk what comes next, what to suggest, and how much is left."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from split_grader.base.errors import GraderError
from split_grader.course.assignment import CellSpec, read_assignment
from split_grader.desk.answers import HandMark, HandMarks, Submitted
from split_grader.desk.groups import WRONG, Group, Reading, grouped, limit_of, read, shared
from split_grader.written import rubric as rubrics
from split_grader.written.learning import Answer
from split_grader.written.marks import learn
from split_grader.written.scorer import Scorer
from split_grader.written.store import load_scorers, own_model

_AT_ONCE = 50
"""The most answers that are shown together."""
_FEWEST = 5
"""The fewest decisions before the desk estimates a pace."""
_BREAK = 600.0
"""After this many seconds, a pause counts as a break."""


@dataclass(slots=True)
class Pace:
    """A marker's pace: seconds between decisions, and answers taken out of groups."""

    seconds: list[float] = field(default_factory=list)
    offered: int = 0
    taken_out: int = 0
    last: float = field(default_factory=time.monotonic)

    def note(self, offered: int, marked: int) -> None:
        """Record a decision on some of the answers offered together."""
        now = time.monotonic()
        self.seconds += [now - self.last] if now - self.last < _BREAK else []
        self.last = now
        if offered > 1:
            self.offered, self.taken_out = self.offered + offered, self.taken_out + offered - marked

    def left(self, sizes: Sequence[int]) -> dict[str, Any]:
        """Return the remaining decisions, and the minutes once there's a pace.

        Both are ranges: from no exceptions to as many as so far, from quick to slow decisions.
        """
        share = (self.taken_out + 1) / (self.offered + 2)
        most = len(sizes) + round(share * (sum(sizes) - len(sizes)))
        if len(self.seconds) < _FEWEST:
            return {"decisions": [len(sizes), most], "minutes": None}
        quick, slow = np.quantile(self.seconds, [0.25, 0.75]) / 60
        minutes = [round(len(sizes) * quick), max(1, round(most * slow))]
        return {"decisions": [len(sizes), most], "minutes": minutes}


@dataclass(frozen=True, slots=True)
class Plan:
    """Groups of answers by key, the scorer's readings, and the number of marks it learnt from."""

    groups: tuple[tuple[tuple[str, ...], Group], ...] = ()
    readings: Mapping[str, Reading] = field(default_factory=dict)
    learned: int = 0


class Desk:
    """Marks one assignment. One thread calls it; only what :meth:`planner` returns runs elsewhere.

    Parameters
    ----------
    wrong
        The expected share of answers that groups may give a wrong mark, if none is taken out of
        them.

    Raises
    ------
    GraderError
        If the assignment doesn't exist, has no answers to mark, or its rubric can't be read.
    """

    def __init__(self, marks: HandMarks, wrong: float | None = None) -> None:
        spec = read_assignment(marks.course, marks.gradebook, marks.assignment)
        self.wrong = WRONG if wrong is None else wrong
        self.marks, self.rubric = marks, rubrics.of(marks.course, marks.assignment)
        self.cells = {one.grade_id: one for one in spec.scored if one.solution}
        self.asked = self.rubric.questions if self.rubric else {}
        self.plans: dict[str, Plan] = {}
        self.paces: dict[str, Pace] = {}
        if not self.cells:
            raise GraderError(
                f"{marks.assignment} has no answers that a person marks: none of its cells is both "
                "an answer and graded."
            )

    def cell(self, question: object) -> CellSpec:
        """Return a question's cell.

        Raises
        ------
        GraderError
            If the assignment doesn't have it.
        """
        if question not in self.cells:
            raise GraderError(
                f"There is no question {question}; there are {', '.join(self.cells)}."
            )
        return self.cells[str(question)]

    def questions(self) -> list[dict[str, Any]]:
        """Count each question's answers and waiting answers."""
        return [{"question": name, **_counts(self.marks.answers(name))} for name in self.cells]

    def planner(self, question: str) -> Callable[[], Plan]:
        """Return a function that learns from marks and groups the remaining answers."""
        cell, answers = self.cell(question), self.marks.answers(question)
        entry = self.asked.get(question)
        scale = entry.most / cell.points if entry else 1.0
        waiting = [one for one in answers if one.waits]
        marked_answers = [
            Answer(one.text, score=one.mark.score * scale)
            for one in answers
            if one.mark.score is not None and not one.waits
        ]
        place, name, rubric = self.marks.course, self.marks.assignment, self.rubric

        def plan() -> Plan:
            scorers: dict[str, Scorer] = {}
            if rubric and entry:
                learn(place, name, rubric, {question: marked_answers} if marked_answers else {})
                scorers, _ = load_scorers(rubric, own_model(place, name))
            every = {one.key: read(scorers.get(question), one.text) for one in answers}
            readings = [every[one.key] for one in waiting]
            limit = limit_of([*every.values()], self.wrong)
            groups = grouped([one.text for one in waiting], readings, limit)
            keys = [tuple(waiting[row].key for row in group.members) for group in groups]
            learned_count = len(marked_answers) if question in scorers else 0
            return Plan(tuple(zip(keys, groups, strict=True)), every, learned_count)

        return plan

    def next(self, question: str, skip: Iterable[str] = ()) -> dict[str, Any]:
        """Return the next answers to mark, with everything the page shows.

        Parameters
        ----------
        skip
            Keys of answers that the marker has postponed; they come last.
        """
        cell, answers = self.cell(question), self.marks.answers(question)
        plan, waiting = (
            self.plans.get(question, Plan()),
            {one.key: one for one in answers if one.waits},
        )
        again = [key for key in self.marks.undone if key in waiting]
        rest = waiting.keys() - set(again)
        queue = [([key for key in keys if key in rest], group) for keys, group in plan.groups]
        # An answer that has changed since the plan is marked alone.
        new = rest - {key for keys, _ in queue for key in keys}
        queue = [one for one in queue if one[0]] + [([key], Group((0,), None, 0.0)) for key in new]
        queue.sort(key=lambda one: not set(skip).isdisjoint(one[0]))
        queue = [(again, Group((), None, 0.0)), *queue] if again else queue
        entry = self.asked.get(question)
        points = dict(entry.points) if entry else {}
        now: dict[str, Any] = {
            "question": question, "most": cell.points, "prompt": entry.prompt if entry else "",
            "points": points, "kept": self.marks.kept(question), "learned": plan.learned,
            "left": self.paces.setdefault(question, Pace()).left([len(keys) for keys, _ in queue]),
            "answers": [], **_counts(answers),
        }  # fmt: skip
        if queue:
            keys, group = queue[0]
            readings = [plan.readings.get(key, Reading()) for key in keys[:_AT_ONCE]]
            now |= _page_data([waiting[key] for key in keys[:_AT_ONCE]], readings, list(points))
            score = None if group.score is None or not entry else group.score / entry.most
            now |= {"sure": group.sure, "suggested": score and round(score * cell.points, 2)}
        return now

    def mark(
        self, question: str, seen: Mapping[str, str], score: float, comment: str, offered: int
    ) -> None:
        """Give answers a mark, all or none.

        Parameters
        ----------
        seen
            The version of each answer that the marker saw, by key.
        offered
            The number of answers shown together.

        Raises
        ------
        GraderError
            If the score is out of range, or there is no such question.
        ChangedError
            If an answer's mark or text has changed.
        """
        most = self.cell(question).points
        if not 0 <= score <= most:
            raise GraderError(f"{score} is not a mark; expected a number from 0 to {most:g}.")
        self.marks.give(question, seen, HandMark(score, comment.strip() or None, waits=False))
        self.paces.setdefault(question, Pace()).note(offered, len(seen))


def _counts(answers: Sequence[Submitted]) -> dict[str, int]:
    return {"total": len(answers), "waiting": sum(one.waits for one in answers)}


def _page_data(
    answers: Sequence[Submitted], readings: Sequence[Reading], points: Sequence[str]
) -> dict[str, Any]:
    """Return answers in the page's form, with their likely points."""
    chances = [one.chances or [0.0] * len(points) for one in readings]
    common = shared([one.text for one in answers])
    likely = [
        point for point, mean in zip(points, np.mean(chances, axis=0), strict=True) if mean >= 0.5
    ]
    entries = [
        {"key": one.key, "version": one.version, "text": one.text, "before": one.mark.score,
         "spans": _spans(one.text, reading, places)}
        for one, reading, places in zip(answers, readings, common, strict=True)
    ]  # fmt: skip
    return {"answers": entries, "likely": likely}


def _spans(
    text: str, reading: Reading, common: Sequence[tuple[int, int]]
) -> list[tuple[int, int, str]]:
    """Return highlights: sentences that make a point, and shared ones."""
    places: dict[tuple[int, int], list[str]] = {}
    for point, quote in reading.quotes:
        start = text.find(quote)
        places.setdefault((start, start + len(quote)), []).append(point)
    spans = [(start, end, ", ".join(ids)) for (start, end), ids in places.items() if start >= 0]
    for start, end in common:  # of two that overlap, the one with a point is kept
        if all(end <= a or start >= b for a, b, _ in spans):
            spans.append((start, end, ""))
    return sorted(spans)
