"""What two years of a plan cost and bring, as sentences of the board paper."""

from __future__ import annotations

import pandas as pd

from course import boards


def millions(thousand: float) -> str:
    """Return an amount without its sign."""
    return f"€{abs(thousand) / 1000:.1f} million"


def in_millions(thousand: float) -> str:
    """Return an amount with a true minus."""
    return f"{boards.MINUS if thousand < 0 else ''}{millions(thousand)}"


def against(thousand: float, other: float) -> str:
    """Return what two years cost or bring, and how much more than doing nothing."""
    verb = "cost" if thousand < 0 else "bring"
    more = other - thousand if thousand < 0 else thousand - other
    if millions(more) == millions(0):
        return f"{verb} {millions(thousand)}, about the same as doing nothing"
    beside = f"{millions(more)} {'more' if more > 0 else 'less'} than doing nothing"
    return f"{verb} {millions(thousand)}, {beside}"


def trend(board: pd.Series) -> str:
    """Return what the first and the last month of two years cost or bring."""
    first, last = (
        f"{'costs' if board[name] < 0 else 'brings'} {boards.in_euros(abs(board[name]))}"
        for name in ("first", "money")
    )
    return f"The first month {first}, the last one {last}."


def ahead(month: int | None) -> str:
    """Return from when on a plan has cost less than doing nothing."""
    if month is None:
        return "The plan does not come out ahead of doing nothing within five years."
    return f"From month {month} on the plan has cost less than doing nothing."


def beside_closing(month: int | None, thousand: float) -> str:
    """Return when a month pays, and what five years bring beside closing the programme."""
    first = (
        "No month within five years brings more than it costs."
        if month is None
        else f"Month {month} is the first that brings more than it costs."
    )
    verb = "cost" if thousand < 0 else "bring"
    beside = "more than closing everything, live products too"
    return f"{first} Five years {verb} {millions(thousand)} {beside}."
