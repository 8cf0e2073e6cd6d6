"""The marking desk: which answers come next, what to suggest, and how much is left."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from grader.course.assignment import CellSpec, read_assignment
from grader.desk.answers import HandMark, HandMarks, Submitted
from grader.desk.groups import WRONG, Group, Reading, grouped, limit_of, read, shared
from grader.errors import GraderError
from grader.written import rubric as rubrics
from grader.written.learning import Answer
from grader.written.marks import learn
from grader.written.scorer import Scorer
from grader.written.store import load_scorers, own_model

_AT_ONCE = 50
"""Answers that are shown together at most."""
_FEWEST = 5
"""Decisions before the desk tells a pace."""
_BREAK = 600.0
"""Seconds after which a marker is taken to have had a break."""


@dataclass(slots=True)
class Pace:
    """How a marker works: seconds between decisions, and answers taken out of groups."""

    seconds: list[float] = field(default_factory=list)
    offered: int = 0
    taken_out: int = 0
    last: float = field(default_factory=time.monotonic)

    def note(self, offered: int, marked: int) -> None:
        """Note a decision on some of the answers that were offered together."""
        now = time.monotonic()
        self.seconds += [now - self.last] if now - self.last < _BREAK else []
        self.last = now
        if offered > 1:
            self.offered, self.taken_out = self.offered + offered, self.taken_out + offered - marked

    def left(self, sizes: Sequence[int]) -> dict[str, Any]:
        """Return the decisions left, and the minutes at this pace once there is one.

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
    """Answers in groups, by key; what the scorer said of each; how many marks it learnt from."""

    groups: tuple[tuple[tuple[str, ...], Group], ...] = ()
    readings: Mapping[str, Reading] = field(default_factory=dict)
    learned: int = 0


class Desk:
    """Marks one assignment. One thread calls it; only what :meth:`planner` returns runs elsewhere.

    Parameters
    ----------
    wrong
        Share of the answers that groups may be expected to give a wrong mark, if nobody is taken
        out of them.

    Raises
    ------
    GraderError
        If there is no such assignment, no answer to mark in it, or its rubric can't be read.
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
        """Return every question with how many answers there are and how many wait."""
        return [{"question": name, **_counts(self.marks.answers(name))} for name in self.cells]

    def planner(self, question: str) -> Callable[[], Plan]:
        """Return a function that learns from the marks, and reads and groups the answers left."""
        cell, answers = self.cell(question), self.marks.answers(question)
        asked = self.asked.get(question)
        scale = asked.most / cell.points if asked else 1.0
        waiting = [one for one in answers if one.waits]
        marked = [
            Answer(one.text, score=one.mark.score * scale)
            for one in answers
            if one.mark.score is not None and not one.waits
        ]
        place, name, rubric = self.marks.course, self.marks.assignment, self.rubric

        def plan() -> Plan:
            scorers: dict[str, Scorer] = {}
            if rubric and asked:
                learn(place, name, rubric, {question: marked} if marked else {})
                scorers, _ = load_scorers(rubric, own_model(place, name))
            every = {one.key: read(scorers.get(question), one.text) for one in answers}
            readings = [every[one.key] for one in waiting]
            limit = limit_of([*every.values()], self.wrong)
            groups = grouped([one.text for one in waiting], readings, limit)
            keys = [tuple(waiting[row].key for row in group.members) for group in groups]
            learned = len(marked) if question in scorers else 0
            return Plan(tuple(zip(keys, groups, strict=True)), every, learned)

        return plan

    def next(self, question: str, skip: Iterable[str] = ()) -> dict[str, Any]:
        """Return the next answers to mark, and all that the page shows with them.

        Parameters
        ----------
        skip
            Keys of answers that the marker has put off: they come last.
        """
        cell, answers = self.cell(question), self.marks.answers(question)
        plan, waiting = (
            self.plans.get(question, Plan()),
            {one.key: one for one in answers if one.waits},
        )
        again = [key for key in self.marks.undone if key in waiting]
        left = waiting.keys() - set(again)
        queue = [([key for key in keys if key in left], group) for keys, group in plan.groups]
        # An answer that changed since the plan was made is marked alone.
        new = left - {key for keys, _ in queue for key in keys}
        queue = [one for one in queue if one[0]] + [([key], Group((0,), None, 0.0)) for key in new]
        queue.sort(key=lambda one: not set(skip).isdisjoint(one[0]))
        queue = [(again, Group((), None, 0.0)), *queue] if again else queue
        asked = self.asked.get(question)
        points = dict(asked.points) if asked else {}
        now: dict[str, Any] = {
            "question": question, "most": cell.points, "prompt": asked.prompt if asked else "",
            "points": points, "kept": self.marks.kept(question), "learned": plan.learned,
            "left": self.paces.setdefault(question, Pace()).left([len(keys) for keys, _ in queue]),
            "answers": [], **_counts(answers),
        }  # fmt: skip
        if queue:
            keys, group = queue[0]
            readings = [plan.readings.get(key, Reading()) for key in keys[:_AT_ONCE]]
            now |= _shown([waiting[key] for key in keys[:_AT_ONCE]], readings, list(points))
            score = None if group.score is None or not asked else group.score / asked.most
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
            How many answers were shown together.

        Raises
        ------
        GraderError
            If the score is out of range, or there is no such question.
        ChangedError
            If an answer has another mark or text by now.
        """
        most = self.cell(question).points
        if not 0 <= score <= most:
            raise GraderError(f"{score} is not a mark; expected a number from 0 to {most:g}.")
        self.marks.give(question, seen, HandMark(score, comment.strip() or None, waits=False))
        self.paces.setdefault(question, Pace()).note(offered, len(seen))


def _counts(answers: Sequence[Submitted]) -> dict[str, int]:
    return {"total": len(answers), "waiting": sum(one.waits for one in answers)}


def _shown(
    answers: Sequence[Submitted], readings: Sequence[Reading], points: Sequence[str]
) -> dict[str, Any]:
    """Return answers as the page shows them, and the points that they probably make."""
    chances = [one.chances or [0.0] * len(points) for one in readings]
    common = shared([one.text for one in answers])
    likely = [
        point for point, mean in zip(points, np.mean(chances, axis=0), strict=True) if mean >= 0.5
    ]
    shown = [
        {"key": one.key, "version": one.version, "text": one.text, "before": one.mark.score,
         "spans": _spans(one.text, reading, places)}
        for one, reading, places in zip(answers, readings, common, strict=True)
    ]  # fmt: skip
    return {"answers": shown, "likely": likely}


def _spans(
    text: str, reading: Reading, common: Sequence[tuple[int, int]]
) -> list[tuple[int, int, str]]:
    """Return what to highlight, in order: sentences that make a point, then those shared."""
    places: dict[tuple[int, int], list[str]] = {}
    for point, quote in reading.quotes:
        start = text.find(quote)
        places.setdefault((start, start + len(quote)), []).append(point)
    spans = [(start, end, ", ".join(ids)) for (start, end), ids in places.items() if start >= 0]
    for start, end in common:  # of two that overlap, the one with a point is kept
        if all(end <= a or start >= b for a, b, _ in spans):
            spans.append((start, end, ""))
    return sorted(spans)
