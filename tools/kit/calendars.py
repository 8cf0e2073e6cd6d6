"""Calendars of a term, as files that calendar programs import (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta

from course.syllabus.syllabus import CHAPTER_QUESTIONS, COURSE, Module

WEEKS = (7, 14)
"""The lengths of a term."""

_WEEK = timedelta(days=7)
_LONGEST_LINE = 75  # bytes, without the line break
_ESCAPES = str.maketrans({sign: f"\\{sign}" for sign in "\\;,"})


def calendar(modules: Sequence[Module], weeks: int, start: date) -> str:
    """Return a term's calendar: each lesson on a day of class, each exercise due a week later.

    Parameters
    ----------
    modules
        The lessons, which are spread evenly over the weeks.
    weeks
        The number of weeks.
    start
        The first day of class.
    """
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//{COURSE.title}//Kit for teachers//EN"]
    for name, day, summary in _events(modules, weeks, start):
        lines += [
            "BEGIN:VEVENT",
            f"UID:{name}-{weeks}-weeks-from-{start}@scaling-ai-course",
            f"DTSTAMP:{stamp}",
            f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
            f"SUMMARY:{summary.translate(_ESCAPES)}",
            "TRANSP:TRANSPARENT",  # the rest of the day is free
            "END:VEVENT",
        ]
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _events(modules: Sequence[Module], weeks: int, start: date) -> Iterator[tuple[str, date, str]]:
    for place, module in enumerate(modules):
        day = start + _WEEK * (place * weeks // len(modules))
        time = f"{module.minutes} minutes"
        yield module.slug, day, f"Lesson {module.number}: {module.question} ({time})"
        if name := module.exercise:
            yield f"{name}-due", day + _WEEK, f"Due: exercise {name} of lesson {module.number}"
    last = start + _WEEK * weeks
    yield f"{CHAPTER_QUESTIONS}-due", last, "Due: the chapter's questions and the board paper"


def _folded(line: str) -> str:
    """Break a long line between characters; a space continues it."""
    parts = [""]
    for sign in line:
        if len((parts[-1] + sign).encode()) > _LONGEST_LINE:
            parts.append(" ")
        parts[-1] += sign
    return "\r\n".join(parts)
