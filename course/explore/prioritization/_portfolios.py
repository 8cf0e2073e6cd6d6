"""The choices of three rules from Meridian's register, at every setting of the controls.

The solver takes about a tenth of a second for the exact choice, too long to follow a slider. So the
answers are in a file. ``python -m course.explore.prioritization._portfolios`` solves them again.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

import pandas as pd

from course.data.portfolio import BUDGET, ROLES
from course.explore.prioritization._register import candidates, foundations
from course.simulate.prioritization.selection import Portfolio, best_portfolio, greedy_portfolio

EXACT, LIST, ALONE = RULES = ("best set", "ranked list", "stand-alone")
BUDGETS: Final = tuple(half / 2 for half in range(2, 25))  # million EUR
PEOPLE: Final = tuple(range(20, 121, 10))  # person-months per role
_FILE: Final = Path(__file__).with_name("portfolios.csv")


@cache
def portfolios() -> pd.DataFrame:
    """Return each rule's ``net_value`` (thousand EUR) and ``items`` (a list).

    The index is (paid, people, budget, rule). With `paid`, foundations cost nothing.
    """
    rows = pd.read_csv(_FILE, keep_default_na=False)
    rows["items"] = rows["items"].str.split()
    return rows.set_index(["paid", "people", "budget", "rule"]).sort_index()


def solve(*, paid: bool, people: int, budget: float) -> dict[str, Portfolio]:
    """Compute each rule's choice (slow)."""
    pilots, shared = candidates(), foundations()
    if paid:
        shared = shared.assign(**dict.fromkeys([BUDGET, *ROLES], 0))
    most = {BUDGET: budget * 1000, **dict.fromkeys(ROLES, people)}
    return {
        EXACT: best_portfolio(pilots, shared, most),
        LIST: greedy_portfolio(pilots, shared, most),
        ALONE: greedy_portfolio(pilots, shared, most, build_foundations=False),
    }


def write() -> None:
    """Solve every setting of the controls and write the file."""
    rows = [
        {
            "paid": is_paid,
            "people": people,
            "budget": budget,
            "rule": rule,
            "net_value": round(choice.net_value, 1),
            "items": " ".join([*choice.foundations, *choice.pilots]),
        }
        for is_paid in (False, True)
        for people in PEOPLE
        for budget in BUDGETS
        for rule, choice in solve(paid=is_paid, people=people, budget=budget).items()
    ]
    pd.DataFrame(rows).to_csv(_FILE, index=False, lineterminator="\n")


if __name__ == "__main__":
    write()
