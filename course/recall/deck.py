"""The review deck: when an answered question is due again, by the FSRS scheduler.

Each question has a card under ``review.<module>`` in the learner's progress. No question is asked
twice on one day, so the scheduler's steps within a day are left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import cast
from zlib import crc32

import fsrs
from fsrs.card import CardDict

from course.learner import progress
from course.syllabus.syllabus import MODULES

_SCHEDULER = fsrs.Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)


@dataclass(frozen=True)
class Entry:
    """A question in the deck: whether the last answer was wrong, and when it is due."""

    module: str
    question: str
    missed: bool
    due: datetime

    def is_due(self, now: datetime) -> bool:
        """Return whether the question is due that day, at any hour."""
        return self.due.astimezone(now.tzinfo).date() <= now.date()


def rate(module: str, question: str, *, right: bool, at: datetime) -> None:
    """Record an answer, and when its question is due again.

    Parameters
    ----------
    module, question
        The module's slug and the question's id.
    right
        Whether the answer was right: FSRS's *Good*; otherwise *Again*.
    at
        Time of the answer, with a time zone.
    """
    moment = at.astimezone(UTC)
    stored_card = progress.done("review").get(module, {}).get(question)
    card = (
        fsrs.Card.from_dict(cast("CardDict", stored_card))
        if stored_card
        else fsrs.Card(card_id=crc32(f"{module}/{question}".encode()), due=moment)
    )
    rating = fsrs.Rating.Good if right else fsrs.Rating.Again
    card, _log = _SCHEDULER.review_card(card, rating, moment)
    progress.record(f"review.{module}", **{question: {**card.to_dict(), "missed": not right}})


def entries() -> list[Entry]:
    """Return every question in the deck: missed ones first, then by due time."""
    cards = progress.done("review")
    deck_entries = [
        Entry(module.slug, question, facts["missed"], datetime.fromisoformat(facts["due"]))
        for module in MODULES
        for question, facts in cards.get(module.slug, {}).items()
    ]
    return sorted(deck_entries, key=lambda entry: (not entry.missed, entry.due))
