"""Read answers and marks from the gradebook, and write marks into it.

nbgrader's gradebook has a mark but not its marker. A log in the course's folder has both.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import uuid4

from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    Gradebook,
    Notebook,
    SubmittedAssignment,
    SubmittedNotebook,
)
from sqlalchemy import select, update

from split_grader.course.course import Course
from split_grader.results.gradebook import patiently
from split_grader.results.lateness import settle_penalties
from split_grader.written.reading import own_text
from split_grader.written.rubric import labelled_cells


@dataclass(frozen=True, slots=True)
class HandMark:
    """A person's points and comment in the gradebook, and whether it waits for a person."""

    score: float | None
    comment: str | None
    waits: bool


@dataclass(frozen=True, slots=True)
class Submitted:
    """One student's answer to one question; `key` is its grade's id and is anonymous."""

    key: str
    student: str
    text: str
    mark: HandMark

    @property
    def waits(self) -> bool:
        """Whether a person has yet to mark it; a program's score isn't a mark."""
        return self.mark.waits or (self.mark.score is None and bool(own_text(self.text)))

    @property
    def version(self) -> str:
        """A digest that changes with the answer and its mark."""
        content = json.dumps([self.text, asdict(self.mark)])
        return hashlib.sha256(content.encode()).hexdigest()[:16]


class ChangedError(Exception):
    """Answers whose mark or text differs from what the marker saw."""

    def __init__(self, answers: Sequence[Submitted]) -> None:
        super().__init__(f"{len(answers)} answers have changed")
        self.answers = answers


class HandMarks:
    """Reads and writes the marks of one assignment; every call ends its transaction.

    Parameters
    ----------
    who
        The marker's name, for the log.
    """

    def __init__(self, course: Course, gradebook: Gradebook, assignment: str, who: str) -> None:
        self.course, self.gradebook = course, gradebook
        self.assignment, self.who = assignment, who
        self.log = course.products() / "marks" / f"{assignment}.jsonl"
        self.given: list[dict[str, Any]] = []
        self.undone: tuple[str, ...] = ()

    def answers(self, question: str) -> list[Submitted]:
        """Return all readable answers to a question, not sorted by name."""
        session: Any = self.gradebook.db
        of_comment, of_grade = (self._cells(table, question) for table in (Comment, Grade))
        comments = of_comment.with_only_columns(Comment.notebook_id, Comment.manual_comment)
        comment_of = {place: comment for place, comment in session.execute(comments)}  # noqa: C416
        names = (Grade.id, Grade.notebook_id, SubmittedAssignment.student_id, Notebook.name)
        grades = of_grade.with_only_columns(*names, Grade.manual_score, Grade.needs_manual_grade)
        rows = []
        for key, place, student, notebook, score, waits in session.execute(
            grades.order_by(Grade.id)
        ):
            path = self.course.autograded(student, self.assignment) / f"{notebook}.ipynb"
            text = _texts(path, path.stat().st_mtime_ns).get(question) if path.is_file() else None
            if text is not None:
                mark = HandMark(score, comment_of.get(place), bool(waits))
                rows.append(Submitted(key, student, text, mark))
        session.rollback()  # nothing was written
        return rows

    def _cells(self, table: Any, question: str) -> Any:
        """Return a query for the grades or comments of a question."""
        return (
            select(table)
            .join(BaseCell, table.cell_id == BaseCell.id)
            .join(SubmittedNotebook, table.notebook_id == SubmittedNotebook.id)
            .join(Notebook, SubmittedNotebook.notebook_id == Notebook.id)
            .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
            .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
            .where(Assignment.name == self.assignment, BaseCell.name == question)
        )

    def give(self, question: str, seen: Mapping[str, str], mark: HandMark) -> None:
        """Give answers a mark, all or none.

        Parameters
        ----------
        seen
            The version of each answer that the marker saw, by key.

        Raises
        ------
        ChangedError
            If an answer or its mark has changed. Nothing is written.
        """
        entry = {"id": uuid4().hex, "mark": asdict(mark)}
        self.given.append(self._write(question, seen, dict.fromkeys(seen, mark), entry))

    def undo(self) -> str | None:
        """Undo this desk's last remaining mark; return its question, or None.

        Raises
        ------
        ChangedError
            If an answer has a different mark by now. Nothing is written.
        """
        if not self.given:
            return None
        last = self.given[-1]
        now = [one for one in self.answers(last["question"]) if one.key in last["before"]]
        if changed_answers := [one for one in now if asdict(one.mark) != last["mark"]]:
            raise ChangedError(changed_answers)
        before = {key: HandMark(**mark) for key, mark in last["before"].items()}
        versions = {one.key: one.version for one in now}
        self._write(last["question"], versions, before, {"undoes": last["id"]})
        self.given.pop()
        self.undone = tuple(versions)
        return str(last["question"])

    def _write(
        self,
        question: str,
        versions: Mapping[str, str],
        marks: Mapping[str, HandMark],
        entry: Mapping[str, Any],
    ) -> dict[str, Any]:
        now = [one for one in self.answers(question) if one.key in versions]
        changed_keys = [one.key for one in now if one.version != versions[one.key]]
        if not changed_keys:
            changed_keys = patiently(
                self.course, self.gradebook, lambda: self._exchange(now, marks)
            )
        if changed_keys:
            raise ChangedError([one for one in self.answers(question) if one.key in changed_keys])
        for student in {one.student for one in now}:
            # A late penalty may be a share of the points.
            submission = self.gradebook.find_submission(self.assignment, student)
            if submission.assignment.duedate:
                settle_penalties(self.course, self.gradebook, submission)
        self.gradebook.db.rollback()
        before = {one.key: asdict(one.mark) for one in now}
        when = datetime.now(UTC).isoformat(timespec="seconds")
        entry = {"who": self.who, "when": when, "question": question, "before": before, **entry}
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("a", encoding="utf-8") as log:
            log.write(json.dumps(entry) + "\n")
        return entry

    def _exchange(self, answers: Sequence[Submitted], marks: Mapping[str, HandMark]) -> list[str]:
        """Write marks in one transaction; return answers that another program changed."""
        session: Any = self.gradebook.db
        changed_keys = [one.key for one in answers if not _exchanged(session, one, marks[one.key])]
        session.rollback() if changed_keys else session.commit()
        return changed_keys

    def _entries(self) -> list[dict[str, Any]]:
        """Return the marks in the log that weren't undone."""
        lines = self.log.read_text(encoding="utf-8").splitlines() if self.log.is_file() else []
        entries = [json.loads(line) for line in lines]
        undone = {entry.get("undoes") for entry in entries}
        return [entry for entry in entries if "id" in entry and entry["id"] not in undone]

    def told(self, answer: Submitted) -> dict[str, Any]:
        """Return an answer's current mark, marker and time."""
        own = [entry for entry in self._entries() if answer.key in entry["before"]]
        last = own[-1] if own and own[-1]["mark"] == asdict(answer.mark) else {}
        origin = {"who": last.get("who", ""), "when": last.get("when", "")}
        return {"key": answer.key, "version": answer.version, **asdict(answer.mark), **origin}

    def kept(self, question: str) -> list[dict[str, Any]]:
        """Return the different marks with a comment, oldest first."""
        marks = [entry["mark"] for entry in self._entries() if entry["question"] == question]
        pairs = dict.fromkeys((one["score"], one["comment"]) for one in marks if one["comment"])
        return [{"score": score, "comment": comment} for score, comment in pairs]


@lru_cache(maxsize=10_000)
def _texts(path: Path, _mtime: int) -> dict[str, str]:
    return {name: "".join(cell["source"]) for name, cell in labelled_cells(path).items()}


def _exchanged(session: Any, answer: Submitted, mark: HandMark) -> bool:
    """Replace a mark; return False if it has changed."""
    # The condition is part of the change, so nothing can come between the two.
    grade: Any = Grade
    comment: Any = Comment
    place = select(Grade.notebook_id).where(grade.id == answer.key).scalar_subquery()
    cell = select(Grade.cell_id).where(grade.id == answer.key).scalar_subquery()
    name = select(BaseCell.name).where(BaseCell.id == cell).scalar_subquery()
    cells: Any = select(BaseCell.id).where(BaseCell.name == name)
    changes = (
        update(Grade)
        .where(grade.id == answer.key, grade.needs_manual_grade == answer.mark.waits)
        .where(grade.manual_score.is_not_distinct_from(answer.mark.score))
        .values(manual_score=mark.score, needs_manual_grade=mark.waits),
        update(Comment)
        .where(comment.notebook_id == place, comment.cell_id.in_(cells))
        .where(comment.manual_comment.is_not_distinct_from(answer.mark.comment))
        .values(manual_comment=mark.comment),
    )
    how = {"synchronize_session": False}
    return all(session.execute(change, execution_options=how).rowcount for change in changes)
