"""Costs and gains of a two-year plan, as sentences for the board paper."""

from __future__ import annotations

import pandas as pd

from course.board import boards

_TODAY = "leaving all as it is"


def tenths(thousand: float) -> int:
    """Round thousands of euros to tenths of a million, halves away from zero."""
    return boards.half_up(thousand / 100)


def in_millions(thousand: float) -> str:
    """Return an amount to a tenth of a million, with a true minus; less is ``about nothing``."""
    return f"{boards.MINUS if tenths(thousand) < 0 else ''}{_amount(tenths(thousand))}"


def against(thousand: float, other: float) -> str:
    """Return what two years cost or bring, and how much more than leaving all as it is."""
    own, today = tenths(thousand), tenths(other)
    words = f"{'cost' if own < 0 else 'bring'} {_amount(own)}"
    more = today - own if own < 0 else own - today
    if not more:
        return f"{words}, about the same as {_TODAY}"
    return f"{words}, {_amount(more)} {'more' if more > 0 else 'less'} than {_TODAY}"


def trend(board: pd.Series) -> str:
    """Return what the first and the last month of two years cost or bring."""
    return f"The first month {_month(board['first'])}, the last one {_month(board['money'])}."


def ahead(month: int | None) -> str:
    """Return from when on a plan's total is better than leaving all as it is."""
    if month is None:
        return f"The plan does not come out ahead of {_TODAY} within five years."
    return f"From month {month} on, the running total is better than {_TODAY}."


def beside_closing(month: int | None, thousand: float) -> str:
    """Return when a month pays, and what five years bring against closing the program."""
    first = (
        "No month within five years brings more than it costs."
        if month is None
        else f"Month {month} is the first that brings more than it costs."
    )
    total = tenths(thousand)
    closing = "closing everything down, the live products included"
    if not total:
        return f"{first} Over five years this brings about as much as {closing}."
    verb = "costs" if total < 0 else "brings"
    return f"{first} Over five years this {verb} {_amount(total)} more than {closing}."


def _amount(tenths_of_a_million: int) -> str:
    """Return an amount without its sign."""
    if not tenths_of_a_million:
        return "about nothing"
    return f"€{abs(tenths_of_a_million) / 10:.1f} million"


def _month(thousand: float) -> str:
    whole = boards.half_up(thousand)
    amount = boards.in_euros(abs(whole)) if whole else "about nothing"
    return f"{'costs' if whole < 0 else 'brings'} {amount}"
