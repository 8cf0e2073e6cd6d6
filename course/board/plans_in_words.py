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
    """Return from when on a plan is ahead of leaving all as it is."""
    if month is None:
        return f"The plan does not come out ahead of {_TODAY} within five years."
    return f"From month {month} on the plan is ahead of {_TODAY}."


def beside_closing(month: int | None, thousand: float) -> str:
    """Return when a month pays, and what five years bring against closing the program."""
    first = (
        "No month within five years brings more than it costs."
        if month is None
        else f"Month {month} is the first that brings more than it costs."
    )
    total = tenths(thousand)
    against_closing = "closing everything, live products too"
    if not total:
        return f"{first} Five years bring about the same as {against_closing}."
    verb = "cost" if total < 0 else "bring"
    return f"{first} Five years {verb} {_amount(total)} more than {against_closing}."


def _amount(tenths_of_a_million: int) -> str:
    """Return an amount without its sign."""
    if not tenths_of_a_million:
        return "about nothing"
    return f"€{abs(tenths_of_a_million) / 10:.1f} million"


def _month(thousand: float) -> str:
    whole = boards.half_up(thousand)
    amount = boards.in_euros(abs(whole)) if whole else "about nothing"
    return f"{'costs' if whole < 0 else 'brings'} {amount}"
