"""The review deck: when a question that was answered is due again, by the FSRS scheduler.

A card is kept for each question under ``review.<module>`` in the learner's progress. Nothing is
asked twice on one day, so the scheduler's steps within a day are left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import cast
from zlib import crc32

import fsrs
from fsrs.card import CardDict

from course import progress
from course.syllabus import MODULES

_SCHEDULER = fsrs.Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)


@dataclass(frozen=True)
class Entry:
    """A question in the deck: whether the last answer missed, and when it is due."""

    module: str
    question: str
    missed: bool
    due: datetime

    def is_due(self, now: datetime) -> bool:
        """Tell whether the day has come on which to ask; the hour does not matter."""
        return self.due.astimezone(now.tzinfo).date() <= now.date()


def rate(module: str, question: str, *, right: bool, at: datetime) -> None:
    """Keep that a question was answered, and when it is due again.

    Parameters
    ----------
    module, question
        The module's slug and the question's id.
    right
        Whether the answer was right: FSRS's *Good*; otherwise *Again*.
    at
        When, with a time zone.
    """
    moment = at.astimezone(UTC)
    kept = progress.done("review").get(module, {}).get(question)
    card = (
        fsrs.Card.from_dict(cast("CardDict", kept))
        if kept
        else fsrs.Card(card_id=crc32(f"{module}/{question}".encode()), due=moment)
    )
    rating = fsrs.Rating.Good if right else fsrs.Rating.Again
    card, _log = _SCHEDULER.review_card(card, rating, moment)
    progress.record(f"review.{module}", **{question: {**card.to_dict(), "missed": not right}})


def entries() -> list[Entry]:
    """Return every question in the deck: missed ones first, each group by when it is due."""
    kept = progress.done("review")
    found = [
        Entry(module.slug, question, facts["missed"], datetime.fromisoformat(facts["due"]))
        for module in MODULES
        for question, facts in kept.get(module.slug, {}).items()
    ]
    return sorted(found, key=lambda entry: (not entry.missed, entry.due))
